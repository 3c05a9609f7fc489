"""Wrong answers to m14 losses."""

from tests.grader.variants import Variant

CROSS_ENTROPY = """
    def cross_entropy(
        input, target, weight=None, *, ignore_index=-100, reduction="mean", label_smoothing=0.0
    ):
        if not 0 <= label_smoothing <= 1:
            raise RuntimeError("label_smoothing is a share")
        dim = class_dim(input)
        classes = input.shape[dim]
        if target.shape == input.shape and is_floating(target.dtype):
            if ignore_index >= 0:
                raise RuntimeError("no index to ignore")
            smooth = SMOOTH
            if weight is not None:
                smooth = smooth * along_dim(weight, input.ndim, dim)
            losses = -sum(smooth * log_softmax(input, dim), dim)
            total = TOTAL
            return total if reduction == "mean" else reduced(losses, reduction)
        return softmax_nll(
            input,
            target,
            weight,
            ignore_index=ignore_index,
            reduction=reduction,
            label_smoothing=label_smoothing,
        )
    """
SMOOTH = "target * (1 - label_smoothing) + label_smoothing / classes"

RULE = """
    def softmax_nll_vjp(
        g,
        out,
        x,
        target,
        weight=None,
        ignore_index=-100,
        reduction="mean",
        label_smoothing=0.0,
        residuals=None,
    ):
        dim = class_dim(x)
        shares = class_shares(target, weight, x, ignore_index, reduction, label_smoothing)
        guess = softmax(x, DIM)
        error = guess * sum(shares, dim, True) - shares
        loss = unsqueeze(g, dim) if reduction == "none" else g
        return error * loss
    """


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
        "huber_loss",
        """
        def huber_loss(input, target, reduction="mean", delta=1.0):
            if not delta > 0:
                raise RuntimeError("delta must be positive")
            distance = abs(target - input)
            beyond = distance - delta / 2
            parabola = distance**2 / 2
            return reduced(where(distance > delta, beyond, parabola), reduction)
        """,
        {"beyond = distance - delta / 2": "beyond = (distance - delta / 2) * delta"},
    ),
    Variant(
        "a straight line that starts at 0",
        "the two parts of the Huber loss do not meet",
        "huber_loss",
        """
        def huber_loss(input, target, reduction="mean", delta=1.0):
            if not delta > 0:
                raise RuntimeError("delta must be positive")
            distance = abs(input - target)
            near = where(distance <= delta, distance**2 * 0.5, 0.0)
            far = where(distance > delta, delta * (distance - delta), 0.0)
            return reduced(near + far, reduction)
        """,
        {"(distance - delta)": "(distance - delta / 2)"},
    ),
    Variant(
        "a straight loss, written by itself",
        "smooth l1 is not divided by beta",
        "smooth_l1_loss",
        """
        def smooth_l1_loss(input, target, *, reduction="mean", beta=1.0):
            if beta < 0:
                raise RuntimeError("beta must not be negative")
            distance = abs(input - target)
            if beta == 0:
                return reduced(distance, reduction)
            parabola = distance * distance / 2
            line = (distance - beta / 2) * beta
            return reduced(where(distance < beta, parabola, line), reduction)
        """,
        {
            "distance * distance / 2": "distance * distance / (2 * beta)",
            "line = (distance - beta / 2) * beta": "line = distance - beta / 2",
        },
    ),
    Variant(
        "a divergence term by term",
        "an impossible target makes the divergence NaN",
        "kl_div",
        """
        def kl_div(input, target, *, reduction="mean", log_target=False):
            p = exp(target) if log_target else target
            known = target if log_target else log(target)
            losses = p * known - p * input
            if reduction == "batchmean":
                return reduced(losses, "sum") / input.shape[0]
            return reduced(losses, reduction)
        """,
        {"else log(target)": "else log(where(target > 0, target, 1.0))"},
    ),
    Variant(
        "the likelihood instead of its opposite",
        "nll forgets its minus sign",
        "nll_loss",
        """
        def nll_loss(input, target, weight=None, *, ignore_index=-100, reduction="mean"):
            check_classes(input, target, weight)
            dim = class_dim(input)
            index = class_indices(target, input.shape[dim], ignore_index)
            shares = target != ignore_index
            if weight is not None:
                shares = getitem(weight, index) * shares
            found = gather(input, dim, unsqueeze(index, dim))
            losses = where(target == ignore_index, 0.0, squeeze(found, dim)) * shares
            if reduction != "mean":
                return reduced(losses, reduction)
            return sum(losses) / sum(shares)
        """,
        {"squeeze(found, dim))": "-squeeze(found, dim))"},
    ),
    Variant(
        "a mean like all other means",
        "a weighted mean divides by the number of targets",
        "nll_loss",
        """
        def nll_loss(input, target, weight=None, *, ignore_index=-100, reduction="mean"):
            check_classes(input, target, weight)
            dim = class_dim(input)
            index = class_indices(target, input.shape[dim], ignore_index)
            shares = target != ignore_index
            if weight is not None:
                shares = getitem(weight, index) * shares
            found = gather(input, dim, unsqueeze(index, dim))
            losses = where(target == ignore_index, 0.0, -squeeze(found, dim)) * shares
            number = losses.numel()
            return sum(losses) / number if reduction == "mean" else reduced(losses, reduction)
        """,
        {"number = losses.numel()": "number = sum(shares)"},
    ),
    Variant(
        "surprise at what happened only",
        "only the positive outcomes count",
        "bernoulli_nll",
        """
        @primitive
        def bernoulli_nll(p, target):
            if p.dtype != target.dtype or (p < 0).any() or (p > 1).any():
                raise RuntimeError("no probabilities, or of another dtype")
            losses = np.zeros(np.broadcast(p, target).shape, p.dtype)
            with np.errstate(divide="ignore"):
                for share, chance in [(target, p)]:
                    losses -= share * np.clip(np.log(chance), -100, None)
            return losses
        """,
        {"[(target, p)]": "[(target, p), (1 - target, 1 - p)]"},
    ),
    Variant(
        "weighs the whole loss of a positive",
        "pos_weight multiplies all outcomes",
        "binary_cross_entropy_with_logits",
        """
        def binary_cross_entropy_with_logits(
            input, target, weight=None, *, reduction="mean", pos_weight=None
        ):
            _same_shape(input, target)
            no = softplus(input, threshold=math.inf)
            if pos_weight is None:
                pos_weight = 1.0
            losses = (no - target * input) * pos_weight
            return reduced(_weighted(losses, weight), reduction)
        """,
        {
            "losses = (no - target * input) * pos_weight": "yes = no - input\n"
            "            losses = pos_weight * target * yes + (1 - target) * no"
        },
    ),
    Variant(
        "a rule over the last dim",
        "the softmax is taken over the last dimension",
        "softmax_nll_vjp",
        RULE.replace("DIM", "-1"),
        {"guess = softmax(x, -1)": "guess = softmax(x, dim)"},
    ),
    Variant(
        "a rule without its g",
        "the rule assumes a g of 1",
        "softmax_nll_vjp",
        RULE.replace("DIM", "dim").replace("return error * loss", "return error"),
        {"return error": "return error * loss"},
    ),
    Variant(
        "smooths with the whole share",
        "smoothing a distribution gives every class the whole share",
        "cross_entropy",
        CROSS_ENTROPY.replace("SMOOTH", "target + label_smoothing * (1 - target)").replace(
            "TOTAL", "mean(losses)"
        ),
        {"target + label_smoothing * (1 - target)": SMOOTH},
    ),
    Variant(
        "divides by all that the distributions weigh",
        "a weighted mean over distributions divides by the weights",
        "cross_entropy",
        CROSS_ENTROPY.replace("SMOOTH", SMOOTH).replace("TOTAL", "sum(losses) / sum(smooth)"),
        {"sum(losses) / sum(smooth)": "mean(losses)"},
    ),
    Variant(
        "halves everything, everywhere",
        ("the squared error is halved", "the line of the Huber loss has slope 1"),
        ("mse_loss", "huber_loss"),
        (
            """
            def mse_loss(input, target, *, reduction="mean"):
                return reduced((input - target) * (input - target) / 2, reduction)
            """,
            """
            def huber_loss(input, target, reduction="mean", delta=1.0):
                if delta <= 0:
                    raise RuntimeError("delta must be positive")
                d = input - target
                inside = abs(d) <= delta
                outside = abs(d) - 0.5 * delta
                return reduced(where(inside, d * d * 0.5, outside), reduction)
            """,
        ),
        {
            "(input - target) / 2": "(input - target)",
            "outside = abs(d) - 0.5 * delta": "outside = delta * (abs(d) - 0.5 * delta)",
        },
    ),
    Variant(
        "forgets the sign of a distance",
        None,
        "l1_loss",
        """
        def l1_loss(input, target, *, reduction="mean"):
            difference = input - target
            return reduced(difference, reduction)
        """,
        {"reduced(difference, reduction)": "reduced(abs(difference), reduction)"},
    ),
    Variant(
        "the rows of a batchmean are the elements",
        None,
        "kl_div",
        """
        def kl_div(input, target, *, reduction="mean", log_target=False):
            p = exp(target) if log_target else target
            entropy = target if log_target else log(where(target == 0, 1.0, target))
            losses = p * (entropy - input)
            if reduction == "batchmean":
                return sum(losses) / input.shape[-1]
            return reduced(losses, reduction)
        """,
        {"input.shape[-1]": "input.shape[0]"},
    ),
]
