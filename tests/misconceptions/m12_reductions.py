"""Known mistakes in reductions."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "every winner takes the whole gradient",
        "extreme_vjp",
        "div(beside(g, x, dim), sum(winners, dim, True))",
        "beside(g, x, dim)",
        "When several elements tie for the largest, each would get all of g, and together they "
        "would get too much: divide it by how many there are.",
    ),
    Misconception(
        "the winners of all rows share",
        "extreme_vjp",
        "sum(winners, dim, True)",
        "sum(winners)",
        "Ties count within one reduction only: count the winners over the same dim, and keep it.",
    ),
    Misconception(
        "a reduced dim is not put back",
        "beside",
        "tuple(1 if i in dims else size for i, size in enumerate(x.shape))",
        "(1,) * (x.ndim - g.ndim) + g.shape",
        "Broadcasting adds missing dims in front, but the one that was reduced may have been "
        "elsewhere. Put it back, of size 1, at its own place.",
        trap="with size 1, and both broadcast",
    ),
    Misconception(
        "prod divides by the element",
        "prod_vjp",
        "beside(g, x, dim) * before * after",
        "beside(g * out, x, dim) / x",
        "out / x is the product of all the others, unless x is 0: then it is 0 / 0, though the "
        "others may well have a product.",
    ),
    Misconception(
        "the runs of a product overlap",
        "_products_of_others",
        "length *= 2",
        "length += 1",
        "After each step the runs are twice as long, and so must the next move be, or some "
        "elements are multiplied in twice.",
    ),
    Misconception(
        "the sums run forward again",
        "defvjp(cumsum)",
        "flip(cumsum(flip(g, dim), dim), dim)",
        "cumsum(g, dim)",
        "An element takes part in its own sum and in all *later* ones, so its gradient adds up g "
        "from there to the end, and not from the start.",
    ),
    Misconception(
        "an element is left out of its own sum",
        "defvjp(cumsum)",
        "flip(cumsum(flip(g, dim), dim), dim)",
        "sum(g, dim, True) - cumsum(g, dim)",
        "The sum at an element's own place holds that element, too: its g belongs in the total.",
    ),
    Misconception(
        "the variance's slope divides by the count",
        "var_vjp",
        "as_divisor(dim, unbiased, correction)",
        "as_divisor(dim, False, correction)",
        "torch divides by count - 1 unless told otherwise (Bessel's correction), and so must "
        "the rule.",
    ),
    Misconception(
        "the correction is forgotten on the way back",
        "var_vjp",
        "count - correction or nan",
        "count",
        "The rule must divide by the same number as the variance itself did: count - correction.",
    ),
    Misconception(
        "the distance is taken from zero",
        "var_vjp",
        "(x - mean(x, dim, True))",
        "x",
        "A variance does not change when all elements move together, so what counts is the "
        "distance from the mean.",
    ),
    Misconception(
        "logsumexp overflows",
        "logsumexp",
        "np.where(np.isfinite(top), top, 0)",
        "np.zeros_like(top)",
        "exp(1000) is infinite. Take the largest element out of the sum first: "
        "log(sum(exp(x))) = m + log(sum(exp(x - m))).",
    ),
    Misconception(
        "logsumexp subtracts the largest element of all",
        "logsumexp",
        "np.max(x, axis=dims, keepdims=True, initial=-inf)",
        "np.max(x, initial=-inf)",
        "A group that lies far below it underflows to log(0). Each group has a largest element of"
        " its own: subtract that.",
    ),
    Misconception(
        "logsumexp forgets what it has subtracted",
        "logsumexp",
        " + top\n",
        "\n",
        "log(sum(exp(x))) = m + log(sum(exp(x - m))): what was subtracted from every exponent "
        "is added again at the end.",
    ),
    Misconception(
        "minus infinity minus minus infinity",
        "logsumexp",
        "    top = np.where(np.isfinite(top), top, 0)\n",
        "",
        "If all elements are -inf, so is the largest, and -inf - -inf is NaN. Subtract 0 then.",
    ),
    Misconception(
        "logsumexp's slope is a sum's of exponentials",
        "defvjp(logsumexp)",
        "exp(x - beside(out, x, dim))",
        "exp(x)",
        "The logarithm has a slope, too: divide by the sum of the exponentials, whose logarithm "
        "is `out`.",
        trap="by exp(x - out)",
    ),
    Misconception(
        "each operand of a tie gets everything",
        "share",
        "where(ties, g / 2, g)",
        "where(ties, g, g)",
        "Where x equals y, each is half the reason for the maximum: torch gives both g / 2.",
    ),
    Misconception(
        "the operand that was not taken gets a gradient, too",
        "share",
        "where(loses, 0, ",
        "where(loses, g, ",
        "The result does not move when the smaller of two numbers moves a little: its gradient "
        "is 0.",
    ),
    Misconception(
        "where hands its gradient to both",
        "defvjp(where)",
        "where(condition, g, 0),\n    lambda g, out, condition, x, y: where(condition, 0, g)",
        "g,\n    lambda g, out, condition, x, y: g",
        "Only one of them was looked at in each place, and nothing of the loss depends on the "
        "other.",
        trap="whichever was taken moves it",
    ),
    Misconception(
        "where has its two sides the wrong way round",
        "defvjp(where)",
        "where(condition, g, 0),\n    lambda g, out, condition, x, y: where(condition, 0, g)",
        "where(condition, 0, g),\n    lambda g, out, condition, x, y: where(condition, g, 0)",
        "Where the condition holds x was taken, and so g belongs to x there.",
    ),
    Misconception(
        "the count of ties has lost its dim",
        where="extreme_vjp",
        old="sum(winners, dim, True)",
        new="sum(winners, dim)",
        says="The count is divided by beside x, and without the dim that was summed it does not "
        "fit, or fits along the wrong one. `keepdim` leaves it there, of size 1.",
    ),
    Misconception(
        "the elements are compared with a result that has lost its dim",
        where="extreme_vjp",
        old="beside(out, x, dim)",
        new="out",
        says="`out` has lost the dim that was reduced, so it does not fit beside x, or fits along "
        "the wrong dim. `beside` puts it back.",
    ),
    Misconception(
        "only a single dim is put back",
        where="beside",
        old="if i in dims",
        new="if i == dim",
        says="`dim` may be None, negative, or several: `as_dims` makes a tuple of the dims, from "
        "0 on, of it.",
    ),
    Misconception(
        "the mean has lost its dim",
        where="var_vjp",
        old="mean(x, dim, True)",
        new="mean(x, dim)",
        says="Then x - mean does not fit, or fits along the wrong dim. `keepdim` leaves the dim "
        "there, of size 1.",
        trap="twice the distance from the mean",
    ),
    Misconception(
        "the variance's slope lacks its 2",
        where="var_vjp",
        old="(2 / (count",
        new="(1 / (count",
        says="The slope of a square is *twice* what is squared.",
    ),
    Misconception(
        "logsumexp's result has lost its dim on the way back",
        where="defvjp(logsumexp)",
        old="beside(g, x, dim) * exp(x - beside(out, x, dim))",
        new="g * exp(x - out)",
        says="g and out have lost the dims that were reduced, so neither fits beside x. `beside` "
        "puts them back.",
    ),
    Misconception(
        "logsumexp forgets what arrives",
        where="defvjp(logsumexp)",
        old="beside(g, x, dim) * exp(",
        new="exp(",
        says="The softmax is the slope of this step alone. Times g, which comes from all the "
        "steps after it.",
        trap="by exp(x - out)",
    ),
    Misconception(
        "where hands all to its first side",
        "defvjp(where)",
        "where(condition, g, 0)",
        "g",
        "Where the condition does not hold, x was not looked at: there its gradient is 0.",
        trap="whichever was taken moves it",
    ),
    Misconception(
        "where hands all to its second side",
        "defvjp(where)",
        "where(condition, 0, g)",
        "g",
        "Where the condition holds, y was not looked at: there its gradient is 0.",
        trap="whichever was taken moves it",
    ),
]
