"""Hints for m25 convolution, from a nudge to nearly the idea."""

HINTS = {
    "sliding_windows": (
        "In memory, an image with 4 columns is one long row of numbers. How far is it to the "
        "neighbour on the right, and how far to the one below? An ndarray's `strides` say it, "
        "in bytes.",
        "`as_strided` (in numpy.lib.stride_tricks) takes any shape and any strides. The new "
        "dimensions are: row and column of the window, row and column within it. How far is one "
        "step along each of the four?",
        "A window one row lower begins one row of the image further on, and one row lower "
        "within a window is just as far. So the strides of rows and columns stand there twice, "
        "behind those of the leading dimensions. As for the counts, a kernel of 3 has 3 places "
        "in 5 columns. `as_strided` checks nothing.",
    ),
    "overlap_add": (
        "Three windows show the same pixel. How many of their numbers arrive there if you add "
        "all windows at once?",
        "The `windows` of an image of zeros show where each number of g belongs. Now keep to "
        "one position within the kernel, say its upper left corner: can two windows have the "
        "same pixel there?",
        "Make zeros of `shape` in the dtype of g, and `windows` of them, for a kernel as large "
        "as the last two dimensions of g, with `steps`. For one position of the kernel after "
        "another (`np.ndindex`), add what g has there to what the view has there, in place. "
        "What no window shows stays 0.",
    ),
    "to_columns": (
        "A column is a window written out, over all channels. So which three of the dimensions "
        "(C, Ho, Wo, kh, kw) make up the length of a column?",
        "C, kh and kw have to become one dimension, and so they have to stand side by side "
        "first. A reshape only cuts the same sequence anew.",
        "Move the last two dimensions to where they stand right behind C (`np.moveaxis` counts "
        "from the end, too), and then reshape: whatever comes first, C kh kw, Ho Wo. Multiply "
        "the sizes yourself: for an empty batch, -1 would be ambiguous.",
    ),
    "convolution": (
        "Write down the sum for a single number of the result. Over which three indices does it "
        "run, and where are they in the windows, (N, C, Ho, Wo, kh, kw)?",
        "`windows`, for the kernel's size and with `steps`; then columns. For the weight a "
        "reshape to (O, C kh kw) is enough. Why?",
        "Multiply the reshaped weight by the columns. The last dimension, Ho Wo, becomes two "
        "again; the windows know how many rows and columns there are. Count dimensions from the "
        "end (the last three of the weight are C, kh, kw), and groups take care of themselves, "
        "for a product of matrices broadcasts.",
        "To check yourself, `np.einsum` can do the sum directly on the windows, without groups.",
    ),
    "convolution_input": (
        "The forward pass cut out windows and then multiplied. On the way back, which of the "
        "two comes first?",
        "From out = W @ columns, the columns get W.T @ g, where g is (O, Ho Wo) for each image: "
        "that is (C kh kw, Ho Wo). In which form do they have to be for `overlap_add`?",
        "Make (O, C kh kw) of the weight, and (O, Ho Wo) of g, and multiply, the weight "
        "transposed in its last two dimensions. Reshape to (C, kh, kw, Ho, Wo), behind whatever "
        "comes first in `shape`; move kh and kw to the end; and `overlap_add` that, told the "
        "shape, with `steps`.",
        "The size can't be told from g: with a stride, the last rows or columns may be in no "
        "window, and yet they have to be there, as zeros.",
    ),
    "convolution_weight": (
        "Each weight was used at every place of every image. What does that say about its "
        "gradient?",
        "From out = W @ columns, W gets g @ columns.T for each image, which is (O, Ho Wo) @ (Ho "
        "Wo, C kh kw). And then? The columns are those of the forward pass.",
        "Write x out as columns, as `convolution` does, and g as (O, Ho Wo) for each image. "
        "Multiply g by the columns with their last two dimensions exchanged, add up over the "
        "images, and reshape to `shape`.",
    ),
    "defvjp(convolution)": (
        "Both of these rules you have written already, as ops. What do they want to know "
        "besides g?",
        "`steps` are stride and dilation, and both ops take them; what they can't find out is "
        "the shape of their result.",
        "x gets `convolution_input` of g and w, told the shape of x; w gets "
        "`convolution_weight` of g and x, told the shape of w; both with all of `steps`.",
    ),
}
