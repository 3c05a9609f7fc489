"""Known mistakes in convolution."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the kernel is turned around",
        "convolution",
        "kernels = weight.reshape",
        "kernels = weight[..., ::-1, ::-1].reshape",
        "Mathematicians turn the kernel around. Networks don't: it is laid on the image as it is.",
    ),
    Misconception(
        "every channel is convolved for itself",
        "_columns",
        "view.transpose(0, 1, 4, 5, 2, 3)",
        "np.broadcast_to(view.mean(1, keepdims=True), view.shape).transpose(0, 1, 4, 5, 2, 3)",
        "Each channel has weights of its own, so the channels can't be averaged first: the sum "
        "runs over channels, rows and columns of the window together.",
        trap="each looks at all the channels",
    ),
    Misconception(
        "rows and columns of the columns are mixed up",
        "_columns",
        "view.transpose(0, 1, 4, 5, 2, 3)",
        "view",
        "A reshape only cuts the same sequence anew. Move the kernel's dims next to the channels "
        "first, or the numbers of different windows are mixed.",
        trap="out = W @ columns",
    ),
    Misconception(
        "the stride is taken for the rows only",
        "windows",
        "column * sw,",
        "column,",
        "From one window to its neighbour on the right, the image moves on by the stride of the "
        "columns.",
    ),
    Misconception(
        "dilation is forgotten within the window",
        "windows",
        "row * dh, column * dw",
        "row, column",
        "Within a window, neighbours lie `dilation` apart; only the number of windows knows yet.",
    ),
    Misconception(
        "overlapping windows overwrite each other",
        "_add",
        "+= g[..., i, j]",
        "= g[..., i, j]",
        "An element seen by several windows gets a gradient from each: add them up.",
    ),
    Misconception(
        "the bias gets the mean",
        "defvjp(convolution)",
        "sum(g, (0, 2, 3))",
        "sum(g, (0, 2, 3)) / g.shape[0]",
        "The bias was added once for each image and place, and every one of them counts in full.",
    ),
    Misconception(
        "the weight forgets all images but the last",
        "convolution_weight",
        "out += np.matmul",
        "out[...] = np.matmul",
        "The weight served all images: its gradient is the sum over all of them, block by block.",
    ),
    Misconception(
        "the gradient of the input's gradient is lost",
        "defvjp(convolution_input)",
        "lambda h, out, g, w, shape, **how: convolution_weight(g, h, shape=w.shape, **how)",
        "None",
        "The gradient for x depends on w as well, so a second derivative with respect to x and w "
        "needs a rule there.",
    ),
    Misconception(
        "the odd zero goes to the left",
        "conv2d",
        '{"padding": amounts,',
        '{"padding": (amounts[1], amounts[0], amounts[3], amounts[2]),',
        "If 'same' takes an odd number of zeros, the extra one goes to the right or the bottom.",
    ),
    Misconception(
        "windows are put back one place off",
        "defvjp(overlap_add)",
        "windows(g, kernel=x.shape[-2:], **steps)",
        "windows(g, kernel=x.shape[-2:], **steps)[..., ::-1]",
        "What overlap_add put back is read again just where it went: by the same windows.",
    ),
    Misconception(
        "a maximum is shared among equals",
        "winners",
        "free ^= won[i, j]",
        "pass",
        "Where several numbers of a window are the largest, only the first one takes the gradient.",
    ),
    Misconception(
        "the maximum is padded with zeros",
        "max_pool2d",
        "value=-math.inf",
        "value=0",
        "Zeros around the image would win against negative numbers in it.",
    ),
    Misconception(
        "pooling windows always overlap",
        "avg_pool2d",
        "pooling_windows(kernel_size, stride, padding, 1)",
        "pooling_windows(kernel_size, stride or 1, padding, 1)",
        "Pooling moves on by a whole window, unless a stride is given.",
    ),
    Misconception(
        "adaptive windows never overlap",
        "_averages",
        "-(-(i + 1) * size // count)",
        "max(i * size // count + 1, (i + 1) * size // count)",
        "A window ends at the ceiling of (i + 1) * size / n, so neighbours may share an element.",
        trap="Window i of n along a dimension",
    ),
]
