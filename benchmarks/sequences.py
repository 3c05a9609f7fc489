"""The cases about sequences and words in torch's API, as those of `networks` are."""

from __future__ import annotations

from typing import Any

import numpy as np

from .networks import SEED, training
from .peer import WORDS, Peer


def lstm(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """An LSTM of 128 numbers, and a linear layer on its last state, SGD. `x` is (T, N, 128)."""
    nn = lib.nn
    lib.manual_seed(SEED)

    class Last(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm, self.linear = nn.LSTM(128, 128), nn.Linear(128, 10)

        def forward(self, x: Any) -> Any:
            return self.linear(self.lstm(x)[0][-1])

    model = Last()
    return training(lib, model, lib.optim.SGD(model.parameters(), lr=0.1), x, labels)


def embedding(lib: Any, words: np.ndarray, labels: np.ndarray) -> Peer:
    """The mean of the vectors of some words, each of 256 numbers, and a linear layer, Adam."""
    nn = lib.nn
    lib.manual_seed(SEED)

    class Mean(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.vectors, self.linear = nn.Embedding(WORDS, 256), nn.Linear(256, 10)

        def forward(self, words: Any) -> Any:
            return self.linear(self.vectors(words).mean(1))

    model = Mean()
    optimizer = lib.optim.Adam(model.parameters(), lr=1e-3)
    return training(lib, model, optimizer, words, labels)


def gpt(lib: Any, words: np.ndarray, labels: np.ndarray) -> Peer:
    """A GPT of 2 blocks for 65 characters, Adam: d 128, 4 heads; labels in one row."""
    nn, F = lib.nn, lib.nn.functional
    lib.manual_seed(SEED)

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(128), nn.LayerNorm(128)
            self.qkv, self.out = nn.Linear(128, 3 * 128), nn.Linear(128, 128)
            self.up, self.down = nn.Linear(128, 4 * 128), nn.Linear(4 * 128, 128)

        def forward(self, x: Any) -> Any:
            n, t, d = x.shape
            parts = self.qkv(self.norm1(x)).split(d, dim=2)
            q, k, v = (part.view(n, t, 4, d // 4).transpose(1, 2) for part in parts)
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(mixed.transpose(1, 2).reshape(n, t, d))
            return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))

    class Gpt(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words, self.places = nn.Embedding(65, 128), nn.Embedding(128, 128)
            self.blocks = nn.ModuleList([Block(), Block()])
            self.norm, self.head = nn.LayerNorm(128), nn.Linear(128, 65, bias=False)

        def forward(self, words: Any) -> Any:
            x = self.words(words) + self.places(lib.arange(words.shape[1]))
            for block in self.blocks:
                x = block(x)
            return self.head(self.norm(x)).reshape(-1, 65)

    model = Gpt()
    optimizer = lib.optim.Adam(model.parameters(), lr=1e-3)
    return training(lib, model, optimizer, words, labels)
