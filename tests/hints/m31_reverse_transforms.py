"""Hints for m31 reverse transforms, from a nudge to nearly the idea."""

HINTS = {
    "Traced.process": (
        "Take x * w, where x is Traced by this level and w by the one outside. Who computes, who "
        "takes a note, and for whom is w a constant? `record` in `computation_graph` does the same "
        "job without levels.",
        "Every argument goes down two lists: values for the level below, and args for the note. A "
        "Traced of this very level gives its value and itself, any other Array what `lower` makes "
        "of it and None, a number itself both times. Being Traced is not enough: compare the "
        "levels, by identity.",
        "Call `op` on the values; the level below takes its own notes, if it should. For that one "
        "call, recording is on only if it was on inside the function and outside of it. Put it "
        "back in a `finally`, since ops may raise.",
        "If recording was off inside, or the dtype is not floating, return the result, lifted, "
        "with no note at all. Otherwise make a new Traced of this level that requires a gradient, "
        "with a Node of op, args, values, params and `changes.now`. What a sum returns may be a "
        "NumPy scalar: make it an ndarray.",
    ),
    "trace": (
        "x may be a Tensor that somebody outside is differentiating right now. What must its "
        "wrapping not take away?",
        "Read in given/func/interpreters.py what `lower` does to a Tensor without a history, and "
        "to one with. And which arguments does `Wrapped` take that make a leaf which requires a "
        "gradient?",
        "First ValueError for anything but a Tensor, then RuntimeError for a dtype that is not "
        "floating: in this order, since a float has no dtype. Then wrap what `lower` makes of x, "
        "with a required gradient and no node. No `detach`, or a second derivative finds a "
        "constant.",
    ),
    "untrace": (
        "With two transforms open, one inside the other, whose wrapping may this level take off?",
        "The value of a Traced may be an ndarray or an Array, and a user wants a Tensor in any "
        "case. Which of the two helpers of given/func/interpreters.py sees to that?",
        "A Traced whose level is this very one gives its value, lifted. All else comes back as it "
        "is, be it a Traced of another level, a plain Tensor, or, among the extras, a number. Ask "
        "for the class first: only Wrapped ones have a level.",
    ),
    "vjp": (
        "`backpropagate` of `backward` can walk over Traced as it walks over Tensors. What does it "
        "need from you before, during and after: which outputs, which gradients, which visitor?",
        "Within `new_level`, trace every leaf of the primals (`tree_map`) and call f with them, "
        "unpacked; `pair` splits off an aux. Then flatten what came out, and check that it is "
        "tensors. Results and aux are handed out untraced; the pullback keeps the Traced ones.",
        "In the pullback, `matching` refuses gradients that do not fit. An output that is not a "
        "Traced of this level depends on nothing here: leave it out. `lower` the gradients of the "
        "others and walk, retaining the graph for the next pull; the visitor stores the totals of "
        "leaves by their id.",
        "At last each traced input gets its total, or zeros of its shape and dtype if the walk "
        "never reached it. Copy an ndarray into a Tensor, since it may share memory with the "
        "gradient you were given; a total that is an Array keeps its history. `tree_map` over the "
        "inputs makes the tuple.",
    ),
    "grad_and_value": (
        "If f returns a number, its gradient is a pullback. Of what, and of which shape and dtype?",
        "`function_of` turns f into a function of the wanted arguments alone, and refuses those "
        "that are not there. Whatever `vjp` gets, its pullback returns a tuple: when does the "
        "caller want the tuple, and when what is in it?",
        "Inside a function of any args and kwargs: `function_of`, then `vjp`, then RuntimeError "
        "unless the value is a tensor of shape (); (1,) is another. Pull back a Tensor that is 1, "
        "in the value's dtype. An int argnum takes the first gradient, a tuple of one stays a "
        "tuple; the value, or (value, aux), comes second.",
    ),
    "grad": (
        "A function of yours does all of this already, and a little more. What is left over?",
        "With `has_aux` you get (gradient, (number, aux)), and torch's `grad` returns two things "
        "only. Which one is dropped?",
        "Let `grad_and_value` make a function, with the same three arguments; return one that "
        "calls it with whatever it is given. Without aux it returns the gradient alone, and not in "
        "a tuple; with aux the gradient, and the second half of the inner pair.",
    ),
    "jacrev": (
        "f takes (3,) to (2,). Pull back (1, 0), and then (0, 1): what does each of them give, and "
        "how do the two make (2, 3)?",
        "`bases` in given/func/trees.py yields, for one leaf of the result, its unit vectors one "
        "by one, each as a list with zeros for all other leaves. What must be done to that list "
        "before the pullback takes it?",
        "For each leaf of the result: pull back every basis, rebuilt like the result. Go through "
        "the primals and all pulls in one `tree_map`, `stack` the rows along a new first dim, and "
        "reshape to the leaf's shape followed by the argument's. Stacked last, rows would be "
        "columns.",
        "Then put the trees in order: per leaf of the result there is a tuple, of which an int "
        "argnum wants only the first part; rebuild the result's tree of these, and let aux come "
        "second. A leaf without elements gives no rows to stack: its Jacobian is zeros of the "
        "right shape.",
    ),
}
