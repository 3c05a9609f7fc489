"""Known mistakes in pooling."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the gradient of the windows is lost",
        "defvjp(windows)",
        "lambda g, out, x, kernel, **steps: overlap_add(g, shape=x.shape, **steps)",
        "None",
        "`windows` is an op as any other: what comes back to windows goes back to the image.",
    ),
    Misconception(
        "the maximum is written into the image",
        "window_max",
        "view[..., 0, 0].copy()",
        "view[..., 0, 0]",
        "A position of the windows is a view of the image. Start from a copy of it.",
        trap="writes\n  into the image",
    ),
    Misconception(
        "no maximum is below 0",
        "window_max",
        "out = view[..., 0, 0].copy()",
        "out = np.zeros(view.shape[:-2], x.dtype)",
        "Zero is not the smallest number. Start from a number of the window itself.",
    ),
    Misconception(
        "a maximum is shared among equals",
        "winners",
        "free ^= won[i, j]",
        "pass",
        "Where several numbers of a window are the largest, only the first one takes the gradient.",
        trap="The first one, row by row",
    ),
    Misconception(
        "the last of several equal numbers wins",
        "winners",
        "in np.ndindex(kernel)",
        "in reversed(list(np.ndindex(kernel)))",
        "Row by row from the upper left, the first of the largest numbers wins.",
    ),
    Misconception(
        "all numbers of a window get the maximum's gradient",
        "window_max_vjp",
        "won = winners(x, out, kernel=kernel, **steps)",
        "won = np.ones_like(winners(x, out, kernel=kernel, **steps))",
        "The maximum depends on the winner alone; if another number changes a little, it does not.",
    ),
    Misconception(
        "each term of a sum gets a part of the slope",
        "window_sum_vjp",
        "broadcast_to(reshape(g, (*g.shape, 1, 1)),",
        "broadcast_to(reshape(g, (*g.shape, 1, 1)) / (kernel[0] * kernel[1]),",
        "The slope of a sum is 1 for each of its terms. `avg_pool2d` divides by itself, and the "
        "rule of that division is there already.",
    ),
    Misconception(
        "the maximum is padded with zeros",
        "max_pool2d",
        "value=-math.inf",
        "value=0",
        "Zeros around the image would win against negative numbers in it.",
        trap="Zeros around an image win",
    ),
    Misconception(
        "maxima are taken at every place",
        "max_pool2d",
        "pooling_windows(kernel_size, stride, padding, dilation)",
        "pooling_windows(kernel_size, stride or 1, padding, dilation)",
        "Without a stride, the windows stand side by side: they move on by their own size.",
    ),
    Misconception(
        "pooling windows always overlap",
        "avg_pool2d",
        "pooling_windows(kernel_size, stride, padding, 1)",
        "pooling_windows(kernel_size, stride or 1, padding, 1)",
        "Pooling moves on by a whole window, unless a stride is given.",
    ),
    Misconception(
        "the padding always counts",
        "avg_pool2d",
        "if count_include_pad or not any(amounts):",
        "if True:",
        "Without `count_include_pad`, a window at the border is divided by the number of its true "
        "pixels.",
        trap="unless `count_include_pad` is False",
    ),
    Misconception(
        "the padding never counts",
        "avg_pool2d",
        "if count_include_pad or not any(amounts):",
        "if not any(amounts):",
        "The zeros of the padding are numbers of the window, in torch as here, unless "
        "`count_include_pad` is False.",
    ),
]
