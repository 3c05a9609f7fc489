"""Wrong answers to m28 attention."""

from tests.grader.variants import Variant

WEIGHTS = """
    def attention_weights(query, key, mask=None, scale=None):
        if scale is None:
            scale = SCALE
        scores = matmul(query, transpose(key, -2, -1)) * scale
        if mask is not None:
            scores = scores + mask
        return softmax(scores, DIM)
    """
SCALE = "query.shape[-1] ** -0.5"


VARIANTS = [
    Variant(
        "scores as they come",
        "the scores are not scaled",
        "attention_weights",
        WEIGHTS.replace("SCALE", "1").replace("DIM", "-1"),
        {"scale = 1\n": f"scale = {SCALE}\n"},
    ),
    Variant(
        "scores divided by their number of terms",
        "the scores are divided by D",
        "attention_weights",
        WEIGHTS.replace("SCALE", "query.shape[-1] ** -1").replace("DIM", "-1"),
        {"query.shape[-1] ** -1": SCALE},
    ),
    Variant(
        "scaled by the number of keys",
        None,
        "attention_weights",
        WEIGHTS.replace("SCALE", "key.shape[-2] ** -0.5").replace("DIM", "-1"),
        {"key.shape[-2]": "query.shape[-1]"},
    ),
    Variant(
        "a softmax down the columns",
        "the weights of each key add up to 1",
        "attention_weights",
        WEIGHTS.replace("SCALE", SCALE).replace("DIM", "scores.ndim - 2"),
        {"scores.ndim - 2": "scores.ndim - 1"},
    ),
    Variant(
        "compares places, and hides its own",
        "nobody sees itself",
        "causal_mask",
        """
        def causal_mask(queries, keys, dtype):
            mask = np.zeros((queries, keys), dtype)
            ahead = np.arange(keys)[None, :] >= np.arange(queries)[:, None]
            mask[ahead] = -np.inf
            return mask
        """,
        {"[None, :] >= np": "[None, :] > np"},
    ),
    Variant(
        "cuts heads out of the rows",
        "heads are cut out of the positions",
        "MultiheadAttention.to_heads",
        """
        def to_heads(self, x):
            batch, length, width = x.shape
            shape = batch, self.num_heads, length, width // self.num_heads
            return reshape(x, shape)
        """,
        {
            "return reshape(x, shape)": "apart = reshape(x, (batch, length, *shape[1::2]))\n"
            "            return transpose(apart, 2, 1)"
        },
    ),
]
