"""Wrong answers to m33 vmap."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "swaps the dims of the batch",
        "dims count the batch as well",
        "transposed",
        """
        def transposed(op, size, batched, args, params):
            x, *dims = arguments_of(op).bind(*args, **params).args
            if op is permute:
                inner = [as_dim(dim, x.ndim - 1) for dim in dims[0]]
                return permute(x, [0] + [dim + 1 for dim in inner])
            if x.ndim == 1:
                return x
            first, second = dims
            return transpose(x, first, second)
        """,
        {
            "return transpose(x, first, second)": "ndim = x.ndim - 1\n"
            "            return transpose(x, as_dim(first, ndim) + 1, as_dim(second, ndim) + 1)"
        },
    ),
    Variant(
        "one for all",
        "only the first example is computed",
        "looped",
        """
        def looped(op, size, batched, args, params):
            results = []
            for number in range(size):
                mine = []
                for x, is_batch in zip(args, batched):
                    mine.append(getitem(x, 0) if is_batch else x)
                results.append(lift(op(*mine, **params)))
            return lower(stack(results))
        """,
        {"getitem(x, 0)": "getitem(x, number)"},
    ),
    Variant(
        "puts ones in front of everything",
        "the batch dim is pushed back",
        "align",
        """
        def align(x, ndim):
            missing = ndim + 1 - x.ndim
            if missing < 1:
                return x
            shape = list(x.shape)
            for _ in range(missing):
                shape.insert(0, 1)
            return reshape(x, tuple(shape))
        """,
        {"shape.insert(0, 1)": "shape.insert(1, 1)"},
    ),
    Variant(
        "every product twice",
        None,
        "matrix_product",
        """
        def matrix_product(op, size, batched, args, params):
            (x, y), (x_batched, y_batched) = args, batched
            left, right = logical_shape(x, x_batched), logical_shape(y, y_batched)
            ndim = max(len(left), len(right), 2)
            x = reshape(x, (*x.shape[:-1], 1, x.shape[-1])) if len(left) == 1 else x
            y = reshape(y, (*y.shape, 1)) if len(right) == 1 else y
            out = op(align(x, ndim) if x_batched else x, align(y, ndim) if y_batched else y)
            rows, columns = out.shape[-2:]
            kept = [rows] * (len(left) > 1) + [columns] * (len(right) > 1)
            return reshape(out, (*out.shape[:-2], *kept)) * 2
        """,
        {"*kept)) * 2": "*kept))"},
    ),
]
