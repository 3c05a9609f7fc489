"""Hints for m32 forward mode, from a nudge to nearly the idea."""

HINTS = {
    "linear": (
        "If out = 3 x and x moves at speed t, how fast does out move? And which function, already "
        "at hand, multiplies by 3?",
        "In x * y at 3 and 5, let x have the tangent 1 while y stands still. The tangent of the "
        "result is 1 * 5: what has changed places with what, and what has stayed?",
        "Call the op again, with the same args but for number `argnum`, which is now `t`, and with "
        "the same params, or a sum would forget its dim. `args` is a tuple that the next argument "
        "needs as well: put a new one together.",
    ),
    "diagonal": (
        "Write down the Jacobian of exp at (0, log 2), a 2 x 2 matrix, and transpose it. What has "
        "changed?",
        "A rule of `chain_rule` takes g, out, the args and the params, and `rule_of` finds it. "
        "What does it compute if you give it t in the place of g? Then try it on a matrix (2, 3) "
        "plus a row (3,), where t belongs to the row.",
        "Ask `rule_of` for this argument's rule; give it t, out, all args and the params; stretch "
        "what it returns to the shape of out by `broadcast_to`. The rule of add hands t back as "
        "it is, (3,), although every row of the result moves.",
    ),
    "transposed": (
        "The rule takes g to J.T g. As a function of g alone, what is its Jacobian, and what does "
        "a vjp through that function multiply by?",
        "Make a function of g: the rule, with all else held fixed, and `unbroadcast` to the shape "
        "of the argument. `vjp` it at zeros of the shape and dtype of out. Its pullback takes "
        "something of the argument's shape: what do you have of that shape?",
        "Pull t back through that function, and take the only part of the tuple. Mind the border: "
        "`vjp` wants Tensors, so `lift` t and what the rule returns, and `lower` the answer. The "
        "rule itself, given t, is right for symmetric Jacobians only, such as softmax's.",
    ),
    "total_tangent": (
        "z = x * y, and both move: what does each of them bring to the tangent of z? And if it is "
        "x * x, how many arguments bring something?",
        "Go through the tangents together with the number of their argument. Which two reasons are "
        "there for an argument to bring nothing?",
        "`pushes` is a dict by op, and `transposed` does for an op that is not in it. What it "
        "finds is called with op, number, tangent, out, args and params.",
        "Add the shares up. Start from None rather than from 0: a caller wants to know whether "
        "anything came, and the first share is the total so far.",
    ),
    "Dual.process": (
        "It is much like `Traced.process`, but no note is taken. What does a Dual carry instead?",
        "Whose Duals are yours? Those of this very level; ask once for each argument, since values "
        "and tangents both need the answers.",
        "Make three lists: what is yours, values (a Dual of yours its value, all else as `lower` "
        "makes it), and tangents (None for what is not yours). Run the op on the values, with the "
        "params, and then ask `total_tangent`.",
        "If it says None, or the result is not floating (an argmax, a comparison), return the "
        "result, lifted. Otherwise a new Dual of this level, of the result and its tangent.",
    ),
    "push_forward": (
        "Nothing has to walk back here. Once f has been called with Duals, where is the answer?",
        "Open the level with `enable_grad=False`: tangents need no notes, so whether anybody "
        "records is up to those outside. f must be called inside the block.",
        "Each primal and its tangent, both lowered, make a Dual of the new level. f takes them "
        "unpacked, and returns a list; `unpack_dual` takes each of these apart, after the block.",
    ),
    "jacobian_columns": (
        "f takes (3,) to (2,). How many jvps does its Jacobian take, in which directions, and "
        "where in (2, 3) does each answer belong?",
        "`jacobian_rows` of `reverse_transforms` takes a unit vector for each number of the "
        "result; here it is each number of the argument. Each push returns a list, with one "
        "tangent for each result, and `zip` turns the lists.",
        "For each result, stack its columns along a new last dim, then reshape: the dims of the "
        "result first, followed by those of the argument.",
    ),
    "hvp": (
        "The gradient of f is a function of the primals. You want its Jacobian, times a vector: "
        "which transform gives just that, in one run?",
        "`grad` takes `argnums`. Which ones, if there are three primals? And it should return a "
        "tuple even if there is one.",
        "Make the gradient a function of all primals, by a tuple of all their numbers, and push "
        "the tangents through it. `jvp` returns the gradient first, which nobody has asked for.",
    ),
}
