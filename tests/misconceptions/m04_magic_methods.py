"""What learners get wrong about magic methods."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "2 - x computes x - 2",
        where="Operators.__rsub__",
        old="sub(other, self)",
        new="sub(self, other)",
        says="Your `2 - x` is `x - 2`. Python calls `__rsub__` on the right-hand side, so `self` "
        "is what gets subtracted.",
    ),
    Misconception(
        "1 / x computes x / 1",
        where="Operators.__rtruediv__",
        old="div(other, self)",
        new="div(self, other)",
        says="Your `1 / x` is `x / 1`. In `__rtruediv__`, `self` stands on the right: it is the "
        "divisor.",
    ),
    Misconception(
        "2 ** x computes x ** 2",
        where="Operators.__rpow__",
        old="pow(other, self)",
        new="pow(self, other)",
        says="Your `2 ** x` is `x ** 2`. In `__rpow__`, `self` stands on the right: it is the "
        "exponent.",
    ),
    Misconception(
        "ndarray @ tensor swaps its factors",
        where="Operators.__rmatmul__",
        old="matmul(other, self)",
        new="matmul(self, other)",
        says="Your `a @ x`, with an ndarray a, is `x @ a`. Matrix products do not commute, and the "
        "shapes rarely even fit the other way round.",
    ),
    Misconception(
        "a reflected method computes on bare values",
        where="Operators.__rsub__",
        old="sub(other, self)",
        new="type(self)(np.asarray(other - self.value))",
        says="The numbers of your `2 - x` are right, but it was computed behind the graph's back, "
        "so no gradient will ever reach x. Use the op.",
    ),
    Misconception(
        "integers divide to float64",
        where="div",
        old=", floating=True",
        new="",
        says="Integers divided by integers come out as float64, as in NumPy. torch makes float32 "
        "of them first: `floating=True` does.",
    ),
    Misconception(
        "exp of integers is float64",
        where="exp",
        old=", floating=True",
        new="",
        says="The exp of integers comes out as float64, as in NumPy. torch makes float32 of them "
        "first: `floating=True` does.",
    ),
    Misconception(
        "powers turn integers into floats",
        where="pow",
        old="np.power",
        new="np.power, floating=True",
        says="Your `n ** 2` is floating though n holds integers. Only ops that can't stay among "
        "the integers, like `/` and exp, turn them into floats.",
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
        "negation accepts bools",
        where="neg",
        old=", boolean=False",
        new="",
        says="What is minus True? NumPy refuses with a TypeError, torch with a RuntimeError, "
        "which `boolean=False` raises.",
    ),
    Misconception(
        "the logarithm has base 10",
        where="log",
        old="np.log,",
        new="np.log10,",
        says="Your log counts decimal digits. torch's log, like NumPy's, is the natural one, the "
        "inverse of exp.",
    ),
    Misconception(
        "sigmoid overflows",
        where="_stable_sigmoid",
        old="    small = np.exp(-np.abs(x))  # at most 1, so that nothing overflows\n"
        "    # 1 from 0 on, and small below it, divided by their sum\n"
        "    return np.maximum(small, x >= 0) / (1 + small)",
        new="    return np.exp(x) / (1 + np.exp(x))",
        says="exp(1000) is infinite, and infinity over infinity is NaN. Write sigmoid so that "
        "nothing it divides can become infinite, whatever the sign of x.",
    ),
    Misconception(
        "matrix products through np.dot",
        where="matmul",
        old="np.matmul(x, y)",
        new="np.dot(x, y)",
        says="np.dot agrees with `@` for vectors and matrices, but pairs every batch of the left "
        "with every batch of the right. np.matmul keeps batches in step.",
    ),
    Misconception(
        "matrix products mix dtypes",
        where="matmul",
        old="x.dtype != y.dtype",
        new="False",
        says="NumPy quietly promotes float32 @ float64. torch refuses with a RuntimeError, since a "
        "large product in the wrong dtype is a costly surprise.",
    ),
    Misconception(
        "matrix products that do not fit raise NumPy's error",
        where="matmul",
        old="except ValueError as error",
        new="except ZeroDivisionError as error",
        says="Shapes that do not fit raise NumPy's ValueError. torch raises RuntimeError: catch "
        "the one and raise the other.",
    ),
    Misconception(
        "sum forgets keepdim",
        where="sum",
        old=", keepdims=keepdim",
        new="",
        says="You accept `keepdim`, but the dimension is gone from the sum. Without it, `x / "
        "x.sum(1, keepdim=True)` divides the wrong way or not at all.",
    ),
    Misconception(
        "mean forgets keepdim",
        where="mean",
        old=", keepdims=keepdim",
        new="",
        says="You accept `keepdim`, but the dimension is gone from the mean, so subtracting it "
        "from the rows broadcasts the wrong way or not at all.",
    ),
    Misconception(
        "sums keep the dtype of integers",
        where="sum",
        old="else np.int64",
        new="else x.dtype",
        says="Your sums of integers keep a dtype in which they can overflow, and your sums of "
        "bools are bools. torch adds both up in int64.",
    ),
    Misconception(
        "the mean of integers is computed",
        where="mean",
        old="not is_floating(x.dtype)",
        new="False",
        says="NumPy gives the mean of integers in float64. torch refuses with a RuntimeError, "
        "since it can't know which floating dtype you want.",
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
        "reshape copies",
        where="reshape",
        old="np.reshape(x, as_shape((shape,), x.size))",
        new="np.reshape(x, as_shape((shape,), x.size)).copy()",
        says="Your reshape copies the numbers, so a change of the original is not seen through it. "
        "np.reshape shares memory where it can; let it.",
    ),
    Misconception(
        "transpose is a reshape",
        where="transpose",
        old="np.swapaxes(x, dim0, dim1)",
        new="np.reshape(x, np.swapaxes(x, dim0, dim1).shape)",
        says="The shape is right, but the numbers are not where they should be: a reshape fills "
        "row by row in the old order, and a transpose moves them.",
    ),
    Misconception(
        "T swaps only the last two dimensions",
        where="Operators.T",
        old="        for dim in range(self.ndim // 2):\n"
        "            result = transpose(result, dim, -1 - dim)\n"
        "        return result",
        new="        return transpose(result, -1, -2) if self.ndim > 1 else result",
        says="Your T is right for matrices only: with more dimensions it reverses the order of all "
        "of them.",
    ),
    Misconception(
        "x += y makes a new tensor",
        where="Operators.__iadd__",
        old="_update(self, add(self, other))",
        new="add(self, other)",
        says="Your `x += y` gives the name x to a new tensor. Whoever else holds the old one, an "
        "optimizer for instance, sees no change: write into the memory that is there.",
    ),
    Misconception(
        "in-place ops swap the array instead of writing into it",
        where="overwrite",
        old="array.value[...] = value",
        new="array.value = np.broadcast_to(value, array.shape).astype(array.dtype)",
        says="Your tensor gets a new array, and everyone who shared the old one (detach(), "
        "reshape, an ndarray) is left behind. Write into it: `value[...] = `.",
    ),
    Misconception(
        "x += y cuts floats to integers",
        where="_update",
        old="kind_rank(result.dtype) > kind_rank(array.dtype)",
        new="False",
        says="Your integers take floats in place and silently cut off their fractions. torch "
        "refuses with a RuntimeError.",
    ),
    Misconception(
        "in-place ops are never refused",
        where="overwrite",
        old="if tracked and is_grad_enabled():",
        new="if False:",
        says="You write into a tensor that requires a gradient while recording. Nobody could find "
        "the derivative of that afterwards, so refuse it.",
    ),
    Misconception(
        "in-place ops are refused under no_grad too",
        where="overwrite",
        old="if tracked and is_grad_enabled():",
        new="if tracked:",
        says="You refuse to update a weight even under `no_grad()`, where nothing is recorded and "
        "nothing can go wrong. How would anybody train?",
    ),
    Misconception(
        "in-place ops look only at the left-hand side",
        where="overwrite",
        old="tracked = array.requires_grad or (isinstance(source, Array) and source.requires_grad)",
        new="tracked = array.requires_grad",
        says="A result that requires a gradient is written into a plain tensor, which then looks "
        "like a constant: its history is lost. Look at both sides.",
    ),
    Misconception(
        "changes are not marked",
        where="overwrite",
        old="    mark_changed(array.value)\n",
        new="",
        says="You change memory without telling anybody. A derivative computed from it later would "
        "be silently wrong: call `mark_changed`.",
    ),
    Misconception(
        "zero_ returns nothing",
        where="Operators.zero_",
        old="return overwrite(self, 0)",
        new="overwrite(self, 0)",
        says="`x.zero_()` did its work and returned None. In-place methods return the tensor, so "
        "that calls can be chained.",
    ),
    Misconception(
        "the shape () counts as none",
        where="reshape",
        old="as_shape((shape,), x.size)",
        new="as_shape(shape, x.size)",
        says="() is a shape: that of a single number. `as_shape` takes an empty tuple for no shape "
        "at all, so hand it a tuple that holds ().",
    ),
]
