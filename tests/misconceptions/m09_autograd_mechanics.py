"""Known mistakes in autograd mechanics."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "only the first output is walked",
        "roots",
        "zip(outputs, cotangents, strict=True)",
        "[(outputs[0], cotangents[0])]",
        "With several outputs, each starts with its own gradient, and what they send adds up.",
    ),
    Misconception(
        "an output that is named twice counts once",
        "roots",
        "totals[key] + g if key in totals else g",
        "g",
        "An output may be named twice, each time with a gradient of its own: what it starts with "
        "adds up.",
    ),
    Misconception(
        "the graph is never freed",
        "contributor",
        "if not retain:",
        "if False:",
        "A graph holds every value of the forward pass in memory. After a backward without "
        "`retain_graph` it is gone, and a second one is refused.",
    ),
    Misconception(
        "retain_graph is ignored",
        "contributor",
        "if not retain:",
        "if True:",
        "With `retain_graph=True` the graph must still be there for another walk.",
    ),
    Misconception(
        "a freed result counts as a leaf",
        "contributor",
        "array.node = FREED",
        "array.node = None",
        "Without a node the result looks like a leaf: the next walk ends there quietly, and "
        "leaves get nothing. FREED says that something was there.",
    ),
    Misconception(
        "the graph under a gradient is freed",
        "contributor",
        "create_graph if retain_graph is None else retain_graph",
        "bool(retain_graph)",
        "`retain_graph=None` means what `create_graph` says: a gradient of a gradient walks the "
        "first graph again.",
    ),
    Misconception(
        "create_graph overrules retain_graph",
        "contributor",
        "create_graph if retain_graph is None else retain_graph",
        "create_graph or bool(retain_graph)",
        "An explicit `retain_graph=False` frees the graph, with `create_graph=True` too.",
    ),
    Misconception(
        "changed values are used all the same",
        "contributor",
        "        seen = as_recorded(array)\n",
        "        seen = array\n",
        "The derivative is computed from numbers that were changed after the op had used them. "
        "It would be silently wrong; `changes.as_recorded` notices.",
    ),
    Misconception(
        "only arguments are watched for changes",
        "as_recorded",
        "changes.as_recorded(array.value, node.version)",
        "array.value",
        "Some rules read the result: exp's does. It may have been changed as well as an argument.",
    ),
    Misconception(
        "only the result is watched for changes",
        "as_recorded",
        "tuple(changes.as_recorded(value, node.version) for value in node.values)",
        "node.values",
        "Most rules read the arguments: mul's do. Each of `node.values` may have been changed.",
    ),
    Misconception(
        "any change anywhere raises the alarm",
        "as_recorded",
        "    node = array.node\n",
        "    node = array.node\n"
        "    if changes.now() != node.version:\n"
        '        raise RuntimeError("something was changed")\n',
        "The clock tells that something was changed, but perhaps nothing that this op looked at. "
        "`changes.as_recorded` knows which values were.",
    ),
    Misconception(
        "a change that no rule needs raises the alarm",
        "as_recorded",
        "    node = array.node\n",
        "    node = array.node\n"
        "    if changes.any_changed(node.values, node.version):\n"
        '        raise RuntimeError("an argument was changed")\n',
        "An addition never looks at its arguments again, so changing them does no harm. The "
        "stand-in itself raises, as soon as a rule computes with it.",
    ),
    Misconception(
        "create_graph still hands out values",
        "contributor",
        "if create_graph:",
        "if False:",
        "A rule that gets ndarrays leaves no trace. For a gradient with a graph, hand it the "
        "Arrays that the node has.",
    ),
    Misconception(
        "with create_graph nobody minds changes",
        "with_history",
        "isinstance(a, Array) and a.value is v",
        "isinstance(a, Array)",
        "The Arrays in the node hold what is there now. Where a value was changed since, its "
        "stand-in must stay, so that it is noticed.",
    ),
    Misconception(
        "the result has no history",
        "with_history",
        "((array, *node.args), (seen.value, *seen.node.values), strict=True)",
        "((None, *node.args), (seen.value, *seen.node.values), strict=True)",
        "A rule may read its result: exp's does. With `create_graph` hand it `array` itself, or "
        "second derivatives lack a part.",
    ),
    Misconception(
        "what was kept is handed on without its history",
        "with_history",
        "node._replace(",
        "seen.node._replace(",
        "What an op has kept for its rules are ndarrays: they leave no trace. With "
        "`create_graph` the rule has to compute anew, so leave them out.",
    ),
    Misconception(
        "a second gradient with a graph replaces the first",
        "accumulate_recorded",
        "clone(g) if array.grad is None else array.grad + g",
        "clone(g)",
        "`.grad` adds up, with `create_graph` as without.",
    ),
    Misconception(
        "a gradient with a graph loses it in .grad",
        "accumulate_recorded",
        "clone(g) if array.grad is None else array.grad + g",
        "type(array)(np.array(g.value))",
        "A new Array around the value has no history. `clone` and `+` are ops, and keep it.",
    ),
    Misconception(
        "grad also fills .grad",
        "find_gradients",
        "        if id(array) in wanted:",
        "        if not isinstance(g, Array):\n"
        "            accumulate_grad(array, g)\n"
        "        if id(array) in wanted:",
        "`autograd.grad` returns gradients, and leaves the `.grad` of every tensor alone.",
    ),
    Misconception(
        "grad knows leaves only",
        "find_gradients",
        "if id(array) in wanted:",
        "if id(array) in wanted and array.node is None:",
        "An input of `grad` may also be a result on the way: it asks for the total at that point.",
    ),
    Misconception(
        "grad keeps the graph",
        "find_gradients",
        "keep, retain_graph, create_graph",
        "keep, True, create_graph",
        "`grad` walks the graph as `backward` does, and frees it as well.",
    ),
    Misconception(
        "grad hands out memory that others hold",
        "find_gradients",
        "type(x)(np.array(g))",
        "type(x)(np.asarray(g))",
        "A total may be the very memory of another gradient: `x + y` hands the same one to both. "
        "Copy.",
    ),
    Misconception(
        "grad hands out ndarrays",
        where="find_gradients",
        old="type(x)(np.array(g)) if isinstance(g, np.ndarray | np.generic) else g for",
        new="g for",
        says="A total is an ndarray, and whoever calls `grad` wants a tensor: wrap a copy of it "
        "in the class of its input, `type(x)`.",
    ),
    Misconception(
        "a gradient with a graph goes through NumPy",
        where="find_gradients",
        old="type(x)(np.array(g)) if isinstance(g, np.ndarray | np.generic) else g for",
        new="type(x)(np.array(g)) if g is not None else g for",
        says="With `create_graph` a total is an Array with a history, and NumPy, which would lose "
        "it, is refused. Hand an Array out as it is; copy and wrap ndarrays alone.",
    ),
    Misconception(
        "each output is put in order by itself",
        where="roots",
        old="*order, _ = toposort(None, lambda array: outputs if array is None else "
        "parents(array))",
        new="order = [array for output in outputs for array in toposort(output, parents)]",
        says="What two outputs were made from stands in your order twice, and has its turn before "
        "all of its gradient has arrived. Sort once, from all outputs together: a root whose "
        "parents they are does it.",
    ),
    Misconception(
        "a graph is freed before its rules are asked",
        where="contributor",
        old="        found = contributions(seen, g)\n"
        "        if not retain:\n"
        "            array.node = FREED\n",
        new="        if not retain:\n"
        "            array.node = FREED\n"
        "        found = contributions(array, g)\n",
        says="Once the note is FREED, nothing tells which rules to ask. Ask for the contributions "
        "first, free the array, and return them then.",
    ),
    Misconception(
        "a gradient with a graph is not copied",
        where="accumulate_recorded",
        old="clone(g) if array.grad is None",
        new="g if array.grad is None",
        says="In `x + y` both are handed the very same Array, and a change of one `.grad` would "
        "show in the other. `clone` is a copy that keeps its history.",
    ),
    Misconception(
        "an unused input is looked up all the same",
        where="find_gradients",
        old="found.get(id(x))",
        new="found[id(x)]",
        says="What the outputs do not depend on has no total, and looking it up fails. `get` "
        "gives None for it.",
    ),
    Misconception(
        "results, too, get a gradient with a graph",
        where="accumulate_recorded",
        old="    if array.node is None:\n        array.grad",
        new="    if True:\n        array.grad",
        says="`.grad` is for leaves. The visitor is told of every total on the way, and leaves the "
        "results alone, with `create_graph` as without.",
        trap="results are left alone",
    ),
]
