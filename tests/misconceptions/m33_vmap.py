"""Known mistakes in vmap."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "ranks are not aligned",
        "align",
        "if missing > 0 else x",
        "if False else x",
        "Broadcasting aligns at the right: without dims of size 1 behind the batch dim, a batch of "
        "vectors meets the wrong dim of a batch of matrices, which equal sizes hide.",
    ),
    Misconception(
        "the batch dim is pushed back",
        "align",
        "(x.shape[0], *[1] * missing, *x.shape[1:])",
        "(*[1] * missing, *x.shape)",
        "The dims of size 1 belong behind the batch dim, which must stay the first.",
    ),
    Misconception(
        "dims count the batch as well",
        "transposed",
        "transpose(x, *[as_dim(dim, ndim) + 1 for dim in dims])",
        "transpose(x, *dims)",
        "Dim 0 of an example is dim 1 of the batch.",
    ),
    Misconception(
        "a permutation leaves out the batch",
        "transposed",
        "(0, *[as_dim(dim, ndim) + 1 for dim in dims[0]])",
        "(*[as_dim(dim, ndim) + 1 for dim in dims[0]], 0)",
        "The batch dim stays in front, whatever happens to the others.",
    ),
    Misconception(
        "reshape mixes the examples",
        "reshaped",
        "op(x, (size, *as_shape((shape,), product(x.shape[1:]))))",
        "op(x, shape)",
        "Each example is reshaped by itself: the batch dim stays in front of the new shape.",
    ),
    Misconception(
        "a row is stretched over the batch",
        "reshaped",
        "align(x, len(shape))",
        "x",
        "broadcast_to(x, shape) adds dims in front of an example's own: align it first.",
    ),
    Misconception(
        "a batch of vectors is taken for a matrix",
        "matrix_product",
        "if len(y_shape) == 1:",
        "if len(y_shape) == 1 and not y_batched:",
        "matmul sees (5, 3) and thinks of a matrix, but these are five vectors: give each a second "
        "dim for a while.",
    ),
    Misconception(
        "a batch of vectors in front is taken for a matrix",
        "matrix_product",
        "if len(x_shape) == 1:",
        "if len(x_shape) == 1 and False:",
        "A batch (5, 3) of vectors is not a matrix of 5 rows, on the left no more than on the "
        "right: each vector becomes a matrix of one row.",
    ),
    Misconception(
        "the vectors' ones stay in the product",
        "matrix_product",
        "columns = out.shape[-1:] if len(y_shape) > 1 else ()",
        "columns = out.shape[-1:]",
        "The 1 that made a matrix of a vector does not belong to the result: drop it afterwards.",
    ),
    Misconception(
        "results without the batch stay alone",
        "whole_batch",
        "broadcast_to(x, (size, *x.shape))",
        "x",
        "A result that ignores the batch is the same for all of it: repeat it.",
    ),
    Misconception(
        "in_dims are taken for 0",
        "vmap",
        "Batched(moved(lower(x), dim, 0), level)",
        "Batched(lower(x), level)",
        "in_dims says along which dim the batch lies; move that to the front.",
    ),
    Misconception(
        "a batch of an outer vmap is taken for this one's",
        "whole_batch",
        "isinstance(x, Batched) and x.level is level",
        "isinstance(x, Batched)",
        "A result that is Batched of another level does not differ over this batch: repeat it.",
    ),
    Misconception(
        "only the first example is computed",
        "looped",
        "getitem(x, i) if b",
        "getitem(x, 0) if b",
        "In the loop, example i must be computed from the i-th part of each batched argument.",
    ),
    Misconception(
        "dims are counted as if there were no batch",
        "transposed",
        "as_dim(dim, ndim) + 1 for dim in dims]",
        "as_dim(dim, ndim) for dim in dims]",
        "`as_dim` counts within an example. The batch stands in front of it, so that each of its "
        "dims is one further here.",
    ),
    Misconception(
        "a permutation puts the batch behind",
        "transposed",
        "(0, *[as_dim(dim, ndim) + 1 for dim in dims[0]])",
        "(*[as_dim(dim, ndim) for dim in dims[0]], ndim)",
        "The batch is dim 0, and stays there; what was dim i of an example is dim i + 1.",
    ),
]
