"""Wrong answers to m10 shapes."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "fancy += into zeros",
        "a repeated index keeps only its last gradient",
        "unindex",
        """
        @primitive
        def unindex(part, shape, *key):
            whole = np.zeros(shape, part.dtype)
            basic, advanced = split_key(key, whole.ndim)
            target = whole[basic]
            if advanced is None:
                target += part
            else:
                target[advanced] += part
            return whole
        """,
        {"target[advanced] += part": "np.add.at(target, advanced, part)"},
    ),
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
            if len(dims) != x.ndim:
                raise RuntimeError("name every dim")
            order = as_dims(tuple(dims), x.ndim)
            shape = tuple(np.array(x.shape, int)[list(order)].tolist())
            return x.ravel().reshape(shape)
        """,
        {"return x.ravel().reshape(shape)": "return np.moveaxis(x, order, range(x.ndim))"},
    ),
    Variant(
        "counts whole pieces",
        "the last piece of a split is dropped",
        "split",
        """
        def split(x, split_size, dim=0):
            if x.ndim == 0:
                raise RuntimeError("nothing to cut")
            length = x.shape[as_dim(dim, x.ndim)]
            if isinstance(split_size, int):
                if split_size <= 0:
                    raise RuntimeError("pieces need a size")
                whole, rest = divmod(length, split_size)
                sizes = [split_size] * whole
            else:
                sizes = [*split_size]
                if any(size < 0 for size in sizes) or np.sum(sizes) != length:
                    raise RuntimeError("the sizes do not add up")
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
        "keeps the batch in front, whatever was asked",
        None,
        "flatten",
        """
        def flatten(x, start_dim=0, end_dim=-1):
            first, last = as_dim(start_dim, x.ndim), as_dim(end_dim, x.ndim)
            if first > last:
                raise RuntimeError("the wrong way round")
            shape = [*x.shape]
            joined = prod(shape[first:])
            return reshape(x, (*shape[:first], joined))
        """,
        {
            "joined = prod(shape[first:])": "joined = prod(shape[first : last + 1])",
            "joined))": "joined, *shape[last + 1 :]))",
        },
    ),
]
