"""Wrong answers to m14 losses."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "half of every square, as Bishop does",
        "the squared error is halved",
        "mse_loss",
        """
        def mse_loss(input, target, *, reduction="mean"):
            squares = (input - target) ** 2
            return reduced(squares / 2, reduction)
        """,
        {"squares / 2": "squares"},
    ),
    Variant(
        "a dictionary of reductions, with a default",
        "an unknown reduction means none",
        "reduced",
        """
        def reduced(losses, reduction):
            known = {"mean": mean, "sum": sum, "none": lambda x: x}
            how = known.get(reduction, known["none"])
            return how(losses)
        """,
        {
            'how = known.get(reduction, known["none"])': "if reduction not in known:\n"
            "                raise ValueError(reduction)\n"
            "            how = known[reduction]"
        },
    ),
    Variant(
        "one way to reduce everything",
        "a sum is asked for and a mean is given",
        "reduced",
        """
        def reduced(losses, reduction):
            if reduction not in ("mean", "sum", "none"):
                raise ValueError(reduction)
            if reduction == "none":
                return losses
            total = sum(losses)
            return total / losses.numel()
        """,
        {"total / losses.numel()": 'total / losses.numel() if reduction == "mean" else total'},
    ),
    Variant(
        "a straight line of slope 1",
        "the line of the Huber loss has slope 1",
        "huber",
        """
        def huber(difference, delta):
            distance = abs(difference)
            beyond = distance - delta / 2
            parabola = where(distance > delta, 0.0, distance) ** 2 / 2
            return where(distance > delta, beyond, parabola)
        """,
        {"beyond = distance - delta / 2": "beyond = (distance - delta / 2) * delta"},
    ),
    Variant(
        "a straight line that starts at 0",
        "the two parts of the Huber loss do not meet",
        "huber",
        """
        def huber(difference, delta):
            distance = abs(difference)
            near = where(distance <= delta, distance, 0.0) ** 2 * 0.5
            far = where(distance > delta, delta * (distance - delta), 0.0)
            return near + far
        """,
        {"(distance - delta)": "(distance - delta / 2)"},
    ),
    Variant(
        "asks whether the signed difference is small",
        "a large negative difference is squared, too",
        "huber",
        """
        def huber(difference, delta):
            is_far = difference > delta
            small = where(is_far, 0.0, difference)
            far = delta * abs(difference) - delta * delta / 2
            return where(is_far, far, small * small / 2)
        """,
        {"is_far = difference": "is_far = abs(difference)"},
    ),
    Variant(
        "surprise at what happened only",
        "only the positive outcomes count",
        "bernoulli_nll",
        """
        @primitive
        def bernoulli_nll(p, target):
            losses = np.zeros(np.broadcast(p, target).shape, p.dtype)
            with np.errstate(divide="ignore"):
                for share, chance in [(target, p)]:
                    log_chance = np.log1p(-p) if chance is not p else np.log(p)
                    losses -= share * np.clip(log_chance, -100, None)
            return losses
        """,
        {"[(target, p)]": "[(target, p), (1 - target, 1 - p)]"},
    ),
    Variant(
        "weighs the whole loss of a positive",
        "pos_weight multiplies all outcomes",
        "bernoulli_nll_with_logits",
        """
        def bernoulli_nll_with_logits(x, target, pos_weight=None):
            no = softplus(x, threshold=math.inf)
            yes = softplus(-x, threshold=math.inf)
            if pos_weight is None:
                pos_weight = 1.0
            return (target * yes + (1 - target) * no) * pos_weight
        """,
        {
            "(target * yes + (1 - target) * no) * pos_weight": "pos_weight * target * yes + "
            "(1 - target) * no"
        },
    ),
    Variant(
        "the chance first, and its log afterwards",
        "the logits go through sigmoid and log",
        "bernoulli_nll_with_logits",
        """
        def bernoulli_nll_with_logits(x, target, pos_weight=None):
            def surprise(score):
                chance = 1 / (1 + (-score).exp())
                return -log(chance)

            weight = 1.0 if pos_weight is None else pos_weight
            return target * weight * surprise(x) + (1 - target) * surprise(-x)
        """,
        {
            "chance = 1 / (1 + (-score).exp())": "return softplus(-score, threshold=math.inf)",
            "                return -log(chance)\n": "",
        },
    ),
    Variant(
        "halves everything, everywhere",
        ("the squared error is halved", "the line of the Huber loss has slope 1"),
        ("mse_loss", "huber"),
        (
            """
            def mse_loss(input, target, *, reduction="mean"):
                return reduced((input - target) * (input - target) / 2, reduction)
            """,
            """
            def huber(d, delta):
                inside = abs(d) <= delta
                outside = abs(d) - 0.5 * delta
                near = where(inside, d, 0.0)
                return where(inside, near * near * 0.5, outside)
            """,
        ),
        {
            "(input - target) / 2": "(input - target)",
            "outside = abs(d) - 0.5 * delta": "outside = delta * (abs(d) - 0.5 * delta)",
        },
    ),
]
