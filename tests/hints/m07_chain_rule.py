"""Hints for m07 chain rule, from a nudge to nearly the idea."""

HINTS = {
    "unbroadcast": (
        "In (2, 3) + (3,), how many times is each element of the row used? If it moves a "
        "little, how do all those uses together move the loss?",
        "Take g of shape (2, 3, 4). For the shape (4,) sum over dims 0 and 1, for (3, 1) over 0 "
        "and 2. Align both shapes at the right and ask of each dim of g: was it added in front, "
        "or stretched from size 1?",
        "Collect the dims that were added in front and those that were stretched, sum g over "
        "all of them with the op `sum`, and reshape to the wanted shape, which puts back the "
        "dims of size 1.",
        "If nothing was stretched, return g as it is: an empty tuple of dims means *all* dims "
        "to `sum`. And g may be an ndarray or a Tensor, so stay with ops, `shape` and `ndim`, "
        "which both have.",
    ),
    "add_vjp": (
        "In z = x + y, move x by 0.1. How far does z move, and does it matter what y is?",
        "Both slopes are 1, wherever you stand. In (2, 3) + (3,) g has shape (2, 3), and a rule "
        "may return that: `unbroadcast` sums it for the row afterwards.",
        "Hand on g as it is, with no copy and no look at x or y. The same function serves both "
        "terms.",
    ),
    "defvjp(mul)": (
        "With x = 3 and y = 5, by how much does x * y grow if x grows by 0.1? Which of the two "
        "numbers decided that?",
        "Work the lesson's example (x = 3, y = 5, g = 2) for y: if y grows by 0.1, z grows by "
        "0.3 and L by 0.6, so y gets 6. Which of the numbers make 6?",
        "The slope in one factor is the other factor. So the rule of x multiplies g by y, and "
        "the rule of y multiplies it by x: the names cross over.",
    ),
    "div_vjp_y": (
        "x / y is x times 1/y. Which way does the result go if y grows, and what is the slope "
        "of 1/y?",
        "At x = 6, y = 2 the result is 3. With y = 2.1 it is about 2.857: the slope is nearly "
        "-6/4.",
        "y gets minus g times x over y squared: y divides once more than in the result, and the "
        "sign turns.",
    ),
    "pow_vjp_x": (
        "You know the slope of x cubed. What has happened to the exponent?",
        "In x the slope is y times x to the (y - 1): at x = 2, y = 3 it is 12. Now try x = 0 "
        "with y = 0: that is 0 times infinity, and NaN.",
        "Multiply g by y, and by x to a power. The exponent is lowered by `one_less`, which "
        "leaves a 0 as it is: there the factor y makes the product 0 by itself.",
    ),
    "defvjp(exp)": (
        "Which function is its own slope? Compare e to the 0 with e to the 0.1: how steep is "
        "the step, and how high is the curve there?",
        "The slope of exp at x is exp(x), and the forward pass has worked that out already. "
        "Which argument of the rule holds it?",
        "Multiply g by `out`. Both factors count: without g the rule is right only where the "
        "loss is the plain sum of exp(x). And `np.exp` of x would not do, since rules run on "
        "Tensors too.",
    ),
    "defvjp(log)": (
        "log 100 and log 101 are close together, log 1 and log 2 are not. What happens to the "
        "slope as x grows?",
        "The slope of log x is 1/x. At x = 4 a step of 0.1 raises the log by 0.0247, which is "
        "nearly 0.1/4.",
        "Divide g by x, element by element. `out` does not help here, and x = 0 needs no "
        "special case: torch too finds an infinite slope there.",
    ),
    "defvjp(sigmoid)": (
        "The sigmoid runs from 0 to 1 and is steepest in the middle. Which function of its "
        "*result* s is 0 at s = 0 and at s = 1, and largest at one half?",
        "The slope is s times (1 - s), where s is the result. At x = 0, s is 1/2 and the slope "
        "1/4; at x = 800, s is 1 and the slope 0.",
        "Multiply g by `out`, and by what `out` lacks to 1. Everything comes from `out` and "
        "nothing from x, so no exp can overflow.",
    ),
    "spread": (
        "If one element of x grows by 0.1, by how much does the sum grow that it is part of? "
        "Does it matter which element it is?",
        "Every element gets the g of the sum that it went into. For x of (2, 3), a sum over dim "
        "1 leaves g of shape (2,). Broadcasting aligns at the right, so this must become (2, 1) "
        "before it can be stretched to (2, 3).",
        "Let `as_dims` read `dim` (None, negative, or a tuple). With the op `reshape` give g "
        "the shape of x, but with 1 for every summed dim, then `broadcast_to` the shape of x. "
        "This serves with and without keepdim, and for Tensors.",
    ),
    "left_gradient": (
        "x is (n, k), y is (k, m), g is (n, m). Which product of g and y, one of them "
        "transposed, has the shape (n, k)?",
        "It is g times y transposed. Write one element out to see it: x[i, j] met y[j, l] on "
        "its way to out[i, l], for every l.",
        "With batches in front only the last two dims of y are swapped, while `.T` would "
        "reverse all. Use the ops `matmul` and `transpose`, which take ndarrays and Tensors.",
    ),
    "right_gradient": (
        "x is (n, k), g is (n, m), and y wants (k, m). Which of the two must be transposed, and "
        "on which side does it stand?",
        "It is x transposed times g. The other order, g transposed times x, gives the transpose "
        "of that, which square matrices hide.",
        "With batches in front only the last two dims of x are swapped. One matrix for a whole "
        "batch needs no case of its own: what you return has the batch in front, and "
        "`unbroadcast` sums over it.",
    ),
}
