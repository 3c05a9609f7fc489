"""Mistakes that have nothing to do with a milestone, and are made in any."""

from grader.feedback.diagnosis.general_mistake import FLOAT32, NOTHING, SCALAR, SEQUENCE, TYPE

from .. import Variant

VARIANTS = {
    "by_hand": [
        Variant(
            "a loss as NumPy gives it",
            SCALAR,
            "quadratic_loss",
            """
            def quadratic_loss(Y, T):
                n = Y.shape[0]
                return np.sum((T - Y) ** 2) / (2 * n)
            """,
            {"np.sum((T - Y) ** 2) / (2 * n)": "float(np.sum((T - Y) ** 2) / (2 * n))"},
        ),
        Variant(
            "an update that keeps its result to itself",
            NOTHING,
            "update",
            """
            def update(parameters, gradients, lr):
                stepped = []
                for w, dw in zip(parameters, gradients):
                    stepped.append(w - lr * dw)
                Parameters(*stepped)
            """,
            {"Parameters(*stepped)": "return Parameters(*stepped)"},
        ),
        Variant(
            "exp in single precision",
            FLOAT32,
            "sigmoid",
            """
            def sigmoid(Z):
                small = Z.astype(np.float32)
                return (1 / (1 + np.exp(-small))).astype(Z.dtype)
            """,
            {"Z.astype(np.float32)": "Z"},
        ),
        Variant(
            "the gradients in a plain tuple",
            TYPE,
            "gradients",
            """
            def gradients(parameters, X, activations, T):
                H, Y = activations
                d2 = (Y - T) * Y * (1 - Y) / len(X)
                d1 = d2 @ parameters.W2.T * H * (1 - H)
                found = (X.T @ d1, d1.sum(axis=0), H.T @ d2, d2.sum(axis=0))
                return found
            """,
            {"return found": "return Parameters(*found)"},
        ),
    ],
    "scalars": [
        Variant(
            "a tanh that is made and dropped",
            NOTHING,
            "Value.tanh",
            """
            def tanh(self):
                t = math.tanh(self.data)
                out = Value(t, (self,))

                def hand_on(g):
                    self.grad += (1 - t**2) * g

                out.hand_on = hand_on
            """,
            {"out.hand_on = hand_on": "out.hand_on = hand_on; return out"},
        ),
        Variant(
            "a product that is made and dropped",
            NOTHING,
            "Value.__mul__",
            """
            def __mul__(self, other):
                other = as_value(other)
                product = Value(self.data * other.data, (self, other))

                def hand_on(g):
                    self.grad += other.data * g
                    other.grad += self.data * g

                product.hand_on = hand_on
                return
            """,
            {"                return\n": "                return product\n"},
        ),
        Variant(
            "a tanh in half the digits",
            FLOAT32,
            "Value.tanh",
            """
            def tanh(self):
                import numpy as np

                t = float(np.tanh(np.float32(self.data)))

                def hand_on(g):
                    self.grad += g * (1 - t * t)

                return Value(t, (self,), hand_on)
            """,
            {"np.float32(self.data)": "np.float64(self.data)"},
        ),
    ],
    "wrapper": [
        Variant(
            "an array that is made and dropped",
            NOTHING,
            "to_ndarray",
            """
            def to_ndarray(data, dtype):
                array = np.array(plain(data), dtype=dtype)
                if array.dtype == dtype:
                    array = np.array(array)
            """,
            {"array = np.array(array)": "return np.array(array)"},
        ),
        Variant(
            "a method that ends in _ and returns nothing",
            NOTHING,
            "Array.requires_grad_",
            """
            def requires_grad_(self, requires_grad=True):
                if self.requires_grad is not requires_grad:
                    self.requires_grad = requires_grad
                self
            """,
            {"                self\n": "                return self\n"},
        ),
    ],
    "computation_graph": [
        Variant(
            "a switch that is made and dropped",
            NOTHING,
            "no_grad",
            """
            def no_grad(function=None):
                off = grad_mode(False)
                if function is None:
                    off
                else:
                    return off(function)
            """,
            {"                    off\n": "                    return off\n"},
        ),
    ],
    "toposort": [
        Variant(
            "an order in a tuple",
            SEQUENCE,
            "toposort",
            """
            def toposort(root, parents):
                order, done, stack = [], set(), [(root, False)]
                while stack:
                    node, ready = stack.pop()
                    if ready:
                        order.append(node)
                    elif id(node) not in done:
                        done.add(id(node))
                        stack.append((node, True))
                        stack.extend((parent, False) for parent in parents(node))
                return tuple(order)
            """,
            {"tuple(order)": "list(order)"},
        ),
        Variant(
            "an order that nobody gets",
            NOTHING,
            "toposort",
            """
            def toposort(root, parents):
                order, done = [], {id(root)}
                path = [(root, iter(parents(root)))]
                while path:
                    node, rest = path[-1]
                    new = next((p for p in rest if id(p) not in done), _DONE)
                    if new is _DONE:
                        order.append(path.pop()[0])
                    else:
                        done.add(id(new))
                        path.append((new, iter(parents(new))))
                order
            """,
            {"                order\n": "                return order\n"},
        ),
    ],
    "visualizer": [
        Variant(
            "a label that nobody gets",
            NOTHING,
            "describe",
            """
            def describe(array, name=None):
                lines = [str(array.shape), str(array.dtype)]
                if name:
                    lines.insert(0, escape(name))
                label = "\\\\n".join(lines)
            """,
            {'label = "': 'return "'},
        ),
    ],
    "chain_rule": [
        Variant(
            "returns only where there is something to sum",
            NOTHING,
            "unbroadcast",
            """
            def unbroadcast(g, shape):
                front = g.ndim - len(shape)
                dims = list(range(front))
                for i, n in enumerate(shape):
                    if n == 1 and g.shape[front + i] > 1:
                        dims.append(front + i)
                if dims:
                    return reshape(sum(g, tuple(dims)), shape)
                g
            """,
            {"                g\n": "                return g\n"},
        ),
        Variant(
            "a left gradient that is computed and dropped",
            NOTHING,
            "left_gradient",
            """
            def left_gradient(g, x, y):
                turned = transpose(y, -2, -1)
                result = matmul(g, turned)
            """,
            {"result = matmul": "return matmul"},
        ),
    ],
    "shapes": [
        Variant(
            "pieces in a list",
            SEQUENCE,
            "cut_up",
            """
            def cut_up(x, split_size, dim):
                size = x.shape[dim]
                if isinstance(split_size, int):
                    whole, rest = divmod(size, split_size) if split_size else (0, 0)
                    split_size = [split_size] * whole + ([rest] if rest or not whole else [])
                ends = np.cumsum([0, *split_size]).tolist()
                return [cut(x, dim, a, b - a) for a, b in zip(ends, ends[1:])]
            """,
            {"return [cut": "return tuple(cut", "zip(ends, ends[1:])]": "zip(ends, ends[1:]))"},
        ),
        Variant(
            "a part of g that nobody gets",
            NOTHING,
            "concatenate_vjp",
            """
            def concatenate_vjp(argnum, g, out, *tensors, dim=0):
                begin = 0
                for each in tensors[:argnum]:
                    begin += each.shape[dim]
                part = narrow(g, dim, begin, tensors[argnum].shape[dim])
            """,
            {"part = narrow": "return narrow"},
        ),
    ],
    "reductions": [
        Variant(
            "returns what kept its dims only",
            NOTHING,
            "extreme_vjp",
            """
            def extreme_vjp(g, out, x, dim=None, keepdim=False):
                best = eq(x, beside(out, x, dim))
                shared = div(beside(g, x, dim), sum(best, dim, True))
                if keepdim:
                    return where(best, shared, 0)
                where(best, shared, 0)
            """,
            {"    where(best": "    return where(best"},
        ),
    ],
    "activations": [
        Variant(
            "a gelu that nobody gets",
            NOTHING,
            "gelu",
            """
            def gelu(x, *, approximate="none"):
                gate = ndtr(x, approximate=approximate)
                out = gate * x
            """,
            {"out = gate * x": "return gate * x"},
        ),
    ],
    "losses": [
        Variant(
            "no way out for none",
            NOTHING,
            "reduced",
            """
            def reduced(losses, reduction):
                if reduction not in ("mean", "sum", "none"):
                    raise ValueError(reduction)
                if reduction != "none":
                    return mean(losses) if reduction == "mean" else sum(losses)
                losses
            """,
            {"                losses\n": "                return losses\n"},
        ),
    ],
    "modules": [
        Variant(
            "train changes the mode, and no more",
            NOTHING,
            "Module.train",
            """
            def train(self, mode=True):
                if mode is not True and mode is not False:
                    raise ValueError("mode must be True or False")
                for _, module in self.named_modules():
                    module.training = mode
                return None
            """,
            {"return None": "return self"},
        ),
    ],
    "initialization": [
        Variant(
            "fans in a list",
            SEQUENCE,
            "fans",
            """
            def fans(shape):
                outputs, inputs, *window = shape
                size = prod(window)
                return [inputs * size, outputs * size]
            """,
            {"[inputs * size, outputs * size]": "(inputs * size, outputs * size)"},
        ),
        Variant(
            "a gain of float32",
            FLOAT32,
            "leaky_relu_gain",
            """
            def leaky_relu_gain(slope):
                square = np.float32(2 / (1 + slope * slope))
                return float(np.sqrt(square))
            """,
            {"np.float32(2": "np.float64(2"},
        ),
    ],
    "data": [
        Variant(
            "batches in tuples",
            SEQUENCE,
            "BatchSampler.__iter__",
            """
            def __iter__(self):
                batch = []
                for i in self.sampler:
                    batch.append(i)
                    if len(batch) == self.batch_size:
                        yield tuple(batch)
                        batch = []
                if batch and not self.drop_last:
                    yield (*batch,)
            """,
            {"yield tuple(batch)": "yield list(batch)", "yield (*batch,)": "yield [*batch]"},
        ),
    ],
    "sgd": [
        Variant(
            "a step that forgets the loss",
            NOTHING,
            "Optimizer.step",
            """
            def step(self, closure=None):
                loss = None
                if closure:
                    with enable_grad():
                        loss = closure()
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is None:
                            continue
                        self.update(p.value, p.grad.value, self.state[p], group)
                        mark_changed(p.value)
            """,
            {
                "                        mark_changed(p.value)\n": "                        "
                "mark_changed(p.value)\n                return loss\n"
            },
        ),
    ],
    "training": [
        Variant(
            "means as NumPy gives them",
            SCALAR,
            "mean_over_samples",
            """
            def mean_over_samples(batches):
                n, loss, right = np.array(batches).T
                return Metrics((n * loss).sum() / n.sum(), (n * right).sum() / n.sum())
            """,
            {
                "(n * loss).sum() / n.sum()": "float((n * loss).sum() / n.sum())",
                "(n * right).sum() / n.sum()": "float((n * right).sum() / n.sum())",
            },
        ),
        Variant(
            "an accuracy in a tensor",
            TYPE,
            "accuracy",
            """
            def accuracy(outputs, targets):
                if is_floating(targets.dtype):
                    return math.nan
                right = (outputs.argmax(-1) == targets).sum()
                return right / targets.numel()
            """,
            {"right / targets.numel()": "right.item() / targets.numel()"},
        ),
        Variant(
            "patience that says nothing",
            NOTHING,
            "EarlyStopping.step",
            """
            def step(self, loss, model):
                if self.best - loss > self.min_delta:
                    self.best = loss
                    self.waited = 0
                    self.weights = copy.deepcopy(dict(model.state_dict()))
                else:
                    self.waited = self.waited + 1
                self.should_stop
            """,
            {"                self.should_stop\n": "                return self.should_stop\n"},
        ),
        Variant(
            "means of single precision",
            FLOAT32,
            "mean_over_samples",
            """
            def mean_over_samples(batches):
                table = np.asarray(batches, np.float32)
                weights = table[:, 0] / table[:, 0].sum()
                return Metrics(float(weights @ table[:, 1]), float(weights @ table[:, 2]))
            """,
            {"np.float32": "np.float64"},
        ),
    ],
    "debugging": [
        Variant(
            "norms as NumPy gives them",
            SCALAR,
            "gradient_norms",
            """
            def gradient_norms(model):
                found = {}
                for path, p in model.named_parameters():
                    if p.grad is not None:
                        g = p.grad.detach().numpy()
                        found[path] = np.sqrt((g * g).sum())
                return found
            """,
            {"np.sqrt((g * g).sum())": "float(np.sqrt((g * g).sum()))"},
        ),
        Variant(
            "shapes in lists",
            SEQUENCE,
            "output_shapes",
            """
            def output_shapes(model, *inputs):
                shapes, handles = {}, []
                for path, module in model.named_modules():

                    def hook(module, args, output, path=path):
                        first = output[0] if isinstance(output, tuple) else output
                        shapes[path] = list(first.shape)

                    handles.append(module.register_forward_hook(hook))
                try:
                    model(*inputs)
                finally:
                    for handle in handles:
                        handle.remove()
                return shapes
            """,
            {"list(first.shape)": "tuple(first.shape)"},
        ),
    ],
    "adam": [
        Variant(
            "a direction of single precision",
            FLOAT32,
            "adapted",
            """
            def adapted(direction, square, eps):
                root = np.sqrt(square.astype(np.float32)) + np.float32(eps)
                return direction / root.astype(direction.dtype)
            """,
            {"square.astype(np.float32)": "square", "np.float32(eps)": "square.dtype.type(eps)"},
        ),
        Variant(
            "a norm that is Python's",
            TYPE,
            "total_norm",
            """
            def total_norm(grads, norm_type):
                if not grads:
                    return float32.type(0)
                norms = np.array([np.linalg.norm(g.ravel(), norm_type) for g in grads])
                return float(np.linalg.norm(norms, norm_type))
            """,
            {"float(np.linalg.norm(norms, norm_type))": "np.linalg.norm(norms, norm_type)"},
        ),
    ],
    "attention": [
        Variant(
            "a mask of NumPy's own dtype",
            TYPE,
            "causal_mask",
            """
            def causal_mask(queries, keys, dtype):
                later = np.arange(keys) > np.arange(queries)[:, None]
                return np.where(later, -np.inf, 0.0)
            """,
            {"np.where(later, -np.inf, 0.0)": "np.where(later, -np.inf, 0.0).astype(dtype)"},
        ),
    ],
    "recurrent": [
        Variant(
            "a state in a list",
            SEQUENCE,
            "lstm_cell",
            """
            def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
                h, c = hx
                gates = linear(input, w_ih, b_ih) + linear(h, w_hh, b_hh)
                i, f, g, o = split(gates, h.shape[-1], -1)
                c = sigmoid(f) * c + sigmoid(i) * tanh(g)
                return [sigmoid(o) * tanh(c), c]
            """,
            {"[sigmoid(o) * tanh(c), c]": "(sigmoid(o) * tanh(c), c)"},
        ),
    ],
}
