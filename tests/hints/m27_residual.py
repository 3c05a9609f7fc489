"""Hints for m27 residual nets, from a nudge to nearly the idea."""

HINTS = {
    "Residual.__init__": (
        "What has to happen in every Module before it can note its parts? `modules` raises an "
        "error for those who forget it.",
        "The names of the attributes become the names in `state_dict`: `body` and `shortcut`, in "
        "this order. An attribute may also be None.",
        "Call the constructor of Module, and then assign both under their names, whatever they "
        "are. There is nothing to decide here: `forward` will see whether there is a shortcut.",
    ),
    "Residual.forward": (
        "If the body makes only zeros, what should come out of the block? And what then is the "
        "gradient of x?",
        "x belongs to somebody else. What would `+=` do to it, for the caller, and for a backward "
        "pass that needs its numbers?",
        "Add what the body makes of x to x itself or, if there is a shortcut, to what the "
        "shortcut makes of x. A plain + makes a new tensor. Call the parts, not their `forward`, "
        "so that their hooks run.",
    ),
    "ResidualBlock.__init__": (
        "Which of the two Linears stands right before a batch norm? What does the norm do to a "
        "bias?",
        "Follow the width: (N, width), norm, relu, Linear, (N, hidden), norm, relu, Linear, (N, "
        "width). A norm has to be as wide as what comes into it.",
        "`hidden` is `width` where nobody says otherwise. Make a Sequential of BatchNorm1d, ReLU "
        "and Linear, and the same three again; only the first Linear is without a bias. Hand "
        "this, as the body, to the constructor of `Residual`, which has no shortcut here.",
    ),
    "ResidualMLP.__init__": (
        "A list times 3 holds the same thing three times. How many blocks with weights of their "
        "own would that be?",
        "It is a Sequential itself, and so its parts have numbers: 0 is a Linear, 1 to `depth` "
        "are the blocks, and norm, relu and a Linear follow.",
        "Give the constructor of Sequential a Linear to `width`, then `depth` blocks, each made "
        "anew (a star unpacks a list of them), BatchNorm1d and ReLU, and a Linear to "
        "`out_features`. Both of these Linears have a bias.",
    ),
    "conv3x3": (
        "For a 3x3 window there are 3 x 3 places in a 5x5 image. How many zeros around it make "
        "that 5 x 5?",
        "`convolution`'s formula gives (size + 2 * padding - 3) // stride + 1 places. Which "
        "padding makes this `size`, for a stride of 1?",
        "A `Conv2d` of kernel size 3 with the stride that is asked for, one zero on each side, "
        "and no bias, since a batch norm will follow.",
    ),
    "conv1x1": (
        "How many pixels are in a 1x1 window? So how many zeros does the image need around it to "
        "keep its size?",
        "With stride 1 it has a place at every pixel; with stride 2, at every other one in both "
        "directions.",
        "A `Conv2d` of kernel size 1 with the stride that is asked for, without padding and "
        "without a bias, since a batch norm will follow.",
    ),
    "BasicBlock.__init__": (
        "Which of the two convolutions takes `inplanes` channels, and which of them makes the "
        "image smaller?",
        "`state_dict` lists the parts as you assign them, and published weights go by their "
        "names: conv1, bn1, relu, conv2, bn2, downsample. One relu serves both places, as it "
        "learns nothing; norms learn, so there are two.",
        "After the constructor of Module: `conv3x3` from inplanes to planes, with the stride; a "
        "norm of `planes` channels; `ReLU`, inplace=True; `conv3x3` from planes to planes, stride "
        "1; another norm; and `downsample` as it came, even if it is None.",
    ),
    "BasicBlock.forward": (
        "If the relu came before the sum, could a block ever make a number smaller?",
        "f(x) has `planes` channels, and perhaps half the size. When does x fit to it, and what "
        "is there to make it fit?",
        "conv1, bn1, relu, conv2, bn2; no relu here. Add x, or what `downsample` makes of it if "
        "there is one, by a plain +, and apply the relu to the sum.",
    ),
    "Bottleneck.__init__": (
        "If 256 channels come in and `planes` is 64, how many does each of the three convolutions "
        "take, and how many does it make?",
        "256 to 64, 64 to 64, 64 to 256. A 1x1 window with stride 2 would never see three "
        "quarters of the pixels, so which of the three should have the stride? And how many "
        "channels has each norm?",
        "`conv1x1` from inplanes to planes; `conv3x3` from planes to planes, with the stride; "
        "`conv1x1` from planes to planes times `expansion`; after each a norm of as many channels "
        "as it makes. Then `ReLU`, inplace=True, and `downsample`. The order of names is the "
        "docstring's: relu comes after bn3.",
    ),
    "Bottleneck.forward": (
        "Three convolutions, three norms and three relus. Where does the last relu go?",
        "A relu follows bn1 and bn2. bn3 is followed by the sum, and the sum by the relu, for the "
        "same reason as in BasicBlock.",
        "conv1, bn1, relu; conv2, bn2, relu; conv3, bn3; then plus x, or what `downsample` makes "
        "of it if there is one, into a new tensor; and at last the relu.",
    ),
    "make_layer": (
        "If each of three blocks had stride 2, how small would the image be after them, and how "
        "small should it be?",
        "A block makes planes times `expansion` channels: that is what all blocks but the first "
        "take. In ResNet-50, layer1 gets 64 channels, has stride 1, and makes 256. Does x fit "
        "f(x) in its first block?",
        "The first block has inplanes, planes, the stride and, if the stride is not 1 or inplanes "
        "is not what a block makes, a `downsample`: `conv1x1` with that stride, then BatchNorm2d, "
        "in a Sequential. The others take what a block makes, have stride 1 and no downsample, "
        "and are made one by one. All go into a Sequential.",
    ),
    "ResNet.__init__": (
        "Follow the number of channels from the image to `fc`, for two layers of Bottlenecks with "
        "`widths` of 64 and 128.",
        "3, then 64 after the stem, 256 after layer1, 512 after layer2. So a layer takes what the "
        "one before has made, which is its width times `expansion`, and `fc` takes the last. All "
        "layers but the first have stride 2. `add_module` takes names that were made up on the "
        "way.",
        "Refuse unequal lengths. Stem: 7x7, stride 2, padding 3, no bias, or `conv3x3`; norm, "
        "relu (inplace=True), pool (3, stride 2, padding 1) or Identity. Layers by `make_layer`, "
        "avgpool to 1x1, fc. Last, over `modules()`: each Conv2d by `kaiming_normal_`, fan_out, "
        "for relu; if asked, zeros in the last norm's weight of each block.",
        "If only the first weights differ from torch's: all parts draw theirs as they are built, "
        "fc too, and only then are the convolutions drawn anew, in the order of `modules()`. The "
        "last norm is bn2 in a BasicBlock and bn3 in a Bottleneck. And note for `forward` how "
        "many layers there are.",
    ),
    "ResNet.forward": (
        "There may be two layers, three, or four. How does this method know, and how does it get "
        "at each by its number?",
        "avgpool returns (N, C, 1, 1), and fc wants (N, C). `flatten` (`shapes`) can be told at "
        "which dimension to begin.",
        "conv1, bn1, relu, maxpool; layer1, layer2 and so on, each applied to what the one before "
        "made, found by name with `getattr`; avgpool; `flatten` from dimension 1 on, so that N "
        "stays; fc.",
    ),
}
