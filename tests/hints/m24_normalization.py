"""Hints for m24 normalization, from a nudge to nearly the idea."""

HINTS = {
    "centered": (
        "x is [1e8, 1e8 + 1, 1e8 + 2]. What is left of its variance if you compute it as the mean "
        "of squares minus the square of the mean?",
        "[1, 2, 3] has mean 2 and variance 2/3: divided by n, not by n - 1. Subtract the mean "
        "first, and square what is left.",
        "With `keepdims`, mean and variance fit x without a reshape. `dim` is a tuple, which "
        "NumPy's reductions take as their axis; so does `average` (given/statistics/sums.py), "
        "which loses no digits.",
    ),
    "standardize": (
        "What is 1 / sqrt(var + eps) for numbers that are all equal? What would it be without eps, "
        "or with eps outside of the root?",
        "[1, 2, 3] becomes about [-1.22, 0, 1.22]; weight and bias then scale and shift that.",
        "Take the three from `centered`; multiply what is centered by 1 / sqrt(var + eps); let "
        "`scaled_and_shifted` make the result and say what is kept. Return the result and the "
        "four residuals, in the order of the docstring.",
    ),
    "standardize_vjp_x": (
        "If all numbers in x grow by 1, what happens to y? And if they are doubled? What should "
        "happen to the part of a gradient that asks for this?",
        "In the lesson, g is the gradient with respect to y, before the weight. Yours is the one "
        "with respect to y * weight + bias. Which helper takes you from yours to the lesson's?",
        "Three steps: y and the scale from `standardized`; the weight, by `through_weight`, which "
        "gives a new g and a new scale; the bracket, times the scale.",
    ),
    "normalize_last": (
        "For an input (2, 3, 4) and two dimensions, how many means are there, and over which "
        "dimensions does each go?",
        "Two means, over the dimensions 1 and 2. Of four dimensions, the last one is 3. In "
        "general they end where the input's do.",
        "Make a tuple of the last `dims` numbers below `input.ndim`, and `standardize` over it; "
        "weight and bias broadcast as they are.",
    ),
    "along_channels": (
        "For an input (N, C, L), which numbers go into the mean of one channel?",
        "Those of all n and all l: dimensions 0 and 2. And (C,) broadcasts against the *last* "
        "dimension, so it has to become (C, 1); for images, (C, 1, 1).",
        "Two tuples: 0 and everything from 2 on; and C followed by as many ones as there are "
        "dimensions after the channels. For (N, C) there are none.",
    ),
    "normalize_by_running": (
        "What takes the place of the batch's own mean and variance in evaluation?",
        "The same formula, with the two numbers that were kept. They are constants, so no rule of "
        "its own is needed: write it in ops, and the gradients come by themselves.",
        "Subtract the average; multiply by `rsqrt` of variance plus eps; then weight and bias, "
        "each only if it is not None.",
    ),
    "move_average": (
        "The average is 10, the new number 20, and momentum 0.1. What is the average then?",
        "11. Here momentum is the share of what is *new*, contrary to that of optimisers.",
        "Compute with ndarrays, since averages have no history; `new` may have further dimensions "
        "of size 1, so make it flat; and `overwrite` the memory that `running` has, because it is "
        "somebody's buffer.",
    ),
    "move_averages": (
        "Of 4 numbers, the sum of the squared distances from the mean is 12. What is the variance "
        "divided by n, and what is it divided by n - 1?",
        "3 and 4. So by what has the first to be multiplied to become the second?",
        "`move_average` twice: the mean as it is, and the variance times n over n - 1.",
    ),
    "BatchNorm.normalized": (
        "There are four cases: in training or not, and with running averages or without. What "
        "does each of them normalize by?",
        "In evaluation nothing is counted, and the momentum has no effect; any number will do.",
        "In training with `track_running_stats`, count the batch, which gives the momentum; in "
        "training without, pass None for both averages. Then `batch_norm`, whose `training` means "
        "by the batch: in training, or if there are no averages.",
        "Often forgotten: `track_running_stats` may be switched off while the averages are there. "
        "Then training leaves them and the count alone, and evaluation still uses them.",
    ),
}
