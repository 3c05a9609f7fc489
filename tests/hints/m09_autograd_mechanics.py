"""Hints for m09 autograd mechanics, from a nudge to nearly the idea."""

HINTS = {
    "as_recorded": (
        "What may a rule read? Its arguments' values, and the result's. Which of these could "
        "somebody have written into since the op ran?",
        "`changes.as_recorded(value, node.version)` does the checking, for one value. You need it "
        "for `array.value` and for each of `node.values`; nothing may be changed in `array` "
        "itself, so make a new Array.",
        "A node is a named tuple: `node._replace(values=..., params=...)` is the same one with "
        "other fields. Put it, and the checked value, into an `Array(value, True, node)`.",
    ),
    "with_history": (
        "A rule records what it does if it is handed Arrays. Where are the Arrays whose values the "
        "node has noted?",
        "`node.args` has them, in the places of `node.values`, and `array` itself is the one for "
        "the result. Numbers among the args have no history, and stay what they are in the values.",
        "Take an Array only if its `value` *is* the ndarray that `seen` holds there. Where it was "
        "changed, `seen` holds a stand-in, which is another object, and stays.",
        "Go through `(array, *node.args)` and `(seen.value, *seen.node.values)` side by side, and "
        "choose one of each pair. The first is the value of the new Array, the others are the "
        "values of its node.",
    ),
    "contributor": (
        "It returns a function of an array and its total, as `backpropagate` wants one. What has "
        "to happen before `contributions` is called, and what after it?",
        "First settle `retain_graph`: None means what `create_graph` says, while an explicit False "
        "stays False. The inner function remembers both.",
        "Before: `as_recorded`, and with `create_graph` also `with_history`. After: unless the "
        "graph is retained, FREED takes the place of the node, in the array itself and not in the "
        "one that you made. Return what `contributions` gave.",
    ),
    "accumulate_recorded": (
        "It is `accumulate_grad` for a `g` that is an Array. What must not happen to its history?",
        "Nothing is written in place here: `+` of two Arrays makes a new one, with a history.",
        "A result is left alone. The first time, `.grad` is `clone(g)`, which is an op; after that "
        "it is the sum of what it was and `g`.",
    ),
    "roots": (
        "toposort takes one root. What would the array look like that was made from all outputs?",
        "toposort knows no arrays: a node may be anything, None too. Say that the parents of None "
        "are the outputs, and leave None, which comes last, out of the order.",
        "The first totals are a dict by `id`. An output may be named twice, so add up, as the walk "
        "does: into a new array.",
    ),
    "find_gradients": (
        "It is the walk of `backward` with another visitor. What should this one do with a total, "
        "and for which arrays?",
        "The visitor is told of every array, leaf or not. Keep the totals of those whose `id` is "
        "among the inputs', and line them up in the order of the inputs: one may be named twice.",
        "An input without a total gives None. Copy an ndarray (`np.array(g)`) into a new tensor of "
        "its input's class, so that it shares no memory; with `create_graph` the total is an Array "
        "already, with a history, and stays.",
    ),
}
