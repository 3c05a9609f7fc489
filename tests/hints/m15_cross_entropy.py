"""Hints for m15 cross entropy, from a nudge to nearly the idea."""

HINTS = {
    "nll": (
        "Log-probabilities [[-0.1, -2.3], [-1.2, -0.4]], right classes [0, 1]. Which two numbers "
        "are picked, and what are the losses?",
        "`gather` picks along a dim, and has its rule. It wants an index with as many dimensions "
        "as the input. Which shape must an index of shape (N,) get for that, and which shape has "
        "the answer?",
        "Put dim 1 in with `unsqueeze`, gather along it, take it out with `squeeze`, and change "
        "the sign. No one-hot product: 0 times -infinity is NaN.",
    ),
    "cross_entropy_in_steps": (
        "Four functions, each in this file or in an earlier lesson. In which order does the "
        "lesson's list have them?",
        "The classes of (N, C) are along dim 1: `softmax` must be told. The ops `log` and `mean` "
        "need no dim.",
        "The probabilities of the scores; their logarithms; the `nll` of these, with the index; "
        "the mean of what comes out. One line, read from the inside.",
    ),
    "one_hot_rows": (
        "Index [2, 0] and 3 classes: what are the two rows?",
        "Compare each index with each of the numbers 0, 1, ..., C - 1. Which shape must the index "
        "get so that NumPy's broadcasting compares all pairs?",
        "Give the index a new last dimension of size 1, compare it with `np.arange` of the number "
        "of classes, and turn the truth values into `dtype`. That works for an index of any shape.",
    ),
    "softmax_nll": (
        "These are the steps again, but without the dangerous one. Which op of `activations` is "
        "softmax and log at once?",
        "Inside an op there are ndarrays. `log_softmax` takes them, too. To pick, two "
        "arrays are an index: 0, 1, ..., N - 1, and the classes. What has been computed that the "
        "rule would have to compute again?",
        "Take `log_softmax` of the scores along dim 1. Return a pair: first, with a minus, what "
        "stands at the right classes; then the residuals, for which the log-probabilities are "
        "enough.",
    ),
    "softmax_nll_vjp": (
        "For scores [0, log 3] and class 1 the lesson has [1/4, -1/4]. Which two vectors are "
        "subtracted, and what if the loss is multiplied by 3 afterwards?",
        "p is exp of the log-probabilities, if they were kept; else it is the softmax of the "
        "scores along dim 1. y is `one_hot_rows` of the index, in the dtype of p, so that float32 "
        "remains.",
        "g has shape (N,) and the error has (N, C): `unsqueeze` g at dim 1, and multiply it by p "
        "less y. Use ops only, for without residuals the scores may be a Tensor, and p needs a "
        "history.",
    ),
    "soft_nll": (
        "q = [1/2, 1/2] and p = [1/4, 3/4]: what is the loss? And what is it for q = [0, 1]?",
        "The product of q and log p, added up over the classes, with a minus. Both factors have "
        "the shape (N, C). Which op gives log p so that no score can be too far behind?",
        "Multiply q by `log_softmax` of the scores along dim 1, take the op `sum` along dim 1, and "
        "change the sign. Ops all the way, as the target may want a gradient.",
    ),
}
