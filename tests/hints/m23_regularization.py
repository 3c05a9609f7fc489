"""Hints for m23 regularization, from a nudge to nearly the idea."""

HINTS = {
    "l1_penalty": (
        "There are two weights, 3 and -3. What would they cost if you added them up as they are?",
        "`parameters` may be a generator, such as a network's own: go through it once. Each step "
        "has to be an op on tensors, or there is no gradient; `abs`, imported above, is "
        "an op.",
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
    "soft_threshold_": (
        "Pull -2 and 0.3 towards zero by 0.5. What are they then?",
        "-1.5 and 0. Think of a weight as a sign and a size: only the size shrinks, and a size is "
        "never negative.",
        "For each parameter, in NumPy: the size less the amount, but at least 0; then the sign "
        "again. Write it into the memory that `value` has already, and mark the change.",
    ),
    "dropout_mask": (
        "With p = 0.2, how many of 100 elements stay, on average? What must they be multiplied "
        "by, so that their sum is as before?",
        "`bernoulli` answers with bools that are True with the probability that you name. Is that "
        "p, or 1 - p? And bools divided by a Python float are float64, so cast them before.",
        "With p = 1 answer with zeros, and draw nothing. Otherwise draw which elements stay, cast "
        "to the dtype, and divide by 1 - p.",
    ),
    "drop": (
        "In which cases is the result certain, so that there is nothing to decide?",
        "Out of training, and with p = 0: then it is the input itself. A draw would be wasted, "
        "and all later random numbers would be others.",
        "Otherwise multiply the input by a mask of its shape and dtype. Use an op: its rule "
        "multiplies the gradient by the same mask.",
    ),
    "Dropout.forward": (
        "Somebody has said `eval()` to the whole network. How does this layer get to know of it?",
        "Each Module has an attribute `training`, which `train()` and `eval()` set; and the "
        "function above has an argument for it.",
        "Call `dropout` with the input, with this layer's p, and with its own `training` as it is "
        "at this moment. The function does the rest, out of training too.",
    ),
}
