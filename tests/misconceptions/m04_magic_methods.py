"""What learners get wrong about magic methods."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "2 - x computes x - 2",
        where="Operators.__rsub__",
        old="sub(other, self)",
        new="sub(self, other)",
        says="Python calls `__rsub__` on the right-hand side of the minus, so `self` is what gets "
        "subtracted.",
    ),
    Misconception(
        "a reflected method calls itself",
        where="Operators.__rsub__",
        old="sub(other, self)",
        new="other - self",
        says="For `2 - x` Python calls `x.__rsub__(2)`, since 2 does not know tensors. There you "
        "write `other - self`, which is `2 - x`: Python calls `__rsub__` again, and again. Call "
        "the op, `sub`.",
        trap="when `x` does not know what to do",
    ),
    Misconception(
        "a reflected method computes on bare values",
        where="Operators.__rsub__",
        old="sub(other, self)",
        new="type(self)(other - self.value)",
        says="The numbers of your `2 - x` are right, but it was computed behind the graph's back, "
        "so no gradient will ever reach x. Use the op.",
    ),
    Misconception(
        "NumPy's function is used as it is",
        where="mul",
        old='primitive(promoted("mul", np.multiply))',
        new="primitive(np.multiply)",
        says="NumPy has rules of its own for numbers and dtypes, and names of its own: `multiply`. "
        "`promoted` makes a function that obeys torch's rules; `primitive` lifts that one.",
    ),
    Misconception(
        "integers divide to float64",
        where="div",
        old=", floating=True",
        new="",
        says="That is NumPy's rule. torch makes float32 of integers first: `floating=True` does.",
    ),
    Misconception(
        "minus accepts bools",
        where="sub",
        old=", boolean=False",
        new="",
        says="What is True minus True? NumPy refuses with a TypeError, torch with a RuntimeError, "
        "which `boolean=False` raises.",
    ),
    Misconception(
        "sigmoid overflows",
        where="logistic",
        old="    small = np.exp(-np.abs(x))  # at most 1\n"
        "    # 1 from 0 on, and small below it, divided by their sum\n"
        "    return np.maximum(small, x >= 0) / (1 + small)",
        new="    return np.exp(x) / (1 + np.exp(x))",
        says="exp(1000) is infinite, and infinity over infinity is NaN. Write sigmoid so that "
        "nothing it divides can become infinite, whatever the sign of x.",
    ),
    Misconception(
        "matrix products through np.dot",
        where="product",
        old="np.matmul(x, y)",
        new="np.dot(x, y)",
        says="np.dot agrees with `@` for vectors and matrices, but pairs every batch of the left "
        "with every batch of the right. np.matmul keeps batches in step.",
    ),
    Misconception(
        "sum forgets keepdim",
        where="sum",
        old=", keepdims=keepdim",
        new="",
        says="The dimension is gone, and `x / x.sum(1, keepdim=True)` divides the wrong way or "
        "not at all.",
    ),
    Misconception(
        "sums keep the dtype of integers",
        where="sum",
        old="else np.int64",
        new="else x.dtype",
        says="They can overflow in it, and a sum of bools is a bool. torch adds both up in int64.",
    ),
    Misconception(
        "dim goes to NumPy as it is",
        where="sum",
        old="as_dims(dim, x.ndim)",
        new="dim",
        says="NumPy's axis is almost torch's dim, but knows no lists, takes () to mean no "
        "dimension at all, and raises other errors. `as_dims` translates.",
    ),
    Misconception(
        "sigmoid overflows on the left",
        where="logistic",
        old="    small = np.exp(-np.abs(x))  # at most 1\n"
        "    # 1 from 0 on, and small below it, divided by their sum\n"
        "    return np.maximum(small, x >= 0) / (1 + small)",
        new="    return 1 / (1 + np.exp(-x))",
        says="The numbers are right, but at -1000 you take exp(1000), which is infinite: NumPy "
        "warns, and what is made of it later may be NaN. Take exp of minus |x| on both sides.",
    ),
    Misconception(
        "sigmoid is flat on the left",
        where="logistic",
        old="    small = np.exp(-np.abs(x))  # at most 1\n"
        "    # 1 from 0 on, and small below it, divided by their sum\n"
        "    return np.maximum(small, x >= 0) / (1 + small)",
        new="    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))",
        says="You cut x off so that exp can't overflow, and there sigmoid no longer falls: its "
        "logarithm stops at -30. Take exp of minus |x|, which needs no cut.",
    ),
    Misconception(
        "sigmoid is mirrored",
        where="logistic",
        old="x >= 0",
        new="x <= 0",
        says="It falls where it should rise: near 1 is the right end, and near 0 the left.",
    ),
    Misconception(
        "division drops the remainder",
        where="div",
        old="np.true_divide",
        new="np.floor_divide",
        says="That is `//`. The function for `/` is `np.true_divide`.",
    ),
    Misconception(
        "matrix products element by element",
        where="product",
        old="np.matmul(x, y)",
        new="x * y",
        says="`*` does that. A matrix product adds up, over the last dimension of the left and "
        "the last but one of the right.",
    ),
    Misconception(
        "matrices are multiplied the wrong way round",
        where="product",
        old="np.matmul(x, y)",
        new="np.matmul(y, x)",
        says="Where `y @ x` fits as well, as with square matrices, its numbers are others; "
        "elsewhere not even the shapes fit.",
    ),
    Misconception(
        "add is not made an op",
        where="add",
        old='primitive(promoted("add", np.add))',
        new='promoted("add", np.add)',
        says="What `promoted` returns is a function of ndarrays, and your `add` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "sub is not made an op",
        where="sub",
        old='primitive(promoted("sub", np.subtract, boolean=False))',
        new='promoted("sub", np.subtract, boolean=False)',
        says="What `promoted` returns is a function of ndarrays, and your `sub` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "div is not made an op",
        where="div",
        old='primitive(promoted("div", np.true_divide, floating=True))',
        new='promoted("div", np.true_divide, floating=True)',
        says="What `promoted` returns is a function of ndarrays, and your `div` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "mul is not made an op",
        where="mul",
        old='primitive(promoted("mul", np.multiply))',
        new='promoted("mul", np.multiply)',
        says="What `promoted` returns is a function of ndarrays, and your `mul` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "neg is not made an op",
        where="neg",
        old='primitive(promoted("neg", np.negative, boolean=False))',
        new='promoted("neg", np.negative, boolean=False)',
        says="What `promoted` returns is a function of ndarrays, and your `neg` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "pow is not made an op",
        where="pow",
        old='primitive(promoted("pow", np.power))',
        new='promoted("pow", np.power)',
        says="What `promoted` returns is a function of ndarrays, and your `pow` is handed "
        "tensors. `primitive` around it takes the ndarrays out, and puts a note on the result.",
        trap="turns that function into an op",
    ),
    Misconception(
        "the opposite of a bool",
        where="neg",
        old=", boolean=False",
        new="",
        says="What is the opposite of True? NumPy refuses with a TypeError, torch with a "
        "RuntimeError, which `boolean=False` raises.",
        trap="as both kinds of minus must",
    ),
    Misconception(
        "multiplication refuses bools",
        where="mul",
        old="np.multiply)",
        new="np.multiply, boolean=False)",
        says="Only the two kinds of minus must: True * True is True, and a bool times 2 is an "
        "integer.",
        trap="as both kinds of minus must",
    ),
    Misconception(
        "products of integers become floats",
        where="mul",
        old="np.multiply)",
        new="np.multiply, floating=True)",
        says="`floating=True` is for ops whose results are fractions even of integers, as `/` and "
        "`exp`; `*` is not one of them.",
        trap="stay integers",
    ),
    Misconception(
        "powers of integers become floats",
        where="pow",
        old="np.power)",
        new="np.power, floating=True)",
        says="torch's `n**2` is an integer. `floating=True` is for ops whose results are "
        "fractions even of integers, as `/` and `exp`.",
        trap="stay integers",
    ),
    Misconception(
        "powers are float64",
        where="pow",
        old="np.power",
        new="np.float_power",
        says="`np.float_power` answers in float64, whatever it is given. `np.power` keeps the "
        "dtype that `promoted` has chosen.",
        trap="torch's dtype rules",
    ),
    Misconception(
        "an op is named as in NumPy",
        where="pow",
        old='"pow"',
        new='"power"',
        says="Error messages and drawings show that name: take torch's, `pow`.",
        trap="torch's name for it",
    ),
    Misconception(
        "addition follows NumPy's dtypes",
        where="add",
        old='promoted("add", np.add)',
        new="np.add",
        says="int64 + float32 is float64 in NumPy, and float32 in torch. `promoted` follows "
        "torch, and raises torch's errors.",
        trap="torch's dtype rules",
    ),
    Misconception(
        "np.where computes both sides",
        where="logistic",
        old="np.maximum(small, x >= 0) / (1 + small)",
        new="np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))",
        says="It chooses only afterwards, element by element: exp(1000) overflows though nobody "
        "takes it. Have exp of minus |x| alone in both.",
        trap="both of its branches",
    ),
    Misconception(
        name="sums are always float32",
        where="sum",
        old="None if is_floating(x.dtype) else np.int64",
        new="np.float32",
        says="You add up everything in float32: sums of integers should be int64, and floats "
        "keep the dtype that they have.",
    ),
    Misconception(
        name="sigmoid is 1 less something near 1 on the left",
        where="logistic",
        old="np.maximum(small, x >= 0) / (1 + small)",
        new="np.where(x >= 0, 1 / (1 + small), 1 - 1 / (1 + small))",
        says="Far to the left 1 / (1 + small) is 1 up to rounding, so 1 less that is 0, or has "
        "few digits left. There the result is small / (1 + small).",
    ),
    Misconception(
        "sigmoid writes into its argument",
        where="logistic",
        old="    small = np.exp(-np.abs(x))  # at most 1\n",
        new="    is_right = x >= 0\n"
        "    small = np.exp(-np.abs(x, out=x))\n"
        "    return np.where(is_right, 1, small) / (1 + small)\n",
        says="`x` is the memory of the tensor itself, and whoever holds on to it finds other "
        "numbers there afterwards: no `out=x`, no `x *= ...`.",
    ),
    Misconception(
        "sigmoid is clipped",
        where="logistic",
        old="    small = np.exp(-np.abs(x))  # at most 1\n",
        new="    x = np.clip(x, -80, 80)\n    small = np.exp(-np.abs(x))\n",
        says="Beyond the bounds it then stays as it is at them, where it should go on falling. "
        "Let exp see only numbers that are not above 0: then nothing overflows.",
    ),
    Misconception(
        "sums of integers become floats",
        where="add",
        old="np.add)",
        new="np.add, floating=True)",
        says="`floating=True` is for ops whose result is a fraction, as that of / may be. Two "
        "integers added are one.",
    ),
    Misconception(
        "the right matrix is transposed",
        where="product",
        old="np.matmul(x, y)",
        new="np.matmul(x, y.T)",
        says="(n, k) @ (k, m): NumPy takes them as they are, rows of x by columns of y.",
    ),
    Misconception(
        "sum calls itself",
        where="sum",
        old="np.add.reduce(x, as_dims(dim, x.ndim), dtype, keepdims=keepdim)",
        new="sum(x, as_dims(dim, x.ndim), keepdim)",
        says="In this file `sum` is the op that you are writing. NumPy's is `np.sum`.",
        trap="`sum` in this file is torch's",
    ),
    Misconception(
        "NumPy chooses the dtype of a sum",
        where="sum",
        old="dtype = None if is_floating(x.dtype) else np.int64",
        new="dtype = None",
        says="Without a `dtype`, NumPy adds up uint8 in uint64, which torch does not know. All "
        "integers and bools add up in int64: say so.",
    ),
    Misconception(
        "sums of integers are int32",
        where="sum",
        old="else np.int64",
        new="else np.int32",
        says="32 bits end at two billion. Integers and bools add up in int64.",
    ),
    Misconception(
        "sums are float64",
        where="sum",
        old="dtype = None if is_floating(x.dtype) else np.int64",
        new="dtype = np.float64",
        says="A sum of floats keeps their dtype, also float32, and one of integers is an int64.",
    ),
    Misconception(
        "sums of floats are integers",
        where="sum",
        old="dtype = None if is_floating(x.dtype) else np.int64",
        new="dtype = np.int64",
        says="int64 is for integers and bools. Floats would lose what stands behind the point: "
        "they keep their dtype.",
    ),
]
