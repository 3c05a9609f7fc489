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
    "make_dot": (
        "Draw `y = x * x` by hand, in boxes, ovals and arrows. Which of them belong to y, so that "
        "you could draw them when y's turn comes in the order of `toposort`?",
        "To each array belongs its own box; to one with a node also an oval, an arrow from each "
        "parent into the oval, and one from the oval to the box. Parents come first in "
        "`toposort`, so they have been drawn already: remember, by `id`, the DOT node that arrows "
        "from each array start at.",
        "Names: `params` leads from name to array, and you need the way from `id(array)` to name. "
        "DOT nodes: the array's place in the order makes a unique one for its box, and another "
        "for its oval. Arrows: one for every entry of `parents`, so that x * x gets two.",
        "Large graphs: if `toposort` found LARGE arrays or more, only leaves, the root and named "
        "arrays have a box. For any other array draw the oval only, and remember the oval as the "
        "place that arrows from this array start at. All else stays as it is.",
        "Easily forgotten: exactly LARGE arrays are large already; a result may have a name, too; "
        "arrays in `params` that the root was not made from are not drawn; the label of an op "
        "needs `escape`, for `<lambda>`; and a leaf as the root is a single box.",
    ),
}
