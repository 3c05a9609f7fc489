"""Hints for m07 chain rule, from a nudge to nearly the idea."""

HINTS = {
    "unbroadcast": (
        "In (2, 3) + (3,), how many times is each element of the row used? If it moves a little, "
        "how do all those uses together move the loss?",
        "Take g of shape (2, 3, 4). For the shape (4,) sum over dims 0 and 1, for (3, 1) over 0 "
        "and 2. Align both shapes at the right and ask of each dim of g: was it added in front, or "
        "stretched from size 1?",
        "Collect the dims that were added in front and those that were stretched, sum g over all "
        "of them with the op `sum`, and reshape to the wanted shape, which puts back the dims of "
        "size 1.",
        "If nothing was stretched, return g as it is: an empty tuple of dims means *all* dims to "
        "`sum`. And g may be an ndarray or a Tensor, so stay with ops, `shape` and `ndim`, which "
        "both have.",
    ),
    "defvjp(add)": (
        "In z = x + y, move x by 0.1. How far does z move, and does it matter what y is?",
        "Both slopes are 1, wherever you stand. In (2, 3) + (3,) g has shape (2, 3), and a rule "
        "may return that: `unbroadcast` sums it for the row afterwards.",
        "Each of the two rules hands on g as it is, with no copy and no look at x or y. Both are "
        "needed, one for each term.",
    ),
    "defvjp(sub)": (
        "Take 7 - 2, and raise the 2 to 2.1. Which way does the result go?",
        "The slope of x - y is 1 in x and -1 in y: the rules of a sum, but for one sign.",
        "x gets g, and y gets g with its sign turned. Make that negative a new array, and do not "
        "write into g: others still need it.",
    ),
    "defvjp(mul)": (
        "With x = 3 and y = 5, by how much does x * y grow if x grows by 0.1? Which of the two "
        "numbers decided that?",
        "Work the lesson's example (x = 3, y = 5, g = 2) for y: if y grows by 0.1, z grows by 0.3 "
        "and L by 0.6, so y gets 6. Which of the numbers make 6?",
        "The slope in one factor is the other factor. So the rule of x multiplies g by y, and the "
        "rule of y multiplies it by x: the names cross over.",
    ),
    "defvjp(div)": (
        "x / y is x times 1/y. Which half of this do you know from `mul`, and what is the slope of "
        "1/y?",
        "At x = 6, y = 2 the result is 3. With x = 6.1 it is 3.05, with y = 2.1 about 2.857: the "
        "slopes are 1/2, and nearly -6/4.",
        "x gets g divided by y. y gets minus g times x over y squared: y divides once more than in "
        "the result, and the sign turns.",
    ),
    "defvjp(pow)": (
        "You know the slope of x cubed. And 2 to the y: what is its slope? Write x to the y as "
        "exp(y log x) to find out.",
        "In x the slope is y times x to the (y - 1), in y it is `out` times log x. Now try x = 0: "
        "with y = 0 the first is 0 times infinity, with y = 2 the second is 0 times log 0, and "
        "both are NaN. The lesson says what torch gives there.",
        "First corner: lower the exponent by 1 only where y is not 0. Where y is 0 the factor y "
        "makes the product 0 by itself. A comparison gives bools, which may be added to numbers, "
        "but a bool Tensor can't be subtracted: turn signs around so that you add.",
        "Second corner: where x is 0 and y is not negative, take the log of 1 and not of 0, by "
        "adding a 1 exactly there. A product of two comparisons tells where. A negative y keeps "
        "its log of 0, as in torch.",
        "The base may be a Python number (2.0 ** y), and the op `log` turns a Python number into "
        "float32, whatever y is. So what you add to x should be an array of the dtype of y; y to "
        "the power 0 is a 1 of this kind.",
    ),
    "defvjp(neg)": (
        "If x grows by 0.1, where does -x go, and by how much?",
        "Try numbers: x = 3 and g = 2. If x becomes 3.1, -x falls by 0.1 and L by 0.2, so the "
        "gradient of x is -2.",
        "Hand back g with its sign turned. Make it a new array: g itself must stay as it was.",
    ),
    "defvjp(exp)": (
        "Which function is its own slope? Compare e to the 0 with e to the 0.1: how steep is the "
        "step, and how high is the curve there?",
        "The slope of exp at x is exp(x), and the forward pass has worked that out already. Which "
        "argument of the rule holds it?",
        "Multiply g by `out`. Both factors count: without g the rule is right only where the loss "
        "is the plain sum of exp(x). And `np.exp` of x would not do, since rules run on Tensors "
        "too.",
    ),
    "defvjp(log)": (
        "log 100 and log 101 are close together, log 1 and log 2 are not. What happens to the "
        "slope as x grows?",
        "The slope of log x is 1/x. At x = 4 a step of 0.1 raises the log by 0.0247, which is "
        "nearly 0.1/4.",
        "Divide g by x, element by element. `out` does not help here, and x = 0 needs no special "
        "case: torch too finds an infinite slope there.",
    ),
    "defvjp(sqrt)": (
        "A square root is a power. Which one, and what does the power rule say about it?",
        "The slope is 1 over 2 sqrt(x). At x = 9 this is 1/6, and indeed the root of 9.1 is about "
        "3.0166. And sqrt(x) is something that you have already.",
        "Divide g by twice `out`. The 2 comes from the half in the exponent, so do not lose it. "
        "x = 0 needs no special case: the slope is infinite there, in torch too.",
    ),
    "defvjp(tanh)": (
        "Draw tanh. Where is it steepest, and how steep? Far out, at 5 or -5, what is left of the "
        "slope?",
        "The slope is 1 - tanh squared: 1 at x = 0, and nearly 0 where tanh is close to 1 or -1. "
        "Written like this, it takes the result and nothing else.",
        "Square `out`, subtract that from 1, and multiply by g. A formula in exp or cosh of x "
        "would overflow at x = 800, and `out` never does.",
    ),
    "defvjp(sigmoid)": (
        "The sigmoid runs from 0 to 1 and is steepest in the middle. Which function of its "
        "*result* s is 0 at s = 0 and at s = 1, and largest at one half?",
        "The slope is s times (1 - s), where s is the result. At x = 0, s is 1/2 and the slope "
        "1/4; at x = 800, s is 1 and the slope 0.",
        "Multiply g by `out`, and by what `out` lacks to 1. Everything comes from `out` and "
        "nothing from x, so no exp can overflow.",
    ),
    "defvjp(sum)": (
        "If one element of x grows by 0.1, by how much does the sum grow that it is part of? Does "
        "it matter which element it is?",
        "Every element gets the g of the sum that it went into. For x of (2, 3), a sum over dim 1 "
        "leaves g of shape (2,). Broadcasting aligns at the right, so this must become (2, 1) "
        "before it can be stretched to (2, 3).",
        "Let `as_dims` read `dim` (None, negative, or a tuple). With the op `reshape` give g the "
        "shape of x, but with 1 for every summed dim, then `broadcast_to` the shape of x. This "
        "serves with and without keepdim, and for Tensors.",
    ),
    "defvjp(mean)": (
        "A mean is a sum and one more step. What is that step, and what does it do to the "
        "gradient?",
        "The mean of 4 numbers moves a quarter as far as one of them does. For x of shape (2, 5) "
        "the mean of everything divides by 10, the one over dim 1 by 5, the one over (0, 1) by 10.",
        "Count the elements of one mean: the product of the sizes of x along the dims that "
        "`as_dims` names (`math.prod`). Divide g by it and spread it as for `sum`; a helper for "
        "both is worth having. Do not ask for `size`: it is a method on Tensors, and a number on "
        "ndarrays.",
    ),
    "defvjp(broadcast_to)": (
        "This op does by hand what broadcasting does anyway. Who undoes broadcasting?",
        "For x of (2, 1), stretched to (4, 2, 3), g is (4, 2, 3) as well. The lesson says which "
        "shapes a rule may return.",
        "Hand on g as it is. Whoever calls a rule runs `unbroadcast` on the gradient that it "
        "returns, so a sum in here would be work done twice.",
    ),
    "defvjp(reshape)": (
        "No number has changed, only how they are laid out. What shape must the gradient of x "
        "have?",
        "x of (2, 6) became (3, 4), so g is (3, 4), and the gradient must be (2, 6). The argument "
        "`shape` says where the elements went, and may hold a -1. What says where they came from?",
        "Apply the op `reshape` to g, with the shape of x and not with the argument `shape`. "
        "Elements are read in the same order both ways, so they all come back to their places.",
    ),
    "defvjp(transpose)": (
        "Two people have swapped seats. How do they get back to their own?",
        "A swap undoes itself: (2, 3, 4) with dims 0 and 2 swapped is (4, 3, 2), and the same swap "
        "leads back.",
        "Apply `transpose` to g with the two dims that the rule was handed, which need not be the "
        "last two. Square matrices hide a forgotten swap, so try it on (2, 3, 4).",
    ),
    "matmul_vjp_x": (
        "Take matrices first: x is (n, k), y is (k, m), g is (n, m). Which product of g and y, one "
        "of them transposed, has the shape (n, k)?",
        "It is g times y transposed. With batches in front only the last two dims of y are "
        "swapped, while `.T` would reverse all. For vectors write a product out: with x (2, 3) and "
        "y (3,), x[i, j] met y[j] on its way to out[i].",
        "If y is a vector, make an outer product: g, with a new last dim of size 1, times y. If x "
        "is a vector, take y times g as a column, and drop the column's dim again. Otherwise take "
        "g times y, its last two dims swapped.",
        "Ask about y first: then two vectors need no case of their own, as g of shape () becomes a "
        "column of shape (1,). With x (3,) and y (5, 3, 4) you get (5, 3), which `unbroadcast` "
        "sums. Make and drop columns with `reshape`, which Tensors know too.",
    ),
    "matmul_vjp_y": (
        "x is (n, k), g is (n, m), and y wants (k, m). Which of the two must be transposed, and on "
        "which side does it stand?",
        "It is x transposed times g. The other order, g transposed times x, gives the transpose of "
        "that, which square matrices hide. For vectors: with x (3,) and y (3, 4), y[i, j] met x[i] "
        "on its way to out[j].",
        "Two vectors: g times x. One vector: if it is y, take x with its last two dims swapped, "
        "times g as a column, and drop the column's dim; if it is x, take x as a column, times g "
        "as a row. No vector: x with its last two dims swapped, times g.",
        "With batches: for x (5, 2, 3) and y (3,) you get (5, 3), which `unbroadcast` sums to "
        "(3,). For x (3,) and y (5, 3, 4), g is (5, 4); its new dim goes before the last, "
        "(5, 1, 4), so that x as (3, 1) broadcasts against it.",
    ),
}
