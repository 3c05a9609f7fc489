"""Wrong answers to m23 regularization."""

from tests.grader.variants import Variant

MASK = """
    def dropout_mask(shape, p, dtype):
        if p >= 1:
            return np.zeros(shape, dtype=dtype)
        kept = np.where(bernoulli(shape, 1 - p), SIZE, 0)
        return kept.astype(dtype)
    """


VARIANTS = [
    Variant(
        "zeroes some, and leaves the others",
        "what stays is not made larger",
        "dropout_mask",
        MASK.replace("SIZE", "1.0"),
        {", 1.0, 0)": ", 1 / (1 - p), 0)"},
    ),
    Variant(
        "makes up for the share that is gone",
        "what stays is divided by p",
        "dropout_mask",
        MASK.replace("SIZE", "1 / p"),
        {", 1 / p, 0)": ", 1 / (1 - p), 0)"},
    ),
    Variant(
        "makes up twice",
        None,
        "dropout_mask",
        MASK.replace("SIZE", "(1 - p) ** -2"),
        {", (1 - p) ** -2, 0)": ", 1 / (1 - p), 0)"},
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
    Variant(
        "two cases, and both go too far",
        "the pull goes beyond zero",
        "soft_threshold_",
        """
        def soft_threshold_(parameters, amount):
            for w in parameters:
                x = w.value
                moved = np.where(x > 0, x - amount, np.where(x < 0, x + amount, x))
                np.copyto(x, moved)
                mark_changed(x)
        """,
        {
            "np.where(x > 0, x - amount, np.where(x < 0, x + amount, x))": (
                "np.where(x > amount, x - amount, np.where(x < -amount, x + amount, 0 * x))"
            )
        },
    ),
]
