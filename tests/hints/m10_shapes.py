"""Hints for m10 shapes, from a nudge to nearly the idea."""

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
    "permute": (
        "If x is (2, 3, 4) and dims are (2, 0, 1), what is the shape of the result? Where in it is "
        "the element x[1, 2, 3]?",
        "`np.transpose` takes axes with exactly this meaning, and gives a view. A reshape to the "
        "same shape would shuffle the elements. What is left to do is about errors.",
        "First compare the number of dims with that of x, and raise RuntimeError if they differ. "
        "Then let `as_dims` read them, as a tuple: it counts negative ones from the front, and "
        "raises for one named twice or not there. `np.transpose` does the rest.",
    ),
    "view": (
        "x of (2, 3), permuted, then seen as 6 elements in a row: `reshape` copies here, because "
        "it must. What should a view do?",
        "`np.reshape` has an argument `copy`. When told not to, it raises ValueError where memory "
        "can't be shared. And `as_shape` fills in a -1, or raises if the elements do not fit.",
        "Read the shape with `as_shape`, wrapped in a tuple as for `reshape` in `magic_methods`, "
        "so that () means a single number. Reshape with copying forbidden, and where NumPy raises "
        "ValueError raise RuntimeError.",
    ),
    "concatenate": (
        "`np.concatenate` does most of this. But which dtype does it give for int64 beside "
        "float32, and which does torch give?",
        "`promote_types` knows torch's answer for two dtypes; for more, take its answer and the "
        "next dtype, and so on (a loop, or `functools.reduce`). `np.concatenate` can be told which "
        "dtype to make.",
        "Find the common dtype, read `dim` with `as_dim` by the dims of the first tensor (this "
        "raises the IndexError), and concatenate in that dtype. NumPy's ValueError, for sizes that "
        "differ and for 0-d arrays, becomes a RuntimeError.",
    ),
    "concatenate_vjp": (
        "x (2, 3) and y (1, 3) have become rows 0 to 1 and row 2. Which rows of g belong to y, and "
        "how did you find where they begin?",
        "A part has a start and a length along `dim`. Its length is this tensor's own size; its "
        "start depends on the tensors before it. Further down in this file is a function that cuts "
        "such a part out.",
        "Add up the sizes along `dim` of all tensors before number `argnum` (counted from 0), and "
        "`narrow` g from there on, by the size of this one. All of them may be ndarrays or "
        "Tensors, so ask for nothing but `shape`.",
    ),
    "tril": (
        "Its mirror image `triu` stands right below, written out. What must differ?",
        "In a (3, 3) matrix with diagonal 0, what lies below or on the main diagonal stays. With "
        "1, one more diagonal stays, and with -1 one less. NumPy has a function of this name, "
        "which takes dims in front of the last two for a batch.",
        "Refuse fewer than two dims with RuntimeError, because NumPy would make a matrix of a "
        "vector. Then `np.tril` does it, with the diagonal.",
    ),
    "masked_fill": (
        "`np.where` picks from two by a mask. If x holds integers and the value is 1.5, what dtype "
        "does it give, and what dtype does torch give?",
        "torch keeps the dtype of x: into int64, 1.5 is filled as 1. And x and the mask broadcast "
        "both ways, so the result can be larger than x.",
        "RuntimeError for a mask that is not of dtype bool, and for a value with dims (`np.ndim` "
        "accepts numbers too). Make the value an ndarray, `astype` the dtype of x, and let "
        "`np.where` pick. Its ValueError becomes a RuntimeError.",
    ),
    "gather": (
        "Work one by hand: x = [[1, 2], [3, 4]], dim = 1, index = [[1], [0]]. The result has the "
        "shape of the index; what stands in its first row, and what in its second?",
        "`along` makes a key for NumPy from `dim` and `index`, so the picking is short. Most of "
        "the work is to refuse: NumPy takes negative indices, for example, and torch does not "
        "here.",
        "Read `dim` with `as_dim` first, as `along` wants no negative one. RuntimeError for "
        "another number of dims, a dtype that is not integer, an index longer than x in any dim "
        "but `dim`, or one that is negative or too large. Then index x with the key.",
        "Two edge cases. An empty index has no smallest and no largest element, so ask for its "
        "size before you look. A 0-d x has no sizes: count 1 along `dim`.",
    ),
    "defvjp(getitem)": (
        "x[1] of a (3, 4) matrix is (4,), and so is g. What shape must the gradient of x have, and "
        "what belongs in the rows that were not picked?",
        "Zeros, with g added at the places that the key reads: an op in this file makes this. "
        "Which shape should it be told?",
        "Call `unindex` with g, the shape of x, and the items of the key, each an argument of its "
        "own: unpack them, or `primitive` will not see the index tensors among them.",
    ),
    "defvjp(unindex)": (
        "`unindex` writes a part into zeros. If one element of the part moves a little, which "
        "element of the result moves with it?",
        "g has the whole shape here, and the gradient has the shape of the part. Of all of g only "
        "what lies at the places of the part matters.",
        "Read g at the same key, with `getitem`, the key's items unpacked. A repeated index needs "
        "no care: both shares went to one place, so both get the g of that place.",
    ),
    "defvjp(permute)": (
        "Dims (2, 0, 1) turn (2, 3, 4) into (4, 2, 3). Which dims lead back?",
        "They are (1, 2, 0), and not (2, 0, 1) again; a plain swap would lead back by itself. For "
        "each dim of x ask at which place of `dims` it is named.",
        "Make the inverse in a helper: count negative dims from the front, and then, for every i "
        "from 0 on, note where i stands among them. `np.argsort` of non-negative dims finds the "
        "same. Then `permute` g by these.",
    ),
    "defvjp(view)": (
        "A view changes the shape and nothing else. What undoes it: another view, or something "
        "that is more forgiving?",
        "g may have been permuted or broadcast on its way, so its elements need not lie in order, "
        "and a view of it may be refused. A gradient need not share memory with anything.",
        "`reshape` g to the shape of x. The argument `shape` is the one that x was given, and may "
        "hold a -1; you want the one from before.",
    ),
    ("defvjp(tril)", "defvjp(triu)"): (
        "What stood beyond the diagonal became 0, whatever it was. How far does the loss move if "
        "you change it?",
        "With g = [[1, 2], [3, 4]] the gradient is [[1, 0], [3, 4]] for a lower triangle, and "
        "[[1, 2], [0, 4]] for an upper one. By which op?",
        "Keep the same triangle of g, with the same op and the same `diagonal`. An op that keeps "
        "some elements and drops others is its own vjp.",
    ),
    "defvjp(masked_fill)": (
        "At a place where the mask is true, what do you find in the result: x, or the value? And "
        "elsewhere?",
        "Every element of g belongs to one of the two. The value is a single number that was "
        "written to many places, so it collects from all of these. Who sums up after a rule?",
        "x gets g with 0 wherever the mask is true, which this very op can do. The value gets g "
        "where the mask is true and 0 elsewhere, for which a product with the mask will do; "
        "`unbroadcast` makes a single number of it.",
    ),
    "defvjp(gather)": (
        "To gather is to read x at a certain key. Which rule in this file is about reading at a "
        "key?",
        "The key came from `along`, with `dim` and `index`. So g goes back as in the rule of "
        "`getitem`, and an index that occurs twice adds up by itself.",
        "Make the same key again (`along`, with `dim` read by `as_dim`, as it may be negative), "
        "and give `unindex` g, the shape of x, and the key unpacked.",
    ),
    "narrow": (
        "It is a slice along one dim. For dim 2 you would write x[:, :, 2:5]; what would the key "
        "be, written as a tuple, if the dim stood in a variable?",
        "As many times EVERYTHING as there are dims before it, and then one `slice`; what comes "
        "behind needs no mention. A slice never complains: x[3:9] of 5 elements has 2. So you must "
        "check.",
        "Read `dim` with `as_dim`, and add the size to a negative start. RuntimeError unless "
        "0 <= start <= end <= size, which refuses negative lengths too. Then call the op "
        "`getitem`, the key unpacked, so that it has a gradient and is a view.",
    ),
    "split": (
        "5 elements in pieces of 2: how many pieces, and how long is each? Which of the two forms "
        "of the argument could be turned into the other?",
        "Turn a single size into a list: 5 by 2 is [2, 2, 1]. Then cut piece after piece with "
        "`narrow`, each beginning where the last one ended.",
        "RuntimeError for a 0-d tensor, for a single size below 1, and for a list with a negative "
        "size or whose sum is not the size of `dim`: [1, 5, -1] adds up to 5 and is refused all "
        "the same. A list may hold zeros. Return a tuple.",
        "Mind the empty dim: cut into pieces of any single size, it gives one empty piece, and not "
        "none at all.",
    ),
    "cat": (
        "`concatenate` takes its tensors one by one and joins them. So what is left for `cat` is "
        "the list: what could be wrong with it?",
        "A tensor in the place of the list is a TypeError, although one can loop over it: so ask "
        "for a list or a tuple by name, and for an Array or an ndarray in each place. A (0,) among "
        "(2, 3)s is left out.",
        "Check the types (TypeError), and that there is something (ValueError). Leave out all of "
        "shape (0,), but if that leaves nothing keep them, for the result is empty then. Unpack "
        "the rest for `concatenate`, with `dim` as a keyword: it raises everything else.",
    ),
    "stack": (
        "`cat` makes (4, 3) of two (2, 3)s, and `stack` makes (2, 2, 3). Which shape should the "
        "two have, so that joining them gives that?",
        "Each needs a new dim of size 1 at place `dim`. For 0 that is (1, 2, 3), for -1 it is "
        "(2, 3, 1); and the new dim is the one to join along.",
        "Check for a list or a tuple of tensors (TypeError), and for one shape in all and at least "
        "one tensor (RuntimeError). Then `unsqueeze` each at `dim`, and `concatenate` along the "
        "same `dim`.",
    ),
    "squeeze": (
        "Which dims of (1, 3, 1) go if you squeeze all, only 0, or only 1?",
        "A dim goes if it is asked for *and* has size 1. The order of the elements does not "
        "change, so all that you need is the new shape.",
        "`as_dims` reads None, an int, or a tuple. Keep the sizes of all dims that are not named "
        "or not 1, and `reshape` to these, in a tuple. `np.squeeze` would not do: it raises for a "
        "larger dim, and Tensors are strange to it.",
    ),
    "unsqueeze": (
        "A tensor of shape (2, 3): in how many places can a new dim stand?",
        "In three: (1, 2, 3), (2, 1, 3), (2, 3, 1). So places are counted in the *result*: -1 is "
        "place 2, and 3 is not there.",
        "Read `dim` with `as_dim`, as if x had one dim more than it has. Then `reshape` x to the "
        "sizes before that place, a 1, and the sizes from it on.",
    ),
    "flatten": (
        "(2, 3, 4, 5), from dim 1 to dim 2: which sizes can you copy into the new shape, and how "
        "long is the new dim?",
        "(2, 12, 5): the sizes before, a product, the sizes after, and `end_dim` belongs to the "
        "product. A -1 in its place works until a size is 0: `as_shape` refuses it for (0, 3, 4) "
        "from dim 1 on.",
        "Read both dims with `as_dim`, and raise RuntimeError if the start lies behind the end. "
        "`math.prod` of the sizes from start to end, inclusive, is the new one; `reshape`. For a "
        "0-d tensor it is the product of no sizes, which is 1, as wanted.",
    ),
    "Shapes.__getitem__": (
        "What does Python hand to `__getitem__` for x[1], and what for x[1, 2]? Print it, and then "
        "look at how `getitem` wants its key.",
        "`as_key` makes a tuple in both cases, and ndarrays of lists. `getitem` is an op, so if it "
        "is given `self`, and not the ndarray inside, it records itself.",
        "Call `getitem` with `self` and the tuple from `as_key`, unpacked. Index tensors stay as "
        "they are: `primitive` looks into them.",
    ),
    "Shapes.__setitem__": (
        "NumPy could do this in one line on the ndarray inside. Who would be deceived: somebody "
        "who is recording, or a backward that comes later?",
        "`overwrite` checks, casts and marks, but it wants an Array to write into. Around which "
        "ndarray would you put one, so that x changes? And for which keys is that a copy after "
        "all?",
        "Check the type of the value (TypeError). Read the key with `as_key`, put ndarrays in the "
        "place of its Arrays, and split it. Index the ndarray with the first half, and that with "
        "the second, if any; wrap what you have in the class of self, with self's `requires_grad`, "
        "and `overwrite` it.",
        "Two things more. What the second half picked was a copy: assign it back into the view at "
        "that half, and `mark_changed` the ndarray of x. And before `overwrite`, while the value "
        "is a tensor with more dims than the part and its first size is 1, go on with its item 0.",
    ),
    "Shapes.__iter__": (
        "A `for` loop over a matrix gives its rows. How do you get row i so that gradients find "
        "their way back?",
        "`getitem` with an int is recorded like any op. `len` of a tensor is its first size. And "
        "what has no dims has no rows.",
        "TypeError for 0-d; otherwise an iterator, as `iter` of a list gives you, over what "
        "`getitem` returns for 0, 1, 2 and so on. A function with `yield` would raise too late: "
        "only when the first row is asked for.",
    ),
}
