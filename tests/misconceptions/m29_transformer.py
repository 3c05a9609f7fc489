"""Known mistakes in transformers."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the ids pick columns",
        "look_up",
        "table[ids]",
        "np.moveaxis(table[:, ids % table.shape[1]], 0, -1)[..., : table.shape[1]]",
        "An id is the number of a row: each row describes one letter.",
    ),
    Misconception(
        "a row collects only once",
        "collect",
        "unindex(g, shape, ids)",
        "unindex(g, shape, ids) / (1 + (unindex(g * 0 + 1, shape, ids) > 1))",
        "A row that was looked up several times has several effects on the loss; add them all up.",
        trap="collects three gradients",
    ),
    Misconception(
        "thinking without an activation",
        "TransformerEncoderLayer.think",
        "self.activation(self.linear1(x))",
        "self.linear1(x)",
        "Two Linears in a row are one Linear. What lies between them makes the difference.",
    ),
    Misconception(
        "only what thinking ends with is dropped",
        "TransformerEncoderLayer.think",
        "self.dropout(self.activation(self.linear1(x)))",
        "self.activation(self.linear1(x))",
        "`dropout` stands behind the activation, and `dropout2` behind the second Linear.",
    ),
    Misconception(
        "the norm stands after the sum",
        "TransformerEncoderLayer.pre_norm",
        "return x + self.think(self.norm2(x))",
        "return self.norm2(x + self.think(x))",
        "With norm_first, each part reads a normed copy, and the sum itself is left alone.",
        trap="the sum itself is left alone",
    ),
    Misconception(
        "the network forgets what was there",
        "TransformerEncoderLayer.pre_norm",
        "return x + self.think",
        "return self.think",
        "Both parts are residual: what they find is added to what was there before.",
    ),
    Misconception(
        "attention replaces what was there",
        "TransformerEncoderLayer.pre_norm",
        "x = x + attend(self.norm1(x))",
        "x = attend(self.norm1(x))",
        "What the others say is added to what a position knows of itself.",
    ),
    Misconception(
        "the normed copy is what is added to",
        "TransformerEncoderLayer.pre_norm",
        "x = x + attend(self.norm1(x))",
        "x = self.norm1(x)\n        x = x + attend(x)",
        "The sum goes past the norm: x itself is added, and only attention reads a normed copy.",
    ),
    Misconception(
        "the blocks are one block",
        "GPT.__init__",
        "*[TransformerEncoderLayer(*shape, **how) for _ in range(depth)]",
        "*[TransformerEncoderLayer(*shape, **how)] * depth",
        "All blocks share their weights here, since a list times `depth` repeats one object. Each "
        "needs a block of its own.",
    ),
    Misconception(
        "the norms of the GPT's blocks stand last",
        "GPT.__init__",
        '"norm_first": True',
        '"norm_first": False',
        "The blocks are pre-norm, which is not the default of TransformerEncoderLayer.",
    ),
    Misconception(
        "the GPT does not know where a letter stands",
        "GPT.forward",
        "self.letters(ids) + self.places(Tensor(np.arange(length)))",
        "self.letters(ids)",
        "Attention takes its keys as a set, without order. Add what the table of places says.",
    ),
    Misconception(
        "the GPT looks ahead",
        "GPT.forward",
        "layer(x, mask, is_causal=True)",
        "layer(x)",
        "Without the mask each position sees the very letter that it is to predict.",
    ),
    Misconception(
        "the last norm is forgotten",
        "GPT.forward",
        "self.head(self.norm(x))",
        "self.head(x)",
        "The sum has grown from block to block, and was never normed itself. One norm stands "
        "before the head.",
    ),
    Misconception(
        "the GPT reads from the beginning",
        "GPT.generate",
        "ids[:, -self.context :]",
        "ids[:, : self.context]",
        "When the text grows longer than the context, the model must see its end.",
        trap="show the model its end",
    ),
    Misconception(
        "the temperature multiplies",
        "GPT.generate",
        "scores / temperature",
        "scores * temperature",
        "A low temperature makes large differences of scores: divide by it.",
    ),
]
