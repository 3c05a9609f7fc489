"""Known mistakes in convolution."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the windows are turned on their sides",
        "sliding_windows",
        "(*x.strides, *x.strides[-2:])",
        "(*x.strides, *x.strides[-1:], *x.strides[-2:-1])",
        "Within a window as between windows, the first step goes down a row, and the second one to "
        "the right.",
    ),
    Misconception(
        "the last place is forgotten",
        "sliding_windows",
        "width - kernel[1] + 1",
        "max(1, width - kernel[1])",
        "A kernel of 3 has 3 places in 5 columns: width - kernel + 1. The last one ends where the "
        "image ends.",
    ),
    Misconception(
        "the kernel is turned around",
        "convolution",
        "kernels = weight.reshape",
        "kernels = weight[..., ::-1, ::-1].reshape",
        "That is what mathematicians call a convolution. In networks the kernel is laid on the "
        "image as it is.",
        trap="the kernel is not",
    ),
    Misconception(
        "every channel is convolved for itself",
        "to_columns",
        "np.moveaxis(view,",
        "np.moveaxis(np.broadcast_to(view.mean(-5, keepdims=True), view.shape),",
        "Each channel has weights of its own, so the channels can't be averaged first: the sum "
        "runs over channels, rows and columns of the window together.",
        trap="each looks at all the channels",
    ),
    Misconception(
        "rows and columns of the columns are mixed up",
        "to_columns",
        "view = np.moveaxis(view, (-2, -1), (-4, -3))",
        "pass",
        "A reshape only cuts the same sequence anew. Move the kernel's dims next to the channels "
        "first, or the numbers of different windows are mixed.",
        trap="A reshape never moves a number",
    ),
    Misconception(
        "the kernel comes before the channels",
        "to_columns",
        "(-4, -3)",
        "(-5, -4)",
        "A weight is (O, C, kh, kw): in a column, too, the channel comes first, and then the place "
        "in the window.",
    ),
    Misconception(
        "float32 images become float64",
        "convolution",
        "out = kernels @ to_columns(view)",
        "out = kernels.astype(np.float64) @ to_columns(view)",
        "A sum of float32 products is float32, as in torch. Nothing is to be converted.",
    ),
    Misconception(
        "overlapping windows overwrite each other",
        "overlap_add",
        "+= g[..., i, j]",
        "= g[..., i, j]",
        "An element seen by several windows gets a gradient from each: add them up.",
        trap="Adding to overlapping windows all at once",
    ),
    Misconception(
        "what meets in a pixel is averaged",
        "overlap_add",
        "return out",
        "seen = windows(np.zeros(shape), kernel=g.shape[-2:], **steps)\n"
        "    count = np.zeros(shape, g.dtype)\n"
        "    for i, j in np.ndindex(g.shape[-2:]):\n"
        "        windows(count, kernel=g.shape[-2:], **steps)[..., i, j] += seen[..., i, j] == 0\n"
        "    return out / np.maximum(count, 1)",
        "A pixel was used in several windows, and each use counts in full: contributions add up, "
        "and are never averaged.",
    ),
    Misconception(
        "the kernel is turned around on the way back",
        "convolution_input",
        "kernels = weight.reshape",
        "kernels = weight[..., ::-1, ::-1].reshape",
        "Books say that the gradient is a convolution with the kernel turned around. That is so if "
        "it slides over g; here `overlap_add` puts each number where its window was.",
    ),
    Misconception(
        "the weight forgets all images but the last",
        "convolution_weight",
        ".sum(0).reshape(shape)",
        "[-1:].sum(0).reshape(shape)",
        "The weight served all images: its gradient is the sum over all of them.",
    ),
    Misconception(
        "the weight gets the mean over the images",
        "convolution_weight",
        ".sum(0).reshape(shape)",
        ".mean(0).reshape(shape)",
        "If the loss takes a mean, its own rule divides. Here every image counts in full.",
    ),
]
