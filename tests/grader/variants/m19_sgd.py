"""Wrong answers to m19 sgd."""

from tests.grader.variants import Variant

UPDATE = """
    def update(self, value, grad, state, group):
        g = -grad if group["maximize"] else grad
        decay = group["weight_decay"] * value
        PENALTY
        mu = group["momentum"]
        if mu:
            old = state.get("momentum_buffer")
            if old is None:
                state["momentum_buffer"] = Tensor(g.copy())
            else:
                new = BUFFER
                old.value[...] = new
            b = state["momentum_buffer"].value
            g = AHEAD if group["nesterov"] else b
        STEP
    """
BUFFER = 'old.value * mu + g * (1 - group["dampening"])'
STEP = 'np.subtract(value, group["lr"] * g, out=value)'


def _update(
    penalty: str = "g = g + decay",
    buffer: str = BUFFER,
    ahead: str = "g + b * mu",
    step: str = STEP,
) -> str:
    source = UPDATE.replace("PENALTY", penalty).replace("BUFFER", buffer)
    return source.replace("AHEAD", ahead).replace("STEP", step)


VARIANTS = [
    Variant(
        "adds the step",
        "a step along the gradient",
        "SGD.update",
        _update(step='np.add(value, group["lr"] * g, out=value)'),
        {"np.add(value,": "np.subtract(value,"},
    ),
    Variant(
        "a moving average of gradients",
        "momentum averages",
        "SGD.update",
        _update(buffer="mu * old.value + g - mu * g"),
        {"mu * old.value + g - mu * g": BUFFER},
    ),
    Variant(
        "looks ahead and forgets where it stands",
        "Nesterov's step forgets the new gradient",
        "SGD.update",
        _update(ahead="mu * b"),
        {"mu * b if": "g + mu * b if"},
    ),
    Variant(
        "pushes weights away from 0",
        "the decay grows the weights",
        "effective_grad",
        """
        def effective_grad(value, grad, maximize, weight_decay):
            sign = -1 if maximize else 1
            penalty = value * weight_decay
            if weight_decay or maximize:
                return sign * grad - penalty
            return grad
        """,
        {"sign * grad - penalty": "sign * grad + penalty"},
    ),
    Variant(
        "decays by the sign of a weight",
        None,
        "SGD.update",
        _update(penalty="g = g + np.sign(decay) * group['weight_decay']"),
        {"g + np.sign(decay) * group['weight_decay']": "g + decay"},
    ),
    Variant(
        "uphill, and with an average",
        ("a step along the gradient", "momentum averages"),
        "SGD.update",
        _update(
            buffer="g + mu * (old.value - g)", step='np.add(value, g * group["lr"], out=value)'
        ),
        {"g + mu * (old.value - g)": BUFFER, "np.add(value,": "np.subtract(value,"},
    ),
]
