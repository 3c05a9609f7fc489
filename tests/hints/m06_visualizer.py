"""Hints for m06 visualizer, from a nudge to nearly the idea."""

HINTS = {
    "describe": (
        "Three lines at most: name, shape, dtype. Which of the three may be missing, and which "
        "only looks as if it were?",
        "The shape of a single number is (), which is false in an `if` but belongs in the label. "
        "DOT reads a backslash and an n as the end of a line: two characters, so mind Python's "
        "own reading of them. And what becomes of a parameter called \\nu?",
        "Make plain text of the name with `escape`, if there is one, and strings of the "
        "shape and of the dtype. Join these lines with a backslash and an n, as in a raw string. "
        "Escape the name alone: escaping the whole label would turn the line ends into text.",
    ),
    "number": (
        "Two arrays may have the same shape, and even the same numbers. What do they certainly not "
        "share?",
        "`enumerate` tells an array's place in the order: no other array has it. As keys, take the "
        "arrays' `id`s, since arrays that are equal would become one key.",
        "A dict from `id(array)` to the place as a string, for each array of the order. A shape in "
        "its place would merge all arrays of that shape, and the name of an op all its calls.",
    ),
    "with_box": (
        "Which arrays would you draw of a graph with 20 of them? And with 500?",
        "Below LARGE, all. From LARGE on, three kinds: leaves, which have no node; those whose "
        "`id` is in `names`; and the root. Where is the root in the order?",
        "A set of ids. For a large graph: those of the arrays without a node or with a name, and "
        "that of the last one. Exactly LARGE arrays are large already.",
    ),
    "draw_nodes": (
        "Draw `y = x * x` by hand, in boxes and ovals. Which of them belong to x, and which to y?",
        "To each array belongs its box, if it may have one; to one with a node also the oval of "
        "the op that made it. `dot.node` takes DOT's name, then the label, then keywords.",
        "For each array of the order: if its `id` is in `boxes`, a node called array and its "
        "number, with the label of `describe` and what `look` says, which two stars spread out; if "
        "it has a node, one called op and its number, labelled with the op's escaped `__name__`.",
    ),
    "draw_arrows": (
        "An array with a node has an oval. Which arrows lead into this oval, and which come out "
        "of it?",
        "Into it: one from every entry of `parents`, so that x * x gets two. Out of it: one to the "
        "array's own box. Where the parent has no box, the arrow starts at the parent's oval.",
        "For each array with a node: for every parent an edge from its box or else from its oval, "
        "which its `id` in `boxes` decides, to this array's oval; then, if this array has a box, "
        "an edge from oval to box. Leaves have neither an oval nor arrows into it.",
    ),
}
