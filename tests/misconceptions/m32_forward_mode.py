"""Known mistakes in forward mode."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the tangent stands beside the value",
        "linear",
        "op(*args[:argnum], t, *args[argnum + 1 :], **params)",
        "op(*args, **params) * 1.0",
        "A linear op does to the tangent what it does to the value: put the tangent in its place.",
    ),
    Misconception(
        "a tangent is not broadcast",
        "diagonal",
        "broadcast_to(rule_of(op, argnum)(t, out, *args, **params), out.shape)",
        "rule_of(op, argnum)(t, out, *args, **params)",
        "In a sum of a matrix and a row, the row's tangent must move every row of the result.",
    ),
    Misconception(
        "the vjp is taken for the jvp",
        "transposed",
        "lower(pullback(lift(t))[0])",
        "lower(pull(lift(t)))",
        "A vjp rule multiplies by the transposed Jacobian. That is the same for symmetric ones "
        "only, softmax's for one; transpose it, by pulling back through the rule.",
    ),
    Misconception(
        "only the last argument's tangent counts",
        "Dual.process",
        "tangent = share if tangent is None else tangent + share",
        "tangent = share",
        "Several arguments may move at once, and each brings its share: the tangent is their sum.",
    ),
    Misconception(
        "two tangents are confused",
        "Dual.process",
        "isinstance(arg, Dual) and arg.level is level",
        "isinstance(arg, Dual)",
        "A Dual of another level moves in another direction. Here it is a constant: mixing the "
        "two up is called perturbation confusion.",
    ),
    Misconception(
        "the tangent keeps the dtype it came with",
        "Dual.process",
        "if tangent.dtype != out.dtype:",
        "if False:",
        "Where float32 meets float64, the result is float64, and so must its tangent be.",
    ),
    Misconception(
        "what stands still moves at speed one",
        "_parts",
        "np.zeros(x.shape, x.dtype)",
        "np.ones(x.shape, x.dtype)",
        "A result that does not depend on the input stands still: its tangent is zeros.",
        trap="have zeros for a tangent",
    ),
    Misconception(
        "columns are laid down as rows",
        "_side_by_side",
        "stack(columns, -1)",
        "stack(columns)",
        "Each jvp gives a column: the dims of the argument come last.",
    ),
    Misconception(
        "the tangent comes first",
        "jvp",
        "results = rebuild([x for x, _ in split]), rebuild([t for _, t in split])",
        "results = rebuild([t for _, t in split]), rebuild([x for x, _ in split])",
        "jvp returns the value first, and then the tangent.",
    ),
    Misconception(
        "a Hessian in the first argument only",
        "hessian",
        "jacrev(f, argnums), argnums",
        "jacrev(f), argnums",
        "Both derivatives are taken in all of `argnums`: two arguments have four blocks.",
    ),
]
