"""m28 attention: every position asks all the others.

A sequence is (N, L, E): N sequences of L positions, each described by E numbers. To understand a
word one must look at others, but at which? Attention lets every position find out by itself. From
its description it makes a *query* (what am I looking for?), a *key* (what have I to offer?) and a
*value* (what do I tell whoever listens?). Queries and keys are compared by dot products; a softmax
over the keys makes weights of them; and each position gets the weighted mean of the values:

    attention(Q, K, V) = softmax(Q K.T / sqrt(D)) V        (L, D), (S, D), (S, Dv) -> (L, Dv)

That is L queries of D numbers, and S keys and values. Dot products of D random numbers of variance
1 have the standard deviation sqrt(D), and the softmax of large numbers is all 1 and 0, where hardly
a gradient flows; hence the division. A worked example: with scores (0, log 3) the weights are
(1/4, 3/4), so from the values 8 and 4 comes 8/4 + 3 = 5.

A *mask* says who may look where: a score of minus infinity makes a weight of 0. When the next
letter is to be predicted, nobody may look ahead (`is_causal`): position i sees 0 to i. With no key
left at all the weights would be 0/0, NaN; what then is right, the functions below say.

Several *heads* attend at once, each with E / heads of the numbers, so that one can follow grammar
while another follows rhyme. (N, L, E) becomes (N, heads, L, E / heads) and back.

A Transformer layer is attention, where positions talk to each other, and then a small network,
where each thinks on its own. Each is *added* to what was there (`residual`), behind a layer norm:
x + attend(norm(x)), then x + think(norm(x)). A character GPT is a stack of these: letters
and places are looked up in two tables (`Embedding`), added, sent through the layers, and a Linear
gives scores for the next letter, at all positions at once. Learning is cross entropy with the
text moved on by one; writing is drawing a letter, appending it, and asking again.

    model = GPT(vocabulary=61, context=64, width=64, depth=2, heads=4)
    model(ids).shape                          (N, L) letters -> (N, L, 61) scores

`nox -s shell -- docs/train_gpt.py` lets one read Romeo and Juliet and then write on.

Traps. Softmax over the wrong dimension: the weights of each *query* add up to 1. Bool masks mean
the opposite in two places, in torch as here: True lets a position take part in
`scaled_dot_product_attention`, and leaves it out in `MultiheadAttention`. Reshaping (N, L, E)
straight to (N, heads, L, D) has the right shape and mixes positions up: split E first, then swap.
And a row of the table that was looked up three times collects three gradients.

To read: A. Vaswani et al., Attention Is All You Need (2017), sections 3.1 to 3.3; K. Murphy,
Probabilistic Machine Learning: An Introduction (2022), sections 15.4 and 15.5; A. Karpathy,
nanoGPT, model.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import bool_, get_default_dtype, int32, int64, is_floating
from .given.nn.layer_arguments import check_attention
from .given.nn.norms import LayerNorm
from .given.ops.mask import masked_fill
from .given.random.functions import multinomial
from .m03_computation_graph import no_grad, primitive
from .m04_magic_methods import add, matmul, mul, reshape, transpose
from .m07_chain_rule import defvjp
from .m10_shapes import concatenate
from .m11_indexing import unindex
from .m12_reductions import where
from .m13_activations import gelu, relu, softmax
from .m16_modules import Linear, Module, Parameter, Sequential, linear
from .m17_initialization import normal_, xavier_uniform_, zeros_
from .m23_regularization import Dropout, dropout


@primitive
def embedding(input: np.ndarray, weight: np.ndarray, padding_idx: int | None = None) -> np.ndarray:
    """The rows of a table that `input` names: (...) integers and (V, E) -> (..., E).

    The row `padding_idx`, which may count from the end, gets no gradient.

    Raises RuntimeError unless `input` is int32 or int64 and the table has two dimensions, and
    IndexError for an integer that is negative or not below V.
    """
    raise NotImplementedError("m28: embedding")


def embedding_vjp(g: Any, out: Any, input: Any, weight: Any, padding_idx: int | None = None) -> Any:
    """The rule for the table: each row collects from everywhere it was looked up."""
    raise NotImplementedError("m28: embedding_vjp")


defvjp(embedding, None, embedding_vjp)


class Embedding(Module):
    """A table of `num_embeddings` learned vectors, (num_embeddings, embedding_dim)."""

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Rows from the standard normal distribution; row `padding_idx` is 0, and stays so.

        Raises AssertionError for a `padding_idx` that is not the number of a row.
        """
        super().__init__()
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise AssertionError(f"there is no row {padding_idx} of {num_embeddings} to pad with")
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        self.padding_idx = None if padding_idx is None else padding_idx % num_embeddings
        shape = num_embeddings, embedding_dim
        self.weight = Parameter(Tensor(np.empty(shape, dtype or get_default_dtype())))
        self.reset_parameters()

    @classmethod
    def from_pretrained(
        cls, embeddings: Any, freeze: bool = True, padding_idx: int | None = None
    ) -> Self:
        """A table that shares memory with `embeddings`, (V, E), and learns unless `freeze`."""
        table = cls(*embeddings.shape, padding_idx, dtype=embeddings.dtype)
        table.weight = Parameter(embeddings.detach(), requires_grad=not freeze)
        return table

    def reset_parameters(self) -> None:
        """Draw the table anew, standard normal, but for a `padding_idx`, whose row becomes 0."""
        raise NotImplementedError("m28: Embedding.reset_parameters")

    def forward(self, input: Any) -> Any:
        """(...) integers -> (..., embedding_dim)."""
        raise NotImplementedError("m28: Embedding.forward")

    def extra_repr(self) -> str:
        """The arguments, as torch prints them."""
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


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
            (all False, or all -inf) gets 0, and hands back gradients of 0, and not NaN.
        dropout_p: how likely a weight is dropped (by `dropout` of all weights, behind the softmax),
            in training or not.
        is_causal: query i sees keys 0 to i, and no other.
        scale: what the dot products are multiplied by, 1 / sqrt(D) if None.

    Raises RuntimeError for dtypes or shapes that do not fit, an integer mask, and for a mask
    together with `is_causal`.
    """
    raise NotImplementedError("m28: scaled_dot_product_attention")


class MultiheadAttention(Module):
    """Attention with `num_heads` heads, between learned projections.

    Its parameters are torch's: `in_proj_weight` (3 * embed_dim, embed_dim) for query, key and
    value, one below the other, `in_proj_bias`, and the Linear `out_proj`.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        batch_first: bool = False,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """`out_proj` is drawn as any Linear, then `in_proj_weight`; biases start at 0, and are None
        without `bias`.

        Args:
            dropout: how likely a weight is dropped, in training.
            batch_first: sequences are (N, L, E), and not (L, N, E).

        Raises AssertionError unless `num_heads` divides `embed_dim`.
        """
        super().__init__()
        if embed_dim % num_heads:
            raise AssertionError(f"{num_heads} heads can't share {embed_dim} numbers evenly")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.dropout, self.batch_first = dropout, batch_first
        dtype = dtype or get_default_dtype()
        self.in_proj_weight = Parameter(Tensor(np.empty((3 * embed_dim, embed_dim), dtype)))
        self.register_parameter("in_proj_bias", None)
        if bias:
            self.in_proj_bias = Parameter(Tensor(np.zeros(3 * embed_dim, dtype)))
        self.out_proj = Linear(embed_dim, embed_dim, bias, dtype=dtype)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw `in_proj_weight` by `xavier_uniform_`, and set the biases to 0."""
        raise NotImplementedError("m28: MultiheadAttention.reset_parameters")

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
            key, value: the same with S positions instead of L.
            key_padding_mask: (N, S) bools, True for keys that nobody may see; or floats to add. For
                a query (L, E) it is (S,). With an `attn_mask`, too, both hold.
            need_weights: also give the weights, (N, L, S), the mean over all heads; otherwise they
                are None. For a query (L, E) they have no N.
            attn_mask: (L, S) bools, True where one may not look; or floats to add; or
                (N * heads, L, S), first all heads of the first sequence.
            average_attn_weights: False gives the weights of each head, (N, heads, L, S).
            is_causal: promises that `attn_mask`, which must be there, is the causal one.

        A query that may look at nothing gets NaN, as do its weights, with `need_weights`; without,
        it gets what `scaled_dot_product_attention` gives, 0, and then `out_proj`, as in torch.

        Raises RuntimeError for `is_causal` without a mask, and what `check_attention` (given)
        raises.
        """
        raise NotImplementedError("m28: MultiheadAttention.forward")


class TransformerEncoderLayer(Module):
    """Attention, then a small network of two Linears, each added to what was there.

    Its parts have torch's names: self_attn, linear1, dropout, linear2, norm1, norm2, dropout1,
    dropout2.
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str | Callable[[Any], Any] = relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Parts in the order in which they are named above.

        Args:
            dim_feedforward: how many numbers there are between the two Linears.
            activation: a function, or "relu" or "gelu". Raises RuntimeError for another word.
            norm_first: normalise before attention and network (pre-norm), and not after the sums.
        """
        super().__init__()
        if isinstance(activation, str):
            if activation not in ("relu", "gelu"):
                raise RuntimeError(f"activation {activation!r} is neither 'relu' nor 'gelu'")
            activation = relu if activation == "relu" else gelu
        how = {"bias": bias, "dtype": dtype}
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first, **how)
        self.linear1 = Linear(d_model, dim_feedforward, **how)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **how)
        self.norm1 = LayerNorm(d_model, layer_norm_eps, **how)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, **how)
        self.dropout1, self.dropout2 = Dropout(dropout), Dropout(dropout)
        self.activation, self.norm_first = activation, norm_first

    def forward(
        self,
        src: Any,
        src_mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool = False,
    ) -> Any:
        """The same shape again; masks as for `MultiheadAttention`.

        Dropout stands behind the attention (`dropout1`), behind the activation (`dropout`), and
        behind the network (`dropout2`). The attention is asked for no weights. With `batch_first`,
        torch's `dropout1` draws its numbers as for (L, N, E): to drop the same ones, swap the first
        two dimensions before it, and swap them back.
        """
        raise NotImplementedError("m28: TransformerEncoderLayer.forward")


class GPT(Module):
    """A language model: for each letter of a text, scores for the one that comes next.

    Letters stand for characters: ints from 0 to vocabulary - 1.
    """

    def __init__(
        self,
        vocabulary: int,
        context: int,
        width: int,
        depth: int,
        heads: int,
        dropout: float = 0.0,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Parts in the order in which `forward` uses them: letters, places, layers, norm, head.

        Args:
            vocabulary: how many letters there are.
            context: how many of them it can see at once.
            width: by how many numbers each is described.
            depth: how many layers there are: a Sequential of TransformerEncoderLayers, pre-norm,
                `batch_first`, with gelu, and 4 * width numbers inside.
        """
        raise NotImplementedError("m28: GPT.__init__")

    def forward(self, ids: Any) -> Any:
        """(N, L) int64 letters, L at most `context` -> (N, L, vocabulary) scores.

        The vectors of letters and of places 0 to L - 1 are added; nobody looks ahead. Raises
        IndexError for a longer text.
        """
        raise NotImplementedError("m28: GPT.forward")

    def generate(self, ids: Any, length: int, temperature: float = 1.0) -> Any:
        """The texts (N, L), L at least 1, with `length` more letters each: (N, L + length).

        Each is drawn by `multinomial` from the softmax of scores / `temperature`; at 0, the best
        one is taken. The model sees the last `context` letters.
        """
        raise NotImplementedError("m28: GPT.generate")
