"""Wrong answers to m15 cross entropy."""

from tests.grader.variants import Variant

RULE = """
    def softmax_nll_vjp(g, out, scores, index, residuals=None):
        guess = softmax(scores, DIM)
        truth = one_hot_rows(index, scores.shape[1], scores.dtype)
        error = guess - truth
        return error * unsqueeze(g, 1)
    """


VARIANTS = [
    Variant(
        "the likelihood instead of its opposite",
        "nll forgets its minus sign",
        "nll",
        """
        def nll(log_p, index):
            rows = np.arange(log_p.shape[0])
            return getitem(log_p, rows, index)
        """,
        {"return getitem": "return -getitem"},
    ),
    Variant(
        "a product with ones and zeros",
        "nll multiplies by a one-hot matrix",
        "nll",
        """
        def nll(log_p, index):
            chosen = unsqueeze(index, 1) == np.arange(log_p.shape[1])
            rows = -log_p
            picked = rows * chosen
            return sum(picked, 1)
        """,
        {"picked = rows * chosen": "picked = where(chosen, rows, 0.0)"},
    ),
    Variant(
        "steps without a logarithm",
        "the steps leave out the logarithm",
        "cross_entropy_in_steps",
        """
        def cross_entropy_in_steps(scores, index):
            p = softmax(scores, dim=1)
            losses = nll(p, index)
            return mean(losses)
        """,
        {"nll(p, index)": "nll(log(p), index)"},
    ),
    Variant(
        "a table of zeros, filled, and always of integers",
        "one-hot rows are always integers",
        "one_hot_rows",
        """
        @primitive
        def one_hot_rows(index, classes, dtype=int64):
            return np.eye(classes, dtype=np.int64)[index]
        """,
        {"dtype=np.int64)": "dtype=dtype)"},
    ),
    Variant(
        "softmax, then log_softmax",
        "cross-entropy expects probabilities",
        "softmax_nll",
        """
        @primitive_with_residuals
        def softmax_nll(scores, index):
            chances = softmax(scores, 1)
            logs = log_softmax(chances, 1)
            return nll(logs, index), logs
        """,
        {
            "            chances = softmax(scores, 1)\n": "",
            "log_softmax(chances, 1)": "log_softmax(scores, 1)",
        },
    ),
    Variant(
        "the log of NumPy, of a softmax",
        "the op takes the log of a softmax",
        "softmax_nll",
        """
        @primitive_with_residuals
        def softmax_nll(scores, index):
            with np.errstate(divide="ignore"):
                logs = np.log(softmax(scores, 1))
            picked = logs[np.arange(len(index)), index]
            return -picked, logs
        """,
        {"np.log(softmax(scores, 1))": "log_softmax(scores, 1)"},
    ),
    Variant(
        "a rule over the samples",
        "the softmax of the rule is over the samples",
        "softmax_nll_vjp",
        RULE.replace("DIM", "0"),
        {"guess = softmax(scores, 0)": "guess = softmax(scores, 1)"},
    ),
    Variant(
        "a rule without its g",
        "the rule assumes a g of 1",
        "softmax_nll_vjp",
        RULE.replace("DIM", "1").replace("return error * unsqueeze(g, 1)", "return error"),
        {"return error": "return error * unsqueeze(g, 1)"},
    ),
    Variant(
        "truth less guess",
        "the error has the wrong sign",
        "softmax_nll_vjp",
        RULE.replace("DIM", "1").replace("guess - truth", "truth - guess"),
        {"truth - guess": "guess - truth"},
    ),
    Variant(
        "the target's own surprise",
        "the target's logarithm is taken instead of the prediction's",
        "soft_nll",
        """
        def soft_nll(scores, q):
            surprise = -log(q)
            return sum(softmax(scores, 1) * surprise, 1)
        """,
        {
            "surprise = -log(q)": "surprise = -log_softmax(scores, 1)",
            "softmax(scores, 1) * surprise": "q * surprise",
        },
    ),
]
