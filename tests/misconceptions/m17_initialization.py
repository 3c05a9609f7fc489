"""Known mistakes in initialization."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "fan-in and fan-out are swapped",
        "fan_in_and_fan_out",
        "tensor.shape[1] * receptive_field, tensor.shape[0] * receptive_field",
        "tensor.shape[0] * receptive_field, tensor.shape[1] * receptive_field",
        "A weight is (out, in): each output has as many inputs as the *second* size says.",
    ),
    Misconception(
        "a kernel's size is forgotten",
        "fan_in_and_fan_out",
        "prod(tensor.shape[2:])",
        "1",
        "An output of a convolution sees a whole window of every channel, so the window's size "
        "multiplies the fan.",
    ),
    Misconception(
        "the gain of relu is 2",
        "calculate_gain",
        '"relu": sqrt(2)',
        '"relu": 2.0',
        "A relu halves the *variance*; the gain multiplies the standard deviation, so it is "
        "sqrt(2).",
    ),
    Misconception(
        "the slope is not squared",
        "calculate_gain",
        "else param) ** 2",
        "else param)",
        "A slope scales the signal, and its square the variance: sqrt(2 / (1 + slope ** 2)).",
    ),
    Misconception(
        "xavier forgets one fan",
        "xavier_uniform_",
        "sum(fan_in_and_fan_out(tensor))",
        "(2 * fan_in_and_fan_out(tensor)[0])",
        "Xavier's compromise has both fans in it: 2 / (fan_in + fan_out).",
    ),
    Misconception(
        "a uniform draw takes the deviation for its bound",
        "kaiming_uniform_",
        "sqrt(3.0) * ",
        "1.0 * ",
        "Numbers spread evenly over [-a, a) have the deviation a / sqrt(3), so the bound must be "
        "sqrt(3) times the deviation.",
    ),
    Misconception(
        "the variance is taken for the deviation",
        "xavier_normal_",
        "gain * sqrt(2.0 / sum(fan_in_and_fan_out(tensor)))",
        "gain * (2.0 / sum(fan_in_and_fan_out(tensor)))",
        "2 / (fan_in + fan_out) is the variance; normal_ asks for its square root.",
    ),
    Misconception(
        "kaiming always takes the fan-in",
        "_kaiming_std",
        'fan_in if mode == "fan_in" else fan_out',
        "fan_in",
        'With mode="fan_out" it is the size of gradients that is kept, so divide by the fan-out.',
    ),
    Misconception(
        "the generator is not handed on",
        "normal_",
        "generator=generator",
        "generator=None",
        "Draw from the generator that you were given, or two runs with it will differ, and the "
        "default one moves on.",
    ),
    Misconception(
        "a constant makes a new tensor",
        "constant_",
        "return overwrite(tensor, val)",
        "return Tensor(np.full(tensor.shape, val, tensor.dtype))",
        "The underscore at the end says: write into the tensor that is there, and return it.",
    ),
    Misconception(
        "what comes from elsewhere still shares memory",
        "as_tensors",
        "np.array(x",
        "np.asarray(x",
        "The other library may go on training: copy, so that its next step can't reach in.",
    ),
    Misconception(
        "the file is opened before it is known what to write",
        "save",
        "    description, arrays = pack(obj)\n",
        '    _opened(f, "wb").close()\n    description, arrays = pack(obj)\n',
        "Opening for writing empties a file. Pack first: if that fails, the old file must remain.",
    ),
]
