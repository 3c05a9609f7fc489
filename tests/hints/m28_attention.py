"""Hints for m28 attention, from a nudge to nearly the idea."""

HINTS = {
    "embedding": (
        "Index a (5, 4) ndarray with a (2, 3) array of integers, in a Python shell. What shape "
        "comes out, and what stands at [1, 2] of it?",
        "NumPy takes -1 for the last row, and torch refuses it. So compare the smallest and the "
        "largest id with the number of rows yourself.",
        "RuntimeError unless the ids are int32 or int64 and the table has two dimensions; "
        "IndexError unless all ids lie between 0 and V - 1; then index the table with the ids. An "
        "empty array of ids has no smallest, and is fine. `padding_idx` matters on the way back "
        "only.",
    ),
    "embedding_vjp": (
        "Let the table have a width of 1, the ids be (3, 0, 3) and g be (2, 4, 5). What does row 3 "
        "get, what row 0, and what the rows that nobody looked up?",
        "Indexing had the same task on its way back. See in `shapes` what `unindex` does with an "
        "element that was picked several times; plain assignment would keep the last share only.",
        "If there is a padding row, set g to 0 wherever the id is this row: `masked_fill`, with a "
        "mask that has a last dim of size 1, to broadcast over E. A padding_idx of -1 means row "
        "V - 1. Then `unindex` adds g to zeros of the table's shape, at the rows that the ids "
        "name, as often as they name them.",
    ),
    "Embedding.reset_parameters": (
        "The weight is a leaf that requires a gradient. What does the library say if you write "
        "into one row of it while recording is on?",
        "torch draws the whole table, padding row included, and overwrites that row afterwards. "
        "Leave its draws out, and every number behind them is another one.",
        "Fill the whole weight by `normal_`. Then, if there is a padding row, set it to 0 in "
        "place, under `no_grad`. Row 0 may be the one, and 0 counts as false: compare with None.",
    ),
    "Embedding.forward": (
        "The op stands above. Besides the ids and the table, what must it be told?",
        "Look at what `__init__` has stored. Which part of this layer sees to it that the padding "
        "row does not learn?",
        "Call `embedding` with the ids first, then the weight, then the layer's own "
        "`padding_idx`. Without the last one the row starts at 0 but does not stay so.",
    ),
    "scaled_dot_product_attention": (
        "One query meets two keys, with scores 0 and log 3; their values are 8 and 4. Work out the "
        "weights and the result by hand. Then: which products do it for L queries at once, and "
        "over which dim does the softmax run?",
        "Q (..., L, D) times K turned to (..., D, S) gives scores (..., L, S): swap the last two "
        "dims of K only, since others may stand in front. A row of scores belongs to one query, so "
        "the softmax runs along the last dim. A scale of 0 is a scale, too: compare it with None.",
        "Masks become floats that are added to the scores, before the softmax: 0 where a bool is "
        "True, minus infinity where it is False (`where`). For `is_causal` it is minus infinity "
        "above the diagonal, which itself stays 0 (`np.triu`), in the dtype of the scores. "
        "Dropout falls on the weights.",
        "A softmax of nothing but minus infinity is NaN, and so are its gradients, even if you "
        "fill in 0 later. So find the rows of the mask that are all minus infinity, put 0 there "
        "first, and set their weights to 0 afterwards (`masked_fill`, twice). Refuse differing "
        "dtypes, integer masks, and a mask beside `is_causal`.",
    ),
    "MultiheadAttention.reset_parameters": (
        "`in_proj_weight` is three matrices in one. What are fan-in and fan-out of (3E, E), as "
        "`xavier_uniform_` sees it?",
        "Print both biases of `MultiheadAttention(6, 3)` and of the same with `bias=False`, as "
        "they come out of the constructor. What has a Linear done to its own one, and what is "
        "there to fill in the second case?",
        "One `xavier_uniform_` for the whole of `in_proj_weight`: torch, too, draws it as a single "
        "matrix. Then `zeros_` for `in_proj_bias` and for the bias of `out_proj`, which the Linear "
        "had drawn at random, unless they are None. The weight of `out_proj` stays as it is.",
    ),
    "MultiheadAttention.forward": (
        "Follow the shapes on paper first, from (L, N, E) to (N, heads, L, E / heads) and back. "
        "Which steps are transposes, and which are reshapes?",
        "The first E rows of `in_proj_weight` make queries, the next E keys, the last E values; "
        "the bias, if there is one, is cut likewise. Split the E of each result into heads and D "
        "first, then swap heads and L. On the way back swap first, then join.",
        "Make one mask of floats for scores (N, heads, L, S): `key_padding_mask` becomes "
        "(N, 1, 1, S), an `attn_mask` of three dims (N, heads, L, S), one of two stays; two masks "
        "are added. Here True leaves out, so turn bools round before "
        "`scaled_dot_product_attention` or anything like it reads them.",
        "In order: refuse, put the batch first, project, split, attend, join, `out_proj`, put the "
        "dims back. `scaled_dot_product_attention` keeps its weights to itself: where they are "
        "asked for, write the softmax out, and average them over dim 1 or not. A lone (L, E) loses "
        "its batch dim in both results, and dropout is for training.",
    ),
    "TransformerEncoderLayer.forward": (
        "norm(x + attend(x)), or x + attend(norm(x)): in which of the two does a gradient find a "
        "way back to x that nothing changes? `norm_first` asks for that one.",
        "Write two small functions: one attends (x as query, key and value of `self_attn`, then "
        "`dropout1`), the other thinks (linear1, activation, dropout, linear2, dropout2). What is "
        "left is where the two norms stand.",
        "norm_first: add to src what attending makes of norm1 of it, and to that sum what thinking "
        "makes of norm2 of it. Otherwise norm1 goes around the first sum, norm2 around the second. "
        "`self_attn` returns a pair; ask it for no weights, and name the masks: their order is "
        "another one there.",
        "No shape shows this, and no test of `attention` asks for it: with `batch_first`, torch "
        "has the attention's result in memory as (L, N, E), and draws its dropout in that order. "
        "To drop the very same numbers, swap the first two dims of a batch before `dropout1`, and "
        "swap them back.",
    ),
    "GPT.__init__": (
        "All parts draw from one generator. What would happen to the head's numbers if it were "
        "made before the layers?",
        "A letter's row and a place's row are to be added. So how many rows has each of the two "
        "tables, and how wide are they?",
        "The parent's `__init__`, then two of `Embedding` (a row per letter, a row per place), "
        "`depth` layers in a `Sequential`, a `LayerNorm`, and a Linear from width to vocabulary. "
        "A layer's defaults are relu, dropout 0.1, the norm last and the batch second: say what "
        "you want. Hand on dtype, and keep `context`.",
    ),
    "GPT.forward": (
        "Shuffle the letters that a position attends to: does attention alone notice? What has to "
        "be added to a letter so that it does?",
        "The ids (N, L) make (N, L, width) in one table; the places 0 to L - 1 make (L, width) in "
        "the other, and broadcasting does the rest. A place beyond the table raises IndexError by "
        "itself.",
        "Add letters and places, looking up a Tensor of `np.arange`. Make a causal mask (L, L), a "
        "Tensor: minus infinity above the diagonal, or bools that are True there. Call each layer "
        "with it and with `is_causal`, one by one, as a Sequential would pass no mask; norm and "
        "head follow.",
    ),
    "GPT.generate": (
        "The model gives scores for all L positions. Which of them speak of the letter that is not "
        "written yet?",
        "Two things end badly if nobody looks: a text that grows longer than `context`, and a "
        "division by a temperature of 0. Which end of the text must the model see?",
        "Under `no_grad`, `length` times: show the model the last `context` ids, and take the "
        "scores of the last position, (N, vocabulary). At 0 the next ids are their `argmax`, its "
        "dim kept; otherwise `multinomial` draws one each from the softmax over the letters. "
        "Append these (N, 1) ids to the whole text, along dim 1.",
    ),
}
