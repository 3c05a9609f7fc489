"""Known mistakes in reverse transforms."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "levels are not told apart",
        "Traced.process",
        "mine = [is_traced(arg, level) for arg in args]",
        "mine = [isinstance(arg, Traced) for arg in args]",
        "A Traced of an outer level is a constant here, but a variable out there: take its value "
        "away from it, and the outer derivative loses a path.",
    ),
    Misconception(
        "a constant loses its history",
        "Traced.process",
        "x.value if own else lower(x)",
        'x.value if own else getattr(lower(x), "value", lower(x))',
        "What is a constant at this level may be a variable for somebody else. `lower` keeps its "
        "history; its bare value has none.",
        trap="Constants",
    ),
    Misconception(
        "constants stay in the note as parents",
        "Traced.process",
        "x if own or not isinstance(x, Array) else None",
        "x",
        "An Array that is not of this level must not stand in the node's args: the walk would take "
        "it for a parent, and go on through a graph that is not yours.",
        trap="Constants",
    ),
    Misconception(
        "the note holds what came in",
        "Traced.process",
        "Node(op, noted, values, params, changes.now())",
        "Node(op, noted, args, params, changes.now())",
        "In the node's `values` stand the values of the level below, not the wrapped ones: rules "
        "compute below, as the op did.",
    ),
    Misconception(
        "no_grad inside is overheard",
        "Traced.process",
        "if not (recording.enabled and is_floating(result.dtype)):",
        "if not is_floating(result.dtype):",
        "What a function computes under no_grad is a constant for its derivative: note nothing.",
    ),
    Misconception(
        "a result is handed out without its tensor",
        "untrace",
        "lift(x.value) if is_traced(x, level) else x",
        "x.value if is_traced(x, level) else x",
        "The value of a Traced may be an ndarray, and the caller is to get a Tensor: `lift` wraps "
        "what is not one.",
    ),
    Misconception(
        "a result loses its history below",
        "untrace",
        "lift(x.value)",
        "lift(x.value).detach()",
        "Outside of this level, the result may have a history of its own: hand it out as it is.",
    ),
    Misconception(
        "a pullback works only once",
        "walk_back",
        "retain_graph=True",
        "retain_graph=False",
        "A pullback may be called again and again, as jacrev does, so the walk must retain the "
        "graph.",
    ),
    Misconception(
        "an unused input has None for a gradient",
        "walk_back",
        "Tensor(np.zeros(x.shape, x.dtype)) if g is None else g",
        "g",
        "A transform returns tensors: the gradient of what was not used is zeros of its shape.",
        trap="does not depend on",
    ),
    Misconception(
        "an unused input has a single zero",
        "walk_back",
        "np.zeros(x.shape, x.dtype)",
        "np.zeros((), x.dtype)",
        "The gradient of what was not used has the shape of the input: one zero for each number.",
        trap="does not depend on",
    ),
    Misconception(
        "the function runs after its level",
        "make_vjp",
        "        outputs = f(*inputs)",
        "    outputs = f(*inputs)",
        "Run the function while its level is open: after the `with` block, recording is as it was "
        "outside, and a transform inside would get the same depth.",
    ),
    Misconception(
        "results come out wrapped",
        "make_vjp",
        "[untrace(out, level) for out in outputs]",
        "list(outputs)",
        "Results, and extras too, are made of Traced tensors; hand out what they are to the level "
        "below.",
    ),
    Misconception(
        "the value is pulled back",
        "grad_and_value",
        "Tensor(np.ones((), value.dtype))",
        "value",
        "The gradient of f is the pullback of 1. What you get is the gradient of f**2 / 2.",
    ),
    Misconception(
        "the value comes before the gradient",
        "grad_and_value",
        "return gradient, (value, *aux) if has_aux else value",
        "return (value, *aux) if has_aux else value, gradient",
        "As its name says, grad_and_value returns the gradient first.",
    ),
    Misconception(
        "a tuple with one number is taken for the number",
        "grad_and_value",
        "if isinstance(argnums, tuple) else",
        "if isinstance(argnums, tuple) and len(argnums) > 1 else",
        "argnums=(0,) asks for a tuple of gradients, be it a tuple of one.",
    ),
    Misconception(
        "rows are stacked as columns",
        "jacobian_rows",
        "stack(of_one)",
        "stack(of_one, -1)",
        "Each pull gives a row: the dims of the result come first, then those of the argument.",
    ),
]
