"""The networks in torch's API: the same code runs on `lib = autodiff` and `lib = torch`."""

from __future__ import annotations

from typing import Any

from .data import LENGTH

HIDDEN, DROPPED = 128, 0.3  # of the networks of linear layers
WIDTH, HEADS, LAYERS = 32, 4, 2  # of the GPT
CHARACTERS = 61


def mlp(lib: Any, dtype: Any) -> Any:
    """784-128-10."""
    nn = lib.nn
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 10))
    return model.to(dtype)


def regularized(lib: Any, dtype: Any) -> Any:
    """The same with batch norm, SiLU and dropout.

    No bias stands before batch norm, which would take it away again: its gradient would be rounding
    noise, and Adam makes steps of full length of that.
    """
    nn = lib.nn
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, HIDDEN, bias=False),
        nn.BatchNorm1d(HIDDEN),
        nn.SiLU(),
        nn.Dropout(DROPPED),
        nn.Linear(HIDDEN, 10),
    )
    return model.to(dtype)


def convnet(lib: Any, dtype: Any) -> Any:
    """Two 3x3 convolutions, each with a pool, and a linear layer."""
    nn = lib.nn
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 7 * 7, 10),
    )
    return model.to(dtype)


def resnet(lib: Any, dtype: Any, activation: str = "ReLU") -> Any:
    """A ResNet as for CIFAR, with one block in each of three stages, on images of half the size."""
    nn = lib.nn
    act = getattr(nn, activation)()

    class Block(nn.Module):
        def __init__(self, before: int, channels: int, stride: int) -> None:
            super().__init__()
            self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(channels)
            self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(channels)
            self.shortcut = nn.Identity()
            if stride > 1:
                conv = nn.Conv2d(before, channels, 1, stride, bias=False)
                self.shortcut = nn.Sequential(conv, nn.BatchNorm2d(channels))

        def forward(self, x: Any) -> Any:
            y = act(self.bn1(self.conv1(x)))
            return act(self.bn2(self.conv2(y)) + self.shortcut(x))

    model = nn.Sequential(
        nn.AvgPool2d(2),
        nn.Conv2d(1, 8, 3, 1, 1, bias=False),
        nn.BatchNorm2d(8),
        act,
        Block(8, 8, 1),
        Block(8, 16, 2),
        Block(16, 32, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    )
    return model.to(dtype)


def smooth_resnet(lib: Any, dtype: Any) -> Any:
    """The same with SiLU, which has no kink."""
    return resnet(lib, dtype, "SiLU")


def gpt(lib: Any, dtype: Any) -> Any:
    """A character GPT: (N, L) letters to (N, L, 61) scores for the next one.

    The tables are drawn in `dtype`, for normal numbers are the same to the last bits only.
    """
    nn, F = lib.nn, lib.nn.functional

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

        def forward(self, x: Any) -> Any:
            heads = self.qkv(self.norm1(x)).unflatten(-1, (3, HEADS, WIDTH // HEADS))
            q, k, v = heads.permute(2, 0, 3, 1, 4)
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(y.transpose(1, 2).flatten(-2))
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    class GPT(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.letters = nn.Embedding(CHARACTERS, WIDTH, dtype=dtype)
            self.places = nn.Embedding(LENGTH, WIDTH, dtype=dtype)
            self.blocks = nn.Sequential(*[Block() for _ in range(LAYERS)])
            self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, CHARACTERS)

        def forward(self, ids: Any) -> Any:
            x = self.letters(ids) + self.places(lib.arange(LENGTH))
            return self.head(self.norm(self.blocks(x)))

    return GPT().to(dtype)
