"""Hints for m04 magic methods, from a nudge to nearly the idea."""

HINTS = {
    "add": (
        "The lesson's row for `cos` has three parts: torch's name, NumPy's function, and what is "
        "special about the dtypes. What is special about adding?",
        "In torch 1 + 2 is an integer, 1 + 2.5 a float32, and True + True is True. The defaults "
        "of `promoted` (in given/core/promotion.py) do all of this, and turn errors into torch's: "
        "which two of its options can you leave out?",
        "Follow the row for `cos`: the name add, NumPy's `np.add`, no options, all of it made an "
        "op by `primitive`. Subtraction, product and the rest are rows of the same kind.",
    ),
    "sub": (
        "What is True minus True? Ask NumPy, then think about who should refuse, and with which "
        "error.",
        "NumPy refuses bools with a TypeError and torch with a RuntimeError. One of the options "
        "of `promoted` is for this; integers minus integers stay integers, so the other one is "
        "not needed.",
        "A row like that of `cos`, with the name sub, NumPy's `np.subtract`, and `boolean` set to "
        "False in the place of `floating`. The order of the operands is kept by itself.",
    ),
    "mul": (
        "Two matrices of shape (2, 3): what is their `*`, and why is it not `@`?",
        "`*` is elementwise and broadcasts, so (3, 1) times (4,) is (3, 4). Integers stay "
        "integers, and bools are welcome: does it need any option?",
        "A row with the name mul and NumPy's `np.multiply`, no options: `promoted` gives it "
        "torch's dtypes and errors, and `primitive` makes it an op.",
    ),
    "div": (
        "tensor([4]) / 2 is 2.0. Which float dtype is it in NumPy, and which in torch?",
        "NumPy makes float64 of divided integers, torch float32. The option that turns integers "
        "into float32 before they reach NumPy is in the lesson's row for `cos`.",
        "A row with the name div, NumPy's `np.true_divide` (the floor division is another "
        "function) and `floating` set to True.",
    ),
    "pow": (
        "Is 3 ** 2 an integer? And what should 3 ** -1 be, if integers stay integers?",
        "In torch n ** 2 stays int64, and n ** -1 raises RuntimeError. NumPy raises ValueError "
        "for the latter, and `promoted` turns ValueErrors into RuntimeErrors: so is there "
        "anything left to do?",
        "A row with the name pow and NumPy's `np.power`, no options. With `floating` integer "
        "powers would come out as floats; and `np.float_power` is always float64.",
    ),
    "neg": (
        "What is minus True? The other kind of minus had to answer this, too.",
        "One operand only: NumPy has a function of its own for it, and `promoted` finds out by "
        "itself that it takes one. Integers stay integers, bools are refused with RuntimeError.",
        "A row with the name neg, NumPy's `np.negative` and `boolean` set to False.",
    ),
    ("exp", "log", "sqrt", "tanh"): (
        "What dtype has NumPy's answer for an integer, and what dtype has torch's? Try 2 in both.",
        "None of these can stay among the integers, so torch makes float32 of them first, and "
        "NumPy alone would give float64. The lesson's row for `cos` has the very same need.",
        "Follow the row for `cos`, each with its own name (torch's) and NumPy's function of that "
        "name, and `floating` set to True. `np.log` is the natural logarithm, as torch's is; "
        "`np.log10` is another.",
    ),
    "sigmoid": (
        "Where does 1 / (1 + exp(-x)) overflow: at 1000 or at -1000? And the same function "
        "written as exp(x) / (1 + exp(x))?",
        "Each form is safe for one sign of x. Look at the two exponentials in the safe cases: "
        "both are exp of minus |x|, which lies between 0 and 1. Call it e: then sigmoid is 1 / (1 "
        "+ e) where x is positive, and e / (1 + e) where it is negative.",
        "NumPy has no sigmoid, so write a small function of one ndarray, which finds e once for "
        "both signs; `np.where` can choose the numerator, 1 or e. Then make an op of it as in the "
        "other rows, with `floating` set to True.",
        "If it still overflows: `np.where` computes both of its branches before it chooses, so "
        "neither may contain exp of something positive. If float32 turns into float64: some "
        "float64 array has crept in, perhaps from `np.ones` or `np.zeros`.",
    ),
    "matmul": (
        "Two batches, (5, 2, 3) and (5, 3, 4). What shapes do `np.dot` and `np.matmul` give, and "
        "which is `@`?",
        "`np.dot` pairs every batch with every other and gives (5, 2, 5, 4); `np.matmul` keeps "
        "them in step, and treats vectors as the lesson says. But it promotes dtypes quietly, and "
        "raises ValueError where torch raises RuntimeError.",
        "First refuse: TypeError unless both are ndarrays (`x @ 2` gets here with a plain 2), "
        "RuntimeError for a 0-d operand and for two different dtypes. Then call `np.matmul`, "
        "catch its ValueError, and raise RuntimeError in its place, best with both shapes in the "
        "message.",
    ),
    "sum": (
        "What is the sum of three bools that are all true, and what is 200 + 100 in uint8? In "
        "which dtype should one add up?",
        "torch adds integers and bools in int64, and floats in their own dtype. And torch's dim "
        "is almost NumPy's axis: but () means all dimensions, lists are welcome, and the errors "
        "differ. `as_dims` translates.",
        "Have `as_dims` read `dim` with the number of dimensions, choose int64 unless the dtype "
        "is floating (None lets NumPy keep it), and call NumPy's `np.sum` with axis, dtype and "
        "keepdims. Write `np.` in front of it: in this file, plain `sum` is the op itself.",
    ),
    "mean": (
        "The mean of the integers 1 and 2 is 1.5. In which floating dtype: float32 or float64?",
        "torch can't know and refuses with RuntimeError, while NumPy says float64. For floats the "
        "dtype stays; `as_dims` reads the dimensions, as in `sum`.",
        "Raise RuntimeError unless `is_floating` says yes to the dtype. Then call NumPy's "
        "`np.mean` with what `as_dims` made of `dim`, and with keepdims. It keeps float32, and "
        "adds float16 up in something wider, which is needed.",
    ),
    "broadcast_to": (
        "A column of shape (3, 1), stretched to (2, 3, 4): must its 3 numbers be written 24 times?",
        "NumPy has a function of this name that returns a view: along the stretched dimensions it "
        "stands still in memory. Multiplying by ones would copy, and may change the dtype.",
        "Call `np.broadcast_to`, catch the ValueError that it raises for shapes that don't fit, "
        "and raise RuntimeError instead.",
    ),
    "reshape": (
        "What do `np.reshape` and `as_shape` each do for you here, and which of them raises "
        "RuntimeError?",
        "`as_shape` takes a tuple of what the caller wrote: (2, -1) for sizes, or one tuple "
        "inside a tuple. An empty tuple means that nothing was written, but here () is a real "
        "shape, that of a single number. `as_shape` also wants to know how many elements there "
        "are.",
        "Wrap `shape` in a tuple of one, so that even () survives, and let `as_shape` fill in the "
        "-1 and raise its errors, given the ndarray's number of elements. Hand the result to "
        "`np.reshape`, and don't copy: it shares memory where it can.",
    ),
    "transpose": (
        "[[1, 2, 3], [4, 5, 6]], transposed, begins with 1, 4. What would a reshape to (3, 2) "
        "begin with?",
        "`np.transpose` wants an order for all dimensions; the function that swaps two of them is "
        "`np.swapaxes`. `as_dim` reads each dim first, and raises IndexError as torch does.",
        "Let `as_dim` read both dims, given the number of dimensions, and swap them with "
        "`np.swapaxes`, which returns a view. The 0-d case is the trap: `as_dim` accepts 0 and -1 "
        "there, but `np.swapaxes` does not, so give the array back as it is.",
    ),
    "overwrite": (
        "Somebody has called `y = x.detach()` before you write into x. What must y see, and what "
        "does that say about replacing `x.value`?",
        "The ndarray itself has to be written to: assign to all of it by indexing with an "
        "ellipsis, which also works for 0-d arrays, where a colon does not. NumPy then broadcasts "
        "and casts by itself. But it accepts (1, 3) into (3,), which torch refuses.",
        "Refuse first: RuntimeError if recording is on and either side requires a gradient (only "
        "an Array can). Make an ndarray of the source, refuse it if it has more dimensions than "
        "the array, write, and turn NumPy's ValueError into RuntimeError. At the end "
        "`mark_changed` the memory, and return the array.",
        "Easily forgotten: the source's `requires_grad` counts as well; under `no_grad` nothing "
        "is refused on that account; `mark_changed` takes the ndarray, not the Array; and what is "
        "returned is the array itself, with its own shape and dtype.",
    ),
    (
        "Operators.__rsub__",
        "Operators.__rtruediv__",
        "Operators.__rpow__",
        "Operators.__rmatmul__",
    ): (
        "In `2 - x`, `1 / x`, `2 ** x` and `a @ x` with an ndarray a, it is x whose method Python "
        "calls. So which operand is `self`, and which is `other`?",
        "With x = tensor([5., 7.]), 2 - x is [-3., -5.], and x - 2 would be [3., 5.]. Write down "
        "which of the two stands on the left, then look at the order in which the ops take their "
        "operands.",
        "Call the op with the two operands in the order in which the caller wrote them: `other` "
        "first, `self` second. Use the op and not the ndarrays inside, else the numbers are right "
        "and the graph knows nothing of it.",
    ),
    ("Operators.__iadd__", "Operators.__isub__", "Operators.__imul__", "Operators.__itruediv__"): (
        "After `y = x; x += 1`, are x and y still the same object, and do they hold the same "
        "numbers?",
        "The result is what the ordinary op gives, and `overwrite` brings it into the memory that "
        "is there. But it casts without a word: try integers times 2.5. And look at the shape of "
        "the result when y is (2, 3) and x is (3,): does it still fit into x?",
        "Compute the result with the op. Raise RuntimeError if the `kind_rank` of its dtype is "
        "higher than that of this tensor's, or if its shape is another, (1, 3) for (3,) included; "
        "then `overwrite` this tensor with it, and return the tensor. All four differ only in the "
        "op, so let them share a helper.",
        "One thing is left, for `loss += penalty`: while recording, a tensor with a node can't be "
        "written into. There, return what the op gave, in this tensor's dtype. Python gives the "
        "name to whatever `+=` returns.",
    ),
    "Operators.zero_": (
        "All in-place ops end in one function of this file. What would you hand to it here?",
        "`overwrite` broadcasts its source, and a number counts as one. It also refuses while "
        "recording, marks the memory, and returns the tensor.",
        "Let `overwrite` write the number 0 into this tensor, and return what it returns: without "
        "that, `x.zero_()` is None and can't be chained.",
    ),
    "Operators.copy_": (
        "`x += y` refuses to write floats into integers. Does copying refuse it, too?",
        "No: `copy_` casts to any dtype and broadcasts, both of which `overwrite` does. What it "
        "does not do is refuse a string or an ndarray, of which NumPy could make something.",
        "Raise TypeError unless the source is an Array or a number (`Number` works in "
        "`isinstance`; a NumPy scalar is a number, too). Then `overwrite` this tensor with it and "
        "return the tensor.",
    ),
    "Operators.reshape": (
        "`x.reshape(2, -1)`, `x.reshape((2, -1))` and `x.reshape(())`: what is in `shape` in each "
        "case?",
        "(2, -1), ((2, -1),) and ((),): each is what `as_shape` wants to see, together with the "
        "number of elements. Inside a method, plain `reshape` is the op above, not this method.",
        "Let `as_shape` read the whole tuple `shape`, given how many elements there are, and call "
        "the op with this tensor and the one tuple that comes back. Going through the op is what "
        "puts it on record.",
    ),
    "Operators.T": (
        "Reversing (2, 3, 4) gives (4, 3, 2). Which two dimensions have changed places, and which "
        "has not moved?",
        "Any reversal is made of swaps from the outside in: first and last, second and last but "
        "one, and so on to the middle. A matrix needs one swap, a vector or a single number none.",
        "Start from this tensor itself, and for each dim in the front half swap it with its "
        "counterpart, counted from the end, by the op `transpose`, always on the latest result. "
        "Made of ops, it is recorded, and shares memory.",
    ),
}
