"""Hints for m10 shapes, from a nudge to nearly the idea."""

HINTS = {
    "permute": (
        "If x is (2, 3, 4) and dims are (2, 0, 1), what is the shape of the result? Where in it is "
        "the element x[1, 2, 3]?",
        "`np.transpose` takes axes with exactly this meaning, and gives a view. A reshape to the "
        "same shape would shuffle the elements.",
        "Let `as_order` read the dims: it wants them and the number of dims of x, and raises what "
        "has to be raised. `np.transpose` does the rest.",
    ),
    "cut": (
        "It is a slice along one dim. For dim 2 you would write x[:, :, 2:5]; what would the key "
        "be, written as a tuple, if the dim stood in a variable?",
        "A colon alone is `slice(None)`. The key has as many of these as there are dims before "
        "`dim`, and then one `slice`; what comes behind needs no mention.",
        "Index x with that tuple. A slice ends at a place, so the one along `dim` goes from start "
        "to start plus length. Copy nothing: a slice of NumPy's is a view already.",
    ),
    "uncut": (
        "This is `cut` played backwards. The part [.1, .2] was cut from 5 elements, from place 1 "
        "on. What stands in the 5 places of the result?",
        "The result is as long as the part in every dim but one, where it is `size` long. And "
        "where `cut` gives a view, whatever you write into that view lands in the whole.",
        "Make zeros of that shape, in the dtype of `part`. Take their `cut` from `start` on, as "
        "long as the part, and fill it in place with the part: a new value for the name would "
        "change nothing. Return the zeros.",
    ),
    "concatenate": (
        "`np.concatenate` does most of this. But which dtype does it give for int64 beside "
        "float32, and which does torch give?",
        "`promote_types` knows torch's answer for two dtypes; for more, take its answer and the "
        "next dtype, and so on (a loop, or `functools.reduce`). `np.concatenate` can be told which "
        "dtype to make.",
        "Find the common dtype, and concatenate along `dim` in that dtype. `cat` has made sure "
        "that the shapes fit.",
    ),
    "concatenate_vjp": (
        "x (2, 3) and y (1, 3) have become rows 0 to 1 and row 2. Which rows of g belong to y, and "
        "how did you find where they begin?",
        "A part has a start and a length along `dim`. Its length is this tensor's own size; its "
        "start depends on the tensors before it. Which function of this file cuts such a part "
        "out?",
        "Add up the sizes along `dim` of all tensors before number `argnum` (counted from 0), and "
        "`narrow` g from there on, by the size of this one. All of them may be ndarrays or "
        "Tensors, so ask for nothing but `shape`.",
    ),
    "defvjp(permute)": (
        "Dims (2, 0, 1) turn (2, 3, 4) into (4, 2, 3). Which dims lead back?",
        "They are (1, 2, 0), and not (2, 0, 1) again; a plain swap would lead back by itself. For "
        "each dim of x ask at which place of `dims` it is named.",
        "Make the inverse in a helper: count negative dims from the front, and then, for every i "
        "from 0 on, note where i stands among them. `np.argsort` of non-negative dims finds the "
        "same. Then `permute` g by these.",
    ),
    "defvjp(cut)": (
        "Rows 1 and 2 were cut from a (5, 3) matrix, so g is (2, 3). What shape must the gradient "
        "of x have, and what belongs in the rows that were cut off?",
        "Zeros, with g in its old place: an op in this file makes this. What does it have to know "
        "that g alone does not tell?",
        "Call `uncut` with g, the size that x has along `dim`, and the `dim` and the `start` that "
        "the cut had.",
    ),
    "cut_up": (
        "5 elements in pieces of 2: how many pieces, and how long is each? Which of the two forms "
        "of the argument could be turned into the other?",
        "Turn a single size into a list: 5 by 2 is [2, 2, 1]. Then take piece after piece with "
        "`cut`, each beginning where the last one ended.",
        "The pieces of one size start at 0, 2, 4, and so on, as in a `range` with a step. Each is "
        "as long as asked for, or as what is left. Return a tuple.",
        "Mind the empty dim: cut into pieces of any single size, it gives one empty piece, and not "
        "none at all.",
    ),
}
