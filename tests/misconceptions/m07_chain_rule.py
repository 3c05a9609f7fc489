"""Known mistakes in chain rule."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "each factor multiplies its own gradient",
        "defvjp(mul)",
        "x, y: g * y, lambda g, out, x, y: g * x",
        "x, y: g * x, lambda g, out, x, y: g * y",
        "What multiplied x was y, so x gets g * y, and y gets g * x.",
        trap="10  = g * y",
    ),
    Misconception(
        "a term's gradient is halved",
        "add_vjp",
        "return g",
        "return g / 2",
        "Each term moves the sum by as much as it moves itself: both get all of g, and no half "
        "of it.",
    ),
    Misconception(
        "the denominator divides only once",
        "div_vjp_y",
        "-g * (x / y / y)",
        "-g * (x / y)",
        "The slope of x / y in y is -x / y ** 2: it has one more y below than x / y itself.",
    ),
    Misconception(
        "the denominator keeps its sign",
        "div_vjp_y",
        "-g *",
        "g *",
        "The larger y, the smaller x / y: what y gets has a minus.",
    ),
    Misconception(
        "the incoming gradient is ignored",
        "defvjp(exp)",
        "g * out",
        "out + 0 * g",
        "That is the slope of exp, but the loss may see exp(x) through a factor: multiply it by g.",
        trap="Somebody hands us `g`",
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
        trap="by nudging",
    ),
    Misconception(
        "sigmoid's slope is taken at x",
        "defvjp(sigmoid)",
        "g * out * (1 - out)",
        "g * x * (1 - x)",
        "In s * (1 - s), the s is the sigmoid's result `out`, and not its argument.",
        trap="`out` is there because it often saves work",
    ),
    Misconception(
        "sigmoid borrows the slope of tanh",
        "defvjp(sigmoid)",
        "g * out * (1 - out)",
        "g * (1 - out * out)",
        "1 - out * out belongs to tanh. The slope of sigmoid at 0 is 1/4, and here it would be "
        "3/4.",
        trap="`out` is there because it often saves work",
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
        "pow_vjp_x",
        "x ** one_less(y)",
        "x ** y",
        "x ** 3 has the slope 3 * x ** 2: the exponent comes down in front and loses one.",
    ),
    Misconception(
        "the exponent does not come down in front",
        "pow_vjp_x",
        "g * y * x",
        "g * x",
        "x ** 3 has the slope 3 * x ** 2: the factor 3 is missing.",
        trap="The slope of x ** y in x is",
    ),
    Misconception(
        "the zeroth power of 0 gives NaN",
        "pow_vjp_x",
        "one_less(y)",
        "(y - 1)",
        "x ** 0 is 1 everywhere, so its slope is 0; but 0 * x ** -1 is 0 * infinity at x = 0.",
    ),
    Misconception(
        "a sum's gradient is stretched without its dim",
        "spread",
        "reshape(g, kept)",
        "g",
        "Broadcasting aligns at the right, so a row sum would be spread along the wrong dim, "
        "which a square matrix hides. Put the summed dim back, of size 1, first.",
        trap="with these dims left out or of size 1",
    ),
    Misconception(
        "a sum's gradient is shared out",
        "spread",
        "reshape(g, kept)",
        "reshape(g / terms(x, dim), kept)",
        "Every element moves the sum by all of its own move: each gets g, and no share of it. "
        "Only a mean divides.",
        trap="gradient is *copied* to all that went into it",
    ),
    Misconception(
        "stretched dims are not summed",
        "unbroadcast",
        "if size == 1 and g.shape[added + i] != 1",
        "if False",
        "Where the size is 1 and g has more, each number was used many times over: sum over this "
        "dim, and keep it.",
    ),
    Misconception(
        "only dims in front are summed",
        "unbroadcast",
        "reshape(sum(g, dims), shape) if dims else g",
        "sum(g, tuple(range(added))) if added else g",
        "A dim of size 1 that was stretched stays as long as it is. Its copies must be added up, "
        "too, and the dim stays, of size 1.",
        trap="every element of the row is used twice",
    ),
    Misconception(
        "dims added in front are not summed",
        "unbroadcast",
        "(*range(added), *stretched)",
        "tuple(stretched)",
        "A bias of shape (3,) is added to every row of a batch, so it collects from every row.",
        trap="every element of the row is used twice",
    ),
    Misconception(
        "the copies are averaged",
        "unbroadcast",
        "sum(g, dims)",
        "mean(g, dims)",
        "Each copy adds its own effect on the loss, so the gradients of all copies are summed.",
        trap="every element of the row is used twice",
    ),
    Misconception(
        "stretched dims are lost",
        "unbroadcast",
        "reshape(sum(g, dims), shape)",
        "sum(g, dims)",
        "A dim of size 1 was there before it was stretched: after the sum put it back, of size 1.",
    ),
    Misconception(
        "the right matrix is not transposed",
        "left_gradient",
        "matmul(g, transpose(y, -1, -2))",
        "matmul(g, y)",
        "x gets g @ y.T. Where the shapes do not fit, NumPy tells you; where y is square they fit "
        "without, and only the numbers are wrong.",
        trap="only one product of g and y",
    ),
    Misconception(
        "a square matrix is not transposed",
        "left_gradient",
        "transpose(y, -1, -2)",
        "y if y.shape[-1] == y.shape[-2] else transpose(y, -1, -2)",
        "Whether g @ y fits does not say whether it is right: where y is n by n it fits, and the "
        "numbers are those of another matrix. x always gets g @ y.T.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the product is turned around",
        "right_gradient",
        "return matmul(transpose(x, -1, -2), g)",
        "return matmul(transpose(g, -1, -2), x)",
        "g.T @ x is the transpose of what y should get. Its shape says so, unless y is square.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the right factor's gradient has its factors in the other order",
        "right_gradient",
        "matmul(transpose(x, -1, -2), g)",
        "matmul(g, transpose(x, -1, -2))",
        "(k, n) @ (n, m) is (k, m), the shape of y: x transposed comes first, and then g.",
        trap="only one product of g and y",
    ),
    Misconception(
        "a batch of matrices is transposed as a whole",
        "left_gradient",
        "transpose(y, -1, -2)",
        "y.T",
        "With batches in front, .T reverses all dims. Swap the last two only.",
    ),
    Misconception(
        "the left matrix is not transposed",
        "right_gradient",
        "matmul(transpose(x, -1, -2), g)",
        "matmul(x, g)",
        "y gets x.T @ g. Where the shapes do not fit, NumPy tells you; where x is square they fit "
        "without, and only the numbers are wrong.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the last two dims are counted from the front",
        "right_gradient",
        "transpose(x, -1, -2)",
        "transpose(x, 0, 1)",
        "With batches in front, dims 0 and 1 are not those of the matrix: swap the last two.",
    ),
    Misconception(
        "a batch of matrices on the left is transposed as a whole",
        "right_gradient",
        "transpose(x, -1, -2)",
        "x.T",
        "x.T reverses all dims, the batch's too. Swap the last two only.",
    ),
    Misconception(
        "the last two dims of y are counted from the front",
        "left_gradient",
        "transpose(y, -1, -2)",
        "transpose(y, 0, 1)",
        "Where y is (b, k, m), dims 0 and 1 are b and k: swap the last two, -1 and -2.",
    ),
    Misconception(
        "a rule writes into the gradient",
        "defvjp(mul)",
        "x, y: g * y",
        "x, y: np.multiply(g, y, out=g) if isinstance(g, np.ndarray) else g * y",
        "Others need g after you: give back a new array, and leave it alone.",
    ),
    Misconception(
        "the gradient is transposed, and not the right matrix",
        where="left_gradient",
        old="matmul(g, transpose(y, -1, -2))",
        new="matmul(transpose(g, -1, -2), y)",
        says="The shapes don't fit: x is (n, k), so its gradient is g, (n, m), @ y transposed, "
        "(m, k). It is y that is transposed, and not g.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the left factor's gradient leaves out the transpose and turns around",
        where="left_gradient",
        old="matmul(g, transpose(y, -1, -2))",
        new="matmul(y, g)",
        says="The shapes don't fit: x is (n, k), so its gradient is g, (n, m), @ y transposed, "
        "(m, k). g comes first, and y is transposed.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the rule of the denominator writes into the gradient",
        where="div_vjp_y",
        old="    return -g * (x / y / y)",
        new="    if isinstance(g, np.ndarray):\n"
        "        g *= -(x / y / y)\n"
        "        return g\n"
        "    return -g * (x / y / y)",
        says="`g *= ...` changes numbers that others still need. Give back a new array: `-g * "
        "...`.",
    ),
    Misconception(
        "each factor multiplies by the product",
        where="defvjp(mul)",
        old="x, y: g * y, lambda g, out, x, y: g * x",
        new="x, y: g * out, lambda g, out, x, y: g * out",
        says="The slope of x * y in x is y, and not the product `out`: that is the rule of exp.",
        trap="10  = g * y",
    ),
    Misconception(
        "no dims are taken for none",
        where="unbroadcast",
        old="reshape(sum(g, dims), shape) if dims else g",
        new="reshape(sum(g, dims), shape)",
        says="Where nothing was stretched, `dims` is (), and to `sum`, as in torch, that means all "
        "of them: everything becomes one number. Give back `g` as it is.",
    ),
    Misconception(
        "NumPy copies the gradient of a sum",
        where="spread",
        old="    return broadcast_to(",
        new="    return np.broadcast_to(",
        says="Rules are written in ops; NumPy's functions don't take Tensors. `reshape` and "
        "`broadcast_to` are ops, too.",
    ),
    Misconception(
        "NumPy negates the gradient",
        where="div_vjp_y",
        old="-g *",
        new="np.negative(g) *",
        says="It takes ndarrays alone. For a gradient of a gradient `g` is a Tensor; `-g` is the "
        "op, which takes either.",
    ),
    Misconception(
        "broadcasting is not undone",
        where="unbroadcast",
        old="reshape(sum(g, dims), shape) if dims else g",
        new="g",
        says="`g` comes back as it was, in the broadcast shape. Sum over the dims that were added "
        "in front, and over those of size 1 that were stretched.",
        trap="every element of the row is used twice",
    ),
    Misconception(
        "the factors of a product come in the other order",
        where="left_gradient",
        old="matmul(g, transpose(y, -1, -2))",
        new="matmul(transpose(y, -1, -2), g)",
        says="(n, m) @ (m, k) is (n, k), the shape of x: g comes first, then y transposed. The "
        "other way round fits only where all is square.",
        trap="only one product of g and y",
    ),
    Misconception(
        "the denominator has the numerator's sign and shape",
        where="div_vjp_y",
        old="-g * (x / y / y)",
        new="g / y",
        says="1 / y is the slope of x / y in x, and this rule is that of y: -x / y ** 2.",
    ),
    Misconception(
        "what was stretched is reshaped back",
        where="unbroadcast",
        old="reshape(sum(g, dims), shape) if dims else g",
        new="reshape(g, shape)",
        says="`g` has more elements than `shape` has room for: sum over what was stretched first, "
        "and then give it its shape.",
        trap="every element of the row is used twice",
    ),
    Misconception(
        "dims that were added in front stay",
        where="unbroadcast",
        old="reshape(sum(g, dims), shape) if dims else g",
        new="sum(g, dims, True) if dims else g",
        says="`keepdim` is right for the dims of size 1 that were stretched. Those that "
        "broadcasting has added in front were not there before, and have to go.",
    ),
    Misconception(
        "log divides by its result",
        where="defvjp(log)",
        old="g / x",
        new="g / out",
        says="The slope of log(x) is 1 / x: the argument counts here, and not the result.",
        trap="by nudging",
    ),
    Misconception(
        "a sum's gradient is not copied to all",
        where="spread",
        old="broadcast_to(reshape(g, kept), x.shape)",
        new="reshape(g, kept)",
        says="Your gradient has the dims of x, but of size 1 where x was added up: `broadcast_to` "
        "copies it to all the elements that went into the sum.",
        trap="gradient is *copied* to all that went into it",
    ),
    Misconception(
        "a sum over () is taken for a sum over nothing",
        where="unbroadcast",
        old="    dims = (*range(added), *stretched)\n"
        "    return reshape(sum(g, dims), shape) if dims else g",
        new="    g = sum(g, tuple(range(added)))\n"
        "    return sum(g, tuple(i for i, size in enumerate(shape) if size == 1), True)",
        says="To `sum`, as in torch, no dims mean all of them: where nothing was added in front, "
        "everything is added up to one number. Sum only if there are dims to sum over.",
    ),
    Misconception(
        "a product's rules forget what arrives",
        where="defvjp(mul)",
        old="x, y: g * y, lambda g, out, x, y: g * x",
        new="x, y: y, lambda g, out, x, y: x",
        says="What each factor is multiplied by is the slope of this step alone. Times g, which "
        "comes from all the steps after it: g * y, and g * x.",
    ),
    Misconception(
        "log forgets what arrives",
        where="defvjp(log)",
        old="g / x",
        new="1 / x",
        says="1 / x is the slope of log. A rule hands on the slope times what arrives: g / x.",
    ),
    Misconception(
        "sigmoid forgets what arrives",
        where="defvjp(sigmoid)",
        old="g * out * (1 - out)",
        new="out * (1 - out)",
        says="s * (1 - s) is the slope at this step; what the steps after it hand back is in g. "
        "Multiply by it.",
    ),
    Misconception(
        "a power forgets what arrives",
        where="pow_vjp_x",
        old="g * y * x",
        new="y * x",
        says="y * x ** (y - 1) is only the slope of the power itself: multiply by g, which the "
        "steps after it hand back.",
    ),
    Misconception(
        "dims that were not stretched are added up",
        where="unbroadcast",
        old="if size == 1 and g.shape[added + i] != 1]\n"
        "    dims = (*range(added), *stretched)\n"
        "    return reshape(sum(g, dims), shape) if dims else g",
        new="if g.shape[added + i] != 1]\n"
        "    g = sum(g, tuple(range(added))) if added else g\n"
        "    dims = tuple(i - added for i in stretched)\n"
        "    return sum(g, dims, True) if dims else g",
        says="A dim was stretched where the argument has size 1 and `g` has not. One that has the "
        "same size in both stays as it is: ask for both.",
    ),
    Misconception(
        "the rule of sigmoid writes into the gradient",
        where="defvjp(sigmoid)",
        old="g * out * (1 - out)",
        new="__import__('operator').imul(g, out * (1 - out))",
        says="Others still need `g` as it is: `x + y` hands the same one to both. Compute a new "
        "array, `g * ...`, and never `g *= ...`.",
        trap="writing into `g` (`g *= y`), which others still need",
    ),
    Misconception(
        "the denominator's slope lacks the numerator",
        where="div_vjp_y",
        old="-g * (x / y / y)",
        new="-g / (y * y)",
        says="The slope of x / y in y is -x / y ** 2: the x is missing.",
    ),
    Misconception(
        "sigmoid is taken of its result again",
        where="defvjp(sigmoid)",
        old="g * out * (1 - out)",
        new="g * sigmoid(out) * (1 - sigmoid(out))",
        says="`out` is the sigmoid of x already: its slope is out * (1 - out).",
    ),
    Misconception(
        "None is taken for a tuple of dims",
        where="spread",
        old="dims = as_dims(dim, x.ndim)",
        new="dims = dim",
        says="`dim` may be None, one number, or negative ones: `as_dims` makes a tuple of it, "
        "from 0 on.",
    ),
    Misconception(
        "NumPy multiplies the gradient",
        where="right_gradient",
        old="matmul(transpose(x, -1, -2), g)",
        new="np.matmul(np.swapaxes(x, -1, -2), g)",
        says="With `create_graph` x and g are Arrays, and what NumPy computes is not on "
        "record: use the ops of `magic_methods`.",
    ),
    Misconception(
        "stretched dims are counted in shape",
        where="unbroadcast",
        old="[added + i for i, size",
        new="[i for i, size",
        says="`i` counts in `shape`, but `g` has more dims, in front: what is dim i there is dim "
        "`added + i` here.",
    ),
    Misconception(
        "dims are compared from the left",
        where="unbroadcast",
        old="stretched = [added + i for i, size in enumerate(shape) if size == 1 and "
        "g.shape[added + i] != 1]\n"
        "    dims = (*range(added), *stretched)",
        new="stretched = [i for i, size in enumerate(shape) if size == 1 and g.shape[i] != 1]\n"
        "    dims = (*stretched, *range(len(shape), g.ndim))",
        says="Broadcasting lines shapes up at their right ends: dims are added in front, and not "
        "behind.",
        trap="Broadcasting adds dimensions at the front",
    ),
    Misconception(
        "stretched dims are counted from the wrong end",
        where="unbroadcast",
        old="[added + i for i, size",
        new="[-1 - i for i, size",
        says="Dim i from the front is not dim -1 - i: that one is as far from the end. In `g` it "
        "is `added + i`, or `i - len(shape)`.",
    ),
    Misconception(
        "dims from the end are not translated",
        where="spread",
        old="dims = as_dims(dim, x.ndim)",
        new="dims = tuple(range(x.ndim)) if dim in (None, ()) else (dim,) if type(dim) is int "
        "else dim",
        says="-1 is no less a dim than 0, and 0, 1, 2 are what it is compared with. "
        "`as_dims(dim, x.ndim)` counts all of them from the front.",
    ),
]
