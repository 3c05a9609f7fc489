"""Wrong answers to m23 regularization."""

from tests.grader.variants import Variant

DROPOUT = """
    def dropout(input, p=0.5, training=True, inplace=False):
        if p < 0 or p > 1:
            raise ValueError("p is a probability")
        if not training or p == 0:
            return input
        if p == 1:
            return input * np.zeros_like(input.value)
        kept = np.where(bernoulli(input.shape, 1 - p), SIZE, 0)
        return input * kept.astype(input.dtype)
    """


VARIANTS = [
    Variant(
        "zeroes some, and leaves the others",
        "what stays is not made larger",
        "dropout",
        DROPOUT.replace("SIZE", "1.0"),
        {", 1.0, 0)": ", 1 / (1 - p), 0)"},
    ),
    Variant(
        "makes up for the share that is gone",
        "what stays is divided by p",
        "dropout",
        DROPOUT.replace("SIZE", "1 / p"),
        {", 1 / p, 0)": ", 1 / (1 - p), 0)"},
    ),
    Variant(
        "makes up twice",
        None,
        "dropout",
        DROPOUT.replace("SIZE", "(1 - p) ** -2"),
        {", (1 - p) ** -2, 0)": ", 1 / (1 - p), 0)"},
    ),
    Variant(
        "keeps most of the new",
        "the momentum weighs the past",
        "_average_in",
        """
        def _average_in(running, new, momentum):
            new = new.reshape(running.shape)
            change = (1 - momentum) * (new - running.value)
            overwrite(running, running.value + change)
        """,
        {"(1 - momentum) *": "momentum *"},
    ),
    Variant(
        "divides by the deviation, as if that were a constant",
        "the mean and the variance are constants",
        "standardize_vjp_x",
        """
        def standardize_vjp_x(g, out, x, weight=None, bias=None, *, dim, eps, residuals=None):
            y, scale = _standardized(x, dim, eps, residuals)
            share = g if weight is None else g * weight
            moved = 0 * y
            return scale * (share - moved)
        """,
        {"moved = 0 * y": "moved = mean(share, dim, True) + y * mean(share * y, dim, True)"},
    ),
    Variant(
        "squares, averaged",
        "the penalty is a mean",
        "l2_penalty",
        """
        def l2_penalty(parameters):
            total = 0
            for w in parameters:
                squares = w**2
                total = total + squares.sum() / squares.numel()
            return total
        """,
        {" / squares.numel()": ""},
    ),
]
