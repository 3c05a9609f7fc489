"""Hints for m17 initialization, from a nudge to nearly the idea."""

HINTS = {
    "calculate_gain": (
        "A relu sets about half of the numbers to 0. What becomes of the mean of the squares, and "
        "which factor on the *standard deviation* makes up for it?",
        "A leaky relu keeps the squares of one half, and slope^2 of those of the other: (1 + "
        "slope^2) / 2 in all. A gain, squared, must cancel that. Check: slope 1 gives gain 1, and "
        "slope 0 gives relu's gain.",
        'Look the name up in a table of the docstring\'s values, all of LINEAR and "sigmoid" at '
        '1; compute that of "leaky_relu" by the formula, slope squared; ValueError for a name you '
        "do not find. A slope of 0 is a slope: ask whether `param` is None, and not whether it is "
        "true.",
    ),
    "fan_in_and_fan_out": (
        "Linear(3, 5) has a weight of shape (5, 3). How many inputs does each of its outputs add "
        "up?",
        "A kernel of shape (8, 4, 3, 3): each output sees a window of 3 by 3 in each of 4 "
        "channels, 36 numbers, and each input reaches 72. Try it with these, as a square weight "
        "would hide a swap.",
        "ValueError for fewer than two dimensions. Multiply all sizes beyond the second (`prod` of "
        "none is 1). Fan-in is the second size times that, fan-out the first size times that; "
        "return them in this order.",
    ),
    "uniform_": (
        "The tensor may be a Parameter. What does the library say when somebody writes into a "
        "tensor that requires a gradient?",
        "The tensor has a `uniform_` of its own, which draws torch's numbers in place and takes a "
        "generator. What from `computation_graph` stops the recording for a moment?",
        "Under `no_grad`, call the tensor's own method with a and b and with the generator that "
        "you were given, and return the tensor. If the generator is not handed on, numbers come "
        "from the default one, which then moves on although nobody asked it to.",
    ),
    "normal_": (
        "Which random method of tensors draws a bell curve? All else is as in `uniform_`.",
        "It takes the mean and the standard deviation, which is a root of the variance and no "
        "variance. A Parameter may be written into only while nothing is recorded.",
        "Under `no_grad`, call the tensor's own `normal_` with the mean, the deviation and the "
        "generator that was given, and return what it returns, the tensor itself. Leaving out the "
        "generator is noticed only by those who pass one.",
    ),
    "constant_": (
        "What does the underscore at the end of a name in torch promise about the tensor that you "
        "pass?",
        "`overwrite` (`magic_methods`) writes a number into a tensor's own memory and returns the "
        "tensor. While recording, it refuses one that requires a gradient.",
        "Under `no_grad`, `overwrite` the tensor with the value, and return this very tensor. A "
        "new tensor with the right numbers would leave the module's weight as it was.",
    ),
    ("zeros_", "ones_"): (
        "Is there a function in this file that does it for any number?",
        "`constant_` takes care of `no_grad`, and returns the tensor. What should these two "
        "return?",
        "Call `constant_` with the tensor and 0 or 1, and return what it returns. Without the "
        "return, the caller gets None in place of the tensor.",
    ),
    "xavier_uniform_": (
        "You know the standard deviation that is wanted. How far to both sides must evenly spread "
        "numbers reach, to have it?",
        "A weight (5, 3) with gain 1: the fans are 3 and 5, the variance is 2 / 8, the deviation "
        "1/2, the bound sqrt(3) / 2, or 0.866. With gain 2 the bound is twice that.",
        "Add up both fans; the gain times the root of (2 over that sum) is the deviation; sqrt(3) "
        "times the deviation is the bound. Draw from minus the bound to the bound with `uniform_`, "
        "hand the generator on, and return the tensor.",
    ),
    "xavier_normal_": (
        "`normal_` asks for a standard deviation. Is 2 / (fan_in + fan_out) one, or the square of "
        "one?",
        "A weight (6, 2) with gain 1: the fans are 2 and 6, the variance is 1/4, the deviation "
        "1/2. With gain 2 the deviation is 1, since the gain stands outside of the root.",
        "The gain times the root of (2 over the sum of both fans) is the deviation, and the mean "
        "is 0. Hand both to `normal_`, with the generator. The sqrt(3) of the other function "
        "belongs to evenly spread numbers only.",
    ),
    "kaiming_uniform_": (
        "Xavier takes both fans, Kaiming one. Which argument says which one, and which function "
        "says what the next layer needs?",
        'By default the gain is that of a "leaky_relu" with slope a = 0, sqrt(2). For a weight (5, '
        "3) the deviation is sqrt(2 / 3) then, and the bound sqrt(3) times it: sqrt(2). With "
        '"fan_out" it would be sqrt(6 / 5).',
        'ValueError unless mode is "fan_in" or "fan_out". The gain (`calculate_gain`, which gets '
        "nonlinearity and a) over the root of that fan is the deviation; times sqrt(3) it is the "
        "bound for `uniform_`, which gets the generator as well. Put the deviation into a helper: "
        "you need it once more.",
    ),
    "kaiming_normal_": (
        "What do this function and `kaiming_uniform_` share, and where do their ways part?",
        "Both need the deviation gain / sqrt(fan), with the same checks. Evenly spread numbers "
        "make a bound of it; normal ones take it as it is.",
        "Hand mean 0, the deviation from the helper of both, and the generator to `normal_`. A "
        "weight without elements may have a fan of 0: nothing is drawn then, and nothing should be "
        "divided by it either.",
    ),
    "as_ndarrays": (
        "A state is a dict from names to tensors. What does `torch.from_numpy` want to have "
        "instead, and with whom does it then share memory?",
        "A state made with `keep_vars` holds tensors that require a gradient, and `numpy()` "
        "refuses those, as in torch. Which method gives the same memory without the flag?",
        "A new dict with the same keys in the same order: detach each tensor, then ask it for its "
        "ndarray. Copy nothing; a number that is written into an ndarray must show in the tensor.",
    ),
    "as_tensors": (
        "The other library may go on training. What must not happen to your tensors when it takes "
        "its next step?",
        "There are two kinds of values: some have a `detach` method (torch's tensors and ours), "
        "and the others are plain ndarrays. `hasattr` tells them apart. Which copies for sure, "
        "`np.array` or `np.asarray`?",
        "For each name: if the value has `detach`, take the ndarray of the detached value; else "
        "the value itself. Copy it with `np.array`, which keeps the dtype, and wrap the copy in a "
        "Tensor. One dict with the same names comes out.",
    ),
    "save": (
        "What is left of an old file if you open it for writing, and find out only then that the "
        "new data can't be saved?",
        "`pack` gives a description, which the `json` module can write as text, and a list of "
        "ndarrays. Text becomes bytes by `encode`, and `np.frombuffer` makes a uint8 ndarray of "
        "bytes. `np.savez` takes ndarrays by keyword, and a dict can be unpacked into keywords.",
        "Pack first, then open. Call `np.savez` on the open file, with the description's bytes as "
        '"description" and the ndarrays as "0", "1" and so on, in the order in which `pack` gave '
        "them.",
        "Easily forgotten: given a path, `np.savez` appends .npz to a name without it, so open the "
        "file yourself, for binary writing; close what you opened, and leave open what came open "
        "(`contextlib.nullcontext` makes one `with` of both cases).",
    ),
    "load": (
        "What is in the archive that `save` wrote? How do you know how many ndarrays there are "
        "besides the description?",
        "`np.load` with `allow_pickle=False` opens an archive and never runs code. Its `files` "
        'lists the names; as text, "10" comes before "2", so count up yourself. `tobytes` gives '
        "the description's bytes back, and `json.loads` reads them.",
        "Open a path for binary reading, or take the open object as it is. Read the description "
        'and the ndarrays "0", "1", ... in order, and return what `unpack` makes of them.',
        "A damaged file fails in many ways: zipfile, zlib, JSON and `unpack` all have errors of "
        "their own. `refusing_damage` knows them: do all that comes after the opening in its "
        "`with` block. The opening itself stays outside, for its FileNotFoundError.",
    ),
}
