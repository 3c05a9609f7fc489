"""Known mistakes in initialization."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "fan-in and fan-out are swapped",
        "fans",
        "shape[1] * window, shape[0] * window",
        "shape[0] * window, shape[1] * window",
        "A weight is (out, in): each output has as many inputs as the *second* size says.",
    ),
    Misconception(
        "a kernel's size is forgotten",
        "fans",
        "prod(shape[2:])",
        "1",
        "An output of a convolution sees a whole window of every channel, so the window's size "
        "multiplies the fan.",
    ),
    Misconception(
        "a kernel's sizes are added",
        "fans",
        "prod(shape[2:])",
        "sum(shape[2:]) or 1",
        "A window of 3 by 4 holds 12 numbers: multiply the sizes.",
    ),
    Misconception(
        "the gain of relu is 2",
        "leaky_relu_gain",
        "sqrt(2 / (1 + slope**2))",
        "2 / (1 + slope**2)",
        "A relu halves the *variance*; the gain multiplies the standard deviation, so it is "
        "sqrt(2).",
    ),
    Misconception(
        "the slope is not squared",
        "leaky_relu_gain",
        "slope**2",
        "slope",
        "A slope scales the signal, and its square the variance: sqrt(2 / (1 + slope ** 2)).",
    ),
    Misconception(
        "the slope makes the gain larger",
        "leaky_relu_gain",
        "2 / (1 + slope**2)",
        "2 * (1 + slope**2)",
        "The more a leaky relu lets through, the less has to be made up for: the slope divides.",
    ),
    Misconception(
        "xavier forgets one fan",
        "xavier_std",
        "sum(fans(shape))",
        "(2 * fans(shape)[0])",
        "Xavier's compromise has both fans in it: 2 / (fan_in + fan_out).",
    ),
    Misconception(
        "the variance is taken for the deviation",
        "xavier_std",
        "gain * sqrt(2.0 / sum(fans(shape)))",
        "gain * (2.0 / sum(fans(shape)))",
        "2 / (fan_in + fan_out) is the variance; what draws asks for its square root.",
    ),
    Misconception(
        "xavier's gain is within the root",
        "xavier_std",
        "gain * sqrt(2.0 / sum(fans(shape)))",
        "sqrt(gain * 2.0 / sum(fans(shape)))",
        "A gain multiplies the deviation. Within the root it would multiply the variance.",
    ),
    Misconception(
        "kaiming always takes the fan-in",
        "kaiming_std",
        'fan_in if mode == "fan_in" else fan_out',
        "fan_in",
        'With mode="fan_out" it is the size of gradients that is kept, so divide by the fan-out.',
    ),
    Misconception(
        "kaiming divides by the fan itself",
        "kaiming_std",
        "sqrt(fan or 1)",
        "(fan or 1)",
        "1 / fan is the variance; the deviation is its root.",
    ),
    Misconception(
        "a fan of nothing divides by zero",
        "kaiming_std",
        "fan or 1",
        "fan",
        "A weight without inputs has no elements, so nothing is drawn, and nothing should fail.",
    ),
    Misconception(
        "a uniform draw takes the deviation for its bound",
        "uniform_bound",
        "sqrt(3.0) * std",
        "std",
        "Numbers spread evenly over [-a, a) have the deviation a / sqrt(3), so the bound must be "
        "sqrt(3) times the deviation.",
    ),
    Misconception(
        "the bound is that of an interval from zero",
        "uniform_bound",
        "sqrt(3.0) * std",
        "sqrt(12.0) * std",
        "12 belongs to an interval of length a. From -a to a the length is 2a, and the variance "
        "a^2 / 3.",
    ),
    Misconception(
        "the mean stands for the size",
        "signal_sizes",
        "sqrt((x * x).mean().item())",
        "x.mean().item()",
        "The size of a signal is the root of the mean of the *squares*. A mean has its signs "
        "against it: numbers of both would cancel.",
    ),
    Misconception(
        "only the last layer is measured",
        "signal_sizes",
        "        sizes.append(sqrt((x * x).mean().item()))\n    return sizes",
        "    return [sqrt((x * x).mean().item())]",
        "One number for each layer shows where a signal dies.",
    ),
    Misconception(
        "every layer sees the first input",
        "signal_sizes",
        "        x = relu(x @ weight.T)\n        sizes.append(sqrt((x * x).mean().item()))",
        "        y = relu((x if x.shape[1] == weight.shape[1] else y) @ weight.T)\n"
        "        sizes.append(sqrt((y * y).mean().item()))",
        "A layer gets what the layer before gave: replace x.",
    ),
]
