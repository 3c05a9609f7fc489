"""Hints for m26 pooling, from a nudge to nearly the idea."""

HINTS = {
    "defvjp(windows)": (
        "Each pixel was shown by several windows. What does the chain rule say of something "
        "that was used in several places?",
        "What comes back from all its windows is added up. There is an op that puts windows "
        "back and adds them up; it finds out the kernel's size by itself, and has to be told "
        "the shape of the image.",
        "It is `overlap_add` of g, with the shape of x and with all of `steps`: stride and "
        "dilation. The kernel is not in `steps`, since the lambda names it, and it is not to be "
        "handed on.",
    ),
    "window_max": (
        "Which dimensions of the windows, (..., Ho, Wo, kh, kw), have to disappear?",
        "NumPy can take the maximum over the last two dimensions at once. It is faster to go "
        "through the positions of the kernel, with `np.maximum` and its `out`: each is an array "
        "(..., Ho, Wo).",
        "Take the windows of x with `steps`, in which the kernel is included here, and their "
        "maximum over the kernel. If you go position by position, start from a copy of the "
        "first one: it is a view of x, which nobody may write into.",
    ),
    "winners": (
        "All four numbers of a window are equal. How many of them equal the maximum, and how "
        "many may win?",
        "Row by row is the order of `np.ndindex`, and also that of a window flattened to kh kw "
        "numbers. There, `np.argmax` finds the first of the largest; or go through the "
        "positions, and keep in mind which windows have no winner yet.",
        "Begin with every window free. At each position, in order, it wins in those windows "
        "where it equals `out` and that are still free; these are free no longer. The kernel's "
        "two dimensions come last in the result, (..., Ho, Wo, kh, kw), and all of it is bool.",
    ),
    "window_max_vjp": (
        "If a number that is not the largest in its window changes a little, what does the "
        "maximum do?",
        "`winners` says from where in each window the maximum came, and `masked_overlap_add` "
        "can send each g there. A pixel that won in several windows gets the sum of theirs.",
        "Ask `winners`, with x and `out`, the kernel and `steps`; then take "
        "`masked_overlap_add` of g and that mask, told the shape of x, with `steps` but without "
        "the kernel, which the mask tells. Both are ops, and so this rule can be "
        "differentiated, too.",
    ),
    "window_sum_vjp": (
        "A window's numbers were added, each once. What is the slope of a sum with respect to "
        "each of its terms?",
        "So each of the kh kw numbers of a window gets the window's g: g is stretched from "
        "(..., Ho, Wo) to (..., Ho, Wo, kh, kw). Then all of them have to find back to their "
        "pixels.",
        "Give g two more dimensions of size 1 at the end by `reshape`, stretch these to the "
        "kernel's size by `broadcast_to`, and `overlap_add` the result, told the shape of x, "
        "with `steps`.",
    ),
    "max_pool2d": (
        "All pixels of an image are negative, and there are zeros around it. Who wins in its "
        "corners?",
        "`pooling_windows`, given, reads all the sizes and returns two things: the `steps` for "
        "`window_max`, and the amounts for `constant_pad`. That takes a `value`, too: which one "
        "can never win?",
        "Pad with minus infinity, if there is padding, and take `window_max`, with all of "
        "`steps`. For the indices, ask `winners` of the padded images, and hand them to "
        "`places_of` with the last two sizes of `input`, the amounts and the steps.",
    ),
    "avg_pool2d": (
        "A window of four holds three zeros from the padding, and a 5. Is its mean 5/4 or 5? "
        "Which of the two does `count_include_pad` choose?",
        "The sum is `window_sum` of the padded image, in both cases. By what is it divided if "
        "only true pixels count? An image of ones knows.",
        "`pooling_windows` with dilation 1; pad with zeros; `window_sum`. Divide by kh times "
        "kw, or, if padding does not count, by the `window_sum` of ones (H, W), of the input's "
        "dtype, that were padded with zeros alike; that broadcasts over images and channels.",
    ),
}
