"""Hints for m33 vmap, from a nudge to nearly the idea."""

HINTS = {
    "align": (
        "Write (5, 3, 4) and (5, 4) one below the other, flush right, as broadcasting reads them. "
        "What stands below the 3, and what should?",
        "`ndim` is about one example, and x has one dim more, the batch. So for (5, 4) and an ndim "
        "of 2: how many dims of size 1 are missing, and between which two do they belong?",
        "Reshape to the batch size, then as many 1s as are missing, then the rest of the shape. "
        "Where none is missing, x comes back as it is. With the 1s in front of all, the batch "
        "would no longer be the first dim.",
    ),
    "elementwise": (
        "Let one example of x be (3, 4), one of y (4,), and let there be a number. How many dims "
        "has the result for one example?",
        "`logical_shape` (given/func/batchers.py) gives the shape of one example for anything, "
        "batched or not, numbers included. What all of the batch share has no batch dim: is there "
        "anything to align in it?",
        "Find the largest number of dims that any argument has for one example. `align` to it what "
        "is batched, leave the others alone, and call the op with all of them in their places and "
        "the params. Aligning what is shared would take its first dim for a batch.",
    ),
    "transposed": (
        "One example is (2, 3, 4), and the batch (5, 2, 3, 4). To swap dims 0 and 2 of the one, "
        "which dims of the other must be swapped?",
        "`bind` gives x first, then two ints for transpose, or one tuple for permute. Any dim may "
        "be negative, and then counts from the end of one example: `as_dim` needs the number of "
        "dims that one example has.",
        "Count every dim from the front with `as_dim`, and add 1. transpose takes the two as they "
        "are then; permute gets a 0 before them, since the batch stays in front. torch lets you "
        "transpose dims 0 and -1 of a 0-d tensor, too: there is nothing to swap, so hand x back.",
    ),
    "reshaped": (
        "Five examples (2, 3) shall each become (3, 2), or each (-1,). Which shape does the whole "
        "batch get?",
        "Five vectors (3,) shall each be broadcast to (5, 3). The whole is (5, 3) before and "
        "(5, 5, 3) after: along which of its dims may a vector be repeated, and what would NumPy "
        "do?",
        "reshape and view: `as_shape` fills in the -1, given the number of elements of one "
        "example. It reads a tuple of arguments, so hand it the shape within a tuple, or () is "
        "refused. Put the batch size in front, and call `op` itself, so that a view stays one.",
        "broadcast_to adds dims in front of those of an example, behind the batch. So `align` x to "
        "as many dims as the shape has, then stretch it to the shape with the batch size in "
        "front; `bind` gives x and shape, as in `transposed`.",
    ),
    "matrix_product": (
        "A batch of five vectors (3,) is an array (5, 3). What does `matmul` take that for, and in "
        "which of the lesson's two examples does it go unnoticed?",
        "A vector on the left acts as one row, a vector on the right as one column. Write down the "
        "shapes for vector @ vector, vector @ matrix and matrix @ vector, and which dims have to "
        "go afterwards.",
        "Let `logical_shape` tell which factor is a vector, batched or shared: the left one gets a "
        "dim of size 1 before its last, the right one a dim of size 1 at the end. Then `align` "
        "what is batched to the larger number of dims, at least 2, and multiply.",
        "At last reshape away what you added, and only that: the last dim but one for a vector on "
        "the left, the last for a vector on the right, both for two vectors. Don't drop whatever "
        "has size 1, since a matrix may have one row.",
    ),
    "looped": (
        "If nobody had told you how an op runs on a batch, what would you do with five examples?",
        "Some of the args hold the batch, others go to each call as they are. Which op picks "
        "example i, so that derivatives find their way back through it?",
        "For every i below `size`, call the op on these args and params: `getitem` with i where it "
        "is batched, the thing itself where not. `lift` each result, as `stack` takes no NumPy "
        "scalars; `stack` them all, and `lower` that for the level below.",
    ),
    "Batched.process": (
        "Who knows how an op runs on a batch, and what is to be done for an op that nobody knows?",
        "`batchers` (given/func/batchers.py) is a dict, from ops to batchers. One that returns "
        "NotImplemented has met a case that is beyond it, such as index arrays mixed with slices. "
        "What is never wrong, if slow?",
        "For each argument, note whether it is Batched of this very level; its value goes down "
        "then, and otherwise what `lower` makes of it, Batched of another level included. Call "
        "the batcher with op, size, these notes, values and params, `looped` where it declines, "
        "and wrap what comes as Batched.",
    ),
    "vmap": (
        "Before func is called, where must the batch dim of every argument be? And who moves it "
        "back from there?",
        "`spread` (given/func/batch_dims.py) finds a dim for every leaf of the arguments, and "
        "`batch_size` the one size of all, or raises. A leaf with dim None goes in as it is; any "
        "other is lowered, its dim moved to the front by `movedim`, and wrapped as Batched of a "
        "new level.",
        "Open the level with `enable_grad=False`, so that recording stays as it was outside. "
        "Rebuild the arguments from the wrapped leaves, call func with them and the keyword "
        "arguments, then `flatten` what it returns and `spread` the out_dims over it.",
        "Each result goes through `unbatched`, with its own dim, the size and the level; then "
        "rebuild what the function returned.",
    ),
    "whole_batch": (
        "Three results: one was computed from the batch, one is a shared argument, one is Batched "
        "of an outer `vmap`. Which of them differ over *this* batch?",
        "Only the first one. Being Batched is not enough: compare the levels, by identity.",
        "What is Batched of this level has the whole batch in its value. Stretch anything else by "
        "`broadcast_to` to its own shape with the size in front.",
    ),
}
