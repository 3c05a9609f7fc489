"""Hints for m23 regularization, from a nudge to nearly the idea."""

HINTS = {
    "l1_penalty": (
        "There are two weights, 3 and -3. What would they cost if you added them up as they are?",
        "`parameters` may be a generator, such as a network's own: go through it once. Each step "
        "has to be an op on tensors, or there is no gradient; `abs`, imported above, is "
        "`reductions`'s.",
        "For each parameter, sum |w| over all of its elements; then add up these sums over the "
        "parameters. Python's own `sum` can do that, as it starts from 0, and 0 plus a tensor is "
        "a tensor.",
    ),
    "l2_penalty": (
        "What is the slope of w squared? And what would it become with a root over the whole sum?",
        "Weights of [1, 2] and [[3]] cost 1 + 4 + 9 = 14. There is no root, and no mean: the "
        "price of a weight does not depend on how many others its matrix has.",
        "Multiply each parameter by itself, sum over all of its elements, and add that up over "
        "the parameters, through which you go once. All steps are ops, so the gradient, 2w, comes "
        "by itself.",
    ),
    "dropout": (
        "With p = 0.2, how many of 100 elements stay, on average? What must they be multiplied "
        "by, so that their sum is as before?",
        "`bernoulli` answers with bools that are True with the probability that you name. Is that "
        "p, or 1 - p? And bools divided by a Python float are float64, so cast them to the "
        "input's dtype before.",
        "Refuse a wrong p, in evaluation as well. Out of training, or with p = 0, return the "
        "input itself. With p = 1, multiply by zeros and draw nothing. Otherwise draw which "
        "elements stay, cast, divide by 1 - p, and multiply the input by that with an op, so that "
        "the gradient is treated alike.",
    ),
    "Dropout.forward": (
        "Somebody has said `eval()` to the whole network. How does this layer get to know of it?",
        "Each Module has an attribute `training`, which `train()` and `eval()` set; and the "
        "function above has an argument for it.",
        "Call `dropout` with the input, with this layer's p, and with its own `training` as it is "
        "at this moment. The function does the rest, out of training too.",
    ),
    "standardize": (
        "x is [1e8, 1e8 + 1, 1e8 + 2]. What is left of its variance if you compute it as the mean "
        "of squares minus the square of the mean?",
        "[1, 2, 3] has mean 2 and var 2/3 (divided by n, not by n - 1), so y is about [-1.22, 0, "
        "1.22]. With `keepdims`, mean and variance fit x without a reshape. eps belongs under the "
        "root.",
        "Subtract the mean; take the mean of the squares of what is left; divide by the root of "
        "var + eps. Then weight and bias, where there is one, into a new array: x and the "
        "residuals stay as they are. These are what your rules want again, such as y and 1 / sqrt("
        "var + eps); return the result and them.",
    ),
    "without_shift_and_scale": (
        "Take y = [-1, 1] and any g of two numbers, and work it out. What is left of g, and why "
        "does it have to be so?",
        "Both means are taken over `dim`, and keep these dimensions with size 1, so that they "
        "broadcast back. Here you have ndarrays, and NumPy is enough.",
        "Take the mean of g, and the mean of g times y, dimensions kept. From g subtract the "
        "first, and y times the second. The result is a new array: others still need g and y.",
    ),
    "standardize_vjp_x": (
        "If all numbers in x grow by 1, what happens to y? And if they are doubled? What should "
        "happen to the part of a gradient that asks for this?",
        "In the lesson, g is the gradient with respect to y, before the weight. Yours is the one "
        "with respect to y * weight + bias. What takes you from yours to the lesson's, if there "
        "is a weight?",
        "Multiply g by the weight, if there is one; apply `without_shift_and_scale` with y; "
        "multiply by the scale. y and the scale can always be made from x by ops: `mean` and "
        "`var` with dimensions kept, var not unbiased, and `rsqrt` of var + eps.",
        "Residuals spare you that, unless they are None. Then x may be an Array, because the "
        "gradient is to be differentiated again, and only ops give y a history: with ndarrays, "
        "second gradients would be wrong without a word.",
    ),
    "standardize_vjp_weight": (
        "The result is y * weight + bias. What is its slope with respect to weight?",
        "It is the rule of a product: g times the other factor. That is y, x normalized, and not "
        "x. Where do you get y from?",
        "Return g times y, of the shape of x; the weight was broadcast, and `unbroadcast` adds up "
        "afterwards what belongs to it. Get y as in `standardize_vjp_x`, from the residuals if "
        "there are any, and otherwise by ops: a helper for both rules pays.",
    ),
    "defvjp(without_shift_and_scale)": (
        "Write L = sum(h * (g - mean(g) - y * mean(g * y))). What happens to L if g and h change "
        "places?",
        "Over n numbers, sum(h * mean(g)) is n mean(h) mean(g), and sum(h * y * mean(g * y)) is n "
        "mean(h * y) mean(g * y): L is the same with g and h exchanged, and linear in each. That "
        "is one rule. For y, differentiate the last term: y stands in both of its means.",
        "For g: the same op, with h in the place of g. For y: minus the sum of h times mean(g * "
        "y) and g times mean(h * y), by the product rule. Use ops, and `mean` with dimensions "
        "kept over `dim`: any of g, h and y may be an Array.",
    ),
    "defvjp(standardize)": (
        "Only the rule for the bias is missing. It was added, at the very end: what is the slope "
        "of a sum?",
        "A bias (C,) was added to numbers of shape (N, C). Who brings its gradient back to (C,), "
        "after each rule? See `chain_rule`.",
        "The bias gets g as it came, like an argument of `add` in `chain_rule`. The `todo` is all "
        "that has to be replaced: the lambda takes the op's arguments already, in their order.",
    ),
    "layer_norm": (
        "For an input (2, 3, 4) and `normalized_shape` (3, 4), how many means are there, and over "
        "which dimensions does each go?",
        "If `normalized_shape` has k entries, it is the last k dimensions: 1 and 2 of 0, 1, 2 in "
        "that example. A weight (1,) would broadcast without a word; so compare shapes, and do "
        "not leave it to broadcasting.",
        "Make a tuple of `normalized_shape` (it may be a list), and raise RuntimeError unless it "
        "is what the input's shape ends with. Weight and bias, if any, have that shape and the "
        "input's dtype, or RuntimeError. Then `standardize` over these dimensions; nothing has "
        "to be reshaped.",
    ),
    "group_norm": (
        "Six channels, two groups: which channels are normalized together, 0, 1 and 2, or 0, 2 "
        "and 4?",
        "Give the groups a dimension of their own: (N, C, L) becomes (N, G, C / G, L), and "
        "neighbours stay together. Each n and each group has one mean, over all that follows. And "
        "a weight (C,): in which shape does it line up with this?",
        "Check that there are two dimensions at least, that `num_groups` divides C, and that "
        "weight and bias are (C,) and of the input's dtype. Reshape the input as above, and "
        "weight and bias to (G, C / G, 1, ...), with a 1 for each further dimension; "
        "`standardize` over all dimensions from 2 on; reshape back.",
        "The ValueError is narrower than it sounds: it is for a batch of one example, with one "
        "number in each group, so that the whole input has as many numbers as there are groups. "
        "Two such examples pass, as in torch.",
    ),
    "batch_norm": (
        "For an input (N, C, L), how many numbers go into the mean of one channel? You will need "
        "this n for more than the mean.",
        "(C,) broadcasts against the last dimension. So it becomes (C, 1) for (N, C, L), and (C, "
        "1, 1) for images. And of n = 4 numbers with var 3, divided by n, the running variance "
        "takes in 3 * 4 / 3 = 4.",
        "Check dimensions, shapes, dtypes. In evaluation refuse missing averages; subtract the "
        "running mean, multiply by `rsqrt` of running var + eps, then weight and bias, all in "
        "ops. In training refuse n = 1, and `standardize` over 0, 2, 3, ... The input's mean and "
        "variance over the same go into the averages: from the residuals, if there are any, or "
        "computed once more.",
        "The averages: momentum is the share of what is new; the new variance goes from divided "
        "by n to divided by n - 1; compute with ndarrays, of shape (C,), because averages have no "
        "history; and `overwrite` their own memory, because they are somebody's buffers. "
        "Evaluation, or averages of None, changes nothing.",
    ),
    "BatchNorm.__init__": (
        "What will `state_dict` list for such a layer, and in which order? That tells you what to "
        "enter, and when.",
        "What is not there is entered as well, as None: `register_parameter` and "
        "`register_buffer` take it. So `self.weight` exists in any case, and saving skips it.",
        "After Module's own constructor keep the settings that `extra_repr` shows. Enter weight "
        "and bias as Parameters, or None (the bias needs `affine` and `bias`); then the three "
        "buffers, or None. The dtype is the given one or `get_default_dtype`; the count is a 0-d "
        "int64. Each has memory of its own: do not use one array of zeros twice.",
    ),
    "BatchNorm.forward": (
        "There are four cases: in training or not, and with running averages or without. What "
        "does each of them normalize by?",
        "With `momentum` None, the k-th batch has the share 1 / k: that makes the mean of all "
        "batches. So count a batch before you compute its share.",
        "Refuse a number of dimensions that is not in `accepts`. In training with "
        "`track_running_stats`, add 1 to the count in its own memory, and make a None momentum 1 "
        "/ count; in training without, pass no averages. Then `batch_norm`: by the batch in "
        "training, or if there are no averages; otherwise by them.",
        "Often forgotten: a momentum of None has to become some number in evaluation, too, where "
        "it has no effect; and `track_running_stats` may be switched off while the averages are "
        "there. Then training leaves them and the count alone, and evaluation still uses them.",
    ),
}
