"""Hints for m13 activations, from a nudge to nearly the idea."""

HINTS = {
    "defvjp(relu)": (
        "What is the slope of relu at -2, at 2, and at 0? The last has no one right answer on "
        "paper; the lesson's table says which one torch takes.",
        "All slopes are 0 or 1, so they make a mask. By hand: x = [-1, 0, 2] and g = [5, 6, 7] "
        "give [0, 0, 7].",
        "Multiply g by a mask that is true where x is strictly positive; the result `out` is "
        "positive at the same places. A bool counts as 0 or 1 in a product, and g keeps its dtype. "
        'With "at least 0" a corner at 0 would let its gradient pass, and torch\'s does not.',
    ),
    "defvjp(leaky_relu)": (
        "Two straight lines have two slopes. Which are they, and which of them holds at 0 itself?",
        "With a slope of 0.1, x = [-2, 0, 3] and g = [10, 10, 10] give [1, 1, 10].",
        "Choose with `where`, the op of `reductions`: g where x is strictly positive, and g times "
        "the slope elsewhere, 0 included. Take the op and not NumPy's function, so that the rule "
        "can itself be recorded when g is a Tensor.",
    ),
    "softplus_ndarray": (
        "log(1 + e^1000) is 1000, to all digits there are. What does NumPy give if you type the "
        "formula as it stands?",
        "log(1 + e^x) is also x + log(1 + e^-x). One form is safe for large x, the other for very "
        "negative x. `np.log1p` computes log(1 + t), and keeps the digits of a tiny t.",
        "Safe on both sides is max(x, 0) plus log(1 + e^-|x|), since this exp is never above 1. "
        "NumPy has `np.maximum` and `np.abs`.",
    ),
    "gelu": (
        "silu opens its gate by a sigmoid. By which probability does gelu open it?",
        "`ndtr` does the work, and raises the errors. What must be handed on to it, so that the "
        "second form can be asked for?",
        "Multiply x by `ndtr` of x, and hand `approximate` on. No rule is needed, for products and "
        "`ndtr` have theirs. Do not stop at the probability: x is a factor.",
    ),
    "softmax_ndarray": (
        "Work out softmax([1000, 1001]). What is e^1000 in floating point, and what changes if you "
        "subtract 1001 from both scores first?",
        "Subtract the largest score *along the axis*: then e^0 = 1 is the largest number that "
        "occurs. The largest of the whole array will not do, as a row far below it would become "
        "0 / 0. NumPy's reductions take `keepdims`, so that the result lines up again.",
        "Subtract the maximum along the axis, take exp, and divide by the sum along the same axis, "
        "each with the dim kept. Do not write into x.",
        "If the usual shapes work, look at the rare ones: an axis of size 0 has no maximum unless "
        "you give `initial`. And what NumPy makes of a 0-d array is not an ndarray, so it can't be "
        "written into; `np.asarray` makes it one again.",
    ),
    "defvjp(softmax)": (
        "Take the lesson's J for s = [1/4, 3/4], and compute g @ J for g = [1, 0]. Which two "
        "products does each number of the result come from?",
        "Multiply out g @ (diag(s) - outer(s, s)). The first term is g times s, elementwise. In "
        "the second, g @ outer(s, s), there is one number, the sum of g s, which multiplies all of "
        "s. What do the two terms have in common?",
        "Multiply g by the probabilities, sum that along dim with the dim kept, subtract the sum "
        "from g, and multiply by the probabilities. They are in `out`, so no exp is needed. A sum "
        "over everything is right for vectors only; without the kept dim the shapes do not line "
        "up.",
    ),
    "log_softmax_ndarray": (
        "A score is 1000 behind the best. What is its probability in floating point, what is the "
        "log of that, and what should the log be?",
        "log(a / b) = log a - log b. With scores z of which the largest is 0, a is e^z, so that "
        "log a is z, without any computing. What is b, and how small can it get?",
        "Begin as in softmax: subtract the largest along the axis. Then subtract, with the dim "
        "kept, the log of the sum of the exponentials along it. That sum is 1 or more, so its log "
        "is finite.",
    ),
    "defvjp(log_softmax)": (
        "Each log-probability is its own score, less one number that all scores along dim share. "
        "When score j moves by a little, by how much does the shared number move?",
        "The Jacobian is (i == j) - s[j], so g @ J is g less (the sum of g) times s. Where do you "
        "get s from, if `out` holds log s?",
        "Sum g along dim with the dim kept, multiply by the probabilities, which are exp of `out`, "
        "and subtract that from g. Here it is g alone that is summed; in the rule of softmax it "
        "was g times s. Take the ops `exp` and `sum`.",
    ),
}
