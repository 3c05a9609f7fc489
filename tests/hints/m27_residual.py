"""Hints for m27 residual nets, from a nudge to nearly the idea."""

HINTS = {
    "Residual.forward": (
        "If the body makes only zeros, what should come out of the block? And what then is the "
        "gradient of x?",
        "x belongs to somebody else. What would `+=` do to it, for the caller, and for a "
        "backward pass that needs its numbers?",
        "Add what the body makes of x to x itself or, if there is a shortcut, to what the "
        "shortcut makes of x. A plain + makes a new tensor. Call the parts, not their "
        "`forward`, so that their hooks run.",
    ),
    "ResidualBlock.__init__": (
        "Which of the two Linears stands right before a batch norm? What does the norm do to a "
        "bias?",
        "Follow the width: (N, width), norm, relu, Linear, (N, hidden), norm, relu, Linear, (N, "
        "width). A norm has to be as wide as what comes into it.",
        "`hidden` is `width` where nobody says otherwise. Make a Sequential of BatchNorm1d, "
        "ReLU and Linear, and the same three again; only the first Linear is without a bias. "
        "Hand this, as the body, to the constructor of `Residual`, which has no shortcut here.",
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
    "BasicBlock.__init__": (
        "Which of the two convolutions takes `inplanes` channels, and which of them makes the "
        "image smaller?",
        "`state_dict` lists the parts as you assign them, and published weights go by their "
        "names: conv1, bn1, relu, conv2, bn2, downsample. One relu serves both places, as it "
        "learns nothing; norms learn, so there are two.",
        "After the constructor of Module: `conv3x3` from inplanes to planes, with the stride; a "
        "norm of `planes` channels; `ReLU`, inplace=True; `conv3x3` from planes to planes, "
        "stride 1; another norm; and `downsample` as it came, even if it is None.",
    ),
    "BasicBlock.forward": (
        "If the relu came before the sum, could a block ever make a number smaller?",
        "f(x) has `planes` channels, and perhaps half the size. When does x fit to it, and what "
        "is there to make it fit?",
        "conv1, bn1, relu, conv2, bn2; no relu here. Add x, or what `downsample` makes of it if "
        "there is one, by a plain +, and apply the relu to the sum.",
    ),
    "make_layer": (
        "If each of three blocks had stride 2, how small would the image be after them, and how "
        "small should it be?",
        "A block makes planes times `expansion` channels: that is what all blocks but the first "
        "take. In ResNet-50, layer1 gets 64 channels, has stride 1, and makes 256. Does x fit "
        "f(x) in its first block?",
        "The first block has inplanes, planes, the stride and, if the stride is not 1 or "
        "inplanes is not what a block makes, a `downsample`: `conv1x1` with that stride, then "
        "BatchNorm2d, in a Sequential. The others take what a block makes, have stride 1 and no "
        "downsample, and are made one by one. All go into a Sequential.",
    ),
    "ResNet.forward": (
        "There may be two layers, three, or four. How does this method know, and how does it "
        "get at each by its number?",
        "avgpool returns (N, C, 1, 1), and fc wants (N, C). `flatten` (`shapes`) can be told at "
        "which dimension to begin.",
        "conv1, bn1, relu, maxpool; layer1, layer2 and so on, each applied to what the one "
        "before made, found by name with `getattr`; avgpool; `flatten` from dimension 1 on, so "
        "that N stays; fc.",
    ),
}
