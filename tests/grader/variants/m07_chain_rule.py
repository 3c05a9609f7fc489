"""Wrong answers to m07 chain rule."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "makes both rules of a product in a loop",
        "each factor multiplies its own gradient",
        "defvjp(mul)",
        """
        defvjp(mul, *(lambda g, out, *factors, i=i: factors[i] * g for i in (0, 1)))
        """,
        {"factors[i] * g": "factors[1 - i] * g"},
    ),
    Variant(
        "multiplies out the slope of tanh",
        "tanh is not squared",
        "defvjp(tanh)",
        """
        def _tanh_vjp(g, out, x):
            lost = g * out
            return g - lost


        defvjp(tanh, _tanh_vjp)
        """,
        {"return g - lost": "return g - lost * out"},
    ),
    Variant(
        "multiplies out the slope of sigmoid",
        "sigmoid's slope is taken at x",
        "defvjp(sigmoid)",
        """
        def _sigmoid_vjp(g, out, x):
            s = x
            return g * (s - s * s)


        defvjp(sigmoid, _sigmoid_vjp)
        """,
        {"s = x": "s = out"},
    ),
    Variant(
        "takes the power that is already there",
        "the exponent stays as it was",
        "defvjp(pow)",
        """
        def _base_vjp(g, out, x, y):
            slope = y * out
            return slope * g


        def _exponent_vjp(g, out, x, y):
            base = x + (x == 0) * (y >= 0) * y**0
            return out * log(base) * g


        defvjp(pow, _base_vjp, _exponent_vjp)
        """,
        {"slope = y * out": "slope = y * x ** _one_less(y)"},
    ),
    Variant(
        "treats a power like an exponential function",
        "an exponent without its logarithm",
        "defvjp(pow)",
        """
        def _base_vjp(g, out, x, y):
            return x ** _one_less(y) * (y * g)


        def _exponent_vjp(g, out, x, y):
            return g * exp(y * log(x))


        defvjp(pow, _base_vjp, _exponent_vjp)
        """,
        {"g * exp(y * log(x))": "g * out * log(x + (x == 0) * (y >= 0) * y**0)"},
    ),
    Variant(
        "lowers the exponent and stops there",
        "the exponent does not come down in front",
        "defvjp(pow)",
        """
        def _base_vjp(g, out, x, y):
            lowered = _one_less(y)
            slope = pow(x, lowered)
            return mul(g, slope)


        def _exponent_vjp(g, out, x, y):
            logarithm = log(x + (x == 0) * (y >= 0) * y**0)
            return mul(mul(g, out), logarithm)


        defvjp(pow, _base_vjp, _exponent_vjp)
        """,
        {"slope = pow(x, lowered)": "slope = mul(y, pow(x, lowered))"},
    ),
    Variant(
        "divides by the denominator once",
        "the denominator divides only once",
        "defvjp(div)",
        """
        def _below(g, out, x, y):
            return neg(mul(g, out))


        defvjp(div, lambda g, out, x, y: g * y**-1.0, _below)
        """,
        {"neg(mul(g, out))": "neg(mul(g, out)) / y"},
    ),
    Variant(
        "computes the slope of exp and hands it on",
        "the incoming gradient is ignored",
        "defvjp(exp)",
        """
        def _exp_vjp(g, out, x):
            slope = exp(x)
            return slope


        defvjp(exp, _exp_vjp)
        """,
        {"return slope": "return slope * g"},
    ),
    Variant(
        "the root as a power",
        "the 2 of the square root is lost",
        "defvjp(sqrt)",
        """
        defvjp(sqrt, lambda g, out, x: g * x**-0.5)
        """,
        {"g * x**-0.5": "0.5 * g * x**-0.5"},
    ),
    Variant(
        "undoes broadcasting dim by dim, with means",
        "the copies are averaged",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            gather = mean
            while g.ndim > len(shape):
                g = gather(g, 0)
            for dim, size in enumerate(shape):
                if g.shape[dim] > size:
                    g = gather(g, dim, keepdim=True)
            return g
        """,
        {"gather = mean": "gather = sum"},
    ),
    Variant(
        "lifts the row, and forgets to turn the matrix",
        "the right matrix is not transposed",
        "matmul_vjp_x",
        """
        def matmul_vjp_x(g, out, x, y):
            if y.ndim == 1:
                return reshape(g, (*g.shape, 1)) * y
            rows = g if x.ndim > 1 else reshape(g, (*g.shape[:-1], 1, g.shape[-1]))
            fits = y.shape[-1] == y.shape[-2]
            turned = y if fits else transpose(y, -2, -1)
            share = matmul(rows, turned)
            return share if x.ndim > 1 else reshape(share, (*share.shape[:-2], share.shape[-1]))
        """,
        {"turned = y if fits else transpose(y, -2, -1)": "turned = transpose(y, -2, -1)"},
    ),
    Variant(
        "transposes the product and not back",
        "the product is turned around",
        "matmul_vjp_y",
        """
        def matmul_vjp_y(g, out, x, y):
            if x.ndim == 1:
                return g * x if y.ndim == 1 else _column(x) * reshape(
                    g, (*g.shape[:-1], 1, g.shape[-1])
                )
            if y.ndim == 1:
                share = x * _column(g)
                return sum(share, tuple(range(share.ndim - 1)))
            turned = matmul(transpose(g, -1, -2), x)
            return turned
        """,
        {"return turned": "return transpose(turned, -1, -2)"},
    ),
    Variant(
        "reverses all dims in a loop",
        "a batch of matrices is transposed as a whole",
        "matmul_vjp_x",
        """
        def matmul_vjp_x(g, out, x, y):
            if y.ndim == 1:
                return _column(g) * y
            turned = y
            for dim in range(y.ndim // 2):
                turned = transpose(turned, dim, y.ndim - 1 - dim)
            if x.ndim > 1:
                return matmul(g, turned)
            return matmul(reshape(g, (*g.shape[:-1], 1, g.shape[-1])), turned)
        """,
        {
            "for dim in range(y.ndim // 2):": "for dim in [y.ndim - 2]:",
            "transpose(turned, dim, y.ndim - 1 - dim)": "transpose(turned, dim, y.ndim - 1)",
        },
    ),
    Variant(
        "a mean as a sum over everything, divided",
        "the mean always divides by all elements",
        "defvjp(mean)",
        """
        def _mean_vjp(g, out, x, dim=None, keepdim=False):
            terms = prod(x.shape)
            return _spread(g, x, dim) / terms


        defvjp(mean, _mean_vjp)
        """,
        {"terms = prod(x.shape)": "terms = prod(x.shape) / max(1, prod(out.shape))"},
    ),
    Variant(
        "stretches the gradient of a mean",
        "the mean is not divided",
        "defvjp(mean)",
        """
        def _mean_vjp(g, out, x, dim=None, keepdim=False):
            axes = as_dims(dim, x.ndim)
            shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
            weight = 1.0
            return broadcast_to(reshape(g, tuple(shape)) * weight, x.shape)


        defvjp(mean, _mean_vjp)
        """,
        {"weight = 1.0": "weight = 1 / prod(x.shape[i] for i in axes)"},
    ),
    Variant(
        "puts the dims back only for a total",
        "a sum's gradient is stretched without its dim",
        "_spread",
        """
        def _spread(g, x, dim):
            kept = list(x.shape)
            for axis in as_dims(dim, x.ndim):
                kept[axis] = 1
            if g.shape[-1:] != x.shape[-1:]:
                g = reshape(g, tuple(kept))
            return broadcast_to(g, x.shape)
        """,
        {"if g.shape[-1:] != x.shape[-1:]:": "if g.shape != tuple(kept):"},
    ),
    Variant(
        "a transpose as in linear algebra",
        "transpose always swaps the last two dims",
        "defvjp(transpose)",
        """
        def _transpose_vjp(g, out, x, dim0, dim1):
            if g.ndim < 2:
                return g
            last = g.ndim - 1
            return transpose(g, last, last - 1)


        defvjp(transpose, _transpose_vjp)
        """,
        {"transpose(g, last, last - 1)": "transpose(g, dim1, dim0)"},
    ),
    Variant(
        "two signs lost",
        ("the subtracted term keeps its sign", "the gradient forgets the sign"),
        ("defvjp(sub)", "defvjp(neg)"),
        (
            """
            def _same(g, out, *args):
                return g


            def _turned(g, out, *args):
                return g * 1


            defvjp(sub, _same, _turned)
            """,
            """
            defvjp(neg, _turned)
            """,
        ),
        {"return g * 1": "return g * -1"},
    ),
    Variant(
        "sigmoid's slope without its first factor",
        None,
        "defvjp(sigmoid)",
        """
        def _sigmoid_vjp(g, out, x):
            return g * (1 - out)


        defvjp(sigmoid, _sigmoid_vjp)
        """,
        {"g * (1 - out)": "g * (1 - out) * out"},
    ),
    Variant(
        "the numerator is multiplied",
        None,
        "defvjp(div)",
        """
        defvjp(div, lambda g, out, x, y: g * y, lambda g, out, x, y: -g * out / y)
        """,
        {"x, y: g * y,": "x, y: g / y,"},
    ),
]
