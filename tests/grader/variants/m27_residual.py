"""Wrong answers to m27 residual nets."""

from tests.grader.variants import Variant

BLOCK = """
    def forward(self, x):
        around = x
        AROUND
        for convolution, norm in ((self.conv1, self.bn1), (self.conv2, self.bn2)):
            x = norm(convolution(x))
            if norm is self.bn1:
                x = self.relu(x)
        SUM
    """
AROUND = "around = self.downsample(x) if self.downsample is not None else x"


VARIANTS = [
    Variant(
        "only the body",
        "no way around",
        "Residual.forward",
        """
        def forward(self, x):
            if self.shortcut is not None:
                around = self.shortcut(x)
            else:
                around = x
            found = self.body(x)
            return found
        """,
        {"return found": "return around + found"},
    ),
    Variant(
        "bends first, and adds then",
        "relu before the sum",
        "BasicBlock.forward",
        BLOCK.replace("AROUND", AROUND).replace("SUM", "return around + self.relu(x)"),
        {"around + self.relu(x)": "self.relu(around + x)"},
    ),
    Variant(
        "leaves out the last relu",
        None,
        "BasicBlock.forward",
        BLOCK.replace("AROUND", AROUND).replace("SUM", "return around + x"),
        {"return around + x": "return self.relu(around + x)"},
    ),
    Variant(
        "a loop over blocks that all stride",
        "every block of a layer has the stride",
        "make_layer",
        """
        def make_layer(block, inplanes, planes, blocks, stride=1):
            made, width = [], planes * block.expansion
            for i in range(blocks):
                step = stride
                around = None
                if inplanes != width or (stride != 1 and i == 0):
                    around = Sequential(conv1x1(inplanes, width, stride), BatchNorm2d(width))
                elif step != 1:
                    around = Sequential(MaxPool2d(1, step))
                made.append(block(inplanes, planes, step, around))
                inplanes = width
            return Sequential(*made)
        """,
        {"step = stride\n": "step = stride if i == 0 else 1\n"},
    ),
]
