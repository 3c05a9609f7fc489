"""Wrong answers to m17 initialization."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "unpacks (in, out)",
        "fan-in and fan-out are swapped",
        "fan_in_and_fan_out",
        """
        def fan_in_and_fan_out(tensor):
            if tensor.ndim < 2:
                raise ValueError("a weight has two dimensions or more")
            inputs, outputs, *window = tensor.shape
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
        "kaiming_uniform_",
        """
        def kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
            fans = dict(zip(("fan_in", "fan_out"), fan_in_and_fan_out(tensor)))
            if mode not in fans:
                raise ValueError(mode)
            gain = calculate_gain(nonlinearity, a)
            variance = gain * gain / max(fans[mode], 1)
            limit = sqrt(variance)
            return uniform_(tensor, a=-limit, b=limit, generator=generator)
        """,
        {"limit = sqrt(variance)": "limit = sqrt(3 * variance)"},
    ),
    Variant(
        "a chain of ifs for gains",
        "the gain of relu is 2",
        "calculate_gain",
        """
        def calculate_gain(nonlinearity, param=None):
            if nonlinearity == "sigmoid" or nonlinearity in LINEAR:
                return 1
            if nonlinearity == "selu":
                return 0.75
            if nonlinearity == "tanh":
                return 5.0 / 3
            slope = {"relu": 0.0, "leaky_relu": 0.01 if param is None else param}
            if nonlinearity not in slope:
                raise ValueError(nonlinearity)
            gain = 2 / (1 + slope[nonlinearity] ** 2)
            return sqrt(gain) if nonlinearity == "leaky_relu" else gain
        """,
        {'sqrt(gain) if nonlinearity == "leaky_relu" else gain': "sqrt(gain)"},
    ),
    Variant(
        "fills without writing",
        "a constant makes a new tensor",
        "constant_",
        """
        def constant_(tensor, val):
            filled = np.zeros_like(tensor.value) + tensor.dtype.type(val)
            return Tensor(filled)
        """,
        {
            "return Tensor(filled)": (
                "with no_grad():\n                return tensor.copy_(Tensor(filled))"
            )
        },
    ),
    Variant(
        "takes 3 where 6 belongs",
        None,
        "xavier_uniform_",
        """
        def xavier_uniform_(tensor, gain=1.0, generator=None):
            fan_in, fan_out = fan_in_and_fan_out(tensor)
            limit = gain * sqrt(3 / (fan_in + fan_out))
            return uniform_(tensor, -limit, limit, generator)
        """,
        {"sqrt(3 /": "sqrt(6 /"},
    ),
]
