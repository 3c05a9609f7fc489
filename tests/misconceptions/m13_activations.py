"""Known mistakes in activations."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "relu has a slope at 0",
        "defvjp(relu)",
        "out != 0",
        "x >= 0",
        "At 0 relu has a corner, and any slope from 0 to 1 could be right there: torch takes 0.",
        trap="slope 1 or 0, and 0 at 0",
    ),
    Misconception(
        "relu hands g back unchanged",
        "defvjp(relu)",
        "g * (out != 0)",
        "g",
        "Where x is negative the result is 0, whatever x is, so nothing comes back from there.",
        trap="slope 1 or 0, and 0 at 0",
    ),
    Misconception(
        "leaky_relu forgets its slope on the way back",
        "defvjp(leaky_relu)",
        "where(x > 0, g, g * negative_slope)",
        "where(x > 0, g, 0 * g)",
        "The negative side leaks forward and backward: its gradient is g * negative_slope.",
        trap="negative_slope * x for x <= 0",
    ),
    Misconception(
        "leaky_relu has slope 1 at 0",
        "defvjp(leaky_relu)",
        "where(x > 0, g,",
        "where(x >= 0, g,",
        "0 belongs to the left side: its slope is `negative_slope`.",
        trap="negative_slope * x for x <= 0",
    ),
    Misconception(
        "softplus takes exp of large numbers",
        "softplus_ndarray",
        "np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
        "np.log1p(np.exp(x))",
        "exp(1000) overflows. log(1 + e^x) is x + log(1 + e^-x): take the form whose exp is small.",
    ),
    Misconception(
        "softplus is exact for large numbers only",
        "softplus_ndarray",
        "np.log1p(np.exp(-np.abs(x)))",
        "np.exp(-np.abs(x))",
        "log(1 + t) is nearly t only where t is small. At 0 softplus is log 2, and not 1.",
    ),
    Misconception(
        "gelu forgets its first factor",
        "gelu",
        "return x * ndtr(",
        "return ndtr(",
        "The probability is only the gate: gelu is x times how far the gate is open.",
    ),
    Misconception(
        "gelu always takes the exact form",
        "gelu",
        "return x * ndtr(x, approximate=approximate)",
        "return x * ndtr(x)",
        "Whoever asks for the tanh form gets it: hand `approximate` on.",
    ),
    Misconception(
        "softmax exponentiates raw scores",
        "softmax_ndarray",
        "x.max(axis, keepdims=True, initial=-np.inf)",
        "0",
        "exp(1e4) is infinite, and infinity over infinity NaN. Subtract the largest score first.",
        trap="Subtract the largest score",
    ),
    Misconception(
        "softmax subtracts the largest score of all",
        "softmax_ndarray",
        "x.max(axis, keepdims=True, initial=-np.inf)",
        "x.max(initial=-np.inf)",
        "A line along dim that is far below it underflows to 0 / 0. Each line has a largest score"
        " of its own: subtract that.",
        trap="Subtract the largest score",
    ),
    Misconception(
        "softmax always works on the last dim",
        "softmax_ndarray",
        "sum(scores, axis, True)",
        "sum(scores, -1, True)",
        "The probabilities must add up to 1 along the dim that was asked for.",
    ),
    Misconception(
        "softmax writes into its scores",
        "softmax_ndarray",
        "np.asarray(x - x.max(axis, keepdims=True, initial=-np.inf))",
        "np.subtract(x, x.max(axis, keepdims=True, initial=-np.inf), out=x)",
        "The scores belong to somebody else: compute in an array of your own.",
    ),
    Misconception(
        "softmax's rule knows only the diagonal",
        "defvjp(softmax)",
        "out * (g - sum(g * out, dim, keepdim=True))",
        "g * out * (1 - out)",
        "That is the rule of sigmoid. Each probability depends on all scores, and the rest of the "
        "Jacobian is -outer(s, s).",
    ),
    Misconception(
        "softmax's rule sums over everything",
        "defvjp(softmax)",
        "sum(g * out, dim, keepdim=True)",
        "sum(g * out)",
        "Lines along dim know nothing of each other: the sum in the rule runs over dim only.",
    ),
    Misconception(
        "log_softmax is the log of softmax",
        "log_softmax_ndarray",
        "scores -= np.log(sum(np.exp(scores), axis, True))",
        "scores = np.log(np.exp(scores) / sum(np.exp(scores), axis, True))",
        "A probability that underflowed to 0 has the log -infinity. log(a / b) = log a - log b "
        "never takes the log of a tiny number.",
    ),
    Misconception(
        "log_softmax exponentiates raw scores",
        "log_softmax_ndarray",
        "x.max(axis, keepdims=True, initial=-np.inf)",
        "0",
        "exp(1e4) is infinite, and so is its log. Subtract the largest score along dim first.",
    ),
    Misconception(
        "log_softmax subtracts the largest score of all",
        "log_softmax_ndarray",
        "x.max(axis, keepdims=True, initial=-np.inf)",
        "x.max(initial=-np.inf)",
        "A row that is far below it underflows to the log of 0. Each line along dim has a largest "
        "score of its own.",
    ),
    Misconception(
        "log_softmax always works on the last dim",
        "log_softmax_ndarray",
        "sum(np.exp(scores), axis, True)",
        "sum(np.exp(scores), -1, True)",
        "It is along the dim that was asked for that the probabilities must add up to 1.",
    ),
    Misconception(
        "log_softmax's rule uses the log-probabilities themselves",
        "defvjp(log_softmax)",
        "exp(out)",
        "out",
        "The rule needs the probabilities, and `out` holds their logarithms: exp(out).",
    ),
    Misconception(
        "log_softmax has softmax's rule",
        "defvjp(log_softmax)",
        "sum(g, dim, keepdim=True)",
        "sum(g * exp(out), dim, keepdim=True)",
        "Here it is g alone that is summed: the shared number is subtracted from every score, "
        "whatever its probability.",
        trap="leads to a form without a log of 0",
    ),
    Misconception(
        "relu multiplies by its result",
        where="defvjp(relu)",
        old="g * (out != 0)",
        new="g * out",
        says="The slope of relu is 1 where x is positive, and not x: multiply by whether the "
        "result is positive.",
        trap="slope 1 or 0, and 0 at 0",
    ),
    Misconception(
        "softplus goes on as x below zero",
        where="softplus_ndarray",
        old="np.maximum(x, 0) +",
        new="x +",
        says="log(1 + exp(x)) is x + log(1 + exp(-x)), and with |x| in its exponential that holds "
        "for positive x alone. Below 0 the part in front is 0.",
    ),
    Misconception(
        "the sum of a softmax has lost its dim",
        where="softmax_ndarray",
        old="    scores /= sum(scores, axis, True)\n",
        new="    scores /= sum(scores, axis)\n",
        says="Without `keepdims` the sums do not fit beside the scores, or fit along the wrong "
        "dim, which a square matrix hides.",
    ),
    Misconception(
        "softmax's rule has lost the dim of its sum",
        where="defvjp(softmax)",
        old="sum(g * out, dim, keepdim=True)",
        new="sum(g * out, dim)",
        says="The sum is subtracted from g, and without its dim it does not fit, or fits along "
        "the wrong one: `keepdim=True`.",
        trap="no matrix is left",
    ),
    Misconception(
        "softmax's rule forgets its factor",
        where="defvjp(softmax)",
        old="out * (g - sum(g * out, dim, keepdim=True))",
        new="g - sum(g * out, dim, keepdim=True)",
        says="The rule is out * (g - sum(g * out)): a score of little probability can't move much.",
        trap="no matrix is left",
    ),
    Misconception(
        "log_softmax's rule has lost the dim of its sum",
        where="defvjp(log_softmax)",
        old="sum(g, dim, keepdim=True)",
        new="sum(g, dim)",
        says="The sum is multiplied by probabilities that have all dims, and without its own it "
        "does not fit, or fits along the wrong one: `keepdim=True`.",
        trap="no matrix is left",
    ),
    Misconception(
        "log_softmax's rule takes the gradients to add up to 1",
        where="defvjp(log_softmax)",
        old="exp(out) * sum(g, dim, keepdim=True)",
        new="exp(out)",
        says="g - exp(out) is right for the negative likelihood of a single class, where g adds "
        "up to 1. In general the probabilities are multiplied by the sum of g.",
        trap="each depends on *all* scores",
    ),
]
