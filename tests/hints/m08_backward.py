"""Hints for m08 backward, from a nudge to nearly the idea."""

HINTS = {
    "contributions": (
        "For z = x * y, what must you know to call the two rules of `mul`? Look at the fields of a "
        "Node (`computation_graph`): each of them has its part here.",
        "A rule is called with g, the result and the node's `values`, and with `params` as "
        "keywords. Go through `node.args` and the op's rules side by side: an Array among the args "
        "is a parent, anything else a constant. Some ops have endless rules (`defvjp_variadic`), "
        "so stop where the args end.",
        "In order: RuntimeError for FREED, and for an op that is not among `rules`. Pass the "
        "result and every value through `changes.as_recorded`, since a rule may read any of them. "
        "For each parent with a rule call it, `unbroadcast` to the parent's shape where shapes "
        "differ, and `cast` where dtypes do.",
        "With `create_graph`, put Arrays in the place of ndarrays after `as_recorded`: `array` for "
        "the result, the items of `node.args` for the values. But only where the Array still holds "
        "that very ndarray, as a stand-in for a changed value must stay one.",
    ),
    "backpropagate": (
        "Draw y = x * x, z = y * x + y, and walk back with a pencil. When may y hand on its total, "
        "and how do you know that nothing more will arrive?",
        "`toposort` puts parents before children, so go through its list from the end, in a loop. "
        "Keep totals in a dict by `id`. At each array: take its total, visit it, ask for its "
        "`contributions`, and add every one of them to the total of its parent.",
        "For several outputs give `toposort` a root of your own, such as None, whose parents are "
        "the outputs; what it contributes are the cotangents. An output may be listed twice, or be "
        "made from another one, so these add up like all other contributions.",
        "Add into a new array and never with `+=`, as others may hold either of the two. Pass over "
        "an array that got nothing (a rule was None), and after the visit over a leaf, which has "
        "no node. Unless `retain_graph`, the node becomes FREED once its contributions are made.",
    ),
    "initial_cotangent": (
        "dL/dL is 1. For which outputs can you say that, and which need a caller who weighs their "
        "elements?",
        "Tensors of shape (), (1,) and (1, 1) are all a single number, so count elements "
        "(`numel`), not dims. The 1 takes the shape and the dtype of the output.",
        "Check in order: the output requires a gradient; if `gradient` is None, it has one "
        "element; if not, `gradient` is an Array (an ndarray raises TypeError) of exactly the same "
        "shape, as nothing is broadcast here. Then `cast` it to the dtype of the output, and "
        "return the ndarray inside.",
        "With `create_graph` both come back as Arrays: the ones wrapped in the output's class, and "
        "`gradient` as the Array that it is. `cast` is an op, so it keeps the history; a new Array "
        "around the value would lose it.",
    ),
    "accumulate_grad": (
        "backward runs twice without `zero_grad` in between. What does torch's `.grad` hold then, "
        "and is it still the same tensor as before?",
        "There are four situations: a result, a first gradient, a further one, and an Array as g. "
        "Somebody who has kept `x.grad` in a variable must see the sum there too, so a further "
        "gradient is written into the memory of the first.",
        "An array with a node is a result, not a leaf: return. If g is an Array, `.grad` becomes "
        "its `clone`, or a new Array, the sum of old and new. Otherwise wrap a copy of the first g "
        "in the class of `array`; add any further one in place to the ndarray inside `.grad`, and "
        "`changes.mark_changed` that ndarray.",
        "g may be the very memory of another gradient, or of a value: `x + y` hands the same one "
        "to both. `np.array(g)` copies it, and makes an ndarray of the scalar that NumPy returns "
        "for the sum of two 0-d arrays.",
    ),
    "Differentiable.backward": (
        "The parts are all written. Where does the walk start, and who should be told about each "
        "total?",
        "`initial_cotangent` makes the start, with all its complaints, and `accumulate_grad` has "
        "the form of a visitor. `backpropagate` wants lists: of one output and one cotangent here.",
        "Get the start. Settle `retain_graph`: None means what `create_graph` says, while an "
        "explicit False stays False. Then walk, with `accumulate_grad` as the visitor, and hand on "
        "both flags.",
    ),
    "grad": (
        "It is the walk of `backward` with another visitor. What should this one do with a total, "
        "and for which arrays?",
        "Outputs and inputs may be one tensor or several, and `tuple` of a single Tensor would cut "
        "it into rows. An input may be a leaf or a result on the way, may be named twice, and may "
        "even be an output.",
        "Check first: at least one input, all with `requires_grad`, and as many `grad_outputs` as "
        "outputs, where a missing list means None for each. Make a start for every output. Walk "
        "with a visitor that keeps the totals of the wanted ids, and line them up in the order of "
        "the inputs.",
        "At the end an input without a total raises RuntimeError, or gives None if `allow_unused`. "
        "Copy each total into a new tensor of its input's class, so that it shares no memory; with "
        "`create_graph` it is an Array already, with a history, and stays. The answer is always a "
        "tuple.",
    ),
}
