"""Known mistakes in reverse transforms."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "levels are not told apart",
        "Traced.process",
        "isinstance(arg, Traced) and arg.level is level",
        "isinstance(arg, Traced)",
        "A Traced of an outer level is a constant here, but a variable out there: take its value "
        "away from it, and the outer derivative loses a path.",
    ),
    Misconception(
        "no_grad inside is overheard",
        "Traced.process",
        "if not (inside and is_floating(result.dtype)):",
        "if not is_floating(result.dtype):",
        "What a function computes under no_grad is a constant for its derivative: note nothing.",
    ),
    Misconception(
        "no_grad is lifted for the level below",
        "Traced.process",
        "recording.enabled = inside and level.recording",
        "recording.enabled = level.recording",
        "Where recording is off inside the function, it is off for the levels below as well.",
    ),
    Misconception(
        "inputs are cut off from outside",
        "trace",
        "Traced(lower(x), level, True)",
        "Traced(lower(x.detach()), level, True)",
        "The value of a Traced must keep its own history, or a derivative of the derivative finds "
        "a constant.",
    ),
    Misconception(
        "an unused input has None for a gradient",
        "_found",
        "    return g if",
        "    return None if id(x) not in found else g if",
        "A transform returns tensors: the gradient of what was not used is zeros of its shape.",
        trap="may not depend on an input",
    ),
    Misconception(
        "a pullback works only once",
        "vjp",
        "retain_graph=True",
        "retain_graph=False",
        "A pullback may be called again and again, as jacrev does, so the walk must retain the "
        "graph.",
    ),
    Misconception(
        "extras come out wrapped",
        "vjp",
        "tree_map(lambda x: untrace(x, level), aux)",
        "aux",
        "The extras, too, are made of Traced tensors; hand out what they are to the level below.",
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
        "_stacked",
        "stack(rows)",
        "stack(rows, -1)",
        "Each pull gives a row: the dims of the result come first, then those of the argument.",
    ),
    Misconception(
        "the gradient's shape is not looked at",
        "vjp",
        "matching(cotangents, outputs)",
        "flatten(cotangents)[0]",
        "A gradient of another shape would broadcast to some answer or other; `matching` refuses.",
    ),
]
