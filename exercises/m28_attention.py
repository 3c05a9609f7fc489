"""m28 attention: every position asks all the others.

About 60 minutes; difficulty 4 of 5. The arguments for another scale and for dropout may wait.

To understand a word one must look at others, but at which? A network with fixed weights would have
to know in advance how far away they stand. In 2014 D. Bahdanau's translating network chose for
itself, for each word that it wrote, where in the sentence to look. Three years later A. Vaswani and
others kept this *attention* and left out all the rest. In the forty lines a weight was a number
that is learned; here there are also weights that are computed from the input, and gradients flow
through that computation.

The idea
--------
A sequence is (L, E): L positions, each described by E numbers. From its description each position
makes a *query* (what am I looking for?), a *key* (what have I to offer?) and a *value* (what do I
tell whoever looks at me?). The *score* of a query and a key is their dot product; a softmax over
the keys turns the scores of a query into weights; and each position gets the mean of the values
with these weights. With the queries as the rows of Q, the keys of K, and the values of V:

    weights  =  softmax(  Q       K.T     / sqrt(D)  +  mask  )
    (L, S)                (L, D)  (D, S)    ()          (L, S)
    out      =  weights  V
    (L, Dv)     (L, S)   (S, Dv)

There are L queries and S keys, both of D numbers, and S values of Dv numbers; if a sequence looks
at itself, S = L. The softmax runs over the last dim: the weights of each query add up to 1. Why
divide by sqrt(D)? Dot products of D independent random numbers, with mean 0 and variance 1, are
typically as large as sqrt(D). A softmax of such large scores is nearly 1 for one of them and 0 for
all others, and hardly any gradient flows there.

A *mask* says who may look where: a score of minus infinity makes a weight of 0. When the next
letter is to be predicted, nobody may look ahead: the *causal* mask lets position i see 0 to i,
itself included. With D = 1, three queries of 1, keys (0, log 3, log 2), values (8, 4, 1), and the
causal mask:

    scores + mask               weights              out
    0    -inf    -inf           1     0     0        8
    0    log 3   -inf           1/4   3/4   0        5          8/4 + 3
    0    log 3   log 2          1/6   3/6   2/6      3.667      8/6 + 2 + 1/3

Heads
-----
One mean can follow only one thing. So several *heads* attend at once, each with D = E / heads of
the E numbers, where `heads` is how many there are: one follows grammar, perhaps, another rhyme.
Three Linears make Q, K and V. Their weights lie in one array: `in_proj_weight` is (3E, E), its
first E rows for queries, then E for keys, then E for values. Q, K and V are split into heads, all
heads attend in one product of matrices, and their results are joined and go through a last Linear,
`out_proj`. For N sequences:

    (N, L, E)  ->  (N, L, heads, D)  ->  (N, heads, L, D)          and back again in the end

What is given
-------------
`scaled_dot_product_attention` is torch's function around your `attend`: it turns masks of bools
into floats, refuses what does not fit, and sees to it that a query that may look at nothing gets 0
instead of NaN (0/0). `MultiheadAttention.forward` does what torch's does: the batch may be the
first dim or the second, two kinds of masks are merged, and weights are returned if they are wanted.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: scaled_dot_product_attention` chooses among kernels, programs that are
written for one op. The usual one never has all the scores in memory, (L, S) for each head: it goes
through the keys in blocks, and corrects the softmax as it goes (flash attention). Ours keeps the
attention weights for the way back: 16 heads and 4,096 positions make 1.07 GB in float32, for each
sequence of each layer. `torch/nn/functional.py: multi_head_attention_forward` does the rest, in
some 270 lines of code. JAX has `jax/_src/nn/functions.py: dot_product_attention`, where heads stand
behind the positions, (N, L, heads, D). A recurrent net, which reads step by step (`recurrent`),
needs L steps to bring information from one end of a sequence to the other; here it is one step, and
the price is L * S scores.

The traps
---------
- Softmax over the wrong dim: then the weights of each *key* add up to 1.
- A reshape of (N, L, E) straight to (N, heads, L, D) has the right shape, but mixes positions up:
  split E first, then swap dims.
- Bool masks have opposite meanings in two places, in torch as here: a key with True takes part in
  `scaled_dot_product_attention`, and is left out in `MultiheadAttention`.

When it is done, positions can talk to each other. `transformer` builds a language model on that.

To read: A. Vaswani et al., Attention Is All You Need (2017), section 3.2; D. Bahdanau et al.,
Neural Machine Translation by Jointly Learning to Align and Translate (2014), section 3; K. Murphy,
Probabilistic Machine Learning: An Introduction (2022), section 15.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from .given.core.dtypes import bool_, is_floating
from .given.nn.attention import AttentionModule, check_attention
from .given.ops.mask import masked_fill
from .m04_magic_methods import add, matmul, mul, reshape, transpose
from .m12_reductions import where
from .m13_activations import softmax
from .m16_modules import linear
from .m23_regularization import dropout


def causal_mask(queries: int, keys: int, dtype: np.dtype) -> np.ndarray:
    """What to add to scores (queries, keys) so that nobody looks ahead: an ndarray of this dtype,
    with minus infinity where the key's number is larger than the query's, and 0 elsewhere."""
    raise NotImplementedError("m28: causal_mask")


@lru_cache(maxsize=32)
def _shared_causal_mask(queries: int, keys: int, dtype: np.dtype) -> np.ndarray:
    mask = causal_mask(queries, keys, dtype)
    mask.setflags(write=False)  # everybody gets the same one
    return mask


def attention_weights(query: Any, key: Any, mask: Any = None, scale: float | None = None) -> Any:
    """How much each query looks at each key: (..., L, D), (..., S, D) -> (..., L, S).

    Args:
        mask: floats, an ndarray or a tensor, that broadcast to (..., L, S) and are added to the
            scaled scores, or None.
        scale: what the dot products are multiplied by, 1 / sqrt(D) if None.

    The weights of each query, a softmax over the keys, add up to 1.
    """
    raise NotImplementedError("m28: attention_weights")


def attend(
    query: Any,
    key: Any,
    value: Any,
    mask: Any = None,
    dropout_p: float = 0.0,
    scale: float | None = None,
) -> tuple[Any, Any]:
    """Weighted means of values, (..., S, Dv): the pair (means, weights), of shapes (..., L, Dv) and
    (..., L, S).

    With a `dropout_p` above 0, `dropout` is applied to the weights, after the softmax; the weights
    returned are those used. The other arguments are as for `attention_weights`.
    """
    raise NotImplementedError("m28: attend")


def scaled_dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
) -> Any:
    """Weighted means of values: (..., L, D), (..., S, D) and (..., S, Dv) -> (..., L, Dv).

    Args:
        attn_mask: broadcasts to (..., L, S); bools (True: takes part), or floats that are added to
            the scores, and get a gradient if they require one. A query for which nothing takes part
            (all False, or all -inf) gets 0, and its gradients are 0, too, and not NaN.
        dropout_p: how likely a weight is dropped, by `dropout` after the softmax, in training or
            not.
        is_causal: query i sees keys 0 to i, and no other.
        scale: what the dot products are multiplied by, 1 / sqrt(D) if None.

    Raises RuntimeError for dtypes or shapes that do not fit, an integer mask, and for a mask
    together with `is_causal`. (Given.)
    """
    if not query.dtype == key.dtype == value.dtype:
        raise RuntimeError("query, key and value must have the same dtype")
    if is_causal and attn_mask is not None:
        raise RuntimeError("is_causal is a mask already: attn_mask must be None")
    if attn_mask is None:
        shape = query.shape[-2], key.shape[-2]
        mask = _shared_causal_mask(*shape, query.dtype) if is_causal else None
        return attend(query, key, value, mask, dropout_p, scale)[0]
    mask = _as_floats(attn_mask, query.dtype)
    nowhere = (mask == -math.inf).all(-1, keepdim=True)
    mask = masked_fill(mask, nowhere, 0.0)
    return masked_fill(attend(query, key, value, mask, dropout_p, scale)[0], nowhere, 0.0)


def _as_floats(mask: Any, dtype: np.dtype) -> Any:
    """A mask as floats: 0 where bools are True, -inf where they are False."""
    if mask.dtype == bool_:
        return where(mask, 0.0, -math.inf).to(dtype)
    if not is_floating(mask.dtype):
        raise RuntimeError(f"a mask holds bools or floats, not {mask.dtype}")
    return mask


class MultiheadAttention(AttentionModule):
    """Attention with `num_heads` heads, between learned projections.

    Given (given/nn/attention.py): its parameters, which are torch's. `in_proj_weight` is (3 *
    embed_dim, embed_dim) for query, key and value, one below the other; `in_proj_bias` (3 *
    embed_dim,) may be None; `out_proj` is a Linear.
    """

    def forward(
        self,
        query: Any,
        key: Any,
        value: Any,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Any, Any]:
        """What every query learns from all keys and values: (result, weights).

        Args:
            query: (L, N, E), (N, L, E) if `batch_first`, or (L, E); so is the result.
            key, value: the same with S positions instead of L, and kdim and vdim numbers, if given.
            key_padding_mask: (N, S) bools, True for keys that nobody may see; or floats to add. For
                a query (L, E) it is (S,). If there is an `attn_mask` as well, both apply.
            need_weights: also return the weights, (N, L, S), the mean over all heads; otherwise
                they are None. For a query (L, E) they have no N.
            attn_mask: (L, S) bools, True where a query may not look; or floats to add; or
                (N * heads, L, S), all heads of the first sequence first.
            average_attn_weights: False gives the weights of each head, (N, heads, L, S).
            is_causal: promises that `attn_mask`, which must be there, is the causal one.

        A query that may look at nothing gets NaN, as do its weights, with `need_weights`; without,
        it gets what `scaled_dot_product_attention` gives, 0, and then `out_proj`, as in torch.

        Raises RuntimeError for `is_causal` without a mask, and what `check_attention` (given)
        raises. (Given.)
        """
        if is_causal and attn_mask is None:
            raise RuntimeError("is_causal needs attn_mask")
        check_attention(self, query, key, value, attn_mask, key_padding_mask)
        dropout_p = self.dropout if self.training else 0.0
        parts = [self._to_batch(x) for x in (query, key, value)]
        if is_causal and key_padding_mask is None and not need_weights:
            attention = partial(_without_weights, dropout_p=dropout_p, is_causal=True)
        else:
            mask = self._merge_masks(attn_mask, key_padding_mask, len(parts[0]), query.dtype)
            kind = attend if need_weights else _without_weights
            attention = partial(kind, mask=mask, dropout_p=dropout_p)
        out, weights = self.attend_in_heads(*parts, self.to_more_keys(attention))
        if weights is not None:
            weights = weights.mean(1) if average_attn_weights else weights
        if query.ndim == 2:
            return reshape(out, query.shape), None if weights is None else weights[0]
        out = transpose(out, 0, 1).contiguous()  # as in torch, whatever `batch_first` says
        return transpose(out, 0, 1) if self.batch_first else out, weights

    def attend_in_heads(
        self, query: Any, key: Any, value: Any, attention: Callable[..., tuple[Any, Any]]
    ) -> tuple[Any, Any]:
        """Project all three, split them into heads, call `attention` once for all heads, join
        its means, and pass them through `out_proj`.

        Args:
            query: (N, L, E), and so is the result.
            key, value: (N, S, E).
            attention: takes query, key and value, (N, heads, L or S, D), and returns a pair, the
                means (N, heads, L, D) and the weights, as `attend` does.

        Returns the pair (result, weights): the weights are what `attention` has returned.
        """
        raise NotImplementedError("m28: MultiheadAttention.attend_in_heads")

    def project(self, x: Any, part: int) -> Any:
        """The queries (part 0), keys (1) or values (2) of x: (N, L, E) -> (N, L, E).

        By a Linear whose weight and bias are the rows of `in_proj_weight` and `in_proj_bias` that
        belong to this part; `in_proj_bias` may be None.
        """
        raise NotImplementedError("m28: MultiheadAttention.project")

    def to_heads(self, x: Any) -> Any:
        """(N, L, E) -> (N, heads, L, E / heads): head 0 gets the first numbers of each position."""
        raise NotImplementedError("m28: MultiheadAttention.to_heads")

    def from_heads(self, x: Any) -> Any:
        """(N, heads, L, E / heads) -> (N, L, E)."""
        raise NotImplementedError("m28: MultiheadAttention.from_heads")

    def _to_batch(self, x: Any) -> Any:
        """(N, L, E), whatever it was."""
        if x.ndim == 2:
            return reshape(x, (1, *x.shape))
        return x if self.batch_first else transpose(x, 0, 1)

    def _merge_masks(
        self, attn_mask: Any, key_padding_mask: Any, batch: int, dtype: np.dtype
    ) -> Any:
        """One mask of floats that broadcasts to (N, heads, L, S), or None."""
        masks = []
        if attn_mask is not None:
            whole = attn_mask.ndim == 3
            shape = (batch, self.num_heads, *attn_mask.shape[1:]) if whole else attn_mask.shape
            masks.append(reshape(attn_mask, shape))
        if key_padding_mask is not None:
            masks.append(reshape(key_padding_mask, (batch, 1, 1, key_padding_mask.shape[-1])))
        masks = [_as_floats(~mask if mask.dtype == bool_ else mask, dtype) for mask in masks]
        return add(*masks) if len(masks) == 2 else masks[0] if masks else None


def _without_weights(
    query: Any,
    key: Any,
    value: Any,
    mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
) -> tuple[Any, None]:
    return scaled_dot_product_attention(query, key, value, mask, dropout_p, is_causal), None
