"""Known mistakes in debugging."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the wrong op is blamed",
        "watched_contributions",
        "if has_nan(contribution):",
        "if False:",
        "A total that is NaN was made by the op that it came from. Look at each contribution, "
        "where the op that made it is known.",
    ),
    Misconception(
        "the walk is taken twice",
        "watched_contributions",
        "found = list(below(array, g, *options))",
        "list(below(array, g, *options))\n    found = list(below(array, g, *options))",
        "Rules may do more than compute: they call hooks, and `retain_grad` adds up. Ask once, and "
        "look at what came back.",
        trap="would call hooks twice",
    ),
    Misconception(
        "the way forward is not looked at",
        "watched",
        "if has_nan(result):",
        "if False:",
        "The log of -1 is NaN on the way forward already: name the op there, where it is known.",
    ),
    Misconception(
        "only the result of an op is asked who is to blame",
        "watched",
        "given = any(map(has_nan, args))",
        "given = False",
        "An op that was given a NaN did not make it. Look at its arguments before you say so.",
    ),
    Misconception(
        "the total is not looked at",
        "watched_contributions",
        "if has_nan(g):",
        "if False:",
        "Two contributions may be fine, infinity and minus infinity, and their sum NaN.",
    ),
    Misconception(
        "negative numbers have no size",
        "number_text",
        "sizes = np.abs(numbers)",
        "sizes = numbers",
        "The limits are about sizes: -1000 is a large number, and its ratio to 1 is 1000.",
    ),
    Misconception(
        "whole numbers lose their point",
        "number_text",
        'f"{number:.0f}." if',
        'f"{number:.0f}" if',
        "A float that is whole ends in a point, so that nobody takes it for an integer.",
    ),
    Misconception(
        "infinity gets a point",
        "number_text",
        'f"{number:.0f}." if np.isfinite(number) else f"{number:.0f}"',
        'f"{number:.0f}."',
        "inf and nan are words and not numbers: no point follows.",
    ),
    Misconception(
        "small numbers are printed as 0.0000",
        "number_text",
        " or smallest < 1e-4",
        "",
        "Four digits behind the point are all 0 for 0.00001. Below 1e-4, write scientifically.",
    ),
    Misconception(
        "a wide range is squeezed into four digits",
        "number_text",
        "largest / smallest > 1000 or ",
        "",
        "With 5000 and 0.001 in one tensor, four digits behind the point would hide one of them.",
    ),
    Misconception(
        "all rows begin at the left",
        "nested",
        '" " * (indent + 1) if breaks',
        '"" if breaks',
        "A row begins below the row above it, to the right of the brackets that are open.",
    ),
    Misconception(
        "matrices are not kept apart",
        "nested",
        '"\\n" * (value.ndim - 1)',
        '"\\n" * min(value.ndim - 1, 1)',
        "Between matrices of a 3-d array stands an empty line: ndim - 1 line breaks.",
    ),
    Misconception(
        "inner brackets are not indented further",
        "nested",
        "nested(part, cell, indent + 1)",
        "nested(part, cell, indent)",
        "Each level opens one bracket more, so its rows begin one character further to the right.",
    ),
    Misconception(
        "shared weights are counted twice",
        "layer_sizes",
        "if id(p) not in seen]",
        "]",
        "A tied weight is one weight, and takes memory once.",
    ),
    Misconception(
        "a layer is counted with all below it",
        "layer_sizes",
        "recurse=False",
        "recurse=True",
        "A row of the table is about the module's own parameters; those below have rows of their "
        "own.",
    ),
    Misconception(
        "hooks stay behind",
        "output_shapes",
        "            handle.remove()",
        "            handle",
        "Whoever looks on must go away again: the next call would note its shapes, too.",
    ),
    Misconception(
        "hooks stay behind after an exception",
        "output_shapes",
        "    try:\n        model(*inputs)\n    finally:\n"
        "        for handle in handles:\n            handle.remove()",
        "    model(*inputs)\n    for handle in handles:\n        handle.remove()",
        "A model that is debugged fails often. Take the hooks away in a `finally`.",
    ),
    Misconception(
        "the norm is the largest gradient",
        "gradient_norms",
        "np.sqrt(np.sum(np.square(parameter.grad.detach().numpy())))",
        "np.max(np.abs(parameter.grad.detach().numpy()))",
        "All elements count: square them, add them up, and take the root.",
    ),
    Misconception(
        "the norm is a mean",
        "gradient_norms",
        "np.sum(np.square",
        "np.mean(np.square",
        "A norm adds the squares up. A mean would hide that a large layer has a large gradient.",
    ),
]
