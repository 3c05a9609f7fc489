"""Two known mistakes at once, as beginners make them: many of these meet in one place, or show
nowhere apart."""

from .. import Variant

VARIANTS = {
    "by_hand": [
        Variant(
            "not averaged, and turned around",
            (
                "the gradient is summed over the batch, not averaged",
                "the gradient points the wrong way",
            ),
            "gradients",
            """
            def gradients(parameters, X, activations, T):
                H, Y = activations
                error = T - Y
                delta2 = error * Y * (1 - Y)
                delta1 = np.dot(delta2, parameters.W2.T) * H * (1 - H)
                db1, db2 = np.sum(delta1, axis=0), np.sum(delta2, axis=0)
                return Parameters(X.T @ delta1, db1, H.T @ delta2, db2)
            """,
            {"error = T - Y": "error = (Y - T) / len(T)"},
        ),
        Variant(
            "no half, and a 2 on the way back",
            ("the loss lacks its half", "the half of the loss is forgotten on the way back"),
            ("quadratic_loss", "gradients"),
            (
                """
                def quadratic_loss(Y, T):
                    n = len(Y)
                    return float(np.sum((Y - T) ** 2) / n)
                """,
                """
                def gradients(parameters, X, activations, T):
                    H, Y = activations
                    dY = 2 * (Y - T) / len(X)
                    d2 = dY * Y * (1 - Y)
                    d1 = (d2 @ parameters.W2.T) * H * (1 - H)
                    return Parameters(X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0))
                """,
            ),
            {"n = len(Y)": "n = 2 * len(Y)", "2 * (Y - T)": "(Y - T)"},
        ),
        Variant(
            "no bias for the outputs, and no transpose on the way back",
            ("the output layer has no bias", "the second layer's weights are not transposed"),
            ("forward", "gradients"),
            (
                """
                def forward(parameters, X):
                    hidden = sigmoid(X @ parameters.W1 + parameters.b1)
                    return Activations(hidden, sigmoid(hidden @ parameters.W2))
                """,
                """
                def gradients(parameters, X, activations, T):
                    H, Y = activations
                    d2 = (Y - T) / len(X) * Y * (1 - Y)
                    d1 = (d2 @ parameters.W2) * H * (1 - H)
                    return Parameters(X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0))
                """,
            ),
            {
                "hidden @ parameters.W2": "hidden @ parameters.W2 + parameters.b2",
                "(d2 @ parameters.W2)": "(d2 @ parameters.W2.T)",
            },
        ),
        Variant(
            "nothing squashes the outputs, there and back",
            ("the output layer is not squashed", "the output's slope is forgotten"),
            ("forward", "gradients"),
            (
                """
                def forward(parameters, X):
                    hidden = sigmoid(X @ parameters.W1 + parameters.b1)
                    outputs = hidden @ parameters.W2 + parameters.b2
                    return Activations(hidden, outputs)
                """,
                """
                def gradients(parameters, X, activations, T):
                    H, Y = activations
                    d2 = (Y - T) / len(X)
                    d1 = (d2 @ parameters.W2.T) * H * (1 - H)
                    return Parameters(X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0))
                """,
            ),
            {
                "outputs = hidden @ parameters.W2 + parameters.b2": "outputs = sigmoid("
                "hidden @ parameters.W2 + parameters.b2)",
                "(Y - T) / len(X)": "(Y - T) / len(X) * Y * (1 - Y)",
            },
        ),
    ],
    "scalars": [
        Variant(
            "sum and product replace",
            (
                "a sum's gradient replaces what was there",
                "a product's gradient replaces what was there",
            ),
            ("Value.__add__", "Value.__mul__"),
            (
                """
                def __add__(self, other):
                    other = as_value(other)

                    def hand_on(g):
                        self.grad, other.grad = g, g

                    return Value(self.data + other.data, (self, other), hand_on)
                """,
                """
                def __mul__(self, other):
                    other = as_value(other)

                    def hand_on(g):
                        self.grad = other.data * g
                        other.grad = self.data * g

                    return Value(self.data * other.data, (self, other), hand_on)
                """,
            ),
            {
                "self.grad, other.grad = g, g": "self.grad += g; other.grad += g",
                "self.grad = other.data * g": "self.grad += other.data * g",
                "other.grad = self.data * g": "other.grad += self.data * g",
            },
        ),
        Variant(
            "a history from its end, read forwards",
            ("the history has the end first", "the walk starts in the past"),
            ("Value.history", "Value.backward"),
            (
                """
                def history(self):
                    order, seen = [], set()

                    def walk(v):
                        if v in seen:
                            return
                        seen.add(v)
                        for p in v.parents:
                            walk(p)
                        order.append(v)

                    walk(self)
                    return list(reversed(order))
                """,
                """
                def backward(self):
                    self.grad = 1.0
                    steps = self.history()
                    for v in steps:
                        v.hand_on(v.grad)
                """,
            ),
            {
                "list(reversed(order))": "order",
                "steps = self.history()": "steps = self.history()[::-1]",
            },
        ),
        Variant(
            "gradients of all steps, uphill",
            ("each step adds to the gradients of the last", "a step goes uphill"),
            "descend",
            """
            def descend(loss, parameters, lr):
                for p in parameters:
                    p.grad = p.grad * 1.0
                loss.backward()
                for p in parameters:
                    p.data = p.data + lr * p.grad
            """,
            {"p.grad = p.grad * 1.0": "p.grad = 0.0", "p.data + lr": "p.data - lr"},
        ),
    ],
    "wrapper": [
        Variant(
            "NumPy's floats, and the first item's dtype",
            ("Python floats become float64", "the first item decides the dtype"),
            "infer_dtype",
            """
            def infer_dtype(data):
                if getattr(data, "dtype", None) in SUPPORTED:
                    return data.dtype
                if isinstance(data, (bool, int, float)):
                    kind = np.asarray(data).dtype
                    return kind
                if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
                    items = [infer_dtype(item) for item in data[:1]]
                    return reduce(promote_types, items) if items else PYTHON_DTYPES[float]
                raise refusal(data)
            """,
            {"np.asarray(data).dtype": "PYTHON_DTYPES[type(data)]", "data[:1]": "data"},
        ),
    ],
    "computation_graph": [
        Variant(
            "swallows, and switched when made",
            ("no_grad swallows exceptions", "recording is switched when the object is made"),
            ("grad_mode.__exit__", "grad_mode.__init__"),
            (
                """
                def __exit__(self, *exception):
                    recording.enabled = self.before[-1]
                    self.before.pop()
                    return bool(exception)
                """,
                """
                def __init__(self, enabled):
                    self.before = []
                    self.enabled = enabled
                    recording.enabled = enabled
                """,
            ),
            {
                "return bool(exception)": "return None",
                "recording.enabled = enabled": "pass",
            },
        ),
        Variant(
            "integers carry gradients, and constants are parents",
            ("integers carry gradients", "constants are parents"),
            "record",
            """
            def record(op, function, args, params):
                args = tuple(a.item() if isinstance(a, np.generic) else a for a in args)
                values = tuple(a.value if isinstance(a, Array) else a for a in args)
                arrays = [a for a in args if isinstance(a, Array)]
                out = np.asarray(function(*values, **params))
                cls = type(arrays[0])
                flows = is_grad_enabled() and any(a.requires_grad for a in arrays)
                kept = args
                if not flows:
                    return cls(out)
                return cls(out, True, Node(op, kept, values, params, changes.now()))
            """,
            {
                "flows = is_grad_enabled()": "flows = is_floating(out.dtype) and is_grad_enabled()",
                "kept = args": "kept = tuple("
                "a if getattr(a, 'requires_grad', False) else v for a, v in zip(args, values))",
            },
        ),
    ],
    "toposort": [
        Variant(
            "children first, by hash",
            ("children before parents", "nodes are told apart by their hash"),
            "toposort",
            """
            def toposort(root, parents):
                order, seen, stack = [], set(), [(root, False)]
                while stack:
                    node, done = stack.pop()
                    key = node
                    if done:
                        order.append(node)
                    elif key not in seen:
                        seen.add(key)
                        stack.append((node, True))
                        for p in parents(node):
                            stack.append((p, False))
                return order[::-1]
            """,
            {"key = node": "key = id(node)", "order[::-1]": "order"},
        ),
    ],
    "visualizer": [
        Variant(
            "no dtype, and one arrow for two uses",
            ("labels lack the dtype", "an array used twice has one arrow"),
            ("describe", "draw_arrows"),
            (
                """
                def describe(array, name=None):
                    lines = [f"{array.shape}"]
                    if name:
                        lines = [escape(name), *lines]
                    return "\\\\n".join(lines)
                """,
                """
                def draw_arrows(dot, order, boxes):
                    numbers = number(order)
                    for array in order:
                        if array.node is None:
                            continue
                        oval = f"op{numbers[id(array)]}"
                        if id(array) in boxes:
                            dot.edge(oval, f"array{numbers[id(array)]}")
                        drawn = set()
                        for p in parents(array):
                            if id(p) in drawn:
                                continue
                            drawn.add(id(p))
                            kind = "array" if id(p) in boxes else "op"
                            dot.edge(f"{kind}{numbers[id(p)]}", oval)
                """,
            ),
            {
                'lines = [f"{array.shape}"]': 'lines = [f"{array.shape}", f"{array.dtype}"]',
                "if id(p) in drawn:": "if False:",
            },
        ),
    ],
    "chain_rule": [
        Variant(
            "each its own factor, and no minus",
            ("each factor multiplies its own gradient", "the denominator keeps its sign"),
            ("defvjp(mul)", "div_vjp_y"),
            (
                "defvjp(mul, lambda g, out, x, y: x * g, lambda g, out, x, y: y * g)",
                """
                def div_vjp_y(g, out, x, y):
                    return g * x / (y * y)
                """,
            ),
            {
                "x * g, lambda g, out, x, y: y * g": "y * g, lambda g, out, x, y: x * g",
                "return g * x": "return -g * x",
            },
        ),
    ],
    "backward": [
        Variant(
            "a recursive walk that shares memory",
            ("the walk calls itself for each contribution", "the gradient shares memory"),
            ("backpropagate", "accumulate_grad"),
            (
                """
                def backpropagate(order, totals, visit, contribute):
                    def add(array, g):
                        totals[id(array)] = totals[id(array)] + g if id(array) in totals else g

                    def walk(array, g):
                        visit(array, g)
                        if array.node is not None:
                            for parent, share in contribute(array, g):
                                hand_on(parent, share)

                    hand_on, turns = walk, order[-1:]
                    for array in reversed(turns):
                        if id(array) in totals:
                            walk(array, totals.pop(id(array)))
                """,
                """
                def accumulate_grad(array, g):
                    if array.node is None:
                        if array.grad is None:
                            array.grad = type(array)(np.asarray(g))
                        else:
                            array.grad.value += g
                            changes.mark_changed(array.grad.value)
                """,
            ),
            {
                "hand_on, turns = walk, order[-1:]": "hand_on, turns = add, order",
                "np.asarray(g)": "np.array(g)",
            },
        ),
        Variant(
            "ordered by recursion, and replaced",
            ("the graph is ordered by recursion", "each new contribution replaces the last one"),
            ("Differentiable.backward", "backpropagate"),
            (
                """
                def backward(self, gradient=None, retain_graph=None, create_graph=False):
                    order, seen = [], set()

                    def visit_first(a):
                        if id(a) not in seen:
                            seen.add(id(a))
                            for p in parents(a):
                                visit_first(p)
                            order.append(a)

                    visit_first(self)
                    start = initial_cotangent(self, gradient, create_graph)
                    visit, contribute = self.mechanics(retain_graph, create_graph)
                    backpropagate(order, {id(self): start}, visit, contribute)
                """,
                """
                def backpropagate(order, totals, visit, contribute):
                    for array in reversed(order):
                        if id(array) not in totals:
                            continue
                        g = totals[id(array)]
                        visit(array, g)
                        if array.node is not None:
                            for parent, share in contribute(array, g):
                                totals[id(parent)] = share
                """,
            ),
            {
                "visit_first(self)": "order = toposort(self, parents)",
                "] = share": "] = totals[id(parent)] + share if id(parent) in totals else share",
            },
        ),
    ],
}
