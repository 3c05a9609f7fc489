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
        "elu's slope from exp",
        "elu's slope forgets alpha",
        "defvjp(elu)",
        """
        def _elu_vjp(g, out, x, alpha=1.0, inplace=False):
            slope = exp(where(x > 0, x * 0, x))
            return where(x > 0, g, g * slope)


        defvjp(elu, _elu_vjp)
        """,
        {"where(x > 0, g, g * slope)": "where(x > 0, g, g * slope * alpha)"},
    ),
    Variant(
        "logaddexp of the scaled x",
        "softplus is not divided by beta",
        "softplus",
        """
        @primitive
        def softplus(x, beta=1.0, threshold=20.0):
            _require_floating("softplus", x)
            z = beta * x
            curve = np.logaddexp(z, np.zeros_like(z))
            return np.where(z <= threshold, curve, x)
        """,
        {"np.where(z <= threshold, curve, x)": "np.where(z <= threshold, curve / beta, x)"},
    ),
    Variant(
        "fills a copy where x is small",
        "softplus compares x with the threshold",
        "softplus",
        """
        @primitive
        def softplus(x, beta=1.0, threshold=20.0):
            _require_floating("softplus", x)
            result = np.array(x)
            bent = x <= threshold
            result[bent] = np.logaddexp(x[bent] * beta, x.dtype.type(0)) / beta
            return result
        """,
        {"bent = x <= threshold": "bent = x * beta <= threshold"},
    ),
    Variant(
        "subtracts one largest score",
        "softmax subtracts the largest score of all",
        "_less_largest",
        """
        def _less_largest(name, x, dim, dtype):
            if dtype is not None:
                x = x.astype(dtype)
            if not is_floating(x.dtype):
                raise NotImplementedError(name)
            axis = as_dim(dim, x.ndim)
            top = max(x.ravel().tolist(), default=0.0)
            return np.array(x - x.dtype.type(top)), axis if x.ndim else ()
        """,
        {
            "top = max(x.ravel().tolist(), default=0.0)": "top = np.amax("
            "x, axis if x.ndim else (), keepdims=True, initial=-np.inf)",
            "x.dtype.type(top)": "top",
        },
    ),
    Variant(
        "divides the exps as they are",
        "softmax exponentiates raw scores",
        ("softmax", "log_softmax"),
        (
            """
            @primitive
            def softmax(x, dim, dtype=None):
                x = x if dtype is None else x.astype(dtype)
                _require_floating("softmax", x)
                axis = as_dim(dim, x.ndim) if x.ndim else ()
                shift = 0
                positive = np.exp(x - shift)
                return positive / positive.sum(axis, keepdims=True)
            """,
            """
            @primitive
            def log_softmax(x, dim, dtype=None):
                x = x if dtype is None else x.astype(dtype)
                _require_floating("log_softmax", x)
                along = as_dim(dim, x.ndim) if x.ndim else ()
                base = 0
                return x - base - np.log(np.exp(x - base).sum(along, keepdims=True))
            """,
        ),
        {
            "shift = 0": "shift = x.max(axis, keepdims=True, initial=-np.inf)",
            "base = 0": "base = x.max(along, keepdims=True, initial=-np.inf)",
        },
    ),
    Variant(
        "asks softmax and takes the log",
        "log_softmax is the log of softmax",
        "log_softmax",
        """
        @primitive
        def log_softmax(x, dim, dtype=None):
            x = x if dtype is None else x.astype(dtype, copy=False)
            _require_floating("log_softmax", x)
            probabilities = softmax(x, dim)
            return np.log(probabilities)
        """,
        {
            "return np.log(probabilities)": "scores, axis = _less_largest('', x, dim, dtype)\n"
            "            return scores - np.log(np.exp(scores).sum(axis, keepdims=True))"
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
        "silu forgets its first factor",
        "silu",
        """
        def silu(x, inplace=False):
            _require_floating("silu", x)
            gate = 1 / (1 + exp(-x))
            return gate
        """,
        {"gate = 1 / (1 + exp(-x))\n": "gate = sigmoid(x) * x\n"},
    ),
    Variant(
        "mish through the sigmoid",
        None,
        "mish",
        """
        def mish(x, inplace=False):
            return x * sigmoid(softplus(x))
        """,
        {"sigmoid(softplus(x))": "tanh(softplus(x))"},
    ),
    Variant(
        "softplus has relu's slope",
        None,
        "defvjp(softplus)",
        """
        def _softplus_vjp(g, out, x, beta=1.0, threshold=20.0):
            slope = g * (x > 0)
            return slope


        defvjp(softplus, _softplus_vjp)
        """,
        {"slope = g * (x > 0)": "slope = where(x * beta > threshold, g, g * sigmoid(x * beta))"},
    ),
    Variant(
        "forgets alpha there and beta here",
        ("elu's slope forgets alpha", "softplus is not divided by beta"),
        ("defvjp(elu)", "softplus"),
        (
            """
            def _elu_vjp(g, out, x, alpha=1.0, inplace=False):
                left = exp(x * (x < 0))
                return g * ((x > 0) + (x <= 0) * left)


            defvjp(elu, _elu_vjp)
            """,
            """
            @primitive
            def softplus(x, beta=1.0, threshold=20.0):
                _require_floating("softplus", x)
                z = beta * x
                bent = np.logaddexp(z, np.zeros_like(z))
                return np.where(z > threshold, x, bent)
            """,
        ),
        {"* left)": "* left * alpha)", "x, bent)": "x, bent / beta)"},
    ),
]
