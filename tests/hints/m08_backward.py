"""Hints for m08 backward, from a nudge to nearly the idea."""

HINTS = {
    "contributions": (
        "For z = x * y, what must you know to call the two rules of `mul`? Look at the fields of a "
        "Node (`computation_graph`): nearly each of them has its part here.",
        "A rule is called with g, the result's value and the node's `values`, and with `params` as "
        "keywords. Go through `node.args` and the op's rules side by side: an Array among the args "
        "is a parent, anything else a constant. Some ops have endless rules (`defvjp_variadic`), "
        "so stop where the args end.",
        "For each Array among the args that has a rule, call it, `unbroadcast` what comes back to "
        "the parent's shape, and `cast` it if its dtype is not the parent's. Collect pairs of "
        "parent and contribution in a list.",
    ),
    "backpropagate": (
        "Go through the table of the lesson with a pencil. When may an array hand on its total, "
        "and how do you know that nothing more will arrive?",
        "`order` has parents before children, so go through it from its end, in a loop: `pop` is "
        "one way. The totals are in a dict by `id`. At each array: take its total, visit it, ask "
        "`contribute` for its pairs, and add every contribution to the total of its parent.",
        "Add into a new array and never with `+=`, as others may hold either of the two. Pass over "
        "an array that got nothing (a rule was None), and after the visit over a leaf, which has "
        "no node.",
    ),
    "accumulate_grad": (
        "backward runs twice without `zero_grad` in between. What does torch's `.grad` hold then, "
        "and is it still the same tensor as before?",
        "There are three situations: a result, a first gradient, and a further one. Somebody who "
        "has kept `x.grad` in a variable must see the sum there too, so a further gradient is "
        "written into the memory of the first.",
        "An array with a node is a result, not a leaf: return. Wrap a copy of the first g in the "
        "class of `array`; add any further one in place to the ndarray inside `.grad`, and "
        "`changes.mark_changed` that ndarray.",
        "g may be the very memory of another gradient, or of a value: `x + y` hands the same one "
        "to both. `np.array(g)` copies it, and makes an ndarray of the scalar that NumPy returns "
        "for the sum of two 0-d arrays.",
    ),
    "Differentiable.backward": (
        "The parts are all written. Where does the walk start, in which order does it go, and who "
        "should be told about each total?",
        "`initial_cotangent` makes the first total, with all its complaints; `toposort(self, "
        "parents)` is the order; `self.mechanics(...)` gives a visitor and a way to contribute.",
        "Three lines: get the first total; get the visitor and the way to contribute; walk. The "
        "totals at the start are a dict with one entry, by the `id` of this tensor. Hand on both "
        "flags, wherever somebody takes them.",
    ),
}
