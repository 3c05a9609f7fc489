"""Hints for m04 magic methods, from a nudge to nearly the idea."""

HINTS = {
    "add": (
        "The lesson's row for `log` has three parts: torch's name, NumPy's function, and what is "
        "special about the dtypes. What is special about adding?",
        "In torch 1 + 2 is an integer, 1 + 2.5 a float32, and True + True is True. The defaults "
        "of `promoted` (in given/core/promotion.py) do all of this, and turn errors into torch's: "
        "which two of its options can you leave out?",
        "Follow the row for `log`: the name add, NumPy's `np.add`, no options, all of it made an "
        "op by `primitive`. The five others are rows of the same kind, and three of them need an "
        "option.",
    ),
    "sub": (
        "What is True minus True? Ask NumPy, then think about who should refuse, and with which "
        "error.",
        "NumPy refuses bools with a TypeError and torch with a RuntimeError. One of the options "
        "of `promoted` is for this; integers minus integers stay integers, so the other one is "
        "not needed.",
        "A row like that of `log`, with the name sub, NumPy's `np.subtract`, and `boolean` set to "
        "False in the place of `floating`. The order of the operands is kept by itself.",
    ),
    "mul": (
        "Integers times integers are integers, and True * True is True. Which of the rows that "
        "you have written obeys the same rules?",
        "Nothing is special about the dtypes, so both options of `promoted` keep their defaults. "
        "What is left is the name, which is mul, and NumPy's function for `*`.",
        "Follow the row for `log` without its option, with `np.multiply`. Products of matrices are "
        "another matter: `product`, further below.",
    ),
    "div": (
        "tensor([4]) / 2 is 2.0. Which float dtype is it in NumPy, and which in torch?",
        "NumPy makes float64 of divided integers, torch float32. The option that turns integers "
        "into float32 before they reach NumPy is in the lesson's row for `log`.",
        "A row with the name div, NumPy's `np.true_divide` (the floor division is another "
        "function) and `floating` set to True.",
    ),
    "neg": (
        "A minus with one operand: which of the rows that you have written has the same scruples?",
        "What is the opposite of True? torch refuses the question, as it does for True minus True, "
        "and integers stay integers. `promoted` counts the operands by itself.",
        "A row like that of `sub`, with the name neg and NumPy's `np.negative`.",
    ),
    "pow": (
        "tensor([3]) ** 2 is 9, and tensor([3]) ** 0.5 is 1.732... What decides which dtype comes "
        "out?",
        "The dtypes of both operands together, as for `+`: an integer to the power of an integer "
        "is an integer, and a float on either side makes a float32. So is an option needed?",
        "A row with the name pow, NumPy's `np.power` and no options. The name `pow` then hides "
        "Python's own in this file, as the lesson says.",
    ),
    "logistic": (
        "Where does 1 / (1 + exp(-x)) overflow: at 1000 or at -1000? And the same function "
        "written as exp(x) / (1 + exp(x))?",
        "Each form is safe for one sign of x. Look at the two exponentials in the safe cases: "
        "both are exp of minus |x|, which lies between 0 and 1. Call it e: then sigmoid is 1 / (1 "
        "+ e) where x is positive, and e / (1 + e) where it is negative.",
        "Find e once for both signs; `np.where` can choose the numerator, 1 or e.",
        "If it still overflows: `np.where` computes both of its branches before it chooses, so "
        "neither may contain exp of something positive. If float32 turns into float64: some "
        "float64 array has crept in, perhaps from `np.ones` or `np.zeros`.",
    ),
    "product": (
        "Two batches, (5, 2, 3) and (5, 3, 4). What shapes do `np.dot` and `np.matmul` give, and "
        "which is `@`?",
        "`np.dot` pairs every batch with every other and gives (5, 2, 5, 4). A matrix product "
        "keeps them in step.",
        "NumPy has one function that keeps batches in step and treats vectors as the lesson says; "
        "or write its operator. `matmul`, which calls this, does the refusing.",
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
    "Operators.__rsub__": (
        "In `2 - x` it is x whose method Python calls. So which operand is `self`, and which is "
        "`other`?",
        "With x = tensor([5., 7.]), 2 - x is [-3., -5.], and x - 2 would be [3., 5.]. Write down "
        "which of the two stands on the left, then look at the order in which the op takes its "
        "operands.",
        "Call the op with the two operands in the order in which the caller wrote them: `other` "
        "first, `self` second. Use the op and not the ndarrays inside, else the numbers are right "
        "and the graph knows nothing of it.",
    ),
}
