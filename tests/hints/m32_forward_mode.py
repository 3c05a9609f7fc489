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
    "Dual.process": (
        "z = x * y, and both move: what does each of them bring to the tangent of z? And if it is "
        "x * x, how many arguments bring something?",
        "Values first: a Dual of this very level gives its value, whatever else is an Array what "
        "`lower` makes of it, Duals of other levels too. Run the op on these, and remember which "
        "arguments were yours.",
        "Then shares: for each argument that was yours and for which `rule_of` finds a rule, a "
        "push makes one of its tangent, with out, the values and the params. `pushes` knows the "
        "push of an op, and `transposed` is for all others. Add the shares up.",
        "No share, or a result that is not floating (an argmax, a comparison): return the result, "
        "lifted. Otherwise a new Dual of this level. Its tangent is `cast` where its dtype differs "
        "from the result's, as when float32 meets float64; a NumPy scalar becomes an ndarray.",
    ),
    "jvp": (
        "Nothing has to walk back here. Once f has been called with Duals, where is the answer?",
        "`flatten` the primals; `matching` gives the tangents in the same order, and refuses what "
        "does not fit. Each leaf and its direction, both lowered, make a Dual of a new level; f "
        "gets them rebuilt as they came, and unpacked.",
        "Refuse early: primals that are not a tuple, or an empty one, then leaves that are not "
        "tensors, then, with a ValueError this time, a dtype that is not floating. Open the level "
        "with `enable_grad=False`: tangents need no notes, so whether anybody records is up to "
        "those outside.",
        "Flatten the outputs, and check that they are tensors. A Dual of this level gives its "
        "value and its tangent, both lifted; any other gives itself, and zeros of its shape and "
        "dtype. Rebuild two trees, values first; `pair` splits off an aux, of which only values "
        "are handed out.",
    ),
    "jacfwd": (
        "f takes (3,) to (2,). How many jvps does its Jacobian take, in which directions, and "
        "where in (2, 3) does each answer belong?",
        "`jacrev` takes a unit vector for each number of the result; here it is each number of the "
        "arguments, and `bases` (given/func/trees.py) makes these directions, too. Which dims come "
        "last in (*s, *t): those of the result or of the argument?",
        "For each leaf of the arguments: one jvp per basis, rebuilt like the primals. A `tree_map` "
        "over all these tangents stacks them, leaf by leaf of the result, along a new last dim, "
        "and reshapes to the result's shape followed by the argument's.",
        "Now there is one tree like the result for each leaf of the arguments, and it should be "
        "inside out. `tree_map` over all of them, with a function that rebuilds what it is given "
        "like the primals; an int argnum takes the first of this tuple. Any of the jvps has the "
        "aux, which comes second.",
    ),
    "hessian": (
        "The gradient is a function of x, with as many numbers as x has. What is the Jacobian of "
        "this function?",
        "The docstring names the two functions that you need, and which of them runs outside. What "
        "does each do with `argnums`, if there are two arguments?",
        "Take `jacrev` of f, and `jacfwd` of that, both with the same `argnums`. If one of them "
        "has it and the other the default, (0, 1) gives two blocks of second derivatives, and not "
        "four.",
    ),
}
