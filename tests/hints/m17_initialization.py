"""Hints for m17 initialization, from a nudge to nearly the idea."""

HINTS = {
    "leaky_relu_gain": (
        "A relu sets about half of the numbers to 0. What becomes of the mean of the squares, and "
        "which factor on the *deviation* makes up for it?",
        "A leaky relu keeps the squares of one half, and slope^2 times those of the other: (1 + "
        "slope^2) / 2 in all. A gain, squared, must cancel that.",
        "The root of 2 over (1 + slope^2). Check: with slope 1 nothing bends, and the gain is 1; "
        "with slope 0 it is the relu's, the root of 2.",
    ),
    "fans": (
        "Linear(3, 5) has a weight of shape (5, 3). How many inputs does each of its outputs add "
        "up?",
        "A kernel of shape (8, 4, 3, 3): each output sees a window of 3 by 3 in each of 4 "
        "channels, 36 numbers, and each input reaches 72. Try it with these, as a square weight "
        "would hide a swap.",
        "Multiply all sizes beyond the second (`prod` of none is 1). Fan-in is the second size "
        "times that, fan-out the first size times that; return them in this order.",
    ),
    "xavier_std": (
        "Is 2 / (fan_in + fan_out) a standard deviation, or the square of one?",
        "A weight (6, 2) with gain 1: the fans are 2 and 6, the variance is 1/4, the deviation "
        "1/2. With gain 2 the deviation is 1, since the gain stands outside of the root.",
        "Add both fans up, divide 2 by the sum, take the root, and multiply by the gain.",
    ),
    "kaiming_std": (
        "Xavier takes both fans, Kaiming one. Which argument says which one?",
        "For a weight (5, 3) and a gain of sqrt(2) the deviation is sqrt(2 / 3), or with "
        '"fan_out" sqrt(2 / 5).',
        "Choose the fan by `mode`, and divide the gain by its root. A fan of 0 counts as 1, as "
        "nothing should be divided by 0 where nothing is drawn.",
    ),
    "uniform_bound": (
        "You know the standard deviation that is wanted. How far to both sides must evenly spread "
        "numbers reach, to have it?",
        "The lesson has the variance of numbers spread over [-a, a): a^2 / 3. Solve for a.",
        "The root of 3 times the deviation. For a deviation of 1 that is 1.73: some numbers are "
        "larger than the deviation, and most are smaller.",
    ),
    "signal_sizes": (
        "What goes into the first layer, and what into the second? What is measured after each?",
        "A weight is (out, in), and x is (N, in): which of them must be turned? `relu` is there. "
        "The mean of the squares has no negative terms, so what is its root?",
        "Keep a running value that begins as x. For each weight, replace it by the relu of its "
        "product with the transposed weight, and append the root of the mean of its squares, as a "
        "Python float (`item`).",
    ),
}
