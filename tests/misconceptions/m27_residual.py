"""Known mistakes in residual nets."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "no way around",
        "Residual.forward",
        "(x if self.shortcut is None else self.shortcut(x)) + self.body(x)",
        "self.body(x)",
        "A residual block gives x + body(x). The x is the whole point: through it, the gradient "
        "passes whatever the body does.",
    ),
    Misconception(
        "the input is overwritten",
        "Residual.forward",
        "return (x if self.shortcut is None else self.shortcut(x)) + self.body(x)",
        "x = x if self.shortcut is None else self.shortcut(x)\n"
        "        x += self.body(x)\n"
        "        return x",
        "`x += ...` writes into the very tensor that you were given, which others need still. Make "
        "a new one: x + body(x).",
    ),
    Misconception(
        "relu in front of nothing",
        "ResidualBlock.__init__",
        "BatchNorm1d(width),\n                ReLU(),",
        "BatchNorm1d(width),\n                Identity(),",
        "Norm and relu stand in front of *both* Linears, the first one, too.",
    ),
    Misconception(
        "a bias in front of a norm",
        "ResidualBlock.__init__",
        "Linear(width, hidden, bias=False)",
        "Linear(width, hidden)",
        "The norm takes the mean away, and the bias with it: this Linear needs none.",
    ),
    Misconception(
        "the blocks are one block",
        "ResidualMLP.__init__",
        "*[ResidualBlock(width) for _ in range(depth)]",
        "*[ResidualBlock(width)] * depth",
        "A list times `depth` holds the same block many times over, with the same weights. Make a "
        "new one each time.",
    ),
    Misconception(
        "relu before the sum",
        "BasicBlock.forward",
        "self.relu(out + (x if self.downsample is None else self.downsample(x)))",
        "self.relu(out) + (x if self.downsample is None else self.downsample(x))",
        "After a relu a block could only ever add. First the sum, then the relu.",
    ),
    Misconception(
        "the input goes around, but not through downsample",
        "BasicBlock.forward",
        "(x if self.downsample is None else self.downsample(x))",
        "x",
        "If there is a `downsample`, add downsample(x): its convolution decides how old channels "
        "become new ones.",
    ),
    Misconception(
        "both convolutions have the stride",
        "BasicBlock.__init__",
        "self.conv2 = conv3x3(planes, planes)",
        "self.conv2 = conv3x3(planes, planes, stride)",
        "Only one convolution makes the image smaller; with two, it no longer fits the shortcut.",
    ),
    Misconception(
        "the last convolution of a basic block has the stride",
        "BasicBlock.__init__",
        "conv3x3(inplanes, planes, stride)",
        "conv3x3(inplanes, planes)",
        "The first convolution has the stride: all that follow then work on the smaller image.",
    ),
    Misconception(
        "the stride skips places in a 1x1 convolution",
        "Bottleneck.__init__",
        "self.conv1 = conv1x1(inplanes, planes)",
        "self.conv1, stride = conv1x1(inplanes, planes, stride), 1",
        "A 1x1 convolution with stride 2 never looks at three quarters of the image. The 3x3 one "
        "has the stride: its windows overlap.",
    ),
    Misconception(
        "a bottleneck without a relu in the middle",
        "Bottleneck.forward",
        "out = self.relu(self.bn2(self.conv2(out)))",
        "out = self.bn2(self.conv2(out))",
        "A relu follows each norm, but for the last, whose relu comes after the sum.",
    ),
    Misconception(
        "every block of a layer has the stride",
        "make_layer",
        "block(outplanes, planes)",
        "block(outplanes, planes, stride)",
        "The first block of a layer halves the image; the others keep it as it is.",
    ),
    Misconception(
        "the input is fitted only where the image shrinks",
        "make_layer",
        "stride != 1 or inplanes != outplanes",
        "stride != 1",
        "The number of channels may change without the stride: the first layer of Bottlenecks "
        "makes 256 channels of 64.",
    ),
    Misconception(
        "the downsample has no norm",
        "make_layer",
        "Sequential(conv1x1(inplanes, outplanes, stride), BatchNorm2d(outplanes))",
        "Sequential(conv1x1(inplanes, outplanes, stride))",
        "What is added to the block's normalized result is normalized as well: `downsample.1`.",
    ),
    Misconception(
        "the first layer halves the image too",
        "ResNet.__init__",
        "stride=1 if i == 1 else 2",
        "stride=2",
        "The stem has made the image small enough: layer1 keeps its size.",
    ),
    Misconception(
        "expansion is forgotten between layers",
        "ResNet.__init__",
        "inplanes = planes * block.expansion",
        "inplanes = planes",
        "A Bottleneck gives 4 * planes channels, and that is what the next layer takes.",
    ),
    Misconception(
        "Kaiming by fan-in",
        "ResNet._initialize",
        'mode="fan_out"',
        'mode="fan_in"',
        "Residual networks start by fan-out, which keeps the size of *gradients* on their way "
        "back. Where a convolution changes the number of channels, the two differ.",
    ),
    Misconception(
        "the first norm is zeroed",
        "ResNet._initialize",
        "zeros_(module.bn2.weight)",
        "zeros_(module.bn1.weight)",
        "The *last* norm in a block scales what is added: with its weight at 0 the block does "
        "nothing, and still learns from the first step on.",
    ),
    Misconception(
        "a small image meets the large stem's pool",
        "ResNet.__init__",
        "Identity() if small_images else MaxPool2d(3, stride=2, padding=1)",
        "MaxPool2d(3, stride=2, padding=1)",
        "Small images have nothing to give away: no pool in front of the first block.",
    ),
]
