"""Hints for m19 sgd, from a nudge to nearly the idea."""

HINTS = {
    "effective_grad": (
        "`maximize` asks to climb the loss instead. Should weights that nobody needs still shrink "
        "meanwhile?",
        "Work one by hand: value 2, gradient 3, weight_decay 0.5, maximize. The gradient counts "
        "as -3, the decay adds 0.5 times 2, and -2 comes out. Then look whether the arrays that "
        "you were given are as they were.",
        "Turn the sign of the gradient first, if `maximize`, and then add weight_decay times "
        "value; in the other order the decay would be turned, too. Make new arrays, because "
        "`grad` is the memory of `.grad`; where there is nothing to do, hand back `grad` itself.",
    ),
    "Optimizer.zero_grad": (
        "What was `grad` before the first backward? By default, that is what a forgotten gradient "
        "looks like again.",
        "Now for `set_to_none=False`: after a backward with `create_graph`, `grad` requires a "
        "gradient itself, and nobody may write into such a tensor while recording. What gives you "
        "the same memory without the history?",
        "Go through the parameters of all groups. By default `grad` becomes None. Otherwise leave "
        "a None as it is; of any other take the `detach`ed tensor, which shares its memory, fill "
        "it with zeros in place, and make it the parameter's `grad`.",
    ),
    "Optimizer.step": (
        "Would a grad of zeros leave a parameter where it is, with weight decay, or with "
        "momentum? And what should happen to one that had no part in the loss?",
        "The closure makes the gradients, so it runs before you look at any of them. `step` may "
        "be called where recording is off, and then the closure's backward would have nothing to "
        "go back through: see `enable_grad` (`computation_graph`).",
        "Run the closure, if there is one, with recording on, and keep its result to return it at "
        "the end. Then for each group, for each parameter whose grad is not None: hand `update` "
        "both ndarrays, this parameter's own state and the group as it is now, and tell "
        "`mark_changed` of the parameter's memory.",
    ),
    "Optimizer.state_dict": (
        "A checkpoint is loaded in another process, where these very tensors do not exist. How "
        "can it still say which buffer belongs to which parameter?",
        'Two groups, of two parameters and of one: their "params" become [0, 1] and [2], for the '
        "numbers run on from group to group. To find the number of a tensor, go by its `id`, "
        "since `==` compares elements.",
        "Number the parameters through all groups. Make a new dict for each group, its options "
        'and the numbers as "params", while the real group keeps its tensors. Under "state" '
        "stands each parameter's entry, uncopied, by its number; an empty entry (plain SGD "
        "remembers nothing) is left out.",
    ),
    "SGD.update": (
        "Say the gradient is 1 at every step, and momentum 0.9. Which are the first three "
        "buffers? They are 1, 1.9 and 2.71: a running sum, no average.",
        "The network holds this very ndarray, so the result must land in its memory. What would "
        "assigning a new array to the name `value` do to the network? And whose memory is `grad`?",
        "Let `effective_grad` see to maximize and decay. With momentum, the first buffer is a "
        "copy of that g, undampened, as a Tensor in `state`; later, write into its `.value`: "
        "scale it, and add g, dampened. g then becomes the buffer or, with Nesterov, g plus "
        "momentum times the buffer. Last, take lr times g off `value`, in place.",
        "Right at the first step, wrong later? Look at the buffer: it has to be a copy of the "
        "gradient, to be changed in its own memory, and to stay as it is when Nesterov's step is "
        "made of it. Wrong only with dampening: that begins with the second step.",
    ),
}
