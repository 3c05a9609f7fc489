"""Known mistakes in m10 activations."""

from grader.suite.misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "relu has a slope at 0",
        "defvjp(relu)",
        "out > 0",
        "x >= 0",
        "At 0 relu has a corner, and any slope from 0 to 1 could be right there: torch takes 0.",
    ),
    Misconception(
        "leaky_relu forgets its slope on the way back",
        "defvjp(leaky_relu)",
        "where(x > 0, g, g * negative_slope)",
        "where(x > 0, g, 0 * g)",
        "The negative side leaks forward and backward: its gradient is g * negative_slope.",
    ),
    Misconception(
        "leaky_relu is the larger of two lines",
        "leaky_relu",
        "np.where(x > 0, x, x * negative_slope)",
        "np.maximum(x, x * negative_slope)",
        "max(x, slope * x) is right for slopes up to 1 only; look at the sign of x instead.",
    ),
    Misconception(
        "hardtanh lets a gradient pass at its bounds",
        "defvjp(hardtanh)",
        "((x > min_val) & (x < max_val))",
        "((x >= min_val) & (x <= max_val))",
        "The bounds themselves count as cut off here, although they do not in `clamp`.",
    ),
    Misconception(
        "elu subtracts 1 from exp",
        "elu",
        "np.expm1(np.minimum(x, 0))",
        "(np.exp(np.minimum(x, 0)) - 1)",
        "exp(x) - 1 loses the digits of a tiny x, since exp(x) is rounded near 1: NumPy has expm1.",
    ),
    Misconception(
        "elu computes exp on both sides",
        "elu",
        "np.expm1(np.minimum(x, 0))",
        "np.expm1(x)",
        "np.where computes both of its sides everywhere: exp of a large x overflows, even if the "
        "result is then thrown away.",
    ),
    Misconception(
        "elu's slope forgets alpha",
        "defvjp(elu)",
        "out + alpha",
        "out + 1",
        "For x <= 0 the slope is alpha * exp(x), and that is out + alpha.",
    ),
    Misconception(
        "softplus takes exp of large numbers",
        "softplus",
        "np.maximum(scaled, 0) + np.log1p(np.exp(-np.abs(scaled)))",
        "np.log1p(np.exp(scaled))",
        "exp(1000) overflows. log(1 + e^x) is x + log(1 + e^-x): take the form whose exp is small.",
    ),
    Misconception(
        "softplus compares x with the threshold",
        "softplus",
        "scaled > threshold",
        "x > threshold",
        "The threshold is for beta * x, and not for x: beyond it, log(1 + e^(beta x)) is straight.",
    ),
    Misconception(
        "softplus is not divided by beta",
        "softplus",
        "smooth / beta",
        "smooth",
        "Without the division a larger beta makes softplus steeper, and not only sharper.",
    ),
    Misconception(
        "silu forgets its first factor",
        "silu",
        "return x * sigmoid(x)",
        "return sigmoid(x)",
        "The sigmoid is only the gate: silu is x times how far the gate is open.",
    ),
    Misconception(
        "the bell curve is not scaled",
        "ndtr_vjp",
        "math.sqrt(0.5 / math.pi) * exp(x * x * -0.5)",
        "exp(x * x * -0.5)",
        "The area under exp(-x^2 / 2) is sqrt(2 pi), and that of a density is 1: divide by it.",
    ),
    Misconception(
        "gelu takes the error function for the probability",
        "ndtr",
        "    p *= 0.5\n    p += 0.5\n",
        "",
        "erf goes from -1 to 1, a probability from 0 to 1: halve it, and add a half.",
    ),
    Misconception(
        "gelu always takes the approximation",
        "ndtr",
        "p = erf_ndarray(x * math.sqrt(0.5))",
        "p = np.tanh(x * (_SCALE + _SCALE * _CUBIC * (x * x)))",
        "The tanh form is off by up to 0.0005. Only those who ask for it get it.",
    ),
    Misconception(
        "the tanh form has the slope of the exact one",
        "ndtr_vjp",
        'approximate == "tanh"',
        "False",
        "Two functions that nearly agree have two slopes that nearly agree, and no more.",
    ),
    Misconception(
        "softmax exponentiates raw scores",
        "_less_largest",
        "np.maximum.reduce(x, axis, keepdims=True, initial=-np.inf)",
        "0",
        "exp(1e4) is infinite, and infinity over infinity NaN. Subtract the largest score first.",
    ),
    Misconception(
        "softmax subtracts the largest score of all",
        "_less_largest",
        "np.maximum.reduce(x, axis, keepdims=True, initial=-np.inf)",
        "np.max(x, initial=-np.inf)",
        "A row that is far below the largest score of the whole array underflows to 0 / 0. Each "
        "line along dim has a largest score of its own.",
    ),
    Misconception(
        "softmax always works on the last dim",
        "softmax",
        "np.add.reduce(scores, axis, keepdims=True)",
        "np.add.reduce(scores, -1 if scores.ndim else (), keepdims=True)",
        "The probabilities must add up to 1 along the dim that was asked for.",
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
        "log_softmax",
        "scores -= np.log(np.add.reduce(np.exp(scores), axis, keepdims=True))",
        "scores = np.log(np.exp(scores) / np.add.reduce(np.exp(scores), axis, keepdims=True))",
        "A probability that underflowed to 0 has the log -infinity. log(a / b) = log a - log b "
        "never takes the log of a tiny number.",
    ),
    Misconception(
        "log_softmax's rule uses the log-probabilities themselves",
        "defvjp(log_softmax)",
        "exp(out)",
        "out",
        "The rule needs the probabilities, and `out` holds their logarithms: exp(out).",
    ),
]
