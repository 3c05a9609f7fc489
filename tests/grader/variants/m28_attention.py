"""Wrong answers to m28 attention."""

from tests.grader.variants import Variant

ATTENTION = """
    def scaled_dot_product_attention(
        query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, *, scale=None
    ):
        if len({query.dtype, key.dtype, value.dtype}) > 1:
            raise RuntimeError("three dtypes")
        if is_causal and attn_mask is not None:
            raise RuntimeError("two masks")
        if scale is None:
            scale = SCALE
        scores = matmul(query, transpose(key, -2, -1)) * scale
        if is_causal:
            rows, columns = scores.shape[-2:]
            ahead = np.arange(columns)[None, :] > np.arange(rows)[:, None]
            scores = masked_fill(scores, Tensor(ahead), -math.inf)
        if attn_mask is None:
            weights = softmax(scores, DIM)
        else:
            weights = _masked_softmax(scores, _additive(attn_mask, scores.dtype))
        return matmul(dropout(weights, dropout_p), value)
    """
SCALE = "query.shape[-1] ** -0.5"


VARIANTS = [
    Variant(
        "scores as they come",
        "the scores are not scaled",
        "scaled_dot_product_attention",
        ATTENTION.replace("SCALE", "1").replace("DIM", "-1"),
        {"scale = 1\n": f"scale = {SCALE}\n"},
    ),
    Variant(
        "scores divided by their number of terms",
        "the scores are divided by D",
        "scaled_dot_product_attention",
        ATTENTION.replace("SCALE", "query.shape[-1] ** -1").replace("DIM", "-1"),
        {"query.shape[-1] ** -1": SCALE},
    ),
    Variant(
        "scaled by the number of keys",
        None,
        "scaled_dot_product_attention",
        ATTENTION.replace("SCALE", "key.shape[-2] ** -0.5").replace("DIM", "-1"),
        {"key.shape[-2]": "query.shape[-1]"},
    ),
    Variant(
        "a softmax down the columns, unless masked",
        "the weights of each key add up to 1",
        "scaled_dot_product_attention",
        ATTENTION.replace("SCALE", SCALE).replace("DIM", "scores.ndim - 2"),
        {"scores.ndim - 2": "scores.ndim - 1"},
    ),
    Variant(
        "cuts heads out of the rows",
        "heads are cut out of the positions",
        "MultiheadAttention._to_heads",
        """
        def _to_heads(self, x):
            batch, length, width = x.shape
            shape = batch, self.num_heads, length, width // self.num_heads
            return reshape(x, shape)
        """,
        {
            "return reshape(x, shape)": "apart = reshape(x, (batch, length, *shape[1::2]))\n"
            "            return transpose(apart, 2, 1)"
        },
    ),
    Variant(
        "True stays, as in the other function",
        "True takes part in heads",
        "MultiheadAttention._merge_masks",
        """
        def _merge_masks(self, attn_mask, key_padding_mask, q):
            merged = None
            if attn_mask is not None and attn_mask.ndim == 3:
                attn_mask = reshape(attn_mask, (*q.shape[:2], *attn_mask.shape[1:]))
            if key_padding_mask is not None:
                keys = key_padding_mask.shape[-1]
                key_padding_mask = reshape(key_padding_mask, (q.shape[0], 1, 1, keys))
            for mask in (attn_mask, key_padding_mask):
                if mask is not None:
                    if mask.dtype == bool_:
                        out = mask == False
                        mask = where(out, -math.inf, 0.0).to(q.dtype)
                    merged = mask if merged is None else merged + mask
            return merged
        """,
        {"out = mask == False": "out = mask"},
    ),
]
