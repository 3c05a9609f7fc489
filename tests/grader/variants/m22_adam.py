"""Wrong answers to m22 adam."""

from tests.grader.variants import Variant

UPDATE = """
    def update(self, value, grad, state, group):
        if not state:
            state["step"] = Tensor(np.zeros((), float32))
            for name in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")[: 2 + group["amsgrad"]]:
                state[name] = Tensor(np.zeros_like(value))
        state["step"].value += 1
        n = int(state["step"].value)
        g = -grad if group["maximize"] else grad
        if group["decoupled_weight_decay"]:
            np.multiply(value, SHRINK, out=value)
        else:
            g = g + group["weight_decay"] * value
        first, second = group["betas"]
        m, v = state["exp_avg"].value, state["exp_avg_sq"].value
        m += (1 - first) * (g - m)
        v += (1 - second) * (SQUARE - v)
        u = v
        if group["amsgrad"]:
            u = state["max_exp_avg_sq"].value
            u[...] = np.maximum(u, v)
        mean, spread = MEAN, SPREAD
        np.subtract(value, group["lr"] * mean / (ROOT), out=value)
    """
RIGHT = {
    "SHRINK": '1 - group["lr"] * group["weight_decay"]',
    "SQUARE": "g**2",
    "MEAN": "m / (1 - first**n)",
    "SPREAD": "u / (1 - second**n)",
    "ROOT": 'spread**0.5 + group["eps"]',
}


def _update(**wrong: str) -> str:
    source = UPDATE
    for name, text in (RIGHT | wrong).items():
        source = source.replace(name, text)
    return source


VARIANTS = [
    Variant(
        "moments as they are",
        "the mean is not corrected for its start",
        "Adam.update",
        _update(MEAN="m * 1"),
        {"m * 1": RIGHT["MEAN"]},
    ),
    Variant(
        "one root of everything",
        "eps within the root",
        "Adam.update",
        _update(ROOT='(spread + group["eps"]) ** 0.5'),
        {'(spread + group["eps"]) ** 0.5': RIGHT["ROOT"]},
    ),
    Variant(
        "weights shrink by the decay alone",
        "the decoupled decay forgets the learning rate",
        "Adam.update",
        _update(SHRINK='1 - group["weight_decay"]'),
        {'value, 1 - group["weight_decay"]': f"value, {RIGHT['SHRINK']}"},
    ),
    Variant(
        "the size of a gradient in place of its square",
        None,
        "Adam.update",
        _update(SQUARE="np.abs(g)"),
        {"np.abs(g)": RIGHT["SQUARE"]},
    ),
    Variant(
        "no corrections at all",
        (
            "the mean is not corrected for its start",
            "the mean square is not corrected for its start",
        ),
        "Adam.update",
        _update(MEAN="m.copy()", SPREAD="u.copy()"),
        {"m.copy()": RIGHT["MEAN"], "u.copy()": RIGHT["SPREAD"]},
    ),
    Variant(
        "scales each gradient to its own norm",
        "each gradient is clipped by itself",
        "clip_grad_norm_",
        """
        def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
            grads = _gradients(parameters)
            norms = [np.linalg.norm(g.reshape(-1), norm_type) for g in grads]
            if not norms:
                return Tensor(np.zeros((), float32))
            whole = np.linalg.norm(np.array(norms), norm_type)
            if error_if_nonfinite and not np.isfinite(whole):
                raise RuntimeError("no finite norm")
            for g, norm in zip(grads, norms):
                length = norm
                if not max_norm >= length + 1e-6:
                    g *= max_norm / (length + 1e-6)
                    mark_changed(g)
            return Tensor(np.array(whole))
        """,
        {"length = norm\n": "length = whole\n"},
    ),
]
