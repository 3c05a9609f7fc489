"""Known mistakes in chain rule."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the subtracted term keeps its sign",
        "defvjp(sub)",
        "x, y: -g",
        "x, y: g",
        "What is subtracted pulls the result down: when y grows, x - y shrinks, so y gets -g.",
    ),
    Misconception(
        "the gradient forgets the sign",
        "defvjp(neg)",
        "-g",
        "g",
        "The slope of -x is -1, so the gradient must change its sign on the way back.",
    ),
    Misconception(
        "each factor multiplies its own gradient",
        "defvjp(mul)",
        "x, y: g * y, lambda g, out, x, y: g * x",
        "x, y: g * x, lambda g, out, x, y: g * y",
        "The factors are swapped: what multiplied x was y, so x gets g * y, and y gets g * x.",
    ),
    Misconception(
        "the second term gets nothing",
        "defvjp(add)",
        ", lambda g, out, x, y: g)",
        ", None)",
        "A sum has two terms, and each needs a rule: with None, no gradient ever reaches y.",
    ),
    Misconception(
        "the denominator divides only once",
        "defvjp(div)",
        "-g * (x / y / y)",
        "-g * (x / y)",
        "The slope of x / y in y is -x / y ** 2: it has one more y below than x / y itself.",
    ),
    Misconception(
        "the incoming gradient is ignored",
        "defvjp(exp)",
        "g * out",
        "out + 0 * g",
        "That is the slope of exp, but the loss may see exp(x) through a factor: multiply it by g.",
    ),
    Misconception(
        "exp has the slope x",
        "defvjp(exp)",
        "g * out",
        "g * x",
        "exp is its own derivative: the slope is the result, `out`, and not the argument.",
    ),
    Misconception(
        "log multiplies",
        "defvjp(log)",
        "g / x",
        "g * x",
        "The slope of log(x) is 1 / x: the flatter the curve, the larger x.",
    ),
    Misconception(
        "the 2 of the square root is lost",
        "defvjp(sqrt)",
        "(2 * out)",
        "out",
        "The square root is a power of 1/2, and that half comes down in front: 1 / (2 sqrt(x)).",
    ),
    Misconception(
        "tanh is not squared",
        "defvjp(tanh)",
        "out * out",
        "out",
        "The slope of tanh is 1 - tanh ** 2; without the square it is 1 - tanh.",
    ),
    Misconception(
        "tanh borrows the slope of sigmoid",
        "defvjp(tanh)",
        "g * (1 - out * out)",
        "g * out * (1 - out)",
        "out * (1 - out) belongs to sigmoid. The slope of tanh at 0 is 1, and here it would be 0.",
    ),
    Misconception(
        "sigmoid's slope is taken at x",
        "defvjp(sigmoid)",
        "g * out * (1 - out)",
        "g * x * (1 - x)",
        "In s * (1 - s), the s is the sigmoid's result `out`, and not its argument.",
    ),
    Misconception(
        "a rule calls NumPy itself",
        "defvjp(exp)",
        "g * out",
        "g * np.exp(x)",
        "np.exp knows ndarrays only. A rule written in ops also runs on Tensors, and so gives "
        "gradients of gradients.",
    ),
    Misconception(
        "the exponent stays as it was",
        "defvjp(pow)",
        "x ** _one_less(y)",
        "x ** y",
        "x ** 3 has the slope 3 * x ** 2: the exponent comes down in front and loses one.",
    ),
    Misconception(
        "the exponent does not come down in front",
        "defvjp(pow)",
        "g * y * x",
        "g * x",
        "x ** 3 has the slope 3 * x ** 2: the factor 3 is missing.",
    ),
    Misconception(
        "the zeroth power of 0 gives NaN",
        "defvjp(pow)",
        "_one_less(y)",
        "(y - 1)",
        "x ** 0 is 1 everywhere, so its slope is 0; but 0 * x ** -1 is 0 * infinity at x = 0.",
    ),
    Misconception(
        "the logarithm of a zero base",
        "defvjp(pow)",
        "x + (x == 0) * (y >= 0) * y**0",
        "x + 0 * y",
        "0 * log(0) is NaN. Where the base is 0 (and y is not negative), the exponent gets 0.",
    ),
    Misconception(
        "an exponent without its logarithm",
        "defvjp(pow)",
        "g * out * log(x + (x == 0) * (y >= 0) * y**0)",
        "g * out",
        "x ** y is exp(y * log(x)), so the slope in y has a factor log(x) besides the result.",
    ),
    Misconception(
        "a sum's gradient is stretched without its dim",
        "_spread",
        "reshape(g, kept)",
        "g",
        "Broadcasting aligns at the right, so a row sum would be spread along the wrong dim, "
        "which a square matrix hides. Put the summed dim back, of size 1, first.",
        trap="defvjp(sum",
    ),
    Misconception(
        "the mean is not divided",
        "defvjp(mean)",
        "g / _count(x, dim)",
        "g",
        "A mean is a sum divided by how many there were; so is its gradient.",
    ),
    Misconception(
        "the mean always divides by all elements",
        "defvjp(mean)",
        "_count(x, dim)",
        "_count(x, None)",
        "A mean over one dim has as many terms as this dim is long, not as many as all of x.",
    ),
    Misconception(
        "reshape leaves the gradient as it is",
        "defvjp(reshape)",
        "reshape(g, x.shape)",
        "g",
        "A gradient has the shape of what it belongs to: reshape it back to the shape of x.",
    ),
    Misconception(
        "transpose leaves the gradient as it is",
        "defvjp(transpose)",
        "transpose(g, dim0, dim1)",
        "g",
        "Swap the two dims of the gradient, too. On square matrices its shape does not tell you.",
    ),
    Misconception(
        "transpose always swaps the last two dims",
        "defvjp(transpose)",
        "transpose(g, dim0, dim1)",
        "transpose(g, -1, -2)",
        "Undo the very swap that was made: the dims are handed to the rule as dim0 and dim1.",
    ),
    Misconception(
        "stretched dims are not summed",
        "unbroadcast",
        "if size == 1 and g.shape[added + i] != 1",
        "if False",
        "A dim of size 1 that was stretched was used many times over: sum over it and keep it.",
    ),
    Misconception(
        "dims added in front are not summed",
        "unbroadcast",
        "(*range(added), *stretched)",
        "tuple(stretched)",
        "A bias of shape (3,) is added to every row of a batch, so it collects from every row.",
    ),
    Misconception(
        "the copies are averaged",
        "unbroadcast",
        "return sum(g, 0)\n"
        "    added = g.ndim - len(shape)\n"
        "    stretched = [added + i for i, size in enumerate(shape) "
        "if size == 1 and g.shape[added + i] != 1]\n"
        "    total = sum(",
        "return mean(g, 0)\n"
        "    added = g.ndim - len(shape)\n"
        "    stretched = [added + i for i, size in enumerate(shape) "
        "if size == 1 and g.shape[added + i] != 1]\n"
        "    total = mean(",
        "Each copy adds its own effect on the loss, so the gradients of all copies are summed.",
    ),
    Misconception(
        "the right matrix is not transposed",
        "matmul_vjp_x",
        "matmul(g, transpose(y, -1, -2))",
        "matmul(g, y) if y.shape[-1] == y.shape[-2] else matmul(g, transpose(y, -1, -2))",
        "x gets g @ y.T, also where y is square and the shapes would fit without.",
    ),
    Misconception(
        "the product is turned around",
        "matmul_vjp_y",
        "return matmul(transpose(x, -1, -2), g)",
        "return matmul(transpose(g, -1, -2), x)",
        "g.T @ x is the transpose of what y should get. Its shape says so, unless y is square.",
    ),
    Misconception(
        "a batch of matrices is transposed as a whole",
        "matmul_vjp_x",
        "transpose(y, -1, -2)",
        "y.T",
        "With batches in front, .T reverses all dims. Swap the last two only.",
    ),
    Misconception(
        "a vector on the right is taken for a matrix",
        "matmul_vjp_x",
        "y.ndim == 1",
        "y.ndim == 0",
        "A vector on the right is a column whose dim is gone from the result: x gets an outer "
        "product of g and y.",
    ),
    Misconception(
        "a rule writes into the gradient",
        "defvjp(sub)",
        "x, y: -g",
        "x, y: np.negative(g, out=g) if isinstance(g, np.ndarray) else -g",
        "Others need g after you: give back a new array, and leave it alone.",
    ),
    Misconception(
        "the mean's rule asks for the size of an ndarray",
        "defvjp(mean)",
        "_spread(g / _count(x, dim), x, dim)",
        "_spread(g, x, dim) * (out.size / x.size)",
        "`size` is a number on ndarrays, and a method on Tensors. Rules run on both: ask for "
        "`shape`, which both have.",
    ),
]
