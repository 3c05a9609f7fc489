"""Known mistakes in shapes."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "permute undoes itself by the same dims",
        "defvjp(permute)",
        "_inverse(dims)",
        "dims",
        "Doing (2, 0, 1) twice does not lead back. The gradient needs the inverse permutation: "
        "where has dimension i gone?",
    ),
    Misconception(
        "a permutation is undone by its reverse",
        "defvjp(permute)",
        "_inverse(dims)",
        "tuple(dims)[::-1]",
        "The inverse is not the dims backwards, although it is for two dims: ask for each dim "
        "of x at which place of the result it is now.",
    ),
    Misconception(
        "a permutation is a reshape",
        "permute",
        "np.transpose(x, as_order(dims, x.ndim))",
        "np.reshape(x, [x.shape[d] for d in as_order(dims, x.ndim)])",
        "The shape is right, and the elements are shuffled: reshape reads them in order and never "
        "moves a dimension.",
    ),
    Misconception(
        "a part is a copy",
        "cut",
        "slice(start, start + length))]",
        "slice(start, start + length))].copy()",
        "A part shares memory with the whole, as torch's does: whoever writes into it changes "
        "x. A slice of NumPy's is such a view; do not copy it.",
    ),
    Misconception(
        "a part ends at its length",
        "cut",
        "start + length",
        "length",
        "A slice ends at a place, and not after so many elements: from `start` to `start + "
        "length`.",
    ),
    Misconception(
        "the gradient of a part has the shape of the part",
        "defvjp(cut)",
        "uncut(g, x.shape[dim], dim, start)",
        "g",
        "The part is smaller than x, but the gradient of x has the shape of x: put g back into "
        "zeros, at the place that it came from.",
    ),
    Misconception(
        "the part goes back to the beginning",
        "uncut",
        "cut(whole, dim, start, part.shape[dim])",
        "cut(whole, dim, 0, part.shape[dim])",
        "g belongs where the part was cut out, from `start` on, and not at the beginning.",
    ),
    Misconception(
        "what was cut off gets ones",
        "uncut",
        "np.zeros(",
        "np.ones(",
        "What was cut off has no effect on the result, so its gradient is 0.",
    ),
    Misconception(
        "every part of a cat gets the first part's gradient",
        "concatenate_vjp",
        "narrow(g, dim, start,",
        "narrow(g, dim, 0,",
        "Each tensor gets its own part of g, which starts after all the tensors in front of it.",
    ),
    Misconception(
        "every part of a cat is as long as the first",
        "concatenate_vjp",
        "tensors[argnum].shape[dim]",
        "tensors[0].shape[dim]",
        "Each tensor has a size of its own along `dim`, and so has its part of g.",
    ),
    Misconception(
        "tensors are always joined along the first dim",
        "concatenate",
        "np.concatenate(tensors, dim,",
        "np.concatenate(tensors, 0,",
        "`dim` says along which dimension the tensors follow one another.",
    ),
    Misconception(
        "mixed dtypes are promoted as NumPy does",
        "concatenate",
        ", dtype=reduce(promote_types, [x.dtype for x in tensors])",
        "",
        "int64 and float32 make float64 in NumPy, but float32 in torch: `promote_types` knows.",
    ),
    Misconception(
        "the last piece of a split is dropped",
        "cut_up",
        "range(0, size, split_size) or (0,)",
        "range(0, size - split_size + 1, split_size)",
        "5 elements in pieces of 2 are 2, 2 and 1: the last piece may be smaller, but it is there.",
    ),
    Misconception(
        "every piece starts at the beginning",
        "cut_up",
        "start += length",
        "start += 0",
        "Each piece begins where the one before it ends: move the start on by its length.",
    ),
    Misconception(
        "a dim of size 0 has no pieces",
        "cut_up",
        " or (0,)",
        "",
        "torch cuts a dim of size 0 into one piece, which is as empty.",
    ),
    Misconception(
        "the cut is always along the first dim",
        where="cut",
        old="x[(*[slice(None)] * dim, slice(start, start + length))]",
        new="x[start : start + length]",
        says="x[a:b] cuts along dim 0. Each dim in front of the one that is meant needs a slice "
        "of its own that takes everything, `slice(None)`.",
    ),
    Misconception(
        "a tensor is split into so many pieces",
        where="cut_up",
        old="starts = range(0, size, split_size) or (0,)\n"
        "        split_size = [min(split_size, size - start) for start in starts]",
        new="each = -(-size // split_size)\n"
        "        starts = range(0, size, each or 1) or (0,)\n"
        "        split_size = [min(each, size - start) for start in starts]",
        says="`split_size` is how long each piece is, and not how many there are. (That is "
        "torch's `chunk`, and NumPy's `split`.)",
    ),
    Misconception(
        "every part of a cat gets the gradient of the next",
        where="concatenate_vjp",
        old="tensors[:argnum]]",
        new="tensors[: argnum + 1]]",
        says="Your part begins where it should end. Its start is the length of all tensors "
        "*before* it: those up to number argnum, without it.",
    ),
    Misconception(
        "dims go to NumPy as they are",
        where="permute",
        old="as_order(dims, x.ndim)",
        new="dims",
        says="NumPy raises ValueError where torch raises IndexError or RuntimeError. `as_order` "
        "reads the dims as torch does.",
    ),
    Misconception(
        "the zeros are float64",
        where="uncut",
        old=", part.dtype)",
        new=")",
        says="A float32 gradient then takes twice its memory on the way: tell `np.zeros` the "
        "dtype of `part`.",
    ),
]
