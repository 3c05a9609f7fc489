"""Known mistakes in shapes."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "a repeated index keeps only its last gradient",
        "unindex",
        "add_at(view, advanced, part)",
        "view[advanced] = part",
        "What was picked twice was used twice, so its gradient is the sum of both shares. An "
        "assignment (and `+=` too) keeps only the last one: `add_at` adds them all.",
    ),
    Misconception(
        "the gradient of a part has the shape of the part",
        "defvjp(getitem)",
        "unindex(g, x.shape, *key)",
        "g",
        "x[key] is smaller than x, but the gradient of x has the shape of x: put g back where the "
        "part came from, into zeros.",
    ),
    Misconception(
        "the unpicked elements get ones",
        "unindex",
        "np.zeros(shape, part.dtype)",
        "np.ones(shape, part.dtype)",
        "What was not picked has no effect on the result, so its gradient is 0.",
    ),
    Misconception(
        "NumPy gets the whole key at once",
        "getitem",
        "return view if advanced is None else view[advanced]",
        "return view if advanced is None else x[key]",
        "For NumPy an int among index arrays is one more index array, and moves dims to the front: "
        "x[0, :, rows] gets another shape. Pick with `basic` first, then with `advanced`.",
    ),
    Misconception(
        "x[key] is always a copy",
        "getitem",
        "return view if advanced is None else view[advanced]",
        "return view.copy() if advanced is None else view[advanced]",
        "Ints and slices give a view in torch: whoever writes into x[0] changes x. Only index "
        "tensors and masks make copies.",
    ),
    Misconception(
        "indexing reaches for the ndarray inside",
        "Shapes.__getitem__",
        "getitem(self, *as_key(key))",
        "type(self)(getitem(self.value, *[getattr(k, 'value', k) for k in as_key(key)]))",
        "The numbers of your x[key] are right, but it was done behind the graph's back, so no "
        "gradient will ever reach x. Use the op.",
    ),
    Misconception(
        "what was assigned to an index tensor is lost",
        "Shapes.__setitem__",
        "part[advanced] = picked",
        "pass",
        "x[rows] is a copy, so what you wrote into it never reached x. Put it back with an "
        "assignment of NumPy's.",
    ),
    Misconception(
        "an assignment slips past the recording",
        "Shapes.__setitem__",
        "type(self)(picked, self.requires_grad)",
        "type(self)(picked)",
        "A wrapped part of x does not know that x requires a gradient, so `overwrite` did not "
        "refuse it while recording.",
    ),
    Misconception(
        "an assignment by index tensors is not marked",
        "Shapes.__setitem__",
        "mark_changed(self.value)",
        "pass",
        "After x[rows] = v somebody may still go backward through the old x: mark its memory as "
        "changed, as every in-place operation must.",
    ),
    Misconception(
        "permute undoes itself by the same dims",
        "defvjp(permute)",
        "_inverse(dims)",
        "dims",
        "Doing (2, 0, 1) twice does not lead back. The gradient needs the inverse permutation: "
        "where has dimension i gone?",
    ),
    Misconception(
        "a permutation is a reshape",
        "permute",
        "np.transpose(x, as_dims(tuple(dims), x.ndim))",
        "np.reshape(x, [x.shape[d] for d in as_dims(tuple(dims), x.ndim)])",
        "The shape is right, and the elements are shuffled: reshape reads them in order and never "
        "moves a dimension.",
    ),
    Misconception(
        "view copies where it can't share",
        "view",
        ", copy=False",
        "",
        "A view must share memory, always. Where that is impossible it raises RuntimeError; a "
        "silent copy is what `reshape` is for.",
    ),
    Misconception(
        "every part of a cat gets the first part's gradient",
        "concatenate_vjp",
        "narrow(g, dim, start,",
        "narrow(g, dim, 0,",
        "Each tensor gets its own part of g, which starts after all the tensors in front of it.",
    ),
    Misconception(
        "stack is cat",
        "stack",
        "unsqueeze(x, dim) for x in tensors",
        "x for x in tensors",
        "cat makes an existing dimension longer; stack makes a new one, so every tensor needs a "
        "dimension of size 1 there first.",
    ),
    Misconception(
        "mixed dtypes are promoted as NumPy does",
        "concatenate",
        ", dtype=dtype",
        "",
        "int64 and float32 make float64 in NumPy, but float32 in torch: `promote_types` knows.",
    ),
    Misconception(
        "the last piece of a split is dropped",
        "split",
        "range(0, size, split_size) or (0,)",
        "range(0, size - split_size + 1, split_size)",
        "5 elements in pieces of 2 are 2, 2 and 1: the last piece may be smaller, but it is there.",
    ),
    Misconception(
        "squeezing a dim drops it whatever its size",
        "squeeze",
        "size != 1 or i not in dims",
        "i not in dims or (dim is None and size != 1)",
        "Only a dimension of size 1 can go; a larger one stays, without complaint.",
    ),
    Misconception(
        "flatten joins everything",
        "flatten",
        "(*x.shape[:start], prod(x.shape[start : end + 1]), *x.shape[end + 1 :])",
        "(-1,)",
        "Only the dims from start_dim to end_dim are joined: flatten(1) keeps the batch apart.",
    ),
    Misconception(
        "the triangle's gradient is full",
        "defvjp(tril)",
        "tril(g, diagonal)",
        "g",
        "What tril has replaced by zeros has no effect any more, so no gradient goes there.",
    ),
    Misconception(
        "the filled places still get gradients",
        "defvjp(masked_fill)",
        "masked_fill(g, mask, 0)",
        "g",
        "Where the mask is true, the element of x is gone from the result: its gradient is 0.",
    ),
    Misconception(
        "gather picks along the wrong dim",
        "gather",
        "x[along(dim, index)]",
        "x[along(x.ndim - 1 - dim, index)]",
        "The index replaces the position in `dim`; in all other dims the positions stay.",
    ),
    Misconception(
        "gather counts negative indices from the end",
        "gather",
        "0 <= index.min() <=",
        "-x.shape[dim] <= index.min() <=",
        "In brackets -1 means the last one, but gather takes no negative index: it raises "
        "RuntimeError.",
    ),
]
