"""Known mistakes in backward."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "each new contribution replaces the last one",
        "backpropagate",
        "totals[key] + g if key in totals else g",
        "g",
        "Each new contribution overwrites the last one. A tensor that was used twice must add up "
        "what it gets from both.",
    ),
    Misconception(
        "each backward replaces the gradient",
        "accumulate_grad",
        "if array.grad is None:",
        "if True:",
        "A second backward should add to what `.grad` holds; it stays until somebody clears it.",
    ),
    Misconception(
        "a gradient is replaced by the sum",
        "accumulate_grad",
        "array.grad.value += g",
        "array.grad = type(array)(array.grad.value + g)",
        "The sum is right, but whoever holds on to `.grad` now has an old tensor: add in place.",
    ),
    Misconception(
        "the gradient shares memory",
        "accumulate_grad",
        "type(array)(np.array(g))",
        "type(array)(np.asarray(g))",
        "`.grad` shares its memory with another gradient, so changing one changes both. Copy.",
    ),
    Misconception(
        "contributions are added in place",
        "backpropagate",
        "totals[key] + g if key in totals else g",
        "np.add(totals[key], g, out=np.asarray(totals[key])) if key in totals else g",
        "`+=` on a total writes into an ndarray that others may hold too: `x + y` hands the same "
        "one to both. Make a new sum.",
    ),
    Misconception(
        "every tensor gets a .grad",
        "accumulate_grad",
        "    if array.node is not None:\n        return\n",
        "",
        "Only leaves keep a gradient; what lies between them and the loss needs it for a moment.",
    ),
    Misconception(
        "broadcasting is not undone",
        "contributions",
        "unbroadcast(rule(g, out, *values, **params), arg.shape)",
        "rule(g, out, *values, **params)",
        "A rule may return a gradient of the broadcast shape; `unbroadcast` brings it back to the "
        "shape of the argument.",
    ),
    Misconception(
        "a gradient has another dtype than its tensor",
        "contributions",
        "share if share.dtype == arg.dtype else cast(share, dtype=arg.dtype)",
        "share",
        "Where float32 met float64, the float32 tensor gets a float64 gradient. Cast it back.",
    ),
    Misconception(
        "a contribution is sent on at once",
        "backpropagate",
        "    for array in reversed(order):\n",
        "    order = list(outputs)\n"
        "    for array in order:\n"
        "        order.extend(p for p in parents(array) if all(p is not o for o in order))\n",
        "The walk goes level by level, so a tensor may have its turn before all who used it. What "
        "comes later is lost. Take the order from toposort.",
    ),
    Misconception(
        "the walk starts at the leaves",
        "backpropagate",
        "    for array in reversed(order):\n",
        "    for array in order:\n",
        "toposort puts parents first, and gradients flow the other way: start at the loss.",
    ),
    Misconception(
        "every path is walked by itself",
        "backpropagate",
        "    for array in reversed(order):\n",
        "    paths = list(zip(outputs, cotangents))\n"
        "    while paths:\n"
        "        array, g = paths.pop()\n"
        "        visit(array, g)\n"
        "        paths.extend(contributions(array, g) if array.node is not None else ())\n"
        "    for array in ():\n",
        "The sum over paths is right, but there may be very many of them: 60 doublings in a row "
        "have 2 ** 60. Add up what arrives at a tensor, then walk on from it once.",
    ),
    Misconception(
        "the graph is ordered by recursion",
        "backpropagate",
        "    for array in reversed(order):\n",
        "    order, seen = [], set()\n"
        "    def place(array):\n"
        "        if id(array) not in seen:\n"
        "            seen.add(id(array))\n"
        "            for parent in parents(array):\n"
        "                place(parent)\n"
        "            order.append(array)\n"
        "    for output in outputs:\n"
        "        place(output)\n"
        "    for array in reversed(order):\n",
        "Python's stack ends at about 1,000 calls, and graphs are deeper. toposort needs no stack.",
    ),
    Misconception(
        "only the first output is walked",
        "backpropagate",
        "zip(outputs, cotangents, strict=True)",
        "[(outputs[0], cotangents[0])]",
        "With several outputs, each starts with its own gradient, and what they send adds up.",
    ),
    Misconception(
        "the graph is never freed",
        "backpropagate",
        "if not retain_graph:",
        "if False:",
        "A graph holds every value of the forward pass in memory. After a backward without "
        "`retain_graph` it is gone, and a second one is refused.",
    ),
    Misconception(
        "retain_graph is ignored",
        "backpropagate",
        "if not retain_graph:",
        "if True:",
        "With `retain_graph=True` the graph must still be there for another walk.",
    ),
    Misconception(
        "a freed graph counts as a leaf",
        "contributions",
        "        raise RuntimeError(\n"
        '            "trying to go backward through a graph that has been freed; "\n'
        '            "say retain_graph=True the first time"\n'
        "        )\n",
        "        return []\n",
        "The walk ends quietly where the graph was freed, and leaves get nothing. Say so, by "
        "raising RuntimeError.",
    ),
    Misconception(
        "changed values are used all the same",
        "contributions",
        "    out = changes.as_recorded(array.value, node.version)\n"
        "    values = [changes.as_recorded(value, node.version) for value in node.values]\n",
        "    out, values = array.value, node.values\n",
        "The derivative is computed from numbers that were changed after the op had used them. It "
        "would be silently wrong; `changes.as_recorded` notices.",
    ),
    Misconception(
        "only arguments are watched for changes",
        "contributions",
        "changes.as_recorded(array.value, node.version)",
        "array.value",
        "Some rules read the result: exp's does. It may have been changed as well as an argument.",
    ),
    Misconception(
        "any change anywhere raises the alarm",
        "contributions",
        "    out = changes.as_recorded(array.value, node.version)\n",
        "    out = array.value\n"
        "    if changes.now() != node.version:\n"
        '        raise RuntimeError("something was changed")\n',
        "The clock tells that something was changed, but perhaps nothing that this op looked at. "
        "`changes.as_recorded` knows which values were.",
    ),
    Misconception(
        "a change that no rule needs raises the alarm",
        "contributions",
        "    values = [changes.as_recorded(value, node.version) for value in node.values]\n",
        "    values = node.values\n"
        "    if changes.any_changed(values, node.version):\n"
        '        raise RuntimeError("an argument was changed")\n',
        "An addition never looks at its arguments again, so changing them does no harm. The "
        "stand-in itself raises, as soon as a rule computes with it.",
    ),
    Misconception(
        "adding to a gradient goes unnoticed",
        "accumulate_grad",
        "changes.mark_changed(array.grad.value)",
        "pass",
        "Somebody may have computed with `.grad`. Whoever writes into memory calls `mark_changed`.",
    ),
    Misconception(
        "an op without rules is passed over",
        "contributions",
        'raise RuntimeError(f"{node.op.__name__} has no rules, so no gradient can pass it")\n',
        "return []\n",
        "The leaves behind an op without rules would get too little, and nobody would know. Raise "
        "RuntimeError.",
    ),
    Misconception(
        "a vector starts with ones",
        "initial_cotangent",
        "if output.numel() != 1:",
        "if False:",
        "Only a single number has a gradient of its own. With several elements, the caller must "
        "say how they are weighed; raise RuntimeError without.",
    ),
    Misconception(
        "the gradient passed in is ignored",
        "initial_cotangent",
        "gradient if create_graph else gradient.value",
        "np.ones(output.shape, output.dtype)",
        "The walk starts with the gradient that the caller passes, and not always with ones.",
    ),
    Misconception(
        "the gradient passed in is broadcast",
        "initial_cotangent",
        "if gradient.shape != output.shape:",
        "if False:",
        "A gradient has the shape of what it belongs to; refuse any other with RuntimeError.",
    ),
    Misconception(
        "the gradient passed in may be an ndarray",
        "initial_cotangent",
        "if not isinstance(gradient, Array):",
        "gradient = gradient if isinstance(gradient, Array) else Array(np.asarray(gradient))\n"
        "    if not isinstance(gradient, Array):",
        "torch takes only tensors here, and raises TypeError for anything else.",
    ),
    Misconception(
        "a constant goes backward in silence",
        "initial_cotangent",
        "if not output.requires_grad:",
        "if False:",
        "No gradient flows from a tensor that requires none. Say so, by raising RuntimeError.",
    ),
    Misconception(
        "grad also fills .grad",
        "grad",
        "        if id(array) in wanted:",
        "        accumulate_grad(array, g)\n        if id(array) in wanted:",
        "`autograd.grad` returns gradients, and leaves the `.grad` of every tensor alone.",
    ),
    Misconception(
        "grad knows leaves only",
        "grad",
        "if id(array) in wanted:",
        "if id(array) in wanted and array.node is None:",
        "An input of `grad` may also be a result on the way: it asks for the total at that point.",
    ),
    Misconception(
        "an unused input has the gradient None without asking",
        "grad",
        "if unused and not allow_unused:",
        "if False:",
        "A gradient of None is mostly a mistake in the model: raise RuntimeError, unless the "
        "caller allowed it.",
    ),
    Misconception(
        "an input without gradients counts as unused",
        "grad",
        "if not all(x.requires_grad for x in inputs):",
        "if False:",
        "An input that requires no gradient can't have one. Raise RuntimeError, also with "
        "`allow_unused`.",
    ),
    Misconception(
        "grad returns a single gradient bare",
        "grad",
        "return tuple(totals)",
        "return tuple(totals) if len(totals) > 1 else totals[0]",
        "`grad` always returns a tuple, one gradient per input, also when there is only one.",
    ),
    Misconception(
        "grad keeps the graph",
        "grad",
        "starts, keep, retain, create_graph",
        "starts, keep, True, create_graph",
        "`grad` walks the graph as `backward` does, and frees it as well.",
    ),
    Misconception(
        "create_graph still hands out values",
        "contributions",
        "    if create_graph:\n        out",
        "    if False:\n        out",
        "A rule that gets ndarrays leaves no trace. For a gradient with a graph, hand it the "
        "Arrays that the node has.",
    ),
    Misconception(
        "with create_graph nobody minds changes",
        "contributions",
        "        values = [_recorded(*pair) for pair in zip(node.args, values, strict=True)]\n",
        "        values = node.args\n",
        "The Arrays in the node hold what is there now. Where a value was changed since, its "
        "stand-in must stay, so that it is noticed.",
    ),
    Misconception(
        "what weighs a gradient loses its history",
        "initial_cotangent",
        "return gradient if create_graph else gradient.value",
        "return type(gradient)(gradient.value) if create_graph else gradient.value",
        "With create_graph the gradient passed in takes part, with its own history: hand on the "
        "Array itself.",
    ),
]
