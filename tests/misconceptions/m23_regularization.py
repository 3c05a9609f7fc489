"""Known mistakes in regularization."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the l1 penalty adds signed weights",
        "l1_penalty",
        "abs(w)",
        "w",
        "Weights of both signs would cancel each other: the price is on |w|.",
    ),
    Misconception(
        "the l2 penalty takes a root",
        "l2_penalty",
        "(w * w).sum()",
        "(w * w).sum() ** 0.5",
        "The penalty is the sum of the squares itself, not the length of the vector of weights.",
    ),
    Misconception(
        "the penalty is a mean",
        "l2_penalty",
        ".sum()",
        ".mean()",
        "A sum over all weights: with means, each weight of a large matrix would be cheaper.",
    ),
    Misconception(
        "p is the probability to stay",
        "dropout",
        "bernoulli(input.shape, 1 - p)",
        "bernoulli(input.shape, p)",
        "p is how likely an element is *dropped*; it stays with probability 1 - p.",
    ),
    Misconception(
        "what stays is not made larger",
        "dropout",
        "stays /= 1 - p",
        "stays /= 1",
        "With a part of the elements gone, sums are smaller than in evaluation. Divide those that "
        "stay by 1 - p, and the expected value is as before.",
    ),
    Misconception(
        "what stays is divided by p",
        "dropout",
        "stays /= 1 - p",
        "stays /= p",
        "Of n elements, n * (1 - p) stay: divide by 1 - p. At p = 0.5 both are the same.",
    ),
    Misconception(
        "dropout goes on in evaluation",
        "Dropout.forward",
        "self.training",
        "True",
        "Dropping is for training alone: hand on what `self.training` says.",
    ),
    Misconception(
        "a dropout of everything draws all the same",
        "dropout",
        "return mul(input, np.zeros(input.shape, input.dtype))",
        "return mul(input, bernoulli(input.shape, 1 - p).astype(input.dtype))",
        "With p = 1 the outcome is certain, so nothing is drawn: otherwise all later random "
        "numbers differ from torch's.",
    ),
    Misconception(
        "layer norm over the last dimension only",
        "layer_norm",
        "range(input.ndim - len(shape), input.ndim)",
        "range(input.ndim - 1, input.ndim)",
        "All the dimensions of `normalized_shape` share one mean and one variance.",
    ),
    Misconception(
        "groups of channels that lie apart",
        "group_norm",
        "reshape(input, (n, *shape[:2], *rest))",
        "reshape(input, (n, shape[1], num_groups, *rest)).transpose(1, 2)",
        "Neighbouring channels form a group: of four channels in two groups, 0 and 1 are one.",
    ),
    Misconception(
        "batch norm leaves each place to itself",
        "batch_norm",
        "dim = (0, *range(2, input.ndim))",
        "dim = (0,)",
        "For (N, C, L) the mean of a channel is one number: taken over the batch and all places.",
    ),
    Misconception(
        "batch norm along the channels",
        "batch_norm",
        "dim = (0, *range(2, input.ndim))",
        "dim = (1, *range(2, input.ndim))",
        "That is a layer norm, each example on its own. Batch norm compares one channel across the "
        "batch.",
    ),
    Misconception(
        "weights along the last dimension",
        "batch_norm",
        "shape = (channels, *[1] * (input.ndim - 2))",
        "shape = (channels,) if input.shape[-1] == channels else "
        "(channels, *[1] * (input.ndim - 2))",
        "(C,) broadcasts against the *last* dimension. Give it the shape (C, 1) first; if L "
        "happens to be C, nothing else tells you.",
    ),
    Misconception(
        "the running variance is the biased one",
        "batch_norm",
        "variance * (n / (n - 1))",
        "variance",
        "The batch is normalized by the variance divided by n; what is kept for later is the one "
        "divided by n - 1.",
    ),
    Misconception(
        "the momentum weighs the past",
        "_average_in",
        "(1 - momentum) * running.value + momentum * new",
        "momentum * running.value + (1 - momentum) * new",
        "Here momentum is the share of what is *new*, contrary to that of optimisers: 0.1 means "
        "that the past keeps 0.9.",
    ),
    Misconception(
        "no rest for the averages",
        "BatchNorm.forward",
        "by_batch = self.training or self.running_mean is None",
        "by_batch = True",
        "In evaluation the running averages are used: a single example must be possible, and must "
        "not depend on what else is in the batch.",
    ),
    Misconception(
        "batches are not counted",
        "BatchNorm.forward",
        "self.num_batches_tracked.value + 1",
        "self.num_batches_tracked.value",
        "Every batch in training adds 1 to `num_batches_tracked`. It is saved, and with momentum "
        "None it says how much a new batch counts.",
    ),
    Misconception(
        "the mean and the variance are constants",
        "standardize_vjp_x",
        "without_shift_and_scale(g, y, dim=dim)",
        "g",
        "The mean and the variance depend on x as well. Shifting or scaling x changes nothing, so "
        "take both of these directions out of g.",
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
        "any weight that broadcasts will do",
        "_check",
        "array.shape != shape or ",
        "",
        "A weight of one element broadcasts without a word, and scales everything alike. Refuse "
        "all shapes but the right one.",
    ),
]
