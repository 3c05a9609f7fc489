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
        "the sizes are averaged",
        "l1_penalty",
        ".sum()",
        ".mean()",
        "A sum over all weights: with means, the pull on each would depend on how many there are.",
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
        "half of the squares",
        "l2_penalty",
        "(w * w).sum()",
        "(w * w).sum() / 2",
        "The penalty is the plain sum of squares, whose slope is 2 w; the half is the caller's.",
    ),
    Misconception(
        "the pull goes beyond zero",
        "soft_threshold_",
        "np.maximum(np.abs(w.value) - amount, 0)",
        "np.abs(w.value) - amount",
        "What is nearer to zero than the amount becomes zero; it does not come out on the other "
        "side.",
    ),
    Misconception(
        "the sign is lost",
        "soft_threshold_",
        "np.sign(w.value) * size",
        "size",
        "Negative weights stay negative: only the size shrinks.",
    ),
    Misconception(
        "a hard threshold",
        "soft_threshold_",
        "np.maximum(np.abs(w.value) - amount, 0)",
        "np.where(np.abs(w.value) <= amount, 0, np.abs(w.value))",
        "Those that stay are pulled by the amount, too.",
    ),
    Misconception(
        "weights in new memory",
        "soft_threshold_",
        "w.value[...] = np.sign(w.value) * size",
        "w.value = np.sign(w.value) * size",
        "Others hold the weight's memory, an optimizer or an alias: write into it.",
    ),
    Misconception(
        "a weight that is changed unseen",
        "soft_threshold_",
        "        mark_changed(w.value)\n",
        "",
        "A graph may still need the old weight: mark the change, and a walk back through it is "
        "refused.",
    ),
    Misconception(
        "p is the probability to stay",
        "dropout_mask",
        "bernoulli(shape, 1 - p)",
        "bernoulli(shape, p)",
        "p is how likely an element is *dropped*; it stays with probability 1 - p.",
    ),
    Misconception(
        "what stays is not made larger",
        "dropout_mask",
        "stays /= 1 - p",
        "stays /= 1",
        "With a part of the elements gone, sums are smaller than in evaluation. Divide those that "
        "stay by 1 - p, and the expected value is as before.",
    ),
    Misconception(
        "what stays is divided by p",
        "dropout_mask",
        "stays /= 1 - p",
        "stays /= p",
        "Of n elements, n * (1 - p) stay: divide by 1 - p. At p = 0.5 both are the same.",
    ),
    Misconception(
        "a dropout of everything draws all the same",
        "dropout_mask",
        "return np.zeros(shape, dtype)",
        "return bernoulli(shape, 1 - p).astype(dtype)",
        "With p = 1 the outcome is certain, so nothing is drawn: otherwise all later random "
        "numbers differ from torch's.",
    ),
    Misconception(
        "evaluation scales as well",
        "drop",
        "        return input\n",
        "        return mul(input, np.asarray(1 - p, input.dtype))\n",
        "Those that stay were made larger in training, so nothing is left to do in evaluation.",
    ),
    Misconception(
        "dropout goes on in evaluation",
        "Dropout.forward",
        "self.training",
        "True",
        "Dropping is for training alone: hand on what `self.training` says.",
    ),
    Misconception(
        "bools are divided",
        "dropout_mask",
        """bernoulli(shape, 1 - p).astype(dtype)
    stays /= 1 - p
""",
        """bernoulli(shape, 1 - p) / (1 - p)
""",
        "NumPy makes float64 of bools that are divided by a Python float, whatever dtype was asked "
        "for: make numbers of them first.",
    ),
]
