"""Wrong answers to m17 initialization."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "unpacks (in, out)",
        "fan-in and fan-out are swapped",
        "fans",
        """
        def fans(shape):
            inputs, outputs, *window = shape
            size = 1
            for n in window:
                size *= n
            return inputs * size, outputs * size
        """,
        {"inputs, outputs, *window": "outputs, inputs, *window"},
    ),
    Variant(
        "draws within one deviation",
        "a uniform draw takes the deviation for its bound",
        "uniform_bound",
        """
        def uniform_bound(std):
            variance = std * std
            return sqrt(variance)
        """,
        {"sqrt(variance)": "sqrt(3 * variance)"},
    ),
    Variant(
        "what a relu loses, doubled",
        "the gain of relu is 2",
        "leaky_relu_gain",
        """
        def leaky_relu_gain(slope):
            kept = (1 + slope * slope) / 2
            return 1 / kept
        """,
        {"1 / kept": "kept ** -0.5"},
    ),
    Variant(
        "a variance for Xavier",
        "the variance is taken for the deviation",
        "xavier_std",
        """
        def xavier_std(shape, gain=1.0):
            n, m = fans(shape)
            mean = (n + m) / 2
            return gain / mean
        """,
        {"gain / mean": "gain / sqrt(mean)"},
    ),
    Variant(
        "takes 1 where 2 belongs",
        None,
        "xavier_std",
        """
        def xavier_std(shape, gain=1.0):
            fan_in, fan_out = fans(shape)
            return gain * sqrt(1 / (fan_in + fan_out))
        """,
        {"sqrt(1 /": "sqrt(2 /"},
    ),
]
