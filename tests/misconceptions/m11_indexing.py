"""Known mistakes in indexing."""

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
        "the other dims all read their first place",
        "along",
        "np.arange(size)",
        "np.zeros(size, int)",
        "In all dims but `dim` the position stays: row i of the result is read from row i of x, "
        "so its index counts 0, 1, 2...",
    ),
    Misconception(
        "the index stands in the wrong dim",
        "along",
        "index if i == dim else",
        "index if i == index.ndim - 1 - dim else",
        "The index replaces the position in `dim`; in all other dims the positions stay.",
    ),
    Misconception(
        "the counting numbers stand in the last dim",
        "along",
        "np.arange(size).reshape(shape)",
        "np.arange(size)",
        "Index arrays broadcast. The numbers that count along dimension i must lie along "
        "dimension i, with size 1 elsewhere.",
    ),
    Misconception(
        "the gradient of a gather is gathered",
        "defvjp(gather)",
        "unindex(g, x.shape, *along(as_dim(dim, x.ndim), index))",
        "getitem(g, *along(as_dim(dim, x.ndim), index))",
        "g has the shape of the index, and the gradient that of x: add g into zeros, at the "
        "places that were read.",
    ),
    Misconception(
        "what was assigned to an index tensor is lost",
        "assign",
        "view[advanced] = picked",
        "pass",
        "x[rows] is a copy, so what you wrote into it never reached x. Put it back with an "
        "assignment of NumPy's.",
    ),
    Misconception(
        "an assignment slips past the recording",
        "assign",
        "type(x)(picked, x.requires_grad)",
        "type(x)(picked)",
        "A wrapped part of x does not know that x requires a gradient, so `overwrite` did not "
        "refuse it while recording.",
    ),
    Misconception(
        "an assignment by index tensors is not marked",
        "assign",
        "mark_changed(x.value)",
        "pass",
        "After x[rows] = v somebody may still go backward through the old x: mark its memory as "
        "changed, as every in-place operation must.",
    ),
    Misconception(
        "leading ones do not fit",
        "assign",
        "value = without_leading_ones(value, picked.ndim)",
        "pass",
        "A (1, 1, 3) may be assigned to a row of 3: leading dimensions of size 1 are dropped "
        "first.",
    ),
    Misconception(
        "the key of a part is handed on as one item",
        where="defvjp(getitem)",
        old="unindex(g, x.shape, *key)",
        new="unindex(g, x.shape, key)",
        says="`key` is a tuple here, since the rule takes `*key`. `unindex` takes the items one "
        "by one, as `getitem` does: hand them on with a star.",
        trap="but not within a tuple",
    ),
    Misconception(
        "the key of a gather is handed on as one item",
        where="defvjp(gather)",
        old="*along(as_dim(dim, x.ndim), index)",
        new="along(as_dim(dim, x.ndim), index)",
        says="`along` gives a tuple, and `unindex` takes the items of a key one by one, as "
        "`getitem` does: hand them on with a star.",
        trap="but not within a tuple",
    ),
    Misconception(
        "a gather's rule takes the dim as it was given",
        where="defvjp(gather)",
        old="along(as_dim(dim, x.ndim), index)",
        new="along(dim, index)",
        says="The rule gets exactly what the op was called with, so `dim` may be -1, and `along` "
        "counts from the front: `as_dim` translates.",
        trap="`gather` picks along one dim",
    ),
    Misconception(
        "index tensors pick from the whole tensor",
        where="getitem",
        old="view[advanced]",
        new="x[advanced]",
        says="In x[0, i] the 0 has dropped a dimension before i has its turn. Pick from what the "
        "basic part of the key has left, the view.",
    ),
    Misconception(
        "the zeros are float64",
        where="unindex",
        old="np.zeros(shape, part.dtype)",
        new="np.zeros(shape)",
        says="The gradient of a float32 table then takes twice the table's memory. Name the "
        "dtype, that of `part`.",
    ),
]
