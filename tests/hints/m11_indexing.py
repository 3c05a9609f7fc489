"""Hints for m11 indexing, from a nudge to nearly the idea."""

HINTS = {
    "getitem": (
        "Ask NumPy for x[0, :, rows], where x is (4, 4, 4) and rows is [1, 2, 3]; then for "
        "x[0][:, rows]. The shapes differ: which of them would torch give for the first?",
        "`split_key` wants the key, which is the tuple that you were called with, and the number "
        "of dims of x. Of its two halves the first makes a view, and the second says what to pick "
        "from that view.",
        "Split the key, and index x with the first half. If there is no second half (None), this "
        "is the result; otherwise index it once more, with the second. Copy nothing, since a view "
        "must share memory, and leave IndexErrors to NumPy.",
    ),
    "unindex": (
        "This is `getitem` played backwards. With the key [2, 0, 2] and the part [.1, .2, .4], "
        "what do the three places of the result receive?",
        "NumPy's x[basic] is a view, so what you write into it lands in the whole. The second half "
        "of a key picks a copy; that is why `add_at` takes the view and the half apart.",
        "Make zeros of `shape`, in the dtype of `part`, and split the key for as many dims as "
        "`shape` has. Index the zeros with the first half; then fill this view from `part` in "
        "place (a new value for the name would change nothing), or, with a second half, `add_at` "
        "it there.",
    ),
    "along": (
        "Work one by hand: x = [[1, 2], [3, 4]], dim = 1, index = [[1], [0]]. Which row and which "
        "column of x does each element of the result come from?",
        "Rows [[0], [1]] and columns [[1], [0]]: NumPy's x[rows, columns] picks them pair by pair. "
        "The columns are the index. The rows count up, and lie along dim 0.",
        "Index arrays broadcast, so the array for dimension i needs to be no larger than (1, ..., "
        "size, ..., 1), with its size at place i. `np.arange` counts, and `reshape` puts it there.",
        "For every dim of the index take the index itself if it is `dim`, and else such an array "
        "of counting numbers. Return them as a tuple, in order; of no dims that is ().",
    ),
    "defvjp(getitem)": (
        "x[1] of a (3, 4) matrix is (4,), and so is g. What shape must the gradient of x have, and "
        "what belongs in the rows that were not picked?",
        "Zeros, with g added at the places that the key reads: an op in this file makes this. "
        "Which shape should it be told?",
        "Call `unindex` with g, the shape of x, and the items of the key, each an argument of its "
        "own: unpack them, or `primitive` will not see the index tensors among them.",
    ),
    "defvjp(gather)": (
        "To gather is to read x at a certain key. Which rule in this file is about reading at a "
        "key?",
        "The key came from `along`, with `dim` and `index`. So g goes back as in the rule of "
        "`getitem`, and an index that occurs twice adds up by itself.",
        "Make the same key again (`along`, with `dim` read by `as_dim`, as it may be negative), "
        "and give `unindex` g, the shape of x, and the key unpacked.",
    ),
    "assign": (
        "NumPy could do this in one line on the ndarray inside. Who would be deceived: somebody "
        "who is recording, or a backward that comes later?",
        "`overwrite` checks, casts and marks, but it wants an Array to write into. Around which "
        "ndarray would you put one, so that x changes? And for which keys is that a copy after "
        "all?",
        "Split the key. Index the ndarray of x with the first half, and that with the second, if "
        "there is one. Wrap what you have in the class of x, with the `requires_grad` of x, and "
        "`overwrite` it with the value, once this has lost its `without_leading_ones`.",
        "One thing more. What the second half picked was a copy: assign it back into the view at "
        "that half, and `mark_changed` the ndarray of x.",
    ),
}
