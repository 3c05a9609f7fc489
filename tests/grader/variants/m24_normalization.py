"""Wrong answers to m24 normalization."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "keeps most of the new",
        "the momentum weighs the past",
        "move_average",
        """
        def move_average(running, new, momentum):
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
            y, scale = standardized(x, dim, eps, residuals)
            share = g if weight is None else g * weight
            moved = 0 * y
            return scale * (share - moved)
        """,
        {"moved = 0 * y": "moved = mean(share, dim, True) + y * mean(share * y, dim, True)"},
    ),
    Variant(
        "NumPy's own, with a correction",
        "the variance is the unbiased one",
        "centered",
        """
        def centered(x, dim):
            average = x.mean(dim, keepdims=True)
            spread = x.var(dim, keepdims=True, ddof=1)
            return average, spread, x - average
        """,
        {"ddof=1": "ddof=0"},
    ),
    Variant(
        "lays vectors along the end",
        "weights along the last dimension",
        "along_channels",
        """
        def along_channels(ndim, channels):
            shape = [1] * (ndim - 1)
            shape[-1] = channels
            over = tuple(i for i in range(ndim) if i != 1)
            return over, tuple(shape)
        """,
        {"shape[-1] = channels": "shape[0] = channels"},
    ),
    Variant(
        "keeps the batch's variance",
        "the running variance is the biased one",
        "move_averages",
        """
        def move_averages(running_mean, running_var, average, variance, n, momentum):
            unbiased = variance * n / n
            for running, new in ((running_mean, average), (running_var, unbiased)):
                move_average(running, new, momentum)
        """,
        {"variance * n / n": "variance * n / (n - 1)"},
    ),
]
