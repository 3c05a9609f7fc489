"""Known mistakes in normalization."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "layer norm over the last dimension only",
        "normalize_last",
        "range(input.ndim - dims, input.ndim)",
        "range(input.ndim - 1, input.ndim)",
        "All the dimensions of `normalized_shape` share one mean and one variance.",
    ),
    Misconception(
        "batch norm leaves each place to itself",
        "along_channels",
        "(0, *range(2, ndim))",
        "(0,)",
        "For (N, C, L) the mean of a channel is one number: taken over the batch and all places.",
    ),
    Misconception(
        "batch norm along the channels",
        "along_channels",
        "(0, *range(2, ndim))",
        "(1, *range(2, ndim))",
        "That is a layer norm, each example on its own. Batch norm compares one channel across the "
        "batch.",
    ),
    Misconception(
        "weights along the last dimension",
        "along_channels",
        "(channels, *[1] * (ndim - 2))",
        "(*[1] * (ndim - 2), channels)",
        "(C,) broadcasts against the *last* dimension. Give it the shape (C, 1) first; if L "
        "happens to be C, nothing else tells you.",
    ),
    Misconception(
        "the running variance is the biased one",
        "move_averages",
        "variance * (n / (n - 1))",
        "variance",
        "The batch is normalized by the variance divided by n; what is kept for later is the one "
        "divided by n - 1.",
    ),
    Misconception(
        "the momentum weighs the past",
        "move_average",
        "(1 - momentum) * running + momentum * new",
        "momentum * running + (1 - momentum) * new",
        "Here momentum is the share of what is *new*, contrary to that of optimisers: 0.1 means "
        "that the past keeps 0.9.",
    ),
    Misconception(
        "no rest for the averages",
        "BatchNorm.normalized",
        "by_batch = self.training or self.running_mean is None",
        "by_batch = True",
        "In evaluation the running averages are used: a single example must be possible, and must "
        "not depend on what else is in the batch.",
    ),
    Misconception(
        "the mean and the variance are constants",
        "standardize_vjp_x",
        "without_shift_and_scale(g, y, dim=dim)",
        "g",
        "They depend on x as well: shifting or scaling x changes nothing, so take both of these "
        "directions out of g.",
    ),
    Misconception(
        "the gradient of the mean is forgotten",
        "standardize_vjp_x",
        "without_shift_and_scale(g, y, dim=dim)",
        "(without_shift_and_scale(g, y, dim=dim) + mean(g, dim, True))",
        "Adding the same to all numbers changes nothing, so their gradients must sum to 0: "
        "subtract mean(g).",
    ),
    Misconception(
        "the variance is the unbiased one",
        "centered",
        "average(y * y, dim, True), y",
        "np.var(x, axis=dim, ddof=1, keepdims=True), y",
        "Within the batch the variance is divided by n; only the running one is divided by n - 1.",
    ),
    Misconception(
        "the mean of squares minus the square of the mean",
        "centered",
        "average(y * y, dim, True), y",
        "average(x * x, dim, True) - center**2, y",
        "Far from zero both are huge and nearly equal, and their difference has no digits left. "
        "Subtract the mean first.",
    ),
    Misconception(
        "eps outside of the root",
        "standardize",
        "1 / np.sqrt(variance + eps)",
        "1 / (np.sqrt(variance) + eps)",
        "eps is added to the variance, under the root.",
    ),
    Misconception(
        "the weight is forgotten on the way back",
        "standardize_vjp_x",
        "    g, scale = through_weight(g, scale, weight, dim)\n",
        "",
        "g is the gradient with respect to y * weight + bias; the lesson's is the one for y alone.",
    ),
    Misconception(
        "the scale is forgotten on the way back",
        "standardize_vjp_x",
        "unscaled * scale",
        "unscaled",
        "y is x divided by the deviation, so its gradient is divided by that as well.",
    ),
    Misconception(
        "the running variance is taken for a deviation",
        "normalize_by_running",
        "rsqrt(variance + eps)",
        "(variance + eps) ** -1",
        "What was kept is the variance: divide by its root.",
    ),
    Misconception(
        "evaluation is counted as well",
        "BatchNorm.normalized",
        "if self.training and self.track_running_stats:",
        "if self.track_running_stats:",
        "Only batches in training move the averages, so only these are counted.",
    ),
]
