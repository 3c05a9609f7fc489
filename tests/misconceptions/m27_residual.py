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
        "the image is turned into a row too early",
        "ResNet.forward",
        "self.fc(flatten(self.avgpool(x), 1))",
        "self.fc(flatten(self.avgpool(x), 0).reshape(x.shape[1], x.shape[0]).transpose(0, 1))",
        "`flatten` from dim 1 on keeps each image's own channels together; N stays in front.",
    ),
    Misconception(
        "the stem has no relu",
        "ResNet.forward",
        "self.relu(self.bn1(self.conv1(x)))",
        "self.bn1(self.conv1(x))",
        "The stem is convolution, norm, relu, pool: a relu follows every norm outside of a sum.",
    ),
]
