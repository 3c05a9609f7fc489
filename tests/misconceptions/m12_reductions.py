"""Known mistakes in reductions."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "every winner takes the whole gradient",
        "extreme_vjp",
        "div(_beside(g, x, dim), sum(winners, dim, True))",
        "_beside(g, x, dim)",
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
        "_beside",
        "tuple(1 if i in dims else size for i, size in enumerate(x.shape))",
        "(1,) * (x.ndim - g.ndim) + g.shape",
        "Broadcasting adds missing dims in front, but the one that was reduced may have been "
        "elsewhere. Put it back, of size 1, at its own place.",
        trap="Put them back, of size 1",
    ),
    Misconception(
        "prod divides by the element",
        "prod_vjp",
        "_beside(g, x, dim) * before * after",
        "_beside(g * out, x, dim) / x",
        "out / x is the product of all the others, unless x is 0: then it is 0 / 0, though the "
        "others may well have a product.",
    ),
    Misconception(
        "the sums run forward again",
        "defvjp(cumsum)",
        "sum(g, dim, True) - cumsum(g, dim) + g",
        "cumsum(g, dim)",
        "An element takes part in its own sum and in all *later* ones, so its gradient adds up g "
        "from there to the end, and not from the start.",
    ),
    Misconception(
        "an element is left out of its own sum",
        "defvjp(cumsum)",
        "- cumsum(g, dim) + g",
        "- cumsum(g, dim)",
        "The sum at an element's own place holds that element, too: its g belongs in the total.",
    ),
    Misconception(
        "the variance divides by the count",
        "_correction",
        "int(unbiased) if correction is None else correction",
        "0 if correction is None else correction",
        "torch divides by count - 1 unless told otherwise (Bessel's correction); NumPy does not.",
    ),
    Misconception(
        "the correction is forgotten on the way back",
        "var_vjp",
        "count - _correction(unbiased, correction) or nan",
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
        "a deviation of zero divides by zero",
        "_not_zero",
        "where(eq(x, 0), 1, x)",
        "x",
        "Where all elements are equal (or all zero, for the norm) the root's slope is infinite, "
        "and infinity times 0 is NaN. torch gives 0 there.",
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
        "minus infinity minus minus infinity",
        "logsumexp",
        "    top = np.where(np.isfinite(top), top, 0)\n",
        "",
        "If all elements are -inf, so is the largest, and -inf - -inf is NaN. Subtract 0 then.",
    ),
    Misconception(
        "max along a dim shares among ties",
        "_extreme",
        "values = gather(x, dim, indices)",
        "values = of_all(x, dim, True)",
        "max(x, dim) says in its indices which element it took, and only that one moves the "
        "result: gather it from there.",
    ),
    Misconception(
        "the first operand wins every tie",
        "_share",
        "where(ties, g / 2, g)",
        "where(ties, g, g)",
        "Where x equals y, each is half the reason for the maximum: torch gives both g / 2.",
    ),
    Misconception(
        "where hands its gradient to both",
        "defvjp(where)",
        "where(condition, 0, g)",
        "g",
        "Where the condition holds, y was not looked at, and nothing of the loss depends on it.",
    ),
    Misconception(
        "clamp is closed on its bounds",
        "clamp",
        "where(lt(x, min), min, x)",
        "where(le(x, min), min, x)",
        "The value is the same, but an element that lies exactly on the bound keeps its gradient "
        "in torch. Only what is below was replaced.",
    ),
    Misconception(
        "abs has a slope at zero",
        "defvjp(abs)",
        "g * sign(x)",
        "where(lt(x, 0), -g, g)",
        "|x| has a kink at 0, with slopes from -1 to 1 to choose from; torch takes 0.",
    ),
    Misconception(
        "a tensor that is compared with None",
        "_is_comparable",
        "isinstance(other, Array | np.ndarray | np.generic | Number)",
        "True",
        "`x == None` is just False. Return NotImplemented for anything but a tensor or a number, "
        "and Python falls back on identity.",
    ),
    Misconception(
        "the equation is not turned around",
        "einsum_vjp",
        "for letter, size in zip(term, x.shape, strict=True):",
        "for letter, size in zip(sorted(term), x.shape, strict=True):",
        "The letters of the operand come out in the order in which that operand has them.",
    ),
    Misconception(
        "a gradient for the whole square",
        "einsum_vjp",
        "np.eye(size, dtype=x.dtype)",
        "np.ones((size, size), x.dtype)",
        '"ii->i" reads the diagonal alone, so nothing but the diagonal gets a gradient.',
    ),
]
