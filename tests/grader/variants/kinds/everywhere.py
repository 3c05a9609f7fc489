"""One known mistake, made in every place where it can be made: both layers, both operands."""

from .. import Variant

VARIANTS = {
    "by_hand": [
        Variant(
            "the biases of both layers are averaged",
            "the batch size is divided by twice",
            "gradients",
            """
            def gradients(parameters, X, activations, T):
                H, Y = activations
                delta2 = (Y - T) * Y * (1 - Y) / X.shape[0]
                delta1 = (delta2 @ parameters.W2.T) * (H - H**2)
                dW2, db2 = H.T @ delta2, np.mean(delta2, axis=0)
                dW1, db1 = X.T @ delta1, np.mean(delta1, axis=0)
                return Parameters(dW1, db1, dW2, db2)
            """,
            {
                "np.mean(delta2, axis=0)": "np.sum(delta2, axis=0)",
                "np.mean(delta1, axis=0)": "np.sum(delta1, axis=0)",
            },
        ),
        Variant(
            "no slope in either layer",
            "the output's slope is forgotten",
            "gradients",
            """
            def gradients(parameters, X, activations, T):
                n = len(X)
                error = (activations.Y - T) / n
                back = error.dot(parameters.W2.T)
                return Parameters(
                    W1=np.dot(X.T, back),
                    b1=back.sum(axis=0),
                    W2=np.dot(activations.H.T, error),
                    b2=error.sum(axis=0),
                )
            """,
            {
                "error = (activations.Y - T) / n": "error = (activations.Y - T) / n"
                " * activations.Y * (1 - activations.Y)",
                "error.dot(parameters.W2.T)": "error.dot(parameters.W2.T)"
                " * activations.H * (1 - activations.H)",
            },
        ),
        Variant(
            "both biases come as a row",
            "a bias's gradient keeps the batch dimension",
            "gradients",
            """
            def gradients(parameters, X, activations, T):
                H, Y = activations
                outer = Y * (1 - Y) * (Y - T) / len(Y)
                inner = H * (1 - H) * np.matmul(outer, parameters.W2.T)

                def of_layer(x, d):
                    return x.T @ d, np.sum(d, axis=0, keepdims=True)

                return Parameters(*of_layer(X, inner), *of_layer(H, outer))
            """,
            {", keepdims=True": ""},
        ),
        Variant(
            "layers without biases",
            "the output layer has no bias",
            "forward",
            """
            def forward(parameters, X):
                H = sigmoid(np.dot(X, parameters.W1))
                Y = sigmoid(np.dot(H, parameters.W2))
                return Activations(H=H, Y=Y)
            """,
            {
                "np.dot(X, parameters.W1)": "np.dot(X, parameters.W1) + parameters.b1",
                "np.dot(H, parameters.W2)": "np.dot(H, parameters.W2) + parameters.b2",
            },
        ),
    ],
    "scalars": [
        Variant(
            "every op sets the gradient",
            (
                "a sum's gradient replaces what was there",
                "a product's gradient replaces what was there",
            ),
            ("Value.__add__", "Value.__mul__", "Value.__pow__", "Value.exp", "Value.tanh"),
            (
                """
                def __add__(self, other):
                    y = as_value(other)
                    out = Value(self.data + y.data, (self, y))

                    def hand_on(g):
                        self.grad = (g)
                        y.grad = (g) * 1

                    out.hand_on = hand_on
                    return out
                """,
                """
                def __mul__(self, other):
                    y = as_value(other)
                    out = Value(self.data * y.data, (self, y))

                    def hand_on(g):
                        self.grad = y.data * g
                        y.grad = self.data * g

                    out.hand_on = hand_on
                    return out
                """,
                """
                def __pow__(self, exponent):
                    def hand_on(g):
                        self.grad = exponent * self.data ** (exponent - 1) * g

                    return Value(self.data**exponent, (self,), hand_on)
                """,
                """
                def exp(self):
                    out = Value(math.exp(self.data), (self,))

                    def hand_on(g):
                        self.grad = out.data * g

                    out.hand_on = hand_on
                    return out
                """,
                """
                def tanh(self):
                    t = math.tanh(self.data)

                    def hand_on(g):
                        self.grad = (1 - t * t) * g

                    return Value(t, (self,), hand_on)
                """,
            ),
            {
                "self.grad = (g)": "self.grad += (g)",
                "y.grad = (g) * 1": "y.grad += (g) * 1",
                "self.grad = y.data * g": "self.grad += y.data * g",
                "y.grad = self.data * g": "y.grad += self.data * g",
                "self.grad = exponent": "self.grad += exponent",
                "self.grad = out.data": "self.grad += out.data",
                "self.grad = (1 - t * t)": "self.grad += (1 - t * t)",
            },
        ),
        Variant(
            "the right operand never gets anything",
            (
                "only the left operand of a sum gets a gradient",
                "only the left operand of a product gets a gradient",
            ),
            ("Value.__add__", "Value.__mul__"),
            (
                """
                def __add__(self, other):
                    other = as_value(other)

                    def backward_of_sum(g):
                        self.grad = self.grad + g

                    return Value(self.data + other.data, (self, other), backward_of_sum)
                """,
                """
                def __mul__(self, other):
                    other = as_value(other)

                    def backward_of_product(g):
                        self.grad = self.grad + other.data * g

                    return Value(self.data * other.data, (self, other), backward_of_product)
                """,
            ),
            {
                "self.grad = self.grad + g\n": "self.grad = self.grad + g; other.grad += g\n",
                "self.grad + other.data * g": "self.grad + other.data * g; "
                "other.grad += self.data * g",
            },
        ),
        Variant(
            "local slopes alone",
            (
                "a sum hands on 1, whatever arrives",
                "a product forgets what arrives",
                "exp forgets what arrives",
            ),
            ("Value.__add__", "Value.__mul__", "Value.exp"),
            (
                """
                def __add__(self, other):
                    b = as_value(other)

                    def hand_on(g):
                        for operand in (self, b):
                            operand.grad += 1.0

                    return Value(self.data + b.data, (self, b), hand_on)
                """,
                """
                def __mul__(self, other):
                    b = as_value(other)

                    def hand_on(g):
                        self.grad, b.grad = self.grad + b.data, b.grad + self.data
                        if self is b:
                            self.grad = self.grad + self.data

                    return Value(self.data * b.data, (self, b), hand_on)
                """,
                """
                def exp(self):
                    e = math.exp(self.data)

                    def hand_on(g):
                        self.grad += e

                    return Value(e, (self,), hand_on)
                """,
            ),
            {
                "operand.grad += 1.0": "operand.grad += g",
                "self.grad, b.grad = self.grad + b.data, b.grad + self.data": "self.grad, b.grad "
                "= self.grad + g * b.data, b.grad + g * self.data",
                "self.grad = self.grad + self.data": "self.grad = self.grad + g * self.data",
                "self.grad += e": "self.grad += g * e",
            },
        ),
    ],
    "wrapper": [
        Variant(
            "a copy at every border",
            ("from_numpy copies", "detach copies", "numpy copies"),
            ("Array.from_numpy", "Array.detach", "Array.numpy"),
            (
                """
                @classmethod
                def from_numpy(cls, ndarray):
                    return cls(np.array(ndarray))
                """,
                """
                def detach(self):
                    twin = type(self)(np.copy(self.value))
                    return twin
                """,
                """
                def numpy(self):
                    if self.requires_grad is True:
                        raise RuntimeError("detach() first")
                    result = np.array(self.value, copy=True)
                    return result
                """,
            ),
            {
                "np.array(ndarray)": "ndarray",
                "np.copy(self.value)": "self.value",
                "np.array(self.value, copy=True)": "self.value",
            },
        ),
    ],
    "computation_graph": [
        Variant(
            "the first argument speaks for all",
            (
                "only the first argument is looked at for tensors",
                "only the first argument can require a gradient",
            ),
            ("primitive", "record"),
            (
                """
                def primitive(function):
                    @wraps(function)
                    def op(*args, **params):
                        first = args[0] if args else None
                        if isinstance(first, Array):
                            return type(first).interpreter(op, function, args, params)
                        return function(*args, **params)

                    return op
                """,
                """
                def record(op, function, args, params):
                    args = tuple(a.item() if isinstance(a, np.generic) else a for a in args)
                    values = tuple(a.value if isinstance(a, Array) else a for a in args)
                    out = np.asarray(function(*values, **params))
                    kind = type(next(a for a in args if isinstance(a, Array)))
                    wants = getattr(args[0], "requires_grad", False)
                    if wants and recording.enabled and is_floating(out.dtype):
                        noted = tuple(
                            v if isinstance(a, Array) and not a.requires_grad else a
                            for a, v in zip(args, values)
                        )
                        return kind(out, True, Node(op, noted, values, params, changes.now()))
                    return kind(out)
                """,
            ),
            {
                "first = args[0] if args else None": "first = next("
                "(a for a in args if isinstance(a, Array)), None)",
                'wants = getattr(args[0], "requires_grad", False)': "wants = any("
                "a.requires_grad for a in args if isinstance(a, Array))",
            },
        ),
    ],
    "magic_methods": [
        Variant(
            "rows of functions",
            ("add is not made an op", "sub is not made an op", "div is not made an op"),
            ("add", "sub", "div"),
            (
                """
                def _row(name, function, **options):
                    return promoted(name, function, **options)

                add = _row("add", np.add)
                """,
                'sub = _row("sub", np.subtract, boolean=False)',
                'div = _row("div", np.divide, floating=True)',
            ),
            {
                "return promoted(name, function, **options)": (
                    "return primitive(promoted(name, function, **options))"
                )
            },
        ),
        Variant(
            "NumPy decides in every row",
            (
                "addition follows NumPy's dtypes",
                "minus accepts bools",
                "integers divide to float64",
            ),
            ("add", "sub", "div"),
            (
                "add = primitive(lambda x, y: np.add(x, y))",
                'sub = primitive(promoted("sub", function=np.subtract))',
                'div = primitive(promoted("div", function=np.divide))',
            ),
            {
                "primitive(lambda x, y: np.add(x, y))": 'primitive(promoted("add", np.add))',
                "function=np.subtract": "function=np.subtract, boolean=False",
                "function=np.divide": "function=np.divide, floating=True",
            },
        ),
    ],
    "visualizer": [
        Variant(
            "every arrow points at what it came from",
            ("arrows into ops run backwards", "arrows out of ops run backwards"),
            "draw_arrows",
            """
            def draw_arrows(dot, order, boxes):
                names = number(order)

                def box(array):
                    return ("array" if id(array) in boxes else "op") + names[id(array)]

                for array in (each for each in order if each.node is not None):
                    oval = "op" + names[id(array)]
                    for parent in parents(array):
                        ends = oval, box(parent)
                        dot.edge(*ends)
                    if box(array) != oval:
                        dot.edge(box(array), oval)
            """,
            {
                "ends = oval, box(parent)": "ends = box(parent), oval",
                "dot.edge(box(array), oval)": "dot.edge(oval, box(array))",
            },
        ),
    ],
    "chain_rule": [
        Variant(
            "both rules multiply by y",
            "each factor multiplies its own gradient",
            "defvjp(mul)",
            """
            defvjp(
                mul,
                lambda g, out, a, b: mul(g, b),
                lambda g, out, a, b: mul(b, g),
            )
            """,
            {"mul(b, g)": "mul(a, g)"},
        ),
        Variant(
            "slopes without what comes from above",
            (
                "the incoming gradient is ignored",  # of exp
                "log forgets what arrives",
                "sigmoid forgets what arrives",
            ),
            ("defvjp(exp)", "defvjp(log)", "defvjp(sigmoid)"),
            (
                "defvjp(exp, lambda g, out, x: out)",
                "defvjp(log, lambda g, out, x: x ** -1)",
                "defvjp(sigmoid, lambda g, out, x: (1 - out) * out)",
            ),
            {
                "g, out, x: out)": "g, out, x: out * g)",
                "x ** -1": "g * x ** -1",
                "(1 - out) * out": "g * (1 - out) * out",
            },
        ),
        Variant(
            "neither matrix is transposed",
            ("the right matrix is not transposed", "the left matrix is not transposed"),
            ("left_gradient", "right_gradient"),
            (
                """
                def left_gradient(g, x, y):
                    return g @ y
                """,
                """
                def right_gradient(g, x, y):
                    return x @ g
                """,
            ),
            {"g @ y": "g @ transpose(y, -2, -1)", "x @ g": "transpose(x, -2, -1) @ g"},
        ),
    ],
    "reductions": [
        Variant(
            "where gives both of them everything",
            "where hands its gradient to both",
            "defvjp(where)",
            """
            defvjp(
                where,
                None,
                lambda g, out, c, a, b: g * 1,
                lambda g, out, c, a, b: 1 * g,
            )
            """,
            {"g * 1": "where(c, g, 0)", "1 * g": "where(c, 0, g)"},
        ),
        Variant(
            "all that tie get everything",
            ("every winner takes the whole gradient", "each operand of a tie gets everything"),
            ("extreme_vjp", "share"),
            (
                """
                def extreme_vjp(g, out, x, dim=None, keepdim=False):
                    best = eq(x, beside(out, x, dim))
                    return best * beside(g, x, dim)
                """,
                """
                def share(g, ties, loses):
                    return where(loses, g * 0, g)
                """,
            ),
            {
                "best * beside(g, x, dim)": "best * beside(g, x, dim) / sum(best, dim, True)",
                "g * 0, g)": "g * 0, where(ties, 0.5 * g, g))",
            },
        ),
    ],
    "activations": [
        Variant(
            "raw scores in both",
            ("softmax exponentiates raw scores", "log_softmax exponentiates raw scores"),
            ("softmax_ndarray", "log_softmax_ndarray"),
            (
                """
                def softmax_ndarray(x, axis):
                    e = np.exp(x)
                    return e / np.sum(e, axis, keepdims=True)
                """,
                """
                def log_softmax_ndarray(x, axis):
                    y = x
                    total = np.sum(np.exp(y), axis, keepdims=True)
                    return y - np.log(total)
                """,
            ),
            {
                "e = np.exp(x)": "e = np.exp(x - np.max(x, axis, keepdims=True, initial=-np.inf))",
                "y = x\n": "y = x - np.max(x, axis, keepdims=True, initial=-np.inf)\n",
            },
        ),
        Variant(
            "both rules add up everything",
            "softmax's rule sums over everything",
            ("defvjp(softmax)", "defvjp(log_softmax)"),
            (
                """
                defvjp(
                    softmax,
                    lambda g, out, x, dim, dtype=None: g * out - out * sum(out * g),
                )
                """,
                """
                defvjp(
                    log_softmax,
                    lambda g, out, x, dim, dtype=None: g - sum(g) * exp(out),
                )
                """,
            ),
            {"sum(out * g)": "sum(out * g, dim, True)", "sum(g)": "sum(g, dim, True)"},
        ),
    ],
    "initialization": [
        Variant(
            "variances everywhere",
            ("the variance is taken for the deviation", "kaiming divides by the fan itself"),
            ("xavier_std", "kaiming_std"),
            (
                """
                def xavier_std(shape, gain=1.0):
                    a, b = fans(shape)
                    return 2 * gain / (a + b)
                """,
                """
                def kaiming_std(shape, gain, mode="fan_in"):
                    fan = fans(shape)[0 if mode == "fan_in" else 1]
                    return gain / max(fan, 1)
                """,
            ),
            {
                "2 * gain / (a + b)": "gain * (2 / (a + b)) ** 0.5",
                "max(fan, 1)": "max(fan, 1) ** 0.5",
            },
        ),
    ],
    "data": [
        Variant(
            "whatever holds several things becomes a list",
            ("a dict of samples is a list of its keys", "named tuples lose their names"),
            "inside_out",
            """
            def inside_out(batch, collate):
                kind = type(batch[0])
                return [collate([*column]) for column in zip(*batch, strict=True)]
            """,
            {
                "return [": "if isinstance(batch[0], Mapping):\n"
                "                    return {k: collate([each[k] for each in batch]) "
                "for k in batch[0]}\n"
                "                columns = [",
                "strict=True)]\n": "strict=True)]\n"
                '                return kind(*columns) if hasattr(kind, "_fields") else columns\n',
            },
        ),
    ],
    "regularization": [
        Variant(
            "both penalties are means",
            ("the sizes are averaged", "the penalty is a mean"),
            ("l1_penalty", "l2_penalty"),
            (
                """
                def l1_penalty(parameters):
                    total = 0
                    for p in parameters:
                        total = total + p.abs().mean()
                    return total
                """,
                """
                def l2_penalty(parameters):
                    total = 0
                    for p in parameters:
                        total = total + (p**2).mean()
                    return total
                """,
            ),
            {"p.abs().mean()": "p.abs().sum()", "(p**2).mean()": "(p**2).sum()"},
        ),
    ],
    "normalization": [
        Variant(
            "eps is added to the deviation, here and there",
            "eps outside of the root",
            ("standardize", "normalize_by_running"),
            (
                """
                @primitive_with_residuals
                def standardize(x, weight=None, bias=None, *, dim, eps):
                    average, variance, y = centered(x, dim)
                    deviation = np.sqrt(variance) + eps
                    scale = np.reciprocal(deviation)
                    out, kept = scaled_and_shifted(y * scale, weight, bias)
                    return out, (average, variance, scale, kept)
                """,
                """
                def normalize_by_running(input, average, variance, weight, bias, eps):
                    deviation = variance**0.5 + eps
                    out = (input - average) / deviation
                    if weight is not None:
                        out = weight * out
                    return out if bias is None else bias + out
                """,
            ),
            {
                "np.sqrt(variance) + eps": "np.sqrt(variance + eps)",
                "variance**0.5 + eps": "(variance + eps) ** 0.5",
            },
        ),
    ],
    "convolution": [
        Variant(
            "kernels are turned around, there and back",
            ("the kernel is turned around", "the kernel is turned around on the way back"),
            ("convolution", "convolution_input"),
            (
                """
                @primitive
                def convolution(x, weight, **steps):
                    view = windows(x, kernel=weight.shape[-2:], **steps)
                    turned = np.flip(weight, (-2, -1))
                    rows = turned.reshape(*weight.shape[:-3], math.prod(weight.shape[-3:]))
                    out = np.matmul(rows, to_columns(view))
                    return out.reshape(*out.shape[:-1], *view.shape[-4:-2])
                """,
                """
                @primitive
                def convolution_input(g, weight, *, shape, **steps):
                    backwards = np.flip(weight, (-2, -1))
                    rows = backwards.reshape(*weight.shape[:-3], math.prod(weight.shape[-3:]))
                    flat = g.reshape(*g.shape[:-2], g.shape[-2] * g.shape[-1])
                    columns = np.matmul(np.swapaxes(rows, -1, -2), flat)
                    parts = columns.reshape(*shape[:-2], *weight.shape[-2:], *g.shape[-2:])
                    parts = np.moveaxis(parts, (-4, -3), (-2, -1))
                    return overlap_add(parts, shape=shape, **steps)
                """,
            ),
            {
                "turned = np.flip(weight, (-2, -1))": "turned = weight",
                "backwards = np.flip(weight, (-2, -1))": "backwards = weight",
            },
        ),
    ],
    "pooling": [
        Variant(
            "pools step by one",
            ("maxima are taken at every place", "pooling windows always overlap"),
            ("max_pool2d", "avg_pool2d"),
            (
                """
                def max_pool2d(
                    input, kernel_size, stride=None, padding=0, dilation=1, *, return_indices=False
                ):
                    if stride is None:
                        stride = (1, 1)
                    how, pads = pooling_windows(kernel_size, stride, padding, dilation)
                    x = constant_pad(input, pads, value=-math.inf) if any(pads) else input
                    out = window_max(x, **how)
                    if not return_indices:
                        return out
                    won = winners(x, out, **how)
                    return out, places_of(won, input.shape[-2:], pads, **how)
                """,
                """
                def avg_pool2d(
                    input, kernel_size, stride=None, padding=0, *, count_include_pad=True
                ):
                    step = stride if stride is not None else 1
                    how, pads = pooling_windows(kernel_size, step, padding, 1)
                    padded = bool(any(pads))
                    x = constant_pad(input, pads) if padded else input
                    total = window_sum(x, **how)
                    if padded and not count_include_pad:
                        ones = np.ones(input.shape[-2:], input.dtype)
                        return total / window_sum(constant_pad(ones, pads), **how)
                    return total / math.prod(how["kernel"])
                """,
            ),
            {"stride = (1, 1)": "stride = kernel_size", "not None else 1": "not None else None"},
        ),
    ],
    "attention": [
        Variant(
            "heads are reshaped, there and back",
            (
                "heads are cut out of the positions",
                "heads are joined without swapping back",
            ),
            ("MultiheadAttention.to_heads", "MultiheadAttention.from_heads"),
            (
                """
                def to_heads(self, x):
                    batch, length, _ = x.shape
                    return reshape(x, (batch, self.num_heads, length, self.head_dim))
                """,
                """
                def from_heads(self, x):
                    batch, _, length, _ = x.shape
                    joined = (batch, length, self.embed_dim)
                    return reshape(x, joined)
                """,
            ),
            {
                "reshape(x, (batch, self.num_heads, length, self.head_dim))": "transpose("
                "reshape(x, (batch, length, self.num_heads, self.head_dim)), 1, 2)",
                "return reshape(x, joined)": "return reshape(transpose(x, 1, 2), joined)",
            },
        ),
    ],
    "transformer": [
        Variant(
            "nothing goes around",
            ("the network forgets what was there", "attention replaces what was there"),
            "TransformerEncoderLayer.pre_norm",
            """
            def pre_norm(self, x, attend):
                seen = attend(self.norm1(x))
                thought = self.think(self.norm2(seen))
                return thought
            """,
            {
                "seen = attend(self.norm1(x))": "seen = attend(self.norm1(x)) + x",
                "return thought": "return thought + seen",
            },
        ),
    ],
    "recurrent": [
        Variant(
            "no cell reads its memory with a bias",
            "the memory is read without its bias",
            ("rnn_tanh_cell", "rnn_relu_cell"),
            (
                """
                def rnn_tanh_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
                    seen = linear(input, w_ih, b_ih)
                    kept = hx @ w_hh.T
                    return (seen + kept).tanh()
                """,
                """
                def rnn_relu_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
                    new = linear(input, w_ih, b_ih)
                    old = hx @ w_hh.T
                    return relu(new + old)
                """,
            ),
            {
                "kept = hx @ w_hh.T": "kept = linear(hx, w_hh, b_hh)",
                "old = hx @ w_hh.T": "old = linear(hx, w_hh, b_hh)",
            },
        ),
    ],
    "vmap": [
        Variant(
            "dims as they are given",
            (
                "dims are counted as if there were no batch",
                "a permutation puts the batch behind",
            ),
            "transposed",
            """
            def transposed(op, size, batched, args, params):
                x, *dims = arguments_of(op).bind(*args, **params).args
                ndim = x.ndim - 1
                if op is permute:
                    order = [as_dim(d, ndim) for d in dims[0]]
                    return permute(x, (*order, ndim))
                if ndim == 0:
                    return x
                a, b = (as_dim(d, ndim) for d in dims)
                return transpose(x, a, b)
            """,
            {
                "permute(x, (*order, ndim))": "permute(x, (0, *[d + 1 for d in order]))",
                "transpose(x, a, b)": "transpose(x, a + 1, b + 1)",
            },
        ),
    ],
}
