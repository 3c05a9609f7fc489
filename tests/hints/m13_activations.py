"""Hints for m13 activations, from a nudge to nearly the idea."""

HINTS = {
    "relu": (
        "What comes out for -3, for 0, for 2, and for NaN? Write the four down before you choose a "
        "NumPy function.",
        "`np.maximum` takes the larger of two numbers elementwise, keeps the dtype of integers "
        "beside a plain 0, and hands NaN on. A choice by x > 0 with `np.where` would turn NaN into "
        "0: no comparison with NaN is true.",
        "Refuse bools first, with a RuntimeError; then take the larger of each element and 0. "
        "`inplace` is accepted and ignored: the result is a new array either way.",
    ),
    "defvjp(relu)": (
        "What is the slope of relu at -2, at 2, and at 0? The last has no one right answer on "
        "paper; the lesson's table says which one torch takes.",
        "All slopes are 0 or 1, so they make a mask. By hand: x = [-1, 0, 2] and g = [5, 6, 7] "
        "give [0, 0, 7].",
        "Multiply g by a mask that is true where x is strictly positive; the result `out` is "
        "positive at the same places. A bool counts as 0 or 1 in a product, and g keeps its dtype. "
        'With "at least 0" a corner at 0 would let its gradient pass, and torch\'s does not.',
    ),
    "hardtanh": (
        "relu cuts on one side only. With a floor at -1 and a ceiling at 1, what becomes of -3, of "
        "0.5 and of 7?",
        "`np.clip` does this. Then look at dtypes: what does it give for int64 numbers between "
        "-1.0 and 1.0, and what does torch give for relu6 of integers?",
        "Refuse bools with a RuntimeError, clip x to the two bounds, and bring the result back to "
        "the dtype of x: float bounds turn integers into float64, and relu6 of integers, which is "
        "made of this op, has to be integers.",
    ),
    "defvjp(hardtanh)": (
        "Where x is cut off, the result no longer moves when x moves a little. What is the slope "
        "there, and what is it everywhere else?",
        "Between -1 and 1, x = [-3, -1, 0.2, 1, 9] with a g of ones gives [0, 0, 1, 0, 0]. Look at "
        "the second and the fourth.",
        "Multiply g by a mask that is true where x is above the lower bound and below the upper "
        "one, both strictly: here the bounds themselves count as cut off, unlike in `clamp`. Two "
        "masks are joined by &, with each comparison in brackets, since `and` takes no arrays.",
    ),
    "leaky_relu": (
        "Two lines meet at 0. Which of them lies above the other for x > 0 if the slope is 0.01, "
        "and which if it is 1.7?",
        "`np.where` chooses between two arrays elementwise. Choose by the sign of x, and not by "
        "which line is higher: the two choices differ as soon as `negative_slope` is above 1.",
        "Refuse what is not floating (`is_floating` tells) with a NotImplementedError. Then choose "
        "x where x is strictly positive, and x times the slope elsewhere. The slope is a Python "
        "float, so float32 stays float32.",
    ),
    "defvjp(leaky_relu)": (
        "Two straight lines have two slopes. Which are they, and which of them holds at 0 itself?",
        "With a slope of 0.1, x = [-2, 0, 3] and g = [10, 10, 10] give [1, 1, 10].",
        "Choose with `where`, the op from m12: g where x is strictly positive, and g times the "
        "slope elsewhere, 0 included. Take the op and not NumPy's function, so that the rule can "
        "itself be recorded when g is a Tensor.",
    ),
    "elu": (
        "For x = -1e-14, what does exp(x) - 1 give in floating point? Try it, and compare with "
        "what it should be, nearly -1e-14.",
        "`np.expm1` computes e^x - 1 and keeps the digits. And remember that `np.where` computes "
        "both of its sides everywhere: what happens on the side that is thrown away if x is 800?",
        "Refuse what is not floating. Cut x off at 0 from above before it goes into `np.expm1`, so "
        "that nothing can overflow; alpha times that is the left side. Choose x where x is "
        "strictly positive, and the left side elsewhere.",
    ),
    "defvjp(elu)": (
        "The slope of alpha (e^x - 1) is alpha e^x. The result is known already: can you get the "
        "slope from it, without another exp?",
        "For x <= 0, out = alpha e^x - alpha. Solve this for alpha e^x, and check at 0, where out "
        "is 0 and the slope is alpha.",
        "Where x is strictly positive, g passes as it is; elsewhere it is multiplied by the sum of "
        "out and alpha (out plus 1 is right for an alpha of 1 only). Use the op `where`; 0 itself "
        "belongs to the left side.",
    ),
    "softplus": (
        "log(1 + e^1000) is 1000, to all digits there are. What does NumPy give if you type the "
        "formula as it stands?",
        "log(1 + e^z) is also z + log(1 + e^-z). One form is safe for large z, the other for very "
        "negative z. `np.log1p` computes log(1 + t), and keeps the digits of a tiny t.",
        "Let z be beta times x. Safe on both sides is max(z, 0) plus log(1 + e^-|z|), since this "
        "exp is never above 1. Divide by beta, and choose x itself where z, and not x, is above "
        "the threshold. Before all that, refuse what is not floating.",
    ),
    "defvjp(softplus)": (
        "Differentiate log(1 + e^z) on paper. You have met the function that comes out.",
        "In log(1 + e^(beta x)) / beta the inner slope beta and the division by beta cancel: at x "
        "= 0 the slope is 1/2, whatever beta is. Beyond the threshold there is a line; what is its "
        "slope?",
        "Where beta times x is above the threshold g passes as it is; elsewhere it is multiplied "
        "by the sigmoid of beta times x. Compare the same quantity as in forward, and use the ops "
        "`where` and `sigmoid`, so that the slope has a slope, too.",
    ),
    "ndtr": (
        "Half of all standard normal numbers are below 0, and nearly all are below 4. What is erf "
        "at 0 and at 4, and how do you get from the one pair to the other?",
        'Exactly: (1 + erf(x / sqrt 2)) / 2, and `erf_ndarray` gives erf. The "tanh" form is (1 + '
        "tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3). The last step is the same for both.",
        "Refuse what is not floating (NotImplementedError). By `approximate`, take erf of x over "
        "sqrt 2 or tanh of u, and raise RuntimeError for any other word; then halve, and add a "
        "half. Make constants with `math.sqrt`: one from `np.sqrt` is a NumPy float64, and turns "
        "float32 arrays into float64.",
    ),
    "ndtr_vjp": (
        "The chance to be below x grows as fast as the density at x is high, and that is a bell "
        "curve. What must the area under a density be, and so which factor stands in front?",
        'The exact slope is 0.3989 at 0. For the "tanh" form let p = (1 + tanh u) / 2, which is '
        "`out`: p is the sigmoid of 2u, so its slope by u is 2 p (1 - p). What is left is the "
        "slope of u by x.",
        'For "tanh", multiply g by 2 p (1 - p), and by the slope of u, sqrt(2 / pi) times (1 + 3 '
        "times 0.044715 x^2). Else multiply g by e^(-x^2 / 2) / sqrt(2 pi). Write it with the op "
        "`exp`, plain arithmetic and Python floats, so that g, out and x may be Tensors. The two "
        "slopes are not interchangeable.",
    ),
    "silu": (
        "A sigmoid is like a gate, 0 is closed and 1 is open. What comes out if x is what goes "
        "through the gate, for x = -10, 0 and 10?",
        "A product of two things that have rules needs no rule of its own. But try integers: does "
        "`sigmoid` complain about them, and does torch's silu?",
        "Look at the dtype of x first (a Tensor has one, too) and raise NotImplementedError unless "
        "it is floating: `sigmoid` would quietly make floats of integers. Then multiply x by its "
        "sigmoid. `inplace` is ignored.",
    ),
    "gelu": (
        "silu opens its gate by a sigmoid. By which probability does gelu open it?",
        "`ndtr` does the work, and raises the errors. What must be handed on to it, so that the "
        "second form can be asked for?",
        "Multiply x by `ndtr` of x, and hand `approximate` on. No check is needed, for `ndtr` "
        "refuses integers and unknown words, and no rule, for products and `ndtr` have theirs. Do "
        "not stop at the probability: x is a factor.",
    ),
    "softmax": (
        "Work out softmax([1000, 1001]). What is e^1000 in floating point, and what changes if you "
        "subtract 1001 from both scores first?",
        "Subtract the largest score *along dim*: then e^0 = 1 is the largest number that occurs. "
        "The largest of the whole array will not do, as a row far below it would become 0 / 0. "
        "NumPy's reductions take `keepdims`, so that the result lines up again.",
        "Cast to `dtype`, if there is one; refuse what is not floating; let `as_dim` check dim. "
        "Subtract the maximum along dim, take exp, and divide by the sum along the same dim, each "
        "with the dim kept.",
        "If the usual shapes work, look at the rare ones: a 0-d x has dims 0 and -1 for torch, but "
        "no axis for NumPy (an empty tuple of axes says so); and a dim of size 0 has no maximum "
        "unless you give `initial`. The result has the dtype of x, and x itself is not written "
        "into.",
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
    "log_softmax": (
        "A score is 1000 behind the best. What is its probability in floating point, what is the "
        "log of that, and what should the log be?",
        "log(a / b) = log a - log b. With scores z of which the largest is 0, a is e^z, so that "
        "log a is z, without any computing. What is b, and how small can it get?",
        "Begin as in softmax: cast, refuse, check dim, subtract the largest along dim; a helper "
        "can serve both. Then subtract, with the dim kept, the log of the sum of the exponentials "
        "along dim. That sum is 1 or more, so its log is finite.",
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
    "relu6": (
        "Which op of this file cuts off on both sides already?",
        "Its two bounds are arguments. What becomes of integers, and of the gradient at exactly 0 "
        "and exactly 6, has been decided there.",
        "Hand x to `hardtanh` with the bounds 0 and 6, and return what it gives. There is nothing "
        "to check here, `inplace` is ignored, and the rule of hardtanh does the way back.",
    ),
    "logsigmoid": (
        "sigmoid(-800) underflows to 0, and the log of 0 is -infinity. What is log(sigmoid(-800)), "
        "to a few digits?",
        "sigmoid(x) = 1 / (1 + e^-x), so its log is -log(1 + e^-x). Compare with softplus: two "
        "minus signs have to be put somewhere.",
        "It is minus the softplus of minus x. But softplus becomes a straight line above its "
        "threshold of 20, and log(sigmoid) never does: hand on a threshold that nothing exceeds, "
        "an infinite one (`math.inf`).",
    ),
    "softsign": (
        "What does the formula give for 1, for 9 and for -99? It bends as tanh does, and comes "
        "near its ends far more slowly.",
        "An absolute value, an addition, a division: all three are ops with rules, so none is to "
        "be written. `abs` in this file is the op from `reductions`.",
        "Divide x by the sum of 1 and the op `abs` of x. The 1 inside the sum keeps the divisor "
        "away from 0. There is nothing to check: integers become floats in the division, as in "
        "torch.",
    ),
    "mish": (
        "silu's gate is a sigmoid. Here the gate is tanh of softplus: between which two values "
        "does it lie, and which is it near for x = -10 and x = 10?",
        "Softplus is positive, so the tanh of it lies between 0 and 1. All the parts have rules, "
        "and a product of ops needs none.",
        "Take `softplus` of x as it is by default, the op `tanh` of that, and multiply x by it. "
        "softplus refuses integers for you, and `inplace` is ignored.",
    ),
}
