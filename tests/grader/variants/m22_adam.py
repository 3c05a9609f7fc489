"""Wrong answers to m22 adam."""

from tests.grader.variants import Variant

UPDATE = """
    def update(self, value, grad, state, group):
        g = decayed(value, grad, group)
        m, v = remembered(state, value, "exp_avg", "exp_avg_sq")
        n = count(state)
        first, second = group["betas"]
        m += (1 - first) * (g - m)
        v += (1 - second) * (SQUARE - v)
        u = self.usual_square(v, state, group)
        mean, spread = MEAN, SPREAD
        np.subtract(value, group["lr"] * mean / (ROOT), out=value)
    """
RIGHT = {
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
        "decayed",
        """
        def decayed(value, grad, group):
            g = -grad if group["maximize"] else grad
            if group["decoupled_weight_decay"]:
                np.multiply(value, 1 - group["weight_decay"], out=value)
                return g
            return g + group["weight_decay"] * value
        """,
        {'1 - group["weight_decay"]': '1 - group["lr"] * group["weight_decay"]'},
    ),
    Variant(
        "the size of a gradient in place of its square",
        "the mean square averages sizes",
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
        "scale_down",
        """
        def scale_down(grads, max_norm, norm):
            for g in grads:
                length = np.sqrt(np.sum(g * g))
                if not max_norm >= length + 1e-6:
                    g *= max_norm / (length + 1e-6)
                    mark_changed(g)
        """,
        {"length = np.sqrt(np.sum(g * g))": "length = norm"},
    ),
    Variant(
        "adds beta of the new number",
        "the shares are swapped",
        "blend",
        """
        def blend(average, new, beta):
            share = beta
            np.add(average, share * (new - average), out=average)
        """,
        {"share = beta\n": "share = 1 - beta\n"},
    ),
]
