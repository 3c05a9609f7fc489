"""Known mistakes in cross-entropy."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "nll multiplies by a one-hot matrix",
        "nll",
        "-squeeze(gather(log_p, 1, unsqueeze(index, 1)), 1)",
        "-sum(log_p * one_hot_rows(index, log_p.shape[1], log_p.dtype), 1)",
        "0 times -infinity is NaN, so an impossible class spoils the loss of another. Pick the "
        "number of the right class with gather instead.",
    ),
    Misconception(
        "nll forgets its minus sign",
        "nll",
        "-squeeze(",
        "squeeze(",
        "It is the negative log-likelihood: a smaller loss must mean a likelier target.",
    ),
    Misconception(
        "nll keeps the dimension of the classes",
        "nll",
        "-squeeze(gather(log_p, 1, unsqueeze(index, 1)), 1)",
        "-gather(log_p, 1, unsqueeze(index, 1))",
        "One loss per sample: (N,), not (N, 1), which would broadcast with weights of shape (N,).",
    ),
    Misconception(
        "the steps leave out the logarithm",
        "cross_entropy_in_steps",
        "log(softmax(scores, 1))",
        "softmax(scores, 1)",
        "The loss is the logarithm of the probability, not the probability: only so do the chances "
        "of independent samples multiply while their losses add up.",
    ),
    Misconception(
        "the steps add the losses up",
        "cross_entropy_in_steps",
        "mean(nll",
        "sum(nll",
        "The last step is the mean, so that twice the samples do not make twice the loss.",
    ),
    Misconception(
        "the softmax of the steps is over the samples",
        "cross_entropy_in_steps",
        "softmax(scores, 1)",
        "softmax(scores, 0)",
        "The classes compete for each sample, along dim 1. Along dim 0 the samples compete.",
    ),
    Misconception(
        "one-hot rows are always integers",
        "one_hot_rows",
        ".astype(dtype)",
        ".astype(np.int64)",
        "float32 less an int64 array is float64: the gradient would have another dtype than the "
        "scores.",
    ),
    Misconception(
        "one-hot rows count classes from 1",
        "one_hot_rows",
        "np.arange(classes)",
        "np.arange(1, classes + 1)",
        "Classes are numbered from 0, as everything is in Python.",
    ),
    Misconception(
        "one-hot columns instead of rows",
        "one_hot_rows",
        "index[..., None] == np.arange(classes)",
        "index == np.arange(classes).reshape(-1, *[1] * index.ndim)",
        "The classes are the last dimension, one row per index: that is how scores lie, too.",
    ),
    Misconception(
        "cross-entropy expects probabilities",
        "softmax_nll",
        "log_p = log_softmax(scores, 1)",
        "log_p = log_softmax(softmax(scores, 1), 1)",
        "The scores go through softmax once. Twice, no prediction can ever be sure: all the "
        "probabilities that go into the second lie between 0 and 1.",
    ),
    Misconception(
        "the op takes the log of a softmax",
        "softmax_nll",
        "log_p = log_softmax(scores, 1)",
        "log_p = log(softmax(scores, 1))",
        "A score that is far behind has a softmax of 0, and the log of that is -infinity. Log and "
        "exp cancel on paper: `log_softmax` is what is left.",
    ),
    Misconception(
        "the op keeps probabilities and its rule takes them for logarithms",
        "softmax_nll",
        "index], log_p",
        "index], softmax(scores, 1)",
        "What the function returns as residuals, the rule gets, as it is: both must mean the same.",
    ),
    Misconception(
        "the softmax of the rule is over the samples",
        "softmax_nll_vjp",
        "p = softmax(scores, 1) if residuals is None else exp(residuals)",
        "p = softmax(scores, 0)",
        "The classes are along dim 1. Along dim 0 the samples compete instead.",
    ),
    Misconception(
        "the target is not subtracted",
        "softmax_nll_vjp",
        "(p - y)",
        "p",
        "The gradient is softmax minus target. Without the target all scores are pushed down.",
    ),
    Misconception(
        "the error has the wrong sign",
        "softmax_nll_vjp",
        "(p - y)",
        "(y - p)",
        "It is prediction minus target: where the prediction is too large, the score must go down, "
        "and a step goes against the gradient.",
    ),
    Misconception(
        "the rule assumes a g of 1",
        "softmax_nll_vjp",
        "return unsqueeze(g, 1) * (p - y)",
        "return p - y",
        "The loss may be scaled, averaged, or part of a larger one: multiply by the g that comes "
        "in.",
    ),
    Misconception(
        "the rule makes a constant of the softmax",
        "softmax_nll_vjp",
        "p = softmax(scores, 1) if residuals is None else exp(residuals)",
        "p = softmax(getattr(scores, 'value', scores), 1)",
        "Without residuals, p has to be made from the scores by ops, so that it has a history and "
        "can be differentiated again.",
    ),
    Misconception(
        "a soft target is averaged over the classes",
        "soft_nll",
        "-sum(q * log_softmax(scores, 1), 1)",
        "-mean(q * log_softmax(scores, 1), 1)",
        "The loss of a sample is a sum over its classes: q is what divides them.",
    ),
    Misconception(
        "the target's logarithm is taken instead of the prediction's",
        "soft_nll",
        "q * log_softmax(scores, 1)",
        "softmax(scores, 1) * log(q)",
        "The target weighs how surprising each class was to the prediction: q log p, not p log q.",
    ),
]
