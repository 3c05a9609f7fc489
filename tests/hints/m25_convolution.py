"""Hints for m25 convolution, from a nudge to nearly the idea."""

HINTS = {
    "windows": (
        "In memory, an image with 4 columns is one long row of numbers. How far is it to the "
        "neighbour on the right, and how far to the one below? An ndarray's `strides` say it, in "
        "bytes.",
        "`as_strided` (in numpy.lib.stride_tricks) takes any shape and any strides. The new "
        "dimensions are: row and column of the window, row and column within it. One step along "
        "the first two moves on by `stride`, along the last two by `dilation`.",
        "Strides: those of the leading dimensions, then the row's and the column's times "
        "`stride`, then these two times `dilation`. The counts are the lesson's, without padding. "
        "Before that, raise RuntimeError if any setting is below 1 or the kernel reaches beyond "
        "the image: `as_strided` checks nothing, and reads what is not yours.",
    ),
    "overlap_add": (
        "Three windows show the same pixel. How many of their numbers arrive there if you add all "
        "windows at once?",
        "The `windows` of an image of zeros show where each number of g belongs. Now keep to one "
        "position within the kernel, say its upper left corner: can two windows have the same "
        "pixel there?",
        "Make zeros of `shape` in the dtype of g, and `windows` of them, for a kernel as large as "
        "the last two dimensions of g. For one position of the kernel after another "
        "(`np.ndindex`), add what g has there to what the view has there, in place. What no "
        "window shows stays 0.",
    ),
    "defvjp(windows)": (
        "Each pixel was shown by several windows. What does the chain rule say of something that "
        "was used in several places?",
        "What comes back from all its windows is added up. There is an op that puts windows back "
        "and adds them up; it finds out the kernel's size by itself, and has to be told the shape "
        "of the image.",
        "It is `overlap_add` of g, with the shape of x and with all of `steps`: stride and "
        "dilation. The kernel is not in `steps`, since the lambda names it, and it is not to be "
        "handed on.",
    ),
    "defvjp(overlap_add)": (
        "A number in a window is added to some pixel. If it grows by 1, by how much does the "
        "pixel grow? So which part of g does it get?",
        "Each number gets what g has at its pixel. That is g, an image, looked at through the "
        "same windows. Mind that in this rule x stands for windows, (..., Ho, Wo, kh, kw).",
        "It is `windows` of g with `steps`, and with the kernel's size taken from the last two "
        "dimensions of x. The two ops are each other's derivatives.",
    ),
    "convolution": (
        "Write down the sum for a single number of the result. Over which three indices does it "
        "run, and where are they in the windows, (N, C, Ho, Wo, kh, kw)?",
        "For columns, move kh and kw next to C, and only then reshape to (N, C kh kw, Ho Wo): a "
        "reshape by itself never moves a number. For the weight a reshape to (O, C kh kw) is "
        "enough. Why?",
        "`constant_pad`, `windows`; transpose to (N, C, kh, kw, Ho, Wo); reshape to (N, groups, C "
        "/ groups kh kw, Ho Wo). The weight becomes (groups, O / groups, C / groups kh kw). "
        "`np.matmul` multiplies group by group for each image; reshape to (N, O, Ho, Wo), and add "
        "the bias as (O, 1, 1).",
        "To check yourself, `np.einsum` can do the sum directly on the windows, for one group. If "
        "only groups go wrong: neighbouring channels are one group, in x as in the weight. If "
        "only padding does: the amounts are (left, right, top, bottom).",
    ),
    "convolution_input": (
        "The forward pass cut out windows and then multiplied. On the way back, which of the two "
        "comes first?",
        "From out = W @ columns, the columns get W.T @ g, where g is (O, Ho Wo) for each image: "
        "that is (C kh kw, Ho Wo). In which form do they have to be for `overlap_add`?",
        "Bring weight and g to their groups as in `convolution`, and multiply the transposed "
        "weight by g. Reshape to (N, C, kh, kw, Ho, Wo), and move kh and kw to the end. "
        "`overlap_add` that onto images of the padded size; then cut the padding off, by "
        "`constant_pad` with negative amounts.",
        "The padded size is H + top + bottom and W + left + right, taken from `shape`. It can't "
        "be told from g: with a stride, the last rows or columns may be in no window, and yet "
        "they have to be there, as zeros.",
    ),
    "convolution_weight": (
        "Each weight was used at every place of every image. What does that say about its "
        "gradient?",
        "From out = W @ columns, W gets g @ columns.T for each image, which is (O, Ho Wo) @ (Ho "
        "Wo, C kh kw). And then? The columns are those of the forward pass.",
        "Write the padded x out as columns, by groups, as `convolution` does (a helper for both), "
        "and g as (N, groups, O / groups, Ho Wo). Multiply g by the columns with their last two "
        "dimensions exchanged, add up over the images, and reshape to `shape`.",
    ),
    "defvjp(convolution)": (
        "Two of these three rules you have written already, as ops. What do they want to know "
        "besides g?",
        "`how` is padding, stride, dilation and groups, and both ops take them under these names; "
        "what they can't find out is the shape of their result. As for the bias: to which numbers "
        "of (N, O, Ho, Wo) was each of its elements added?",
        "x gets `convolution_input` of g and w, told the shape of x; w gets `convolution_weight` "
        "of g and x, told the shape of w; both with all of `how`. b gets the sum of g over "
        "images, rows and columns, by `magic_methods`'s `sum`: every place counts in full.",
    ),
    "defvjp(convolution_input)": (
        "In sum(g * conv(x, w)), this op is what is multiplied by x. Now its result is multiplied "
        "by h: so whose place does h take?",
        "sum(h * convolution_input(g, w)) is the same number as sum(g * convolution(h, w)). "
        "Differentiate the second form: g is multiplied by something, and for w you have an op.",
        "g gets `convolution` of h and w, with no bias; w gets `convolution_weight` of g and h, "
        "told the shape of w. `how` goes along. The op's own `shape` is the image's: the lambda "
        "names it, so that it is not in `how`.",
    ),
    "defvjp(convolution_weight)": (
        "This time h has the form of a weight. Whose place in sum(g * conv(x, w)) does it take?",
        "sum(h * convolution_weight(g, x)) is the same number as sum(g * convolution(x, h)). Read "
        "both rules off the second form.",
        "g gets `convolution` of x and h, with no bias; x gets `convolution_input` of g and h, "
        "told the shape of x. `how` goes along, and `shape`, which is the weight's, does not.",
    ),
    "conv2d": (
        "The op is there. What is still missing between somebody who says stride 2 and padding "
        '"same", and an op that wants pairs and four amounts?',
        "given/nn/layer_arguments.py has what you need: see what `check_convolution`, `as_pair` "
        "and `padding_amounts` take, and what they return. And a single image, (C, H, W), is a "
        "batch of one.",
        "Check; make pairs of stride and dilation; get the amounts, for the last two sizes of the "
        "weight. Give an image without N a first dimension of size 1 by `reshape`, and take it "
        "away again at the end. In between, the op, with the bias, or None, as it is. The helpers "
        "and `windows` raise whatever is to be raised.",
    ),
    "masked_overlap_add": (
        "What would `overlap_add` have to be given to do this? How many of those numbers would be "
        "zeros?",
        "It is `overlap_add` with one change: at a given position of the kernel, what arrives is "
        "g, wherever the mask is true at that position, and otherwise nothing.",
        "Make zeros of `shape` in the dtype of g, and `windows` of them, for a kernel as large as "
        "the last two dimensions of the mask. Then, one position after another, add g times the "
        "mask at that position, in place: the two have the same shape, and a bool counts as 0 or "
        "1.",
    ),
    "masked_overlap_add_vjp": (
        "g was added to every pixel where its window's mask is true. What comes back to it from "
        "there?",
        "h is an image, and its windows are (..., Ho, Wo, kh, kw), like the mask. Which of these "
        "numbers belong to the g of a window?",
        "Take `windows` of h, with the kernel's size from the mask, and with `steps`; multiply by "
        "the mask, and sum over the last two dimensions. Use the ops `mul` and `sum`: h may be an "
        "Array.",
    ),
    "window_max": (
        "Which dimensions of the windows, (..., Ho, Wo, kh, kw), have to disappear?",
        "NumPy can take the maximum over the last two dimensions at once. It is faster to go "
        "through the positions of the kernel, with `np.maximum` and its `out`: each is an array "
        "(..., Ho, Wo).",
        "Take the windows of x with `steps`, in which the kernel is included here, and their "
        "maximum over the kernel. If you go position by position, start from a copy of the first "
        "one: it is a view of x, which nobody may write into.",
    ),
    "winners": (
        "All four numbers of a window are equal. How many of them equal the maximum, and how many "
        "may win?",
        "Row by row is the order of `np.ndindex`, and also that of a window flattened to kh kw "
        "numbers. There, `np.argmax` finds the first of the largest; or go through the positions, "
        "and keep in mind which windows have no winner yet.",
        "Begin with every window free. At each position, in order, it wins in those windows where "
        "it equals `out` and that are still free; these are free no longer. The kernel's two "
        "dimensions come last in the result, (..., Ho, Wo, kh, kw), and all of it is bool.",
    ),
    "window_max_vjp": (
        "If a number that is not the largest in its window changes a little, what does the "
        "maximum do?",
        "`winners` says from where in each window the maximum came, and `masked_overlap_add` can "
        "send each g there. A pixel that won in several windows gets the sum of theirs.",
        "Ask `winners`, with x and `out`, the kernel and `steps`; then take `masked_overlap_add` "
        "of g and that mask, told the shape of x, with `steps` but without the kernel, which the "
        "mask tells. Both are ops, and so this rule can be differentiated, too.",
    ),
    "window_sum": (
        "What differs from `window_max`? Write that one first, and look at it once more.",
        "A sum over the last two dimensions of the windows is right. Adding up one position of "
        "the kernel after another, kh kw arrays of shape (..., Ho, Wo), gives the same and is "
        "faster.",
        "Take the windows of x with `steps`, the kernel included, and their sum over the kernel, "
        "in new memory. If you go position by position, start from a copy of the first one, and "
        "do not add that one again.",
    ),
    "window_sum_vjp": (
        "A window's numbers were added, each once. What is the slope of a sum with respect to "
        "each of its terms?",
        "So each of the kh kw numbers of a window gets the window's g: g is stretched from (..., "
        "Ho, Wo) to (..., Ho, Wo, kh, kw). Then all of them have to find back to their pixels.",
        "Give g two more dimensions of size 1 at the end by `reshape`, stretch these to the "
        "kernel's size by `broadcast_to`, and `overlap_add` the result, told the shape of x, with "
        "`steps`.",
    ),
    "max_pool2d": (
        "All pixels of an image are negative, and there are zeros around it. Who wins in its "
        "corners?",
        "`pooling_windows`, given, reads all the sizes and returns two things: the `steps` for "
        "`window_max`, and the amounts for `constant_pad`. That takes a `value`, too: which one "
        "can never win?",
        "Pad with minus infinity, if there is padding, and take `window_max`. For the indices, "
        "number the places of the image without padding, row by row, in int64; pad these numbers "
        "alike, with anything; take their `windows`, multiply by the `winners`, and sum over the "
        "kernel: in each window one number is left.",
    ),
    "avg_pool2d": (
        "A window of four holds three zeros from the padding, and a 5. Is its mean 5/4 or 5? "
        "Which of the two does `count_include_pad` choose?",
        "The sum is `window_sum` of the padded image, in both cases. By what is it divided if "
        "only true pixels count? An image of ones knows.",
        "`pooling_windows` with dilation 1; pad with zeros; `window_sum`. Divide by kh times kw, "
        "or, if padding does not count, by the `window_sum` of ones (H, W), of the input's dtype, "
        "that were padded with zeros alike; that broadcasts over images and channels.",
    ),
    "adaptive_avg_pool2d": (
        "5 columns are to make 2 windows. From where to where does each one go, and do they share "
        "a column?",
        "They are columns 0 to 2 and columns 2 to 4. The first mean is a product with [1/3, 1/3, "
        "1/3, 0, 0]; so all means along a dimension are one matrix (n, size). With one for rows "
        "and one for columns, `matmul` does all, and knows its gradients.",
        "Refuse dtypes that are not floating; let None mean the size that is there; refuse "
        "negative sizes, and empty images. Build the two matrices, in the input's dtype: row i "
        "holds one over the length of window i, where that window is, and 0 elsewhere. One "
        "multiplies from the left, and the other, transposed, from the right.",
        "Take floor and ceiling in integers, not by rounding quotients: // rounds down, below 0 "
        "as well, so a ceiling is the floor of the negative number, with its sign turned back.",
    ),
    "Conv2d.forward": (
        "Which function of this file does the work already? What does the layer remember that the "
        "function wants to know?",
        "`ConvNd`, given, keeps `weight`, `bias` (perhaps None), `stride`, `padding`, `dilation` "
        "and `groups`.",
        "Call `conv2d` with the input and these six, in the order of its arguments. It takes "
        "batches and single images, and padding as a word, so nothing else is to be done.",
    ),
}
