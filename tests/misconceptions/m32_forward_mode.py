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
        "the parameters of a linear op are forgotten",
        "linear",
        "t, *args[argnum + 1 :], **params)",
        "t, *args[argnum + 1 :])",
        "The op is applied to the tangent just as it was to the value, along the same dims: hand "
        "on its `params`.",
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
        "the rule is pulled back at the argument",
        "transposed",
        "Tensor(np.zeros(out.shape, out.dtype))",
        "Tensor(np.zeros(shape, out.dtype))",
        "The rule is a function of g, and g has the shape of the result: so have the zeros at "
        "which it is pulled back.",
    ),
    Misconception(
        "only the last argument's tangent counts",
        "total_tangent",
        "total = share if total is None else total + share",
        "total = share",
        "Several arguments may move at once, and each brings its share: the tangent is their sum.",
    ),
    Misconception(
        "only the first argument's tangent counts",
        "total_tangent",
        "total = share if total is None else total + share",
        "total = share if total is None else total",
        "What the second argument brings counts as much as what the first one brings: add them.",
    ),
    Misconception(
        "every op is linear",
        "total_tangent",
        "pushes.get(op, transposed), None",
        "pushes.get(op, linear), None",
        "An op that is not in the table may be anything. `transposed` is right for all of them, "
        "`linear` for linear ones only.",
    ),
    Misconception(
        "two tangents are confused",
        "Dual.process",
        "isinstance(x, Dual) and x.level is self.level",
        "isinstance(x, Dual)",
        "A Dual of another level moves in another direction. Here it is a constant: mixing the "
        "two up is called perturbation confusion.",
    ),
    Misconception(
        "a constant stands still for everybody",
        "Dual.process",
        "x.value if own else lower(x)",
        'x.value if own else getattr(lower(x), "value", lower(x))',
        "What is a constant at this level may move at another, or require a gradient. `lower` "
        "keeps that; its bare value has lost it.",
        trap="another level",
    ),
    Misconception(
        "inputs are cut off from outside",
        "push_forward",
        "Dual(lower(x), level, lower(t))",
        "Dual(lower(x.detach()), level, lower(t))",
        "The value of a Dual must keep its own history, or a derivative of the tangent finds a "
        "constant.",
    ),
    Misconception(
        "tangents are cut off from outside",
        "push_forward",
        "Dual(lower(x), level, lower(t))",
        "Dual(lower(x), level, lower(t.detach()))",
        "A tangent may depend on what somebody else is differentiating: hand it on with its "
        "history.",
    ),
    Misconception(
        "columns are laid down as rows",
        "jacobian_columns",
        "stack(of_one, -1)",
        "stack(of_one)",
        "Each jvp gives a column: the dims of the argument come last.",
    ),
    Misconception(
        "the gradient is taken for the product",
        "hvp",
        "jvp(slope, primals, tangents)[1]",
        "jvp(slope, primals, tangents)[0]",
        "jvp returns the gradient and how it changes along the tangents. The product with the "
        "Hessian is how it changes.",
    ),
    Misconception(
        "a Hessian in the first argument only",
        "hvp",
        "tuple(range(len(primals)))",
        "(0,)",
        "The gradient is taken in all primals: each of them has a product of its own.",
    ),
]
