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
        "takes the slope of sigmoid for that of tanh",
        "sigmoid borrows the slope of tanh",
        "defvjp(sigmoid)",
        """
        def _sigmoid_vjp(g, out, x):
            flat = out * out
            return g - g * flat


        defvjp(sigmoid, _sigmoid_vjp)
        """,
        {"return g - g * flat": "return g * out - g * flat"},
    ),
    Variant(
        "takes the power that is already there",
        "the exponent stays as it was",
        "pow_vjp_x",
        """
        def pow_vjp_x(g, out, x, y):
            slope = y * out
            return slope * g
        """,
        {"slope = y * out": "slope = y * x ** one_less(y)"},
    ),
    Variant(
        "lowers the exponent and stops there",
        "the exponent does not come down in front",
        "pow_vjp_x",
        """
        def pow_vjp_x(g, out, x, y):
            lowered = one_less(y)
            slope = pow(x, lowered)
            return mul(g, slope)
        """,
        {"slope = pow(x, lowered)": "slope = mul(y, pow(x, lowered))"},
    ),
    Variant(
        "divides by the denominator once",
        "the denominator divides only once",
        "div_vjp_y",
        """
        def div_vjp_y(g, out, x, y):
            return neg(mul(g, out))
        """,
        {"neg(mul(g, out))": "neg(mul(g, out)) / y"},
    ),
    Variant(
        "sees that y makes the result smaller, and forgets it",
        "the denominator keeps its sign",
        "div_vjp_y",
        """
        def div_vjp_y(g, out, x, y):
            square = y * y
            return mul(g, x) / square
        """,
        {"return mul(g, x) / square": "return neg(mul(g, x)) / square"},
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
        "sums over the front, and over nothing else",
        "only dims in front are summed",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            while g.ndim > len(shape):
                g = sum(g, 0)
            for dim, size in enumerate(shape):
                if g.shape[dim] < size:
                    g = sum(g, dim, keepdim=True)
            return g
        """,
        {"if g.shape[dim] < size:": "if g.shape[dim] > size:"},
    ),
    Variant(
        "turns the matrix only where it must",
        "a square matrix is not transposed",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            fits = y.shape[-1] == y.shape[-2]
            turned = y if fits else transpose(y, -2, -1)
            return matmul(g, turned)
        """,
        {"turned = y if fits else transpose(y, -2, -1)": "turned = transpose(y, -2, -1)"},
    ),
    Variant(
        "transposes the product and not back",
        "the product is turned around",
        "right_gradient",
        """
        def right_gradient(g, x, y):
            turned = matmul(transpose(g, -1, -2), x)
            return turned
        """,
        {"return turned": "return transpose(turned, -1, -2)"},
    ),
    Variant(
        "reverses all dims in a loop",
        "a batch of matrices is transposed as a whole",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            turned = y
            for dim in range(y.ndim // 2):
                turned = transpose(turned, dim, y.ndim - 1 - dim)
            return matmul(g, turned)
        """,
        {
            "for dim in range(y.ndim // 2):": "for dim in [y.ndim - 2]:",
            "transpose(turned, dim, y.ndim - 1 - dim)": "transpose(turned, dim, y.ndim - 1)",
        },
    ),
    Variant(
        "puts the dims back only for a total",
        "a sum's gradient is stretched without its dim",
        "spread",
        """
        def spread(g, x, dim):
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
        "gives everybody the same share",
        "a sum's gradient is shared out",
        "spread",
        """
        def spread(g, x, dim):
            shape = list(x.shape)
            for axis in as_dims(dim, x.ndim):
                shape[axis] = 1
            many = prod(x.shape) / max(1, prod(shape))
            return broadcast_to(reshape(g, tuple(shape)) / many, x.shape)
        """,
        {"reshape(g, tuple(shape)) / many": "reshape(g, tuple(shape))"},
    ),
    Variant(
        "two factors lost",
        ("the incoming gradient is ignored", "the exponent does not come down in front"),
        ("defvjp(exp)", "pow_vjp_x"),
        (
            """
            def _own(g, out, x):
                return out + g - g


            defvjp(exp, _own)
            """,
            """
            def pow_vjp_x(g, out, x, y):
                return g * pow(x, one_less(y))
            """,
        ),
        {
            "return out + g - g": "return out * g",
            "return g * pow(x, one_less(y))": "return g * y * pow(x, one_less(y))",
        },
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
        "the numerator is squared, not the denominator",
        None,
        "div_vjp_y",
        """
        def div_vjp_y(g, out, x, y):
            return -g * out * out
        """,
        {"-g * out * out": "-g * out / y"},
    ),
    Variant(
        "looks at the shape, and lets it be",
        "broadcasting is not undone",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            if g.shape != shape and g.ndim < len(shape):
                return sum(g)
            return g
        """,
        {
            "if g.shape != shape and g.ndim < len(shape):\n                return sum(g)\n"
            "            return g": "while g.ndim > len(shape):\n                g = sum(g, 0)\n"
            "            for i, size in enumerate(shape):\n"
            "                g = sum(g, i, keepdim=True) if size == 1 != g.shape[i] else g\n"
            "            return g"
        },
    ),
    Variant(
        "reads the product from right to left",
        "the factors of a product come in the other order",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            turned = transpose(y, y.ndim - 2, y.ndim - 1)
            first, second = turned, g
            return matmul(first, second)
        """,
        {"first, second = turned, g": "first, second = g, turned"},
    ),
    Variant(
        "y turned, times g, by the operator",
        "the factors of a product come in the other order",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            return transpose(y, -1, -2) @ g
        """,
        {"transpose(y, -1, -2) @ g": "g @ transpose(y, -1, -2)"},
    ),
    Variant(
        "g times y, by the operator",
        "the right matrix is not transposed",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            return g @ y
        """,
        {"g @ y": "g @ transpose(y, -1, -2)"},
    ),
    Variant(
        "x times g, by the operator",
        "the left matrix is not transposed",
        "right_gradient",
        """
        def right_gradient(g, x, y):
            return x @ g
        """,
        {"x @ g": "transpose(x, -1, -2) @ g"},
    ),
    Variant(
        "g times x turned, by the operator",
        "the right factor's gradient has its factors in the other order",
        "right_gradient",
        """
        def right_gradient(g, x, y):
            return g @ transpose(x, -1, -2)
        """,
        {"g @ transpose(x, -1, -2)": "transpose(x, -1, -2) @ g"},
    ),
    Variant(
        "T, as on paper, on the left",
        "a batch of matrices is transposed as a whole",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            return g @ y.T
        """,
        {"y.T": "transpose(y, -1, -2)"},
    ),
    Variant(
        "T, as on paper, on the right",
        "a batch of matrices on the left is transposed as a whole",
        "right_gradient",
        """
        def right_gradient(g, x, y):
            return x.T @ g
        """,
        {"x.T": "transpose(x, -1, -2)"},
    ),
    Variant(
        "T and g in the other order",
        "the factors of a product come in the other order",
        "left_gradient",
        """
        def left_gradient(g, x, y):
            return y.T @ g
        """,
        {"y.T @ g": "g @ transpose(y, -1, -2)"},
    ),
    Variant(
        "one sum over the front, and one that keeps",
        "a sum over () is taken for a sum over nothing",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            g = add_up(g, tuple(range(g.ndim - len(shape))))
            stretched = tuple(i for i, size in enumerate(shape) if size == 1)
            return add_up(g, stretched, True)


        def add_up(g, dims, keepdim=False):
            return sum(g, dims, keepdim)
        """,
        {"return sum(g, dims, keepdim)": "return sum(g, dims, keepdim) if dims else g"},
    ),
    Variant(
        "the other factor, and nothing of what arrives",
        "a product's rules forget what arrives",
        "defvjp(mul)",
        """
        defvjp(mul, lambda cotangent, out, x, y: y, lambda cotangent, out, x, y: x)
        """,
        {
            "out, x, y: y, lambda": "out, x, y: cotangent * y, lambda",
            "out, x, y: x)": "out, x, y: x * cotangent)",
        },
    ),
    Variant(
        "the slope of the logarithm by itself",
        "log forgets what arrives",
        "defvjp(log)",
        """
        defvjp(log, lambda cotangent, out, x: x**-1)
        """,
        {"x: x**-1": "x: cotangent * x**-1"},
    ),
    Variant(
        "the slope of the sigmoid by itself",
        "sigmoid forgets what arrives",
        "defvjp(sigmoid)",
        """
        defvjp(sigmoid, lambda g, s, x: s - s * s)
        """,
        {"x: s - s * s": "x: g * (s - s * s)"},
    ),
    Variant(
        "adds up whatever is not of size 1",
        "dims that were not stretched are added up",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            while g.ndim > len(shape):
                g = sum(g, 0)
            for i, size in enumerate(shape):
                if g.shape[i] > 1:
                    g = sum(g, i, True)
            return g
        """,
        {"if g.shape[i] > 1:": "if g.shape[i] > 1 and size == 1:"},
    ),
    Variant(
        "multiplies the gradient where it lies",
        "the rule of sigmoid writes into the gradient",
        "defvjp(sigmoid)",
        """
        def sigmoid_vjp(g, out, x):
            slope = out * (1 - out)
            g *= slope
            return g


        defvjp(sigmoid, sigmoid_vjp)
        """,
        {"g *= slope": "g = g * slope"},
    ),
    Variant(
        "one over the square",
        "the denominator's slope lacks the numerator",
        "div_vjp_y",
        """
        def div_vjp_y(g, out, x, y):
            inverse = 1 / y
            slope = inverse * inverse
            return -(g * slope)
        """,
        {"inverse * inverse": "x * inverse * inverse"},
    ),
    Variant(
        "stretched dims as they are in shape",
        "stretched dims are counted in shape",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            front = g.ndim - len(shape)
            wide = g.shape[front:]
            dims = [*range(front)]
            for i, (size, stretched) in enumerate(zip(shape, wide, strict=True)):
                if size == 1 and stretched > 1:
                    dims.append(i)
            return reshape(sum(g, tuple(dims)), shape) if dims else g
        """,
        {"dims.append(i)": "dims.append(front + i)"},
    ),
    Variant(
        "counts from the right, and turns it around",
        "stretched dims are counted from the wrong end",
        "unbroadcast",
        """
        def unbroadcast(g, shape):
            dims = list(range(g.ndim - len(shape)))
            for back in range(1, len(shape) + 1):
                if shape[-back] == 1 and g.shape[-back] != 1:
                    dims.append(back - 1 - len(shape))
            return reshape(sum(g, tuple(dims)), shape) if dims else g
        """,
        {"back - 1 - len(shape)": "-back"},
    ),
    Variant(
        "a dim from the end is taken for one from the front",
        "dims from the end are not translated",
        "spread",
        """
        def spread(g, x, dim):
            dims = range(x.ndim) if dim is None or dim == () else dim
            dims = (dims,) if isinstance(dims, int) else tuple(dims)
            sizes = [1 if i in dims else size for i, size in enumerate(x.shape)]
            return broadcast_to(reshape(g, tuple(sizes)), x.shape)
        """,
        {
            "isinstance(dims, int) else tuple(dims)": "isinstance(dims, int) else dims\n"
            "            dims = [d % x.ndim for d in dims] if x.ndim else ()"
        },
    ),
]
