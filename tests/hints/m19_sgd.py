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
    "Optimizer.__init__": (
        "People will hand you what `model.parameters()` returns, and that is a generator. How "
        "often can you look into one?",
        "`params` comes in three forms: tensors in a list, tensors from a generator, and dicts. A "
        "single tensor can be iterated over as well, row by row, so tell it apart before anything "
        "else.",
        "Refuse a Tensor, make a list of anything else, and refuse an empty one. If the first "
        'entry is not a dict, all entries together are the "params" of one group. Set up '
        "`defaults`, no groups, and a `state` in which a missing entry begins as an empty dict "
        "(`defaultdict`); only then give each group to `add_param_group`.",
    ),
    "Optimizer.add_param_group": (
        "A group says some things for itself and leaves others out. Who should win where the "
        "group and the defaults both have something to say?",
        "Is this tensor in a group already? `in` on a list of tensors asks `==`, and that "
        "compares element by element. Here, the same tensor means the same object: compare what "
        "`id` says.",
        "Refuse first, change later: anything but a dict; a set of params; then, with a single "
        "tensor made a list of one, a param that is not a Tensor, not a leaf, or in an earlier "
        "group. Put that list into the very dict that you got, let it keep its own options and "
        "fill in the missing ones (`dict.setdefault`), and append it.",
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
    "Optimizer.load_state_dict": (
        "The new optimizer was made with tensors of its own, and perhaps with another learning "
        "rate. What should come from the checkpoint, and what must stay its own?",
        'Position is the link: the i-th number in a saved group\'s "params" stands for the i-th '
        "tensor of your group there. So compare first how many groups there are, and how many "
        "parameters in each; the ValueError comes before any change.",
        'Options come from the saved groups, copied, but "params" stay your tensors. State '
        "starts empty: each saved entry goes to the tensor behind its number, with every tensor "
        'in it copied and cast to that parameter\'s dtype, except "step"; anything else is '
        "copied as it is. Write into nothing that you were given.",
    ),
    "SGD.__init__": (
        "Which of these numbers make no sense below 0? And along what would Nesterov look ahead "
        "if there were no momentum?",
        "`refuse_negative`, given above, takes options by name and raises the ValueError, for NaN "
        "as well. Three of the options go through it; dampening is not one of them.",
        "Check lr, momentum and weight_decay. Then refuse `nesterov` if momentum is 0, and also "
        "if dampening is not. Collect the six options in a dict, under the names of the "
        "arguments, and let the constructor of `Optimizer` do the rest.",
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
