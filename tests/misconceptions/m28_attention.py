"""Known mistakes in attention."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the weights of each key add up to 1",
        "scaled_dot_product_attention",
        "weights = softmax(scores, -1)",
        "weights = softmax(scores, -2)",
        "It is each query that spreads its attention: its weights, along the last dimension, add "
        "up to 1.",
    ),
    Misconception(
        "the scores are not scaled",
        "scaled_dot_product_attention",
        "1 / math.sqrt(query.shape[-1]) if scale is None",
        "1.0 if scale is None",
        "Dot products grow with the number of their terms: divide by sqrt(D), or the softmax "
        "saturates.",
    ),
    Misconception(
        "the scores are divided by D",
        "scaled_dot_product_attention",
        "1 / math.sqrt(query.shape[-1]) if scale is None",
        "1 / query.shape[-1] if scale is None",
        "The spread of a dot product of D random numbers is sqrt(D), and not D.",
    ),
    Misconception(
        "nobody sees itself",
        "_causal",
        "-np.inf, dtype), 1)",
        "-np.inf, dtype), 0)",
        "Position i may look at 0 to i, itself included; the first one would see nothing at all.",
    ),
    Misconception(
        "True leaves out",
        "_additive",
        "where(mask, 0.0, -math.inf)",
        "where(mask, -math.inf, 0.0)",
        "In scaled_dot_product_attention, True means: takes part.",
        trap="True lets a position take part",
    ),
    Misconception(
        "True takes part in heads",
        "MultiheadAttention._merge_masks",
        "~mask if mask.dtype == bool_ else mask",
        "mask",
        "In MultiheadAttention, a True in a mask means: leave out. It is the other way round in "
        "scaled_dot_product_attention.",
        trap="the opposite in two places",
    ),
    Misconception(
        "a mean over nothing is NaN",
        "scaled_dot_product_attention",
        "_masked_softmax(scores, _additive(attn_mask, scores.dtype))",
        "softmax(add(scores, _additive(attn_mask, scores.dtype)), -1)",
        "A softmax of nothing but -inf is 0 / 0. Where nobody may be looked at, the result is 0.",
    ),
    Misconception(
        "heads are cut out of the positions",
        "MultiheadAttention._to_heads",
        "transpose(reshape(x, (*x.shape[:2], self.num_heads, self.head_dim)), 1, 2)",
        "reshape(x, (x.shape[0], self.num_heads, x.shape[1], self.head_dim))",
        "That has the right shape but mixes positions up. Split the last dimension first, and then "
        "swap heads and positions.",
        trap="split E first, then swap",
    ),
    Misconception(
        "keys and values are the same",
        "MultiheadAttention._project",
        "slice(part * self.embed_dim, (part + 1) * self.embed_dim)",
        "slice(min(part, 1) * self.embed_dim, (min(part, 1) + 1) * self.embed_dim)",
        "in_proj_weight holds three matrices, one below the other: for queries, keys and values.",
    ),
    Misconception(
        "a row collects only once",
        "embedding_vjp",
        "unindex(g, weight.shape, input)",
        "unindex(g, weight.shape, input) / (1 + (unindex(g * 0 + 1, weight.shape, input) > 1))",
        "A row that was looked up several times has several effects on the loss; add them all up.",
    ),
    Misconception(
        "the padding row learns",
        "embedding_vjp",
        "padding_idx is not None",
        "False",
        "The row of padding_idx stands for nothing, and must stay as it is: it gets no gradient.",
    ),
    Misconception(
        "weights of all heads are added",
        "MultiheadAttention.forward",
        "weights.mean(1)",
        "weights.sum(1)",
        "The weights that are handed out are a mean over the heads, so they still add up to 1.",
    ),
    Misconception(
        "the norm stands after the sum",
        "TransformerEncoderLayer.forward",
        "return x + think(self.norm2(x))",
        "return self.norm2(x + think(x))",
        "With norm_first, each part reads a normalised copy, and the sum itself is left alone.",
    ),
    Misconception(
        "the network forgets what was there",
        "TransformerEncoderLayer.forward",
        "self.norm2(x + think(x))",
        "self.norm2(think(x))",
        "Both parts are residual: what they find is added to what was there before.",
    ),
    Misconception(
        "the GPT does not know where a letter stands",
        "GPT.forward",
        "self.letters(ids) + self.places(Tensor(np.arange(length)))",
        "self.letters(ids)",
        "Attention takes its keys as a set, without order. Add what the table of places says.",
    ),
    Misconception(
        "the GPT reads from the beginning",
        "GPT.generate",
        "ids[:, -self.context :]",
        "ids[:, : self.context]",
        "When the text grows longer than the context, the model must see its end.",
    ),
]
