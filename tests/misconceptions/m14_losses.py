"""Known mistakes in losses."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the squared error is halved",
        "mse_loss",
        "reduced(difference * difference, reduction)",
        "reduced(0.5 * difference * difference, reduction)",
        "Some books halve the squared error, so that its slope has no factor 2. torch does not.",
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
        "huber_loss",
        "size - 0.5 * delta",
        "size - delta",
        "At delta the parabola has the height delta ** 2 / 2, and the line must start there.",
    ),
    Misconception(
        "the line of the Huber loss has slope 1",
        "huber_loss",
        "delta * (size - 0.5 * delta)",
        "(size - 0.5 * delta)",
        "Beyond delta the line goes on with the parabola's slope, which is delta there.",
    ),
    Misconception(
        "smooth l1 is not divided by beta",
        "smooth_l1_loss",
        "huber_loss(input, target, reduction, beta) / beta",
        "huber_loss(input, target, reduction, beta)",
        "smooth_l1_loss divides Huber's loss by beta, so that its straight parts have slope 1.",
    ),
    Misconception(
        "an impossible target makes the divergence NaN",
        "kl_div",
        "log(where(target == 0, 1.0, target))",
        "log(target)",
        "0 * log(0) is NaN in floating point, though in the limit it is 0.",
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
        "the logits go through sigmoid and log",
        "binary_cross_entropy_with_logits",
        "losses = softplus(input, threshold=math.inf) - target * input",
        "losses = -target * log(1 / (1 + exp(-input))) - (1 - target) * log(1 / (1 + exp(input)))",
        "sigmoid(-800) underflows and its log is -infinity. On paper the log and the exp cancel: "
        "-log(sigmoid(x)) is softplus(-x).",
    ),
    Misconception(
        "pos_weight multiplies all outcomes",
        "binary_cross_entropy_with_logits",
        "target * pos_weight * yes + (1 - target) * no",
        "pos_weight * (target * yes + (1 - target) * no)",
        "pos_weight makes up for rare positives: it multiplies the term with the factor target.",
    ),
    Misconception(
        "a weighted mean divides by the number of targets",
        "nll_loss",
        "sum(losses) / sum(weights)",
        "mean(losses)",
        "The mean divides by the sum of the weights of the targets; an ignored one weighs nothing.",
    ),
    Misconception(
        "nll multiplies by a one-hot matrix",
        "nll_loss",
        "squeeze(gather(input, dim, unsqueeze(index, dim)), dim)",
        "sum(input * (unsqueeze(index, dim) == along_dim(np.arange(input.shape[dim]), input.ndim, "
        "dim)), dim)",
        "0 times -infinity is NaN, so an impossible class spoils the loss of another. Pick the "
        "number of the target with gather instead.",
    ),
    Misconception(
        "nll forgets its minus sign",
        "nll_loss",
        "-picked",
        "picked",
        "It is the negative log-likelihood: a smaller loss must mean a likelier target.",
    ),
    Misconception(
        "cross-entropy expects probabilities",
        "softmax_nll",
        "log_p = log_softmax(x, dim)",
        "log_p = log_softmax(softmax(x, dim), dim)",
        "The scores go through softmax once. Twice, no prediction can ever be sure: all the "
        "probabilities that go into the second lie between 0 and 1.",
    ),
    Misconception(
        "the fused mean counts ignored targets",
        "softmax_nll",
        "int(np.count_nonzero(counted))",
        "counted.size",
        "An ignored target counts for nothing, neither in the sum nor in what it is divided by.",
    ),
    Misconception(
        "the softmax is taken over the last dimension",
        "softmax_nll_vjp",
        "p = softmax(x, dim) if residuals is None else exp(residuals[0])",
        "p = softmax(x, -1)",
        "The classes of (N, C, d1, ...) are in dim 1. Over the last one, pixels compete instead.",
    ),
    Misconception(
        "the target is not subtracted",
        "softmax_nll_vjp",
        "sum(q, dim, keepdim=True) - q",
        "sum(q, dim, keepdim=True)",
        "The gradient is softmax minus target. Without the target all scores are pushed down.",
    ),
    Misconception(
        "the rule assumes a g of 1",
        "softmax_nll_vjp",
        "return g * (p",
        "return 1.0 * (p",
        "The loss may be scaled, or part of a larger one: multiply by the g that comes in.",
    ),
    Misconception(
        "smoothing a distribution gives every class the whole share",
        "cross_entropy",
        "label_smoothing / classes",
        "label_smoothing",
        "The share that was taken from the target is divided among all C classes.",
    ),
    Misconception(
        "a weighted mean over distributions divides by the weights",
        "cross_entropy",
        "return reduced(losses, reduction)",
        'return sum(losses) / sum(q) if reduction == "mean" else reduced(losses, reduction)',
        "A distribution has no single class whose weight could count: this mean is over samples.",
    ),
]
