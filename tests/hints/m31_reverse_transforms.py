"""Hints for m31 reverse transforms, from a nudge to nearly the idea."""

HINTS = {
    "Traced.process": (
        "Take x * w, where x is Traced by this level and w by the one outside. Who computes, who "
        "takes a note, and for whom is w a constant? `record` in `computation_graph` does the same "
        "job without levels.",
        "Ask `is_traced` for every argument first; you need the answers twice. Those of this level "
        "go down as their value, all else as `lower` makes it. A number comes through `lower` as "
        "it is.",
        "Hand op, values and params to `level.below`. If recording is off, or the dtype is not "
        "floating, return what came, lifted, with no note at all.",
        "Otherwise make a new Traced of this level that requires a gradient, with a Node of op, "
        "args, values, params and `changes.now`. In its args an Array that is not yours becomes "
        "None; numbers and shapes stay.",
    ),
    "untrace": (
        "With two transforms open, one inside the other, whose wrapping may this level take off?",
        "The value of a Traced may be an ndarray or an Array, and a user wants a Tensor in any "
        "case. Which of the two helpers of given/func/interpreters.py sees to that?",
        "A Traced of this level gives its value, lifted. All else comes back as it is, be it a "
        "Traced of another level or a plain Tensor.",
    ),
    "walk_back": (
        "`find_gradients` of `autograd_mechanics` can walk over Traced as it walks over Tensors. "
        "What does it take, and which of that have you got?",
        "An output that is not yours (`is_traced`) does not depend on your inputs: leave it out, "
        "together with its cotangent. There may be fewer cotangents than outputs, so do not zip "
        "strictly.",
        "Lower the cotangents: the walk happens at the level below. And the caller may pull again: "
        "which flag of `find_gradients` keeps the graph?",
        "It returns None for an input that it never reached. A caller of yours gets a Tensor of "
        "zeros there, of the input's shape and dtype.",
    ),
    "make_vjp": (
        "Push, run, pop, and walk back later. Which of these four happen now, and which when the "
        "pullback is called?",
        "In a `with` block of `new_level`, trace each primal, and call f with them, unpacked. If f "
        "ran after the block, it would run at somebody else's level.",
        "After the block: untrace each output for the caller, but keep the outputs themselves, as "
        "they are. The pullback is a function of cotangents alone: it hands level, inputs and "
        "outputs on to `walk_back`.",
    ),
    "grad_and_value": (
        "If f returns a number, its gradient is a pullback. Of what, and of which shape and dtype?",
        "`function_of` turns f into a function of the wanted arguments alone. Whatever `vjp` gets, "
        "its pullback returns a tuple: when does the caller want the tuple, and when what is in "
        "it?",
        "Inside a function of any args and kwargs: `function_of`, then `vjp` with the primals "
        "unpacked, then `require_number`. Pull back a Tensor that is 1, in the value's dtype.",
        "An int argnum takes the first gradient, a tuple of one stays a tuple. With has_aux, `vjp` "
        "returns a third thing. The value, or (value, aux), comes second.",
    ),
    "jacobian_rows": (
        "f takes (3,) to (2,). Pull back (1, 0), and then (0, 1): what does each of them give, and "
        "how do the two make (2, 3)?",
        "Each pull returns a list, with one gradient for each input. You want one Jacobian for "
        "each input: which way round do you have to look at the lists? `zip` can turn them.",
        "For each input, stack its rows along a new first dim, then reshape: the dims of the "
        "result first, followed by those of a row. Stacked last, rows would be columns.",
    ),
}
