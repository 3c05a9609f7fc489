"""Wrong answers to m11 indexing."""

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
        "a grid of all dims",
        "the index stands in the wrong dim",
        "along",
        """
        def along(dim, index):
            grid = list(np.indices(index.shape, sparse=True))
            if grid:
                grid[-1 - dim] = index
            return tuple(grid)
        """,
        {"grid[-1 - dim]": "grid[dim]"},
    ),
    Variant(
        "gives a repeated place the mean of its gradients",
        None,
        "unindex",
        """
        @primitive
        def unindex(part, shape, *key):
            whole, times = np.zeros(shape, part.dtype), np.zeros(shape, part.dtype)
            basic, advanced = split_key(key, whole.ndim)
            if advanced is None:
                whole[basic] = part
                return whole
            np.add.at(whole[basic], advanced, part)
            np.add.at(times[basic], advanced, 1)
            return whole / np.maximum(times, 1)
        """,
        {"return whole / np.maximum(times, 1)": "return whole"},
    ),
    Variant(
        "hands a tuple on",
        "the key of a part is handed on as one item",
        "defvjp(getitem)",
        """
        def _put_back(g, out, x, *items):
            return unindex(g, x.shape, items)


        defvjp(getitem, _put_back)
        """,
        {"x.shape, items)": "x.shape, *items)"},
    ),
    Variant(
        "takes from x what is left of the key",
        "index tensors pick from the whole tensor",
        "getitem",
        """
        @primitive
        def getitem(x, *key):
            simple, fancy = split_key(key, x.ndim)
            if fancy is not None:
                return x.__getitem__(fancy)
            return x.__getitem__(simple)
        """,
        {"x.__getitem__(fancy)": "x.__getitem__(simple).__getitem__(fancy)"},
    ),
]
