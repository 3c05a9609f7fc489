"""Hints for m29 transformer, from a nudge to nearly the idea."""

HINTS = {
    "look_up": (
        "Index a (5, 4) ndarray with a (2, 3) array of integers, in a Python shell. What shape "
        "comes out, and what stands at [1, 2] of it?",
        "NumPy can be asked for many rows at once: an array of ints in the brackets is enough.",
        "Index the table with the ids; whether they are there has been checked already. No loop "
        "and no reshape: the dims of the ids come first in the result, and E comes last.",
    ),
    "collect": (
        "Let the table have a width of 1, the ids be (3, 0, 3) and g be (2, 4, 5). What does "
        "row 3 get, what row 0, and what the rows that nobody looked up?",
        "Indexing had the same task on its way back. See in `indexing` what `unindex` does with "
        "an element that was picked several times; plain assignment would keep the last share "
        "only.",
        "`unindex` adds g to zeros of the table's shape, at the rows that the ids name, as "
        "often as they name them. Look up the order of its arguments.",
    ),
    "TransformerEncoderLayer.think": (
        "What would be left of two Linears in a row, if nothing stood between them?",
        "There are two dropouts for this network: `dropout` in the middle, and `dropout2` at "
        "the end. In training each draws its numbers, so their order counts.",
        "linear1, then the activation (a function, kept under this name), dropout, linear2, "
        "dropout2: each applied to what the one before has made.",
    ),
    "TransformerEncoderLayer.pre_norm": (
        "norm(x + attend(x)), or x + attend(norm(x)): in which of the two does a gradient find "
        "a way back to x that nothing changes?",
        "Two sums, one after the other. The second one begins with the result of the first.",
        "Add to x what `attend` makes of norm1 of it; and to that sum what `think` makes of "
        "norm2 of it. A plain + makes new tensors; x belongs to somebody else.",
    ),
    "GPT.__init__": (
        "All parts draw from one generator. What would happen to the head's numbers if it were "
        "made before the layers?",
        "A letter's row and a place's row are to be added. So how many rows has each of the two "
        "tables, and how wide are they?",
        "The parent's `__init__`, then two of `Embedding` (a row per letter, a row per place), "
        "`depth` layers in a `Sequential`, a `LayerNorm`, and a Linear from width to "
        "vocabulary. A layer's defaults are relu, dropout 0.1, the norm last and the batch "
        "second: say what you want. Hand on dtype, and keep `context`.",
    ),
    "GPT.forward": (
        "Shuffle the letters that a position attends to: does attention alone notice? What has "
        "to be added to a letter so that it does?",
        "The ids (N, L) make (N, L, width) in one table; the places 0 to L - 1 make (L, width) "
        "in the other, and broadcasting does the rest. A place beyond the table raises "
        "IndexError by itself.",
        "Add letters and places, looking up a Tensor of `np.arange`. Make a Tensor of the "
        "causal mask (L, L), in the dtype of x. Call each layer with it and with `is_causal`, "
        "one by one, as a Sequential would pass no mask; norm and head follow.",
    ),
    "GPT.generate": (
        "The model gives scores for all L positions. Which of them speak of the letter that is "
        "not written yet?",
        "Two things end badly if nobody looks: a text that grows longer than `context`, and a "
        "division by a temperature of 0. Which end of the text must the model see?",
        "Under `no_grad`, `length` times: show the model the last `context` ids, and take the "
        "scores of the last position, (N, vocabulary). At 0 the next ids are their `argmax`, "
        "its dim kept; otherwise `multinomial` draws one each from the softmax over the "
        "letters. Append these (N, 1) ids to the whole text, along dim 1.",
    ),
}
