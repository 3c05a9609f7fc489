"""Wrong answers to m10 shapes."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "permutes once more",
        "permute undoes itself by the same dims",
        "defvjp(permute)",
        """
        def _permute_vjp(g, out, x, dims):
            back = [0] * g.ndim
            for i, dim in enumerate(dims):
                back[i] = dim
            return permute(g, back)


        defvjp(permute, _permute_vjp)
        """,
        {"back[i] = dim": "back[dim] = i"},
    ),
    Variant(
        "reads the numbers anew in the permuted shape",
        "a permutation is a reshape",
        "permute",
        """
        @primitive
        def permute(x, dims):
            order = as_order(dims, x.ndim)
            shape = tuple(np.array(x.shape, int)[list(order)].tolist())
            return x.ravel().reshape(shape)
        """,
        {"return x.ravel().reshape(shape)": "return np.moveaxis(x, order, range(x.ndim))"},
    ),
    Variant(
        "counts whole pieces",
        "the last piece of a split is dropped",
        "cut_up",
        """
        def cut_up(x, split_size, dim):
            length = x.shape[dim]
            if isinstance(split_size, int):
                whole, rest = divmod(length, split_size)
                sizes = [split_size] * whole
            else:
                sizes = [*split_size]
            ends = np.cumsum(sizes).astype(int).tolist()
            return tuple(narrow(x, dim, end - size, size) for end, size in zip(ends, sizes))
        """,
        {
            "sizes = [split_size] * whole": "sizes = [split_size] * whole"
            " + [rest] * (rest > 0 or not whole)"
        },
    ),
    Variant(
        "one position for all",
        "every part of a cat gets the first part's gradient",
        "concatenate_vjp",
        """
        def concatenate_vjp(argnum, g, out, *tensors, dim=0):
            begin = 0
            for i, x in enumerate(tensors):
                end = begin + x.shape[dim]
                if i == argnum:
                    return narrow(g, dim, begin, x.shape[dim])
        """,
        {
            "narrow(g, dim, begin, x.shape[dim])\n": "narrow(g, dim, begin, x.shape[dim])\n"
            "                begin = end\n"
        },
    ),
    Variant(
        "puts what it gets at the far end",
        None,
        "uncut",
        """
        @primitive
        def uncut(part, size, dim, start):
            length = part.shape[dim]
            shape = [size - length if i == dim else n for i, n in enumerate(part.shape)]
            rest = np.zeros(shape, part.dtype)
            return np.concatenate([rest, part], dim)
        """,
        {
            "[rest, part], dim)": "[*np.split(rest, [start], dim)[:1], part, "
            "*np.split(rest, [start], dim)[1:]], dim)"
        },
    ),
    Variant(
        "slices as one slices a list",
        "the cut is always along the first dim",
        "cut",
        """
        @primitive
        def cut(x, dim, start, length):
            end = start + length
            turned = np.swapaxes(x, 0, 0)
            return np.swapaxes(turned[start:end], 0, 0)
        """,
        {
            "np.swapaxes(x, 0, 0)": "np.swapaxes(x, 0, dim)",
            "np.swapaxes(turned[start:end], 0, 0)": "np.swapaxes(turned[start:end], 0, dim)",
        },
    ),
    Variant(
        "adds up to its own end",
        "every part of a cat gets the gradient of the next",
        "concatenate_vjp",
        """
        def concatenate_vjp(argnum, g, out, *tensors, dim=0):
            begin = 0
            for number, x in enumerate(tensors):
                if number <= argnum:
                    begin += x.shape[dim]
            return narrow(g, dim, begin, tensors[argnum].shape[dim])
        """,
        {"number <= argnum": "number < argnum"},
    ),
]
