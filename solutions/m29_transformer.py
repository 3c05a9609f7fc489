"""m29 transformer: positions that talk to each other, and then think.

About 60 minutes; difficulty 3 of 5. `generate` with a temperature may wait; a look at what it
writes should not.

Which letter comes next? To predict that well, one must know words, grammar, rhyme and in the end
what the text is about. The model that does it today is short: a table of letters, a table of
places, and the same kind of block over and over. In the forty lines a network was three neurons;
here it reads Romeo and Juliet, and then writes more of it.

Tables
------
A letter is an int, and the network needs a vector. So a table has a row for each letter, which is
learned as any weight is (`Embedding`). To look up is to index, and the rule is that of indexing:
the gradient of a row is the sum over all places where it was looked up. V is the number of letters,
E the size of a row, and N texts have L letters each. Here V = 3, E = 2, and there is one text:

    out        =  table   [ids]              the row of each letter
    (N, L, E)     (V, E)  (N, L)

    ids              2         0         2
    out              [5, 6]    [1, 2]    [5, 6]
    g                [1, 1]    [2, 2]    [4, 4]

    row              0         1         2
    table            [1, 2]    [3, 4]    [5, 6]
    table.grad       [2, 2]    [0, 0]    [5, 5]

Attention takes its keys as a set, without order. So a second table has a row for each place, and
the vector of the letter and that of its place are added.

The block
---------
    x          =  x          +  attend(  norm1(x)   )         where positions talk to each other
    (N, L, E)     (N, L, E)              (N, L, E)
    x          =  x          +  think(   norm2(x)   )         where each thinks on its own
    (N, L, E)     (N, L, E)              (N, L, E)

`think` is two Linears with an activation in between: (N, L, E) to (N, L, 4E) and back. The results
of `attend` and `think` are *added* to x (`residual`), and both read a normed copy of x (norm1 and
norm2 are layer norms); the sum itself is left alone, so that gradients pass through it from the
last block to the first. (The first Transformer normed the sums instead. That order is given.)

The model
---------
    model = GPT(vocabulary=61, context=64, width=64, depth=2, heads=4)
    model(ids).shape                          (N, L) letters -> (N, L, 61) scores

Its parts: both tables, `depth` blocks, one more norm, and a Linear that gives scores for the next
letter, at all positions at once. The causal mask keeps every position from looking ahead, so each
is an example of its own. To learn, take the cross-entropy of the scores and the text moved by one;
to write, draw a letter from the scores at the end, append it, and ask again. `nox -s shell --
docs/train_gpt.py` trains such a model on Romeo and Juliet and lets it write.

What is given
-------------
`embedding` refuses ids that the table does not have, and takes care of `padding_idx`, a row that
gets no gradient. `TransformerEncoderLayer.forward` passes on the masks, and hands your `pre_norm`
the attention as a function. You write the two sums, and what is in the second.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/modules/transformer.py: TransformerEncoderLayer` is the block, with `norm_first=False` as
its default, the order of 2017. With it, networks of many blocks need a warm-up of the learning
rate; with the norms in front they train without one. `torch/nn/modules/sparse.py: Embedding` can
make its gradient sparse: for a table of 50,000 rows and 768 columns a dense one takes 154 MB in
float32, however few rows a batch has looked up. JAX itself has neither block nor table: to look up
is `table[ids]`, and Flax has the layers. A one-hot matrix times the table gives the same result,
for V times the work. Our `generate` computes all positions anew for each new letter; real models
keep the keys and values of earlier positions (a *cache*), so that L letters take L positions and
not about L * L / 2.

The traps
---------
- The row of a letter that was read three times collects three gradients; plain assignment would
  keep one.
- A text grows longer than the context: show the model its end, and not its beginning.
- At a temperature of 0 nothing is drawn, and nothing is divided by it: take the letter with the
  highest score.

When it is done, you have written a language model, from `by_hand` up.

To read: A. Vaswani et al., Attention Is All You Need (2017), sections 3.1, 3.3 and 3.4; R. Xiong et
al., On Layer Normalization in the Transformer Architecture (2020), section 3; K. Murphy,
Probabilistic Machine Learning: An Introduction (2022), section 15.5; A. Karpathy, nanoGPT,
model.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import get_default_dtype, int32, int64
from .given.nn.layer_arguments import as_activation
from .given.nn.norms import LayerNorm
from .given.ops.mask import masked_fill
from .given.random.functions import multinomial
from .m03_computation_graph import no_grad, primitive
from .m04_magic_methods import reshape
from .m07_chain_rule import defvjp
from .m10_shapes import concatenate
from .m11_indexing import unindex
from .m13_activations import gelu, relu, softmax
from .m16_modules import Linear, Module, Parameter, Sequential
from .m17_initialization import normal_
from .m23_regularization import Dropout
from .m28_attention import MultiheadAttention, causal_mask


def look_up(ids: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The rows of `table` that `ids` names: (...) ints from 0 to V - 1, (V, E) -> (..., E), a new
    array. It works on ndarrays."""
    return table[ids]


def collect(g: Any, ids: np.ndarray, shape: tuple[int, int]) -> Any:
    """The gradient of a table of this `shape`, (V, E), from `g`, that of what was looked up, (...,
    E).

    Each row gets the sum over all places where it was looked up, and 0 if there are none. `g` may
    be an Array, so use ops: see `unindex` in `indexing`.
    """
    return unindex(g, shape, ids)


@primitive
def embedding(input: np.ndarray, weight: np.ndarray, padding_idx: int | None = None) -> np.ndarray:
    """The rows of a table that `input` names, by `look_up`: (...) integers and (V, E) -> (..., E).

    The row `padding_idx`, which may count from the end, gets no gradient.

    Raises RuntimeError unless `input` is int32 or int64 and the table has two dimensions, and
    IndexError for an integer that is negative or not below V. (Given.)
    """
    if input.dtype not in (int32, int64) or weight.ndim != 2:
        raise RuntimeError(f"embedding of {input.dtype} in a table {weight.shape}")
    if input.size and not 0 <= input.min() <= input.max() < len(weight):
        raise IndexError(f"embedding: an index is out of range for {len(weight)} rows")
    return look_up(input, weight)


def embedding_vjp(g: Any, out: Any, input: Any, weight: Any, padding_idx: int | None = None) -> Any:
    """The rule for the table, by `collect`; what was looked up at `padding_idx` counts as 0.
    (Given.)"""
    if padding_idx is not None:
        padding = reshape(input == padding_idx % len(weight), (*input.shape, 1))
        g = masked_fill(g, padding, 0.0)
    return collect(g, input, weight.shape)


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
        cls,
        embeddings: Any,
        freeze: bool = True,
        padding_idx: int | None = None,
        *how: Any,
        **more: Any,
    ) -> Self:
        """A table that shares memory with `embeddings`, (V, E), and learns unless `freeze`; the
        rest is what `Embedding` takes in torch. Raises AssertionError unless it is a table."""
        if embeddings.ndim != 2:
            raise AssertionError(f"a table has 2 dimensions, not {embeddings.ndim}")
        kept = {"_weight": embeddings.detach(), "_freeze": freeze, "dtype": embeddings.dtype}
        return cls(*embeddings.shape, padding_idx, *how, **kept, **more)

    def reset_parameters(self) -> None:
        """Draw the table anew, standard normal, but for a `padding_idx`, whose row becomes 0."""
        normal_(self.weight)
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx] = 0

    def forward(self, input: Any) -> Any:
        """(...) integers -> (..., embedding_dim)."""
        return embedding(input, self.weight, self.padding_idx)

    def extra_repr(self) -> str:
        """The arguments, as torch prints them."""
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


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
            norm_first: a norm before attention and one before the network (pre-norm), and not after
                the sums.
        """
        super().__init__()
        how = {"bias": bias, "dtype": dtype}
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first, **how)
        self.linear1 = Linear(d_model, dim_feedforward, **how)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **how)
        self.norm1 = LayerNorm(d_model, layer_norm_eps, **how)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, **how)
        self.dropout1, self.dropout2 = Dropout(dropout), Dropout(dropout)
        self.activation, self.norm_first = as_activation(activation), norm_first

    def forward(
        self,
        src: Any,
        src_mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool = False,
    ) -> Any:
        """The same shape again; masks as for `MultiheadAttention`.

        Dropout follows the attention (`dropout1`), the activation (`dropout`), and the network
        (`dropout2`). The attention is not asked for its weights. (Given.)
        """

        def attend(x: Any) -> Any:
            out, _ = self.self_attn(
                x, x, x, src_key_padding_mask, False, src_mask, is_causal=is_causal
            )
            return self.dropout1(out)

        if self.norm_first:
            return self.pre_norm(src, attend)
        x = self.norm1(src + attend(src))
        return self.norm2(x + self.think(x))

    def think(self, x: Any) -> Any:
        """The small network at every position: (..., d_model) -> (..., d_model).

        In this order: linear1, activation, dropout, linear2, dropout2.
        """
        return self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))

    def pre_norm(self, x: Any, attend: Callable[[Any], Any]) -> Any:
        """The block with its norms in front: x plus `attend` of norm1 of x; then this sum plus
        `think` of norm2 of the sum. `attend` is a function, with the masks and `dropout1` in it."""
        x = x + attend(self.norm1(x))
        return x + self.think(self.norm2(x))


class GPT(Module):
    """A language model: for each letter of a text, scores for the one that comes next.

    A letter is any character of the text, as an int from 0 to vocabulary - 1.
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
        """Parts in the order in which `forward` uses them: the Embeddings `letters` and `places`;
        `layers`; the LayerNorm `norm`; and the Linear `head`, from width to vocabulary.

        Args:
            vocabulary: how many letters there are.
            context: how many of them it can see at once, which is kept as `self.context`.
            width: by how many numbers each is described.
            depth: how many layers there are: a Sequential of TransformerEncoderLayers, with
                `norm_first` and `batch_first`, gelu, `dropout`, and 4 * width numbers inside.
            heads: how many heads each layer has.
            dtype: that of all parts. `device` is ignored.
        """
        super().__init__()
        self.context = context
        self.letters = Embedding(vocabulary, width, dtype=dtype)
        self.places = Embedding(context, width, dtype=dtype)
        shape = width, heads, 4 * width, dropout, gelu
        how = {"batch_first": True, "norm_first": True, "dtype": dtype}
        self.layers = Sequential(*[TransformerEncoderLayer(*shape, **how) for _ in range(depth)])
        self.norm = LayerNorm(width, dtype=dtype)
        self.head = Linear(width, vocabulary, dtype=dtype)

    def forward(self, ids: Any) -> Any:
        """(N, L) int64 letters, L at most `context` -> (N, L, vocabulary) scores.

        The vectors of letters and of places 0 to L - 1 are added. Each layer gets a `causal_mask`
        (`attention`), as a Tensor, and `is_causal=True`. Raises IndexError for a longer text: there
        are no more places in the table.
        """
        length = ids.shape[-1]
        x = self.letters(ids) + self.places(Tensor(np.arange(length)))
        mask = Tensor(causal_mask(length, length, x.dtype))
        for layer in self.layers:
            x = layer(x, mask, is_causal=True)
        return self.head(self.norm(x))

    def generate(self, ids: Any, length: int, temperature: float = 1.0) -> Any:
        """The texts (N, L), L at least 1, with `length` more letters each: (N, L + length), without
        a history.

        Each letter is drawn by `multinomial(weights, 1)` (given/random/functions.py) from the
        softmax of the last position's scores / `temperature`; at 0, the one with the highest score
        is taken. The model is shown the last `context` letters at most.
        """
        with no_grad():
            for _ in range(length):
                scores = self(ids[:, -self.context :])[:, -1]
                if temperature == 0:
                    drawn = scores.argmax(-1, keepdim=True)
                else:
                    drawn = multinomial(softmax(scores / temperature, -1), 1)
                ids = concatenate(ids, drawn, dim=1)
        return ids
