"""Wrong answers to m12 reductions."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a mask of winners times g",
        "every winner takes the whole gradient",
        "extreme_vjp",
        """
        def extreme_vjp(g, out, x, dim=None, keepdim=False):
            shape = [1 if i in as_dims(dim, x.ndim) else n for i, n in enumerate(x.shape)]
            best, share = reshape(out, tuple(shape)), reshape(g, tuple(shape))
            return share * eq(x, best)
        """,
        {"share * eq(x, best)": "share * eq(x, best) / sum(eq(x, best), dim, True)"},
    ),
    Variant(
        "the product, divided by each factor",
        "prod divides by the element",
        "prod_vjp",
        """
        def prod_vjp(g, out, x, dim=None, keepdim=False):
            if dim is None or x.ndim == 0:
                return reshape(prod_vjp(g, out, reshape(x, (-1,)), 0), x.shape)
            axis = as_dim(dim, x.ndim)
            whole = beside(out, x, axis)
            others = whole / x
            return beside(g, x, axis) * others
        """,
        {
            "others = whole / x": "parts = [narrow(x, axis, i, 1) for i in range(x.shape[axis])]\n"
            "            if not parts:\n"
            "                return x\n"
            "            products = []\n"
            "            for i in range(len(parts)):\n"
            "                product_of_others = parts[i] * 0 + 1\n"
            "                for j, part in enumerate(parts):\n"
            "                    if j != i:\n"
            "                        product_of_others = product_of_others * part\n"
            "                products.append(product_of_others)\n"
            "            others = concatenate(*products, dim=axis)"
        },
    ),
    Variant(
        "sums g up in the order of the elements",
        "the sums run forward again",
        "defvjp(cumsum)",
        """
        def _cumsum_vjp(g, out, x, dim):
            so_far = cumsum(g, dim)
            return so_far


        defvjp(cumsum, _cumsum_vjp)
        """,
        {"return so_far": "return sum(g, dim, keepdim=True) + g - so_far"},
    ),
    Variant(
        "a variance's slope, over how many there are",
        "the correction is forgotten on the way back",
        "var_vjp",
        """
        def var_vjp(g, out, x, dim=None, unbiased=True, keepdim=False, *, correction=None):
            n = 1
            for axis in as_dims(dim, x.ndim):
                n *= x.shape[axis]
            freedom = n
            centred = x - mean(x, dim, keepdim=True)
            return 2 * centred * beside(g, x, dim) * (1 / freedom if freedom else nan)
        """,
        {"freedom = n": "freedom = n - (int(unbiased) if correction is None else correction)"},
    ),
    Variant(
        "logaddexp without its shift",
        "logsumexp overflows",
        "logsumexp",
        """
        @primitive
        def logsumexp(x, dim, keepdim=False):
            axes = as_dims(dim, x.ndim)
            numbers = x if is_floating(x.dtype) else x.astype(np.float32)
            with np.errstate(over="ignore", divide="ignore"):
                return np.log(np.exp(numbers).sum(axis=axes, keepdims=keepdim))
        """,
        {
            "np.log(np.exp(numbers).sum(axis=axes, keepdims=keepdim))": (
                "np.logaddexp.reduce(numbers, axis=axes, keepdims=keepdim, initial=-inf)"
            )
        },
    ),
    Variant(
        "halves what an operand gets, always",
        None,
        "share",
        """
        def share(g, ties, loses):
            part = g / 2
            return where(loses, part * 0, part)
        """,
        {"part = g / 2": "part = where(ties, g / 2, g)"},
    ),
    Variant(
        "counts the winners of a row",
        "the count of ties has lost its dim",
        "extreme_vjp",
        """
        def extreme_vjp(g, out, x, dim=None, keepdim=False):
            is_extreme = eq(x, beside(out, x, dim))
            how_many = sum(is_extreme, dim)
            return where(is_extreme, beside(g, x, dim) / how_many, 0)
        """,
        {"sum(is_extreme, dim)": "beside(sum(is_extreme, dim), x, dim)"},
    ),
    Variant(
        "half of what a square does",
        "the variance's slope lacks its 2",
        "var_vjp",
        """
        def var_vjp(g, out, x, dim=None, unbiased=True, keepdim=False, *, correction=None):
            if correction is None:
                correction = 1 if unbiased else 0
            n = product([x.shape[i] for i in as_dims(dim, x.ndim)]) - correction
            away = x - mean(x, dim, keepdim=True)
            factor = 1 / n if n else nan
            return beside(g, x, dim) * away * factor
        """,
        {"1 / n if n": "2 / n if n"},
    ),
    Variant(
        "the first side is never asked whether it was taken",
        "where hands all to its first side",
        "defvjp(where)",
        """
        defvjp(
            where,
            None,
            lambda g, out, chosen, a, b: g + 0,
            lambda g, out, chosen, a, b: where(chosen, g * 0, g),
        )
        """,
        {"g + 0": "where(chosen, g, g * 0)"},
    ),
]
