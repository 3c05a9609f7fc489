"""Known mistakes in losses."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the squared error is halved",
        "mse_loss",
        "reduced(difference * difference, reduction)",
        "reduced(0.5 * difference * difference, reduction)",
        "Some books do so, and no 2 is left in the slope. torch leaves it there.",
    ),
    Misconception(
        "a sum is asked for and a mean is given",
        "reduced",
        "return sum(losses)",
        "return mean(losses)",
        'reduction="sum" adds the losses up and divides by nothing.',
    ),
    Misconception(
        "an unknown reduction means none",
        "reduced",
        'raise ValueError(f"{reduction} is not a valid value for reduction")',
        "return losses",
        "A misspelt reduction should be an error, not another loss.",
    ),
    Misconception(
        "the two parts of the Huber loss do not meet",
        "huber",
        "size - 0.5 * delta",
        "size - delta",
        "At delta the parabola has the height delta ** 2 / 2, and the line must start there.",
    ),
    Misconception(
        "the line of the Huber loss has slope 1",
        "huber",
        "delta * (size - 0.5 * delta)",
        "(size - 0.5 * delta)",
        "Beyond delta the line goes on with the parabola's slope, which is delta there.",
    ),
    Misconception(
        "the logs of binary cross-entropy are infinite",
        "bernoulli_nll",
        "np.maximum(np.log(p), -100), np.maximum(np.log1p(-p), -100)",
        "np.log(p), np.log1p(-p)",
        "One wrong certainty, and the whole mean is infinite: both logs are cut off at -100.",
    ),
    Misconception(
        "the slope of binary cross-entropy divides by zero",
        "defvjp(bernoulli_nll)",
        "maximum((1 - p) * p, 1e-12)",
        "((1 - p) * p)",
        "At p = 0 and p = 1 that is a division by 0. It divides by no less than 1e-12.",
    ),
    Misconception(
        "only the positive outcomes count",
        "bernoulli_nll",
        "(target - 1) * no - target * yes",
        "-target * yes",
        "Where the target is 0 the network should be surprised by a large p, too: the loss has a "
        "second term, for 1 - target.",
    ),
    Misconception(
        "Huber's parabola is not halved",
        "huber",
        "0.5 * near * near",
        "near * near",
        "d^2 / 2 has the slope d, which is delta at delta, as the line's. Without the half, the "
        "parts have a jump between them.",
    ),
    Misconception(
        "the parabola of the Huber loss is beyond delta",
        "huber",
        "size <= delta",
        "size >= delta",
        "Small differences are squared; for large ones, the outliers, the loss is a straight line.",
    ),
    Misconception(
        "the Huber loss asks for the sign of the difference",
        "huber",
        "size <= delta",
        "difference <= delta",
        "A difference of -5 is a large one, too: compare its size.",
    ),
    Misconception(
        "the slope of binary cross-entropy is that of the logits",
        "defvjp(bernoulli_nll)",
        "g * ((p - target) / maximum((1 - p) * p, 1e-12))",
        "g * (p - target)",
        "p - target is the slope for the score x. For the probability p it is divided by "
        "p * (1 - p), which is the slope of sigmoid.",
    ),
    Misconception(
        "the log of 1 - p loses its digits",
        "bernoulli_nll",
        "np.log1p(-p)",
        "np.log(1 - p)",
        "For p = 1e-20, 1 - p is exactly 1, and its log is 0. `log1p` takes -p itself.",
    ),
    Misconception(
        "the logits go through sigmoid and log",
        "bernoulli_nll_with_logits",
        "yes, no = softplus(-x, threshold=math.inf), softplus(x, threshold=math.inf)",
        "yes, no = log(1 + (-x).exp()), log(1 + x.exp())",
        "exp(800) overflows, and the log of infinity is infinite. softplus is this very formula, "
        "written so that nothing overflows.",
    ),
    Misconception(
        "pos_weight multiplies all outcomes",
        "bernoulli_nll_with_logits",
        "yes = pos_weight * yes",
        "yes, no = pos_weight * yes, pos_weight * no",
        "pos_weight makes up for rare positives: it multiplies the term with the factor target.",
    ),
    Misconception(
        "yes and no are swapped",
        "bernoulli_nll_with_logits",
        "softplus(-x, threshold=math.inf), softplus(x, threshold=math.inf)",
        "softplus(x, threshold=math.inf), softplus(-x, threshold=math.inf)",
        "-log(sigmoid(x)) is softplus(-x): a large score makes a yes less surprising.",
    ),
    Misconception(
        "a large negative difference is squared, too",
        where="huber",
        old="near = where(size > delta, 0.0, size)  # else the rule for what is not chosen gives "
        "0 * infinity\n"
        "    return where(size <= delta,",
        new="near = difference\n    return where(difference <= delta,",
        says="What is below 0 is never above `delta`, and so -5 counts as small. Ask the size of "
        "the difference, `abs(difference)`, and square only where it is small.",
    ),
    Misconception(
        "the parabola of the Huber loss is worked out far away, too",
        "huber",
        "where(size > delta, 0.0, size)",
        "size",
        "`where` computes both of its sides, and so do its rules: an infinite difference is "
        "squared, though nobody takes that, and its slope, 0 times infinity, is NaN.",
    ),
]
