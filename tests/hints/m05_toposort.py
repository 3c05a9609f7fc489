"""Hints for m05 topological sort, from a nudge to nearly the idea."""

HINTS = {
    "toposort": (
        "Take the lesson's diamond, d made from b and c, both made from a. You meet d first, but "
        "it is written down last: what has to be finished before a node may be written down?",
        "With recursion it would be: visit every parent that was not seen, then write the node "
        "down. Python's stack remembers two things for you meanwhile: which nodes you are in the "
        "middle of, and how far you got among the parents of each. A list of your own can hold "
        "the same.",
        "One way: the stack holds pairs of a node and an iterator over its parents. Look at the "
        "top: if its iterator has a parent that was not seen, mark it as seen and push it with an "
        "iterator of its own; if the iterator is used up, pop the node and write it down.",
        "Another way: push each node twice. When you take it off for the first time and it was "
        "not seen, mark it, push it again with a marker above it, and its parents above both; "
        "when the marker comes up, the node below it may be written down. Mark a node when it is "
        "taken off, not when it is pushed.",
        "Easily forgotten: the set of what was seen holds `id(node)`, and starts empty at each "
        "call. 0, None and empty strings are nodes too, so a marker must be an object of your "
        "own. `parents` is called once per node, and gives any iterable: walk through it, but "
        "don't pop from it.",
    ),
}
