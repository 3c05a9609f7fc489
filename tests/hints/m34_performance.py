"""Hints for m34 performance, from a nudge to nearly the idea."""

HINTS = {
    "gelu_tanh": (
        "Write the formula down and number its steps. After which step is each intermediate value "
        "not needed any more? x itself is needed until the last product.",
        "u is x times a number that depends on x * x alone. So one array is enough: square, turn "
        "it into that number, times x, tanh, plus 1, times x, halve.",
        "`np.multiply(a, b, out=c)` writes into c, and so do `c *= b` and `np.tanh(c, out=c)`. "
        "The square of a 0-d array is a NumPy scalar, which nobody can write into: make the array "
        "first, with np.empty_like.",
        "Is the result float64 though x was float32? Then one of your numbers is NumPy's own "
        "(np.sqrt(2 / np.pi)); STEEP and CUBIC are Python's, and leave the dtype alone.",
    ),
    "gelu_tanh_vjp": (
        "It is a product, x times something that depends on x. A product has two slopes that add "
        "up; which of them would a constant tanh have?",
        "The docstring has the slope. For du/dx, differentiate u = STEEP * (x + CUBIC * x ** 3) "
        "by x with pencil and paper.",
        "Write it with operators and the op `tanh` of `magic_methods`, no `np.` and no out=: then "
        "it runs on Tensors as well, and can be differentiated again. And g goes into it, too.",
    ),
    "blend_in_place": (
        "How would you write it with three operators? Count the arrays that NumPy makes for that, "
        "and find out which of them could stand in `average` and which in `scratch`.",
        "The share of `new` is a product that has to stand somewhere before it is added: in "
        "`scratch`. The share of `average` may stand in `average`.",
        "`average = ...` gives a name to another array, and the caller's stays as it was; "
        "`average *= ...` writes. Where `scratch` is `new` itself, read `new` before anything "
        "else is written into it, and only once.",
    ),
    "adam_in_place": (
        "The two averages are two calls of `blend_in_place`. What has to be in `scratch` before "
        "the second one? It may be blended in from there.",
        "Afterwards `scratch` is free again. Which of the three factors of the step is an array "
        "that has to be made? Build it there, from the inside out: quotient, root, plus eps.",
        "A ufunc reads and writes one place after the other, so its out= may be one of its own "
        "inputs: a quotient may stand where its divisor stood. lr and the correction of the mean "
        "are two numbers: divide them first, and the array is multiplied once.",
        "`square` is remembered for the next step: neither the correction nor the root may be "
        "written into it. The same is true of `grad`, which others may still look at.",
    ),
    "lay_out": (
        "Where does the first array begin in `flat`, and where does the second? Each begins where "
        "the one before has ended.",
        "np.concatenate puts arrays end to end; axis=None flattens each of them before, whatever "
        "its shape, and out= says where to.",
        "A slice of a vector is a view, and a contiguous slice can be reshaped without a copy. "
        "np.split cuts at given places (np.cumsum of the sizes, all but the last); a loop with "
        "slices does it, too. Give views of `flat` back, not of the arrays that came.",
    ),
    "PackedAdam.update": (
        "How many NumPy calls does one step of `adam_in_place` take? And how many if it is called "
        "for each parameter?",
        "All vectors are there: `self.value` is the memory of all parameters. What is missing is "
        "that the gradients, new arrays in each step, come to `self.grad`; one call does it, the "
        "same as in `lay_out`.",
        "Write into `self.grad`, do not make a new vector. Count `self.t` up before the step, "
        "since Adam counts from 1, and hand over the nine arguments in their order.",
    ),
    "rescaled": (
        "The largest score so far is one number in each row. Two things can make it larger, or "
        "leave it; which are they?",
        "Take the larger one of `largest` and the block's own maximum along the last dim, with "
        "keepdims=True, so that it stays a column.",
        "What was added up so far had exp(score - largest) in it, and should have "
        "exp(score - now). By which factor are they apart? It does not depend on the score.",
    ),
    "attention_in_blocks": (
        "Write attention for all keys at once: scores, weights, their sum, and the weighted sum "
        "of the values. Which of these four are small, however many keys there are? Those can be "
        "carried from block to block.",
        "Carry three things: the largest score of each row, at first -inf; the sum of the "
        "weights; and the weighted sum of the values, both 0 at first. For each block, `rescaled` "
        "says what becomes of them.",
        "New sum = old sum * factor + the block's sum of weights, and the result alike, with "
        "weights @ values in the place of the sum. Divide once, in the end.",
        "A block is a slice of the last dim but one, `k[..., start : start + size, :]`; Python's "
        "slices stop at the end by themselves. Scores are divided by the root of D, the size of "
        "q's last dim; math.sqrt leaves float32 alone.",
    ),
}
