"""m27 residual nets: learn the change, not the whole.

About 50 minutes; difficulty 2 of 5. The block for MLPs is the idea; those for images may wait.

A deeper network can do all that a shallower one can: its further layers need only do nothing. Yet
in 2015 plain networks of 56 layers did *worse* than those of 20, even on the training data. Doing
nothing turns out to be hard to learn. K. He and others made it the default, and let layers learn
what to change; their network of 152 layers won that year's contests in recognizing images. In the
forty lines a network had two layers; here depth costs nothing but time.

Let f be some layers, whose result has the shape of x, N examples of E numbers. A *residual block*
adds x to it:

    y       =  x       +  f(x)
    (N, E)     (N, E)     (N, E)

If f is 0, the block does nothing. And the gradient of the loss L finds a way past f, however small
the slope of f is. For one example:

    dL/dx  =  dL/dy  (1 + f'(x))          1 is the identity, f' a Jacobian
    (E,)      (E,)   (E, E)

If E is 1, and f' the same in each of 50 layers, dL/dx is f' ** 50 in a plain network y = f(x), and
(1 + f') ** 50 in a residual one, times the gradient that comes in:

    f'          0.1 plain      0.1 residual     0.0 residual     -0.1 residual
    dL/dx       1e-50          117              1                0.005

(A factor of 117 does harm, too: so f starts small, or has norms in it.)

And if a second block z = y + h(y) follows, then z = x + f(x) + h(y): a network of such blocks is a
sum, to which each block adds its part, and x itself is in it all the way.

Blocks for images
-----------------
In a ResNet f is two or three convolutions with batch norm, and the sum goes through a relu.
`BasicBlock` has two, both 3x3. `Bottleneck`, given, has three, 1x1, 3x3 and 1x1, of which the
expensive one in the middle works on a quarter of the channels. Where a block halves the image
(`stride=2`) or changes the number of channels, x and f(x) have different shapes. Then x goes
through the `downsample`: a 1x1 convolution with the same stride, and batch norm.

    stem     7x7 convolution, stride 2; batch norm, relu; 3x3 max pool, stride 2    224 -> 56
    layer1   blocks of 64 channels                                                  56
    layer2   blocks of 128 channels, the first with stride 2                        28
    layer3   likewise, 256 channels                                                 14
    layer4   likewise, 512 channels                                                 7
    head     the mean of each channel, then a Linear to the classes: `fc`

The right column is the height and width of the images after each row. ResNet-18 has 2 BasicBlocks
in each of the four layers: 8 blocks of 2 convolutions make, with the stem and the head, 18 layers
with weights (a downsample is not counted). For small images such a stem would throw away too much:
ResNet-20 begins with a 3x3 convolution and no pool, and has three layers of 3 blocks each, of 16,
32 and 64 channels; that is 272,474 numbers to learn. `ResNet.__init__`, given, builds all parts, by
your `make_layer`.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
ResNets are not in torch itself but in torchvision, resnet.py, whose names are kept here, such as
layer2.0.downsample.0.weight: torchvision's weights can be loaded into your network. So the names
have to be exactly these, and the order, too: `torch/nn/modules/module.py: Module` lists the parts
in the order in which you assign them. JAX has no layers; in Flax a block is a function that names
its parts. Keeping x until the sum costs memory, one batch of images for each block. Another way to
train deep networks came before: Highway networks (R. Srivastava, 2015) learn a gate between x and
f(x), for twice the weights; the plain sum did better. A DenseNet concatenates instead of adding, so
its channels grow with each layer.

The traps
---------
- The last relu comes after the sum, so that what is added to x may be negative.
- Only the first block of a layer changes shapes.
- A bias before a batch norm does nothing: `bias=False`.
- Do not write into x (`x += ...`): rules, and maybe the caller, still need it.

When it is done, depth is no longer a limit. Transformers are made of the same sum.

To read: K. He et al., Deep Residual Learning for Image Recognition (2015), sections 3 and 4.2;
K. He et al., Identity Mappings in Deep Residual Networks (2016), section 2, for the sum; K. Murphy,
Probabilistic Machine Learning: An Introduction (2022), sections 13.4.4 and 14.3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .given.nn.activations import ReLU
from .given.nn.function_layer import Identity
from .given.nn.pooling import AdaptiveAvgPool2d, MaxPool2d
from .given.ops.reshape import flatten
from .m16_modules import Linear, Module, Sequential
from .m17_initialization import kaiming_normal_, zeros_
from .m24_normalization import BatchNorm1d
from .m25_convolution import BatchNorm2d, Conv2d


class Residual(Module):
    """x + body(x), for any module that keeps the shape; or shortcut(x) + body(x)."""

    def __init__(self, body: Module, shortcut: Module | None = None) -> None:
        """Keep both as parts; without a `shortcut`, x itself is added."""
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x: Any) -> Any:
        """The sum."""
        raise NotImplementedError("m27: Residual.forward")


class ResidualBlock(Residual):
    """A residual block for MLPs: (N, width) -> (N, width).

    Its body is a Sequential: batch norm, relu, Linear to `hidden` without a bias; batch norm, relu,
    Linear back to `width`. Norm and relu stand in front (*pre-activation*), so that the sum goes
    through no relu.
    """

    def __init__(self, width: int, hidden: int | None = None) -> None:
        """The parts of the body are made in the order above. `hidden` is `width` if None."""
        raise NotImplementedError("m27: ResidualBlock.__init__")


class ResidualMLP(Sequential):
    """A deep MLP that can be trained: (N, in_features) -> (N, out_features)."""

    def __init__(self, in_features: int, width: int, depth: int, out_features: int) -> None:
        """A Linear to `width`, `depth` ResidualBlocks, batch norm, relu, and a Linear: the parts of
        this Sequential, made in this order."""
        raise NotImplementedError("m27: ResidualMLP.__init__")


def conv3x3(in_planes: int, out_planes: int, stride: int = 1) -> Conv2d:
    """A 3x3 convolution without a bias; with stride 1 it keeps the size of the image. (Given.)"""
    return Conv2d(in_planes, out_planes, 3, stride=stride, padding=1, bias=False)


def conv1x1(in_planes: int, out_planes: int, stride: int = 1) -> Conv2d:
    """A 1x1 convolution without a bias: a Linear over the channels, at every place. (Given.)"""
    return Conv2d(in_planes, out_planes, 1, stride=stride, bias=False)


class BasicBlock(Module):
    """The input, plus what two 3x3 convolutions make of it: (N, inplanes, H, W) -> (N, planes, Ho,
    Wo).

    Its parts are conv1, bn1, relu, conv2, bn2, downsample, in this order. The convolutions are
    `conv3x3`; a `downsample` of None is kept as None.
    """

    expansion = 1  # output channels / planes

    def __init__(
        self, inplanes: int, planes: int, stride: int = 1, downsample: Module | None = None
    ) -> None:
        """`stride` is that of the first convolution; `downsample` is a module that gives the input
        the shape of f(x), or None if it has that shape. Both are kept as attributes.

        The relu is `ReLU(inplace=True)`, as torchvision prints it.
        """
        raise NotImplementedError("m27: BasicBlock.__init__")

    def forward(self, x: Any) -> Any:
        """relu(x + f(x)), or relu(downsample(x) + f(x)) if there is one: f is convolution, norm,
        relu, convolution, norm."""
        raise NotImplementedError("m27: BasicBlock.forward")


class Bottleneck(Module):
    """1x1, 3x3 and 1x1 convolutions: (N, inplanes, H, W) -> (N, 4 * planes, ...).

    The first makes `planes` channels of the input's, and the last makes 4 * planes of these. Its
    parts are conv1, bn1, conv2, bn2, conv3, bn3, relu, downsample, in this order. (Given.)
    """

    expansion = 4

    def __init__(
        self, inplanes: int, planes: int, stride: int = 1, downsample: Module | None = None
    ) -> None:
        """As for BasicBlock, but `stride` is that of the 3x3 convolution."""
        super().__init__()
        self.conv1 = conv1x1(inplanes, planes)
        self.bn1 = BatchNorm2d(planes)
        self.conv2 = conv3x3(planes, planes, stride)
        self.bn2 = BatchNorm2d(planes)
        self.conv3 = conv1x1(planes, planes * self.expansion)
        self.bn3 = BatchNorm2d(planes * self.expansion)
        self.relu = ReLU(inplace=True)
        self.downsample, self.stride = downsample, stride

    def forward(self, x: Any) -> Any:
        """relu(x + f(x)): f is the same as in BasicBlock, with three convolutions."""
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return self.relu(out + (x if self.downsample is None else self.downsample(x)))


Block = type[BasicBlock] | type[Bottleneck]


def make_layer(
    block: Block, inplanes: int, planes: int, blocks: int, stride: int = 1
) -> Sequential:
    """`blocks` blocks in a row, of which the first takes `inplanes` channels and has the `stride`.

    Each block returns planes * block.expansion channels, which the next one takes. The first also
    gets a `downsample` if the stride is not 1 or it does not return as many channels as it takes: a
    Sequential of a `conv1x1` with that stride and a BatchNorm2d, which is made before the block.
    """
    raise NotImplementedError("m27: make_layer")


class ResNet(Module):
    """Residual blocks on images: (N, in_channels, H, W) -> (N, num_classes).

    Its parts are conv1, bn1, relu, maxpool; layer1, layer2, ...; avgpool, fc. The norms are
    BatchNorm2d, `relu` is `ReLU(inplace=True)`, and `avgpool` is `AdaptiveAvgPool2d((1, 1))`.
    """

    def __init__(
        self,
        block: Block,
        layers: Sequence[int],
        num_classes: int = 1000,
        zero_init_residual: bool = False,
        *,
        in_channels: int = 3,
        widths: Sequence[int] = (64, 128, 256, 512),
        small_images: bool = False,
    ) -> None:
        """Build all parts, and draw the convolutions' weights anew: Kaiming normal, by fan-out.

        The parts are made in the order of their names above, each drawing its own first weights;
        then the convolutions' weights are drawn in the order of `modules()`. `fc` keeps its own.

        Args:
            block: BasicBlock or Bottleneck.
            layers: how many blocks each layer has. All but the first start with stride 2.
            zero_init_residual: start with all blocks doing nothing: the weight of the last norm in
                each is 0.
            widths: the `planes` of each layer. The stem makes as many as the first has.
            small_images: the stem is a `conv3x3`, and maxpool an Identity.

        Raises ValueError unless there are as many `widths` as `layers`.
        """
        super().__init__()
        if len(widths) != len(layers):
            raise ValueError(f"{len(layers)} layers need as many widths, not {len(widths)}")
        inplanes = widths[0]
        if small_images:
            self.conv1 = conv3x3(in_channels, inplanes)
        else:
            self.conv1 = Conv2d(in_channels, inplanes, 7, stride=2, padding=3, bias=False)
        self.bn1 = BatchNorm2d(inplanes)
        self.relu = ReLU(inplace=True)
        self.maxpool = Identity() if small_images else MaxPool2d(3, stride=2, padding=1)
        for i, (planes, blocks) in enumerate(zip(widths, layers, strict=True), start=1):
            layer = make_layer(block, inplanes, planes, blocks, stride=1 if i == 1 else 2)
            self.add_module(f"layer{i}", layer)
            inplanes = planes * block.expansion
        self.depth = len(layers)
        self.avgpool = AdaptiveAvgPool2d((1, 1))
        self.fc = Linear(inplanes, num_classes)
        self._initialize(zero_init_residual)

    def _initialize(self, zero_init_residual: bool) -> None:
        for module in self.modules():
            if isinstance(module, Conv2d):
                kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif zero_init_residual and isinstance(module, BasicBlock):
                zeros_(module.bn2.weight)
            elif zero_init_residual and isinstance(module, Bottleneck):
                zeros_(module.bn3.weight)

    def forward(self, x: Any) -> Any:
        """The stem, the layers, the mean over all places, and scores for the classes: `avgpool`
        returns (N, C, 1, 1), which `flatten(..., 1)` makes (N, C) for `fc`. There are `self.depth`
        layers, the parts layer1, layer2, ..."""
        raise NotImplementedError("m27: ResNet.forward")


def resnet18(**settings: Any) -> ResNet:
    """2, 2, 2, 2 BasicBlocks; `settings` are those of ResNet."""
    return ResNet(BasicBlock, [2, 2, 2, 2], **settings)


def resnet34(**settings: Any) -> ResNet:
    """3, 4, 6, 3 BasicBlocks."""
    return ResNet(BasicBlock, [3, 4, 6, 3], **settings)


def resnet50(**settings: Any) -> ResNet:
    """3, 4, 6, 3 Bottlenecks."""
    return ResNet(Bottleneck, [3, 4, 6, 3], **settings)


def resnet20(num_classes: int = 10, **settings: Any) -> ResNet:
    """3, 3, 3 BasicBlocks of 16, 32 and 64 planes, for small images; `settings` may change that."""
    settings = {"widths": (16, 32, 64), "small_images": True} | settings
    return ResNet(BasicBlock, [3, 3, 3], num_classes, **settings)
