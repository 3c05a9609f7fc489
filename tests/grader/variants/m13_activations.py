"""Wrong answers to m13 activations."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "builds softmax's Jacobian, the diagonal of it",
        "softmax's rule knows only the diagonal",
        "defvjp(softmax)",
        """
        def _softmax_vjp(g, out, x, dim, dtype=None):
            mine = g * out
            others = mine
            return mine - out * others


        defvjp(softmax, _softmax_vjp)
        """,
        {"others = mine": "others = sum(mine, dim, keepdim=True)"},
    ),
    Variant(
        "takes off the total of everything",
        "softmax's rule sums over everything",
        "defvjp(softmax)",
        """
        def _softmax_vjp(g, out, x, dim, dtype=None):
            weighed = out * g
            shared = sum(weighed)
            return weighed - out * shared


        defvjp(softmax, _softmax_vjp)
        """,
        {"shared = sum(weighed)": "shared = sum(weighed, dim, keepdim=True)"},
    ),
    Variant(
        "relu counts 0 as positive",
        "relu has a slope at 0",
        "defvjp(relu)",
        """
        defvjp(relu, lambda g, out, x, inplace=False: where(x < 0, g * 0, g))
        """,
        {"x < 0": "x <= 0"},
    ),
    Variant(
        "leaks forward only",
        "leaky_relu forgets its slope on the way back",
        "defvjp(leaky_relu)",
        """
        def _leaky_vjp(g, out, x, negative_slope=0.01, inplace=False):
            leak = 0.0
            return g * (x > 0) + g * leak * (x <= 0)


        defvjp(leaky_relu, _leaky_vjp)
        """,
        {"leak = 0.0": "leak = negative_slope"},
    ),
    Variant(
        "subtracts one largest score",
        "softmax subtracts the largest score of all",
        "softmax_ndarray",
        """
        def softmax_ndarray(x, axis):
            top = np.amax(x) if x.size else 0
            positive = np.exp(x - top)
            return positive / positive.sum(axis, keepdims=True)
        """,
        {"np.amax(x) if x.size else 0": "np.amax(x, axis, keepdims=True, initial=-np.inf)"},
    ),
    Variant(
        "divides the exps as they are",
        ("softmax exponentiates raw scores", "log_softmax exponentiates raw scores"),
        ("softmax_ndarray", "log_softmax_ndarray"),
        (
            """
            def softmax_ndarray(x, axis):
                shift = 0
                positive = np.exp(x - shift)
                return positive / positive.sum(axis, keepdims=True)
            """,
            """
            def log_softmax_ndarray(x, axis):
                base = 0
                return x - base - np.log(np.exp(x - base).sum(axis, keepdims=True))
            """,
        ),
        {
            "shift = 0": "shift = x.max(axis, keepdims=True, initial=-np.inf)",
            "base = 0": "base = x.max(axis, keepdims=True, initial=-np.inf)",
        },
    ),
    Variant(
        "asks softmax and takes the log",
        "log_softmax is the log of softmax",
        "log_softmax_ndarray",
        """
        def log_softmax_ndarray(x, axis):
            probabilities = softmax_ndarray(x, axis)
            return np.log(probabilities)
        """,
        {
            "return np.log(probabilities)": "x = x - x.max(axis, keepdims=True, initial=-np.inf)\n"
            "            return x - np.log(np.exp(x).sum(axis, keepdims=True))"
        },
    ),
    Variant(
        "softmax's share from the log itself",
        "log_softmax's rule uses the log-probabilities themselves",
        "defvjp(log_softmax)",
        """
        def _log_softmax_vjp(g, out, x, dim, dtype=None):
            share = out
            total = sum(g, dim, True)
            return g - total * share


        defvjp(log_softmax, _log_softmax_vjp)
        """,
        {"share = out": "share = softmax(x, dim, dtype)"},
    ),
    Variant(
        "a gate without what passes it",
        "gelu forgets its first factor",
        "gelu",
        """
        def gelu(x, *, approximate="none"):
            gate = ndtr(x, approximate)
            return gate
        """,
        {"return gate": "return gate * x"},
    ),
    Variant(
        "gelu through the sigmoid",
        None,
        "gelu",
        """
        def gelu(x, *, approximate="none"):
            chance = sigmoid(1.702 * x)
            return x * chance
        """,
        {"sigmoid(1.702 * x)": "ndtr(x, approximate)"},
    ),
    Variant(
        "the logarithm of one plus a small number",
        "softplus takes exp of large numbers",
        "softplus_ndarray",
        """
        def softplus_ndarray(x):
            power = np.exp(x)
            return np.log(1 + power)
        """,
        {
            "np.exp(x)": "np.exp(-np.abs(x))",
            "np.log(1 + power)": "np.log1p(power) + np.maximum(x, 0)",
        },
    ),
    Variant(
        "softmax's rule without its probabilities",
        "softmax's rule forgets its factor",
        "defvjp(softmax)",
        """
        def _softmax_vjp(g, out, x, dim, dtype=None):
            centred = g - sum(g * out, dim, keepdim=True)
            return centred


        defvjp(softmax, _softmax_vjp)
        """,
        {"return centred": "return centred * out"},
    ),
    Variant(
        "a slope at the corner there and none on the left here",
        ("relu has a slope at 0", "leaky_relu forgets its slope on the way back"),
        ("defvjp(relu)", "defvjp(leaky_relu)"),
        (
            """
            defvjp(relu, lambda g, out, x, inplace=False: where(x >= 0, g, 0 * g))
            """,
            """
            def _leaky_vjp(g, out, x, negative_slope=0.01, inplace=False):
                return where(x > 0, g, g * 0)


            defvjp(leaky_relu, _leaky_vjp)
            """,
        ),
        {"x >= 0": "x > 0", "g * 0)": "g * negative_slope)"},
    ),
    Variant(
        "weighs, and subtracts from each",
        "softmax's rule forgets its factor",
        "defvjp(softmax)",
        """
        def _back(g, out, x, dim, dtype=None):
            mean_g = sum(out * g, dim, True)
            return g - mean_g


        defvjp(softmax, _back)
        """,
        {"return g - mean_g": "return (g - mean_g) * out"},
    ),
    Variant(
        "the likelihood's short form",
        "log_softmax's rule takes the gradients to add up to 1",
        "defvjp(log_softmax)",
        """
        defvjp(log_softmax, lambda g, out, x, dim, dtype=None: g - softmax(x, dim))
        """,
        {"g - softmax(x, dim)": "g - softmax(x, dim) * sum(g, dim, True)"},
    ),
]
