"""Two known mistakes at once, in one place or in two."""

from .. import Variant

VARIANTS = {
    "by_hand": [
        Variant(
            "no half, and uphill",
            ("the loss lacks its half", "the step goes uphill"),
            ("quadratic_loss", "update"),
            (
                """
                def quadratic_loss(Y, T):
                    return float(np.square(T - Y).sum(axis=1).mean())
                """,
                """
                def update(parameters, gradients, lr):
                    new = [w + lr * g for w, g in zip(parameters, gradients)]
                    return Parameters(*new)
                """,
            ),
            {".mean())": ".mean() / 2)", "w + lr * g": "w - lr * g"},
        ),
        Variant(
            "all elements count, and the error is turned around",
            ("the loss averages over every element", "the gradient points the wrong way"),
            ("quadratic_loss", "gradients"),
            (
                """
                def quadratic_loss(Y, T):
                    return float(0.5 * np.mean(np.square(Y - T)))
                """,
                """
                def gradients(parameters, X, activations, T):
                    H, Y = activations
                    d2 = Y * (1 - Y) * np.subtract(T, Y) / len(T)
                    d1 = H * (1 - H) * (d2 @ parameters.W2.T)
                    return Parameters(X.T @ d1, np.sum(d1, 0), H.T @ d2, np.sum(d2, 0))
                """,
            ),
            {
                "np.mean(np.square(Y - T))": "np.sum(np.square(Y - T)) / len(T)",
                "np.subtract(T, Y)": "np.subtract(Y, T)",
            },
        ),
    ],
    "scalars": [
        Variant(
            "a power without its factor, a relu without its gate",
            ("a power loses its factor", "relu lets every gradient through"),
            ("Value.__pow__", "Value.relu"),
            (
                """
                def __pow__(self, exponent):
                    out = Value(self.data**exponent, (self,))

                    def hand_on(g):
                        self.grad += self.data ** (exponent - 1) * g

                    out.hand_on = hand_on
                    return out
                """,
                """
                def relu(self):
                    out = Value(self.data if self.data > 0 else 0.0, (self,))

                    def hand_on(g):
                        self.grad += 1 * g

                    out.hand_on = hand_on
                    return out
                """,
            ),
            {
                "self.grad += self.data **": "self.grad += exponent * self.data **",
                "1 * g": "g * (out.data > 0)",
            },
        ),
        Variant(
            "the slope of another curve, and steps of 1",
            ("tanh has the sigmoid's slope", "a step leaves out the learning rate"),
            ("Value.tanh", "descend"),
            (
                """
                def tanh(self):
                    t = math.tanh(self.data)

                    def hand_on(g):
                        slope = t - t * t
                        self.grad += slope * g

                    return Value(t, (self,), hand_on)
                """,
                """
                def descend(loss, parameters, lr):
                    for p in parameters:
                        p.grad = 0.0
                    loss.backward()
                    for p in parameters:
                        p.data = p.data - p.grad
                """,
            ),
            {"t - t * t": "1 - t * t", "p.data - p.grad": "p.data - lr * p.grad"},
        ),
    ],
    "wrapper": [
        Variant(
            "NumPy's floats, and a copy of them",
            ("Python floats become float64", "numpy copies"),
            ("infer_dtype", "Array.numpy"),
            (
                """
                def infer_dtype(data):
                    if getattr(data, "dtype", None) in SUPPORTED:
                        return data.dtype
                    if isinstance(data, (bool, int, float)):
                        return np.array(data).dtype
                    if isinstance(data, str | bytes) or not isinstance(data, Sequence):
                        raise refusal(data)
                    found = [infer_dtype(item) for item in data]
                    return reduce(promote_types, found) if found else PYTHON_DTYPES[float]
                """,
                """
                def numpy(self):
                    if not self.requires_grad:
                        return np.array(self.value)
                    raise RuntimeError("this tensor requires a gradient: detach() it first")
                """,
            ),
            {
                "np.array(data).dtype": "next(PYTHON_DTYPES[kind] for kind in PYTHON_DTYPES "
                "if isinstance(data, kind))",
                "np.array(self.value)": "self.value",
            },
        ),
    ],
    "computation_graph": [
        Variant(
            "parents once, and recording on in the end",
            ("each parent is listed once", "leaving always switches recording on"),
            ("parents", "grad_mode.__exit__"),
            (
                """
                def parents(array):
                    found = {}
                    if array.node is not None:
                        for arg in array.node.args:
                            if isinstance(arg, Array):
                                found[id(arg)] = arg
                    return tuple(found.values())
                """,
                """
                def __exit__(self, *exception):
                    self.before.pop()
                    recording.enabled = bool(1)
                """,
            ),
            {
                "found[id(arg)] = arg": "found[len(found)] = arg",
                "self.before.pop()": "last = self.before.pop()",
                "bool(1)": "last",
            },
        ),
    ],
    "magic_methods": [
        Variant(
            "the wrong way round, and dims are lost",
            ("2 - x computes x - 2", "sum forgets keepdim"),
            ("Operators.__rsub__", "sum"),
            (
                """
                def __rsub__(self, other):
                    return self - other
                """,
                """
                @primitive
                def sum(x, dim=None, keepdim=False):
                    kind = x.dtype if is_floating(x.dtype) else np.dtype("int64")
                    return np.sum(x, axis=as_dims(dim, x.ndim), dtype=kind)
                """,
            ),
            {"self - other": "sub(other, self)", "dtype=kind)": "dtype=kind, keepdims=keepdim)"},
        ),
    ],
    "visualizer": [
        Variant(
            "no dtype, and results point at their op",
            ("labels lack the dtype", "arrows out of ops run backwards"),
            ("describe", "draw_arrows"),
            (
                """
                def describe(array, name=None):
                    label = f"{array.shape}"
                    return escape(name) + "\\\\n" + label if name else label
                """,
                """
                def draw_arrows(dot, order, boxes):
                    numbers = number(order)
                    for array in order:
                        if array.node is not None:
                            oval = f"op{numbers[id(array)]}"
                            for p in parents(array):
                                kind = "array" if id(p) in boxes else "op"
                                dot.edge(kind + numbers[id(p)], oval)
                            if id(array) in boxes:
                                dot.edge(f"array{numbers[id(array)]}", oval)
                """,
            ),
            {
                'f"{array.shape}"': 'f"{array.shape}" + "\\\\n" + f"{array.dtype}"',
                'dot.edge(f"array{numbers[id(array)]}", oval)': "dot.edge("
                'oval, f"array{numbers[id(array)]}")',
            },
        ),
    ],
    "chain_rule": [
        Variant(
            "log multiplies, and a denominator pulls the other way",
            ("log multiplies", "the denominator keeps its sign"),
            ("defvjp(log)", "div_vjp_y"),
            (
                "defvjp(log, lambda g, out, x: mul(x, g))",
                """
                def div_vjp_y(g, out, x, y):
                    return g * out / y
                """,
            ),
            {"mul(x, g)": "div(g, x)", "g * out / y": "neg(g * out / y)"},
        ),
        Variant(
            "sigmoid at x, and a power without its exponent",
            ("sigmoid's slope is taken at x", "the exponent does not come down in front"),
            ("defvjp(sigmoid)", "pow_vjp_x"),
            (
                "defvjp(sigmoid, lambda g, out, x: (x - x * x) * g)",
                """
                def pow_vjp_x(g, out, x, y):
                    slope = x ** one_less(y)
                    return g * slope
                """,
            ),
            {"(x - x * x)": "(out - out * out)", "return g * slope": "return g * y * slope"},
        ),
    ],
    "backward": [
        Variant(
            "replaced each time, and always from ones",
            ("each backward replaces the gradient", "the gradient passed in is ignored"),
            ("accumulate_grad", "Differentiable.backward"),
            (
                """
                def accumulate_grad(array, g):
                    if array.node is None:
                        old = None
                        if old is None:
                            array.grad = type(array)(np.copy(g))
                        else:
                            np.add(old.value, g, out=old.value)
                            changes.mark_changed(old.value)
                """,
                """
                def backward(self, gradient=None, retain_graph=None, create_graph=False):
                    first = initial_cotangent(self, gradient, create_graph)
                    first = first * 0 + 1
                    backpropagate(
                        toposort(self, parents),
                        {id(self): first},
                        *self.mechanics(retain_graph, create_graph),
                    )
                """,
            ),
            {"old = None": "old = array.grad", "first = first * 0 + 1": "pass"},
        ),
    ],
    "autograd_mechanics": [
        Variant(
            "leaves only, and one walk only",
            ("grad knows leaves only", "retain_graph is ignored"),
            ("find_gradients", "contributor"),
            (
                """
                def find_gradients(
                    outputs, cotangents, inputs, retain_graph=None, create_graph=False
                ):
                    found = {id(x): None for x in inputs}

                    def keep(array, g):
                        if array.node is None and id(array) in found:
                            found[id(array)] = g

                    run_backward(outputs, cotangents, keep, retain_graph, create_graph)
                    gradients = []
                    for x in inputs:
                        g = found[id(x)]
                        is_plain = isinstance(g, (np.ndarray, np.generic))
                        gradients.append(type(x)(np.array(g)) if is_plain else g)
                    return gradients
                """,
                """
                def contributor(retain_graph=None, create_graph=False):
                    keeps = create_graph if retain_graph is None else retain_graph

                    def contribute(array, g):
                        seen = as_recorded(array)
                        if create_graph:
                            seen = with_history(array, seen)
                        shares = contributions(seen, g)
                        array.node = FREED
                        return shares

                    return contribute
                """,
            ),
            {
                "array.node is None and id(array)": "id(array)",
                "array.node = FREED": "array.node = array.node if keeps else FREED",
            },
        ),
    ],
    "shapes": [
        Variant(
            "parts follow one another downwards, and all get the first gradient",
            (
                "tensors are always joined along the first dim",
                "every part of a cat gets the first part's gradient",
            ),
            ("concatenate", "concatenate_vjp"),
            (
                """
                @primitive
                def concatenate(*tensors, dim=0):
                    kind = reduce(promote_types, (each.dtype for each in tensors))
                    return np.concatenate([each.astype(kind) for each in tensors])
                """,
                """
                def concatenate_vjp(argnum, g, out, *tensors, dim=0):
                    begin = 0
                    for x in tensors[:argnum]:
                        begin += 0 * x.shape[dim]
                    return narrow(g, dim, begin, tensors[argnum].shape[dim])
                """,
            ),
            {
                "for each in tensors])": "for each in tensors], dim)",
                "0 * x.shape[dim]": "x.shape[dim]",
            },
        ),
    ],
    "indexing": [
        Variant(
            "the last one wins, and the first place is read",
            (
                "a repeated index keeps only its last gradient",
                "the other dims all read their first place",
            ),
            ("unindex", "along"),
            (
                """
                @primitive
                def unindex(part, shape, *key):
                    whole = np.zeros(shape, part.dtype)
                    basic, advanced = split_key(key, len(shape))
                    target = whole[basic]
                    if advanced is not None:
                        target[advanced] = part
                    else:
                        target[...] = part
                    return whole
                """,
                """
                def along(dim, index):
                    places = []
                    for i, size in enumerate(index.shape):
                        others = [size if j == i else 1 for j in range(index.ndim)]
                        place = np.arange(size) * 0
                        places.append(index if i == dim else place.reshape(others))
                    return tuple(places)
                """,
            ),
            {
                "target[advanced] = part": "add_at(target, advanced, part)",
                "np.arange(size) * 0": "np.arange(size)",
            },
        ),
    ],
    "reductions": [
        Variant(
            "where is turned around, and var is taken from 0",
            ("where has its two sides the wrong way round", "the distance is taken from zero"),
            ("defvjp(where)", "var_vjp"),
            (
                """
                defvjp(
                    where,
                    None,
                    lambda g, out, c, a, b: where(c, 0, g),
                    lambda g, out, c, a, b: where(c, g, 0),
                )
                """,
                """
                def var_vjp(g, out, x, dim=None, unbiased=True, keepdim=False, *, correction=None):
                    if correction is None:
                        correction = 1 if unbiased else 0
                    n = 1
                    for i in as_dims(dim, x.ndim):
                        n *= x.shape[i]
                    away = x - 0
                    return beside(g, x, dim) * away * (2 / ((n - correction) or nan))
                """,
            ),
            {
                "where(c, 0, g)": "where(c, g * 1, 0)",
                "where(c, g, 0)": "where(c, 0, g * 1)",
                "x - 0": "x - mean(x, dim, True)",
            },
        ),
    ],
    "activations": [
        Variant(
            "relu hands on everything, and gelu is a gate alone",
            ("relu hands g back unchanged", "gelu forgets its first factor"),
            ("defvjp(relu)", "gelu"),
            (
                "defvjp(relu, lambda g, out, x, inplace=False: g * 1)",
                """
                def gelu(x, *, approximate="none"):
                    gate = ndtr(x, approximate=approximate)
                    return gate
                """,
            ),
            {"g * 1": "where(x > 0, g, 0)", "return gate": "return gate * x"},
        ),
    ],
    "losses": [
        Variant(
            "half an error, and yes for no",
            ("the squared error is halved", "yes and no are swapped"),
            ("mse_loss", "bernoulli_nll_with_logits"),
            (
                """
                def mse_loss(input, target, *, reduction="mean"):
                    return reduced((input - target) ** 2 / 2, reduction)
                """,
                """
                def bernoulli_nll_with_logits(x, target, pos_weight=None):
                    if_one = softplus(x, threshold=math.inf)
                    if_zero = softplus(-x, threshold=math.inf)
                    if pos_weight is not None:
                        if_one = if_one * pos_weight
                    return if_one * target + if_zero * (1 - target)
                """,
            ),
            {
                "(input - target) ** 2 / 2": "(input - target) ** 2",
                "if_one = softplus(x,": "if_one = softplus(-x, ",
                "if_zero = softplus(-x,": "if_zero = softplus(x, ",
            },
        ),
    ],
    "cross_entropy": [
        Variant(
            "a likelihood, and a mean over classes",
            ("nll forgets its minus sign", "a soft target is averaged over the classes"),
            ("nll", "soft_nll"),
            (
                """
                def nll(log_p, index):
                    picked = gather(log_p, 1, reshape(index, (index.shape[0], 1)))
                    return reshape(picked, (index.shape[0],))
                """,
                """
                def soft_nll(scores, q):
                    products = log_softmax(scores, 1) * q
                    return mean(products, 1) * -1
                """,
            ),
            {
                "return reshape(picked, (index.shape[0],))": "return -reshape("
                "picked, (index.shape[0],))",
                "mean(products, 1)": "sum(products, 1)",
            },
        ),
    ],
    "initialization": [
        Variant(
            "a gain of 2, and a bound that is too small",
            ("the gain of relu is 2", "a uniform draw takes the deviation for its bound"),
            ("leaky_relu_gain", "uniform_bound"),
            (
                """
                def leaky_relu_gain(slope):
                    mean_square = (1 + slope * slope) / 2
                    return 1 / mean_square
                """,
                """
                def uniform_bound(std):
                    return 1.0 * std
                """,
            ),
            {"1 / mean_square": "mean_square**-0.5", "1.0 * std": "3**0.5 * std"},
        ),
    ],
    "data": [
        Variant(
            "rounded parts, and no rest",
            ("fractions are rounded to the nearest", "the smaller last batch is lost"),
            ("part_sizes", "BatchSampler.__iter__"),
            (
                """
                def part_sizes(total, fractions):
                    sizes = [int(total * f + 0.5) for f in fractions]
                    i = 0
                    while sum(sizes) < total:
                        sizes[i] += 1
                        i += 1
                    return sizes
                """,
                """
                def __iter__(self):
                    numbers = iter(self.sampler)
                    while len(some := [*islice(numbers, self.batch_size)]) == self.batch_size:
                        yield some
                """,
            ),
            {
                "int(total * f + 0.5)": "int(total * f)",
                "yield some\n": "yield some\n"
                "                    if some and not self.drop_last:\n"
                "                        yield some\n",
            },
        ),
    ],
    "sgd": [
        Variant(
            "uphill, with weights that grow",
            ("a step along the gradient", "the decay grows the weights"),
            ("SGD.update", "effective_grad"),
            (
                """
                def update(self, value, grad, state, group):
                    g = effective_grad(value, grad, group["maximize"], group["weight_decay"])
                    if group["momentum"]:
                        if state.get("momentum_buffer") is None:
                            state["momentum_buffer"] = Tensor(np.array(g))
                        else:
                            b = state["momentum_buffer"].value
                            b[...] = group["momentum"] * b + (1 - group["dampening"]) * g
                        b = state["momentum_buffer"].value
                        g = g + group["momentum"] * b if group["nesterov"] else b
                    np.add(value, group["lr"] * g, out=value)
                """,
                """
                def effective_grad(value, grad, maximize, weight_decay):
                    sign = -1 if maximize else 1
                    pull = weight_decay * value if weight_decay else 0
                    return sign * grad - pull
                """,
            ),
            {
                'np.add(value, group["lr"] * g, out=value)': "np.subtract("
                'value, group["lr"] * g, out=value)',
                "sign * grad - pull": "sign * grad + pull",
            },
        ),
    ],
    "training": [
        Variant(
            "hits, and a mean of means",
            ("accuracy counts right answers", "the epoch's loss is a mean of means"),
            ("accuracy", "mean_over_samples"),
            (
                """
                def accuracy(outputs, targets):
                    if is_floating(targets.dtype):
                        return float("nan")
                    hits = outputs.argmax(-1).numpy() == targets.numpy()
                    return float(hits.sum())
                """,
                """
                def mean_over_samples(batches):
                    total = len(batches)
                    loss = sum(l for _, l, _ in batches) / total
                    right = sum(a for _, _, a in batches) / total
                    return Metrics(float(loss), float(right))
                """,
            ),
            {
                "hits.sum()": "hits.mean()",
                "total = len(batches)": "total = sum(n for n, _, _ in batches)",
                "sum(l for _, l, _ in batches)": "sum(n * l for n, l, _ in batches)",
                "sum(a for _, _, a in batches)": "sum(n * a for n, _, a in batches)",
            },
        ),
    ],
    "adam": [
        Variant(
            "the other beta, and a sum of norms",
            ("the betas are swapped", "the norms are added up"),
            ("Adam.update", "total_norm"),
            (
                """
                def update(self, value, grad, state, group):
                    first, second = group["betas"][::-1]
                    g = decayed(value, grad, group)
                    m, v = remembered(state, value, "exp_avg", "exp_avg_sq")
                    n = count(state)
                    m[...] = first * m + (1 - first) * g
                    v[...] = second * v + (1 - second) * g * g
                    used = self.usual_square(v, state, group) / (1 - second**n)
                    value -= group["lr"] / (1 - first**n) * adapted(m, used, group["eps"])
                """,
                """
                def total_norm(grads, norm_type):
                    if not grads:
                        return float32.type(0)
                    each = [np.linalg.norm(np.ravel(g), ord=norm_type) for g in grads]
                    return np.asarray(each).sum()
                """,
            ),
            {
                'group["betas"][::-1]': 'group["betas"]',
                "np.asarray(each).sum()": "np.linalg.norm(np.asarray(each), ord=norm_type)",
            },
        ),
    ],
    "regularization": [
        Variant(
            "p stays, and squares are halved",
            ("p is the probability to stay", "half of the squares"),
            ("dropout_mask", "l2_penalty"),
            (
                """
                def dropout_mask(shape, p, dtype):
                    keep = 1 - p
                    if keep == 0:
                        return np.zeros(shape, dtype)
                    drawn = bernoulli(shape, p)
                    return np.asarray(drawn.astype(dtype) / np.asarray(keep, dtype), dtype)
                """,
                """
                def l2_penalty(parameters):
                    return sum(0.5 * (w**2).sum() for w in parameters)
                """,
            ),
            {"bernoulli(shape, p)": "bernoulli(shape, keep)", "0.5 * (w**2)": "1.0 * (w**2)"},
        ),
    ],
    "normalization": [
        Variant(
            "the past weighs little, and only the last dim is normed",
            ("the momentum weighs the past", "layer norm over the last dimension only"),
            ("move_average", "normalize_last"),
            (
                """
                def move_average(running, new, momentum):
                    old = running.value
                    fresh = new.reshape(old.shape)
                    overwrite(running, fresh + momentum * (old - fresh))
                """,
                """
                def normalize_last(input, dims, weight, bias, eps):
                    which = (input.ndim - 1,)
                    return standardize(input, weight, bias, dim=which, eps=eps)
                """,
            ),
            {
                "fresh + momentum * (old - fresh)": "old + momentum * (fresh - old)",
                "(input.ndim - 1,)": "tuple(range(input.ndim))[input.ndim - dims:]",
            },
        ),
    ],
    "attention": [
        Variant(
            "divided by D, and the values first",
            ("the scores are divided by D", "values stand first in the big matrix"),
            ("attention_weights", "MultiheadAttention.project"),
            (
                """
                def attention_weights(query, key, mask=None, scale=None):
                    if scale is None:
                        scale = 1 / query.shape[-1]
                    scores = (query * scale) @ transpose(key, -2, -1)
                    if mask is not None:
                        scores = scores + mask
                    return softmax(scores, -1)
                """,
                """
                def project(self, x, part):
                    begin = (2 - part) * self.embed_dim
                    end = begin + self.embed_dim
                    bias = self.in_proj_bias
                    bias = bias[begin:end] if bias is not None else None
                    return linear(x, self.in_proj_weight[begin:end], bias)
                """,
            ),
            {
                "1 / query.shape[-1]": "query.shape[-1] ** -0.5",
                "(2 - part) * self": "part * self",
            },
        ),
    ],
    "recurrent": [
        Variant(
            "gates are mixed up, and a cell is shown as it is",
            (
                "reset and update gate change places",
                "the cell is handed out unsquashed",
            ),
            ("gru_cell", "lstm_cell"),
            (
                """
                def gru_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
                    n = hx.shape[-1]
                    xr, xz, xn = split(linear(input, w_ih, b_ih), n, -1)
                    hr, hz, hn = split(linear(hx, w_hh, b_hh), n, -1)
                    update, reset = sigmoid(xr + hr), sigmoid(xz + hz)
                    new = tanh(xn + reset * hn)
                    return new + update * (hx - new)
                """,
                """
                def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
                    h, c = hx
                    gates = linear(input, w_ih, b_ih) + linear(h, w_hh, b_hh)
                    let_in, keep, news, show = split(gates, c.shape[-1], -1)
                    c = c * sigmoid(keep) + tanh(news) * sigmoid(let_in)
                    return c * sigmoid(show), c
                """,
            ),
            {
                "update, reset = sigmoid(xr + hr)": "reset, update = sigmoid(xr + hr)",
                "c * sigmoid(show)": "tanh(c) * sigmoid(show)",
            },
        ),
    ],
}
