"""What learners get wrong about drawing a graph."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "an array used twice has one arrow",
        where="make_dot",
        old="for parent in parents(array):",
        new="for parent in {id(p): p for p in parents(array)}.values():",
        says="In `x * x` the product uses x twice, so two arrows should go from x into mul. A set "
        "or a dict of parents loses one of them.",
    ),
    Misconception(
        "arrows into ops run backwards",
        where="make_dot",
        old='dot.edge(source[id(parent)], f"op{i}")',
        new='dot.edge(f"op{i}", source[id(parent)])',
        says="Your arrows point from an op to its operands. Numbers flow the other way, from the "
        "arrays into the op that used them.",
    ),
    Misconception(
        "arrows out of ops run backwards",
        where="make_dot",
        old='dot.edge(f"op{i}", f"array{i}")',
        new='dot.edge(f"array{i}", f"op{i}")',
        says="Your arrows point from a result to the op that made it. Numbers flow the other way, "
        "from the op to its result.",
    ),
    Misconception(
        "DOT nodes are told apart by shape",
        where="make_dot",
        old="for i, array in enumerate(order):",
        new="for i, array in ((array.shape, array) for array in order):",
        says="Two DOT nodes of one name are one node, so arrays that share a shape have merged. "
        "Number them.",
    ),
    Misconception(
        "DOT nodes are told apart by their op",
        where="make_dot",
        old="for i, array in enumerate(order):",
        new="ops = [a.node.op.__name__ if a.node else str(i) for i, a in enumerate(order)]\n"
        "    for i, array in zip(ops, order):",
        says="Two DOT nodes of one name are one node, so two calls of the same op have merged. "
        "Number them.",
    ),
    Misconception(
        "shared arrays are drawn once per use",
        where="make_dot",
        old="order = toposort(root, parents)",
        new="def walk(array):\n"
        "        return [a for parent in parents(array) for a in walk(parent)] + [array]\n\n"
        "    order = walk(root)",
        says="An array that was used twice is drawn twice, and so is all that it was made from: "
        "a graph became a tree. `toposort` names every array once.",
    ),
    Misconception(
        "the graph is walked by recursion",
        where="make_dot",
        old="order = toposort(root, parents)",
        new="order = []\n\n"
        "    def walk(array):\n"
        "        if not any(array is known for known in order):\n"
        "            for parent in parents(array):\n"
        "                walk(parent)\n"
        "            order.append(array)\n\n"
        "    walk(root)",
        says="A deep graph ends in a RecursionError: Python's stack holds only about 1,000 calls. "
        "`toposort` needs no recursion.",
    ),
    Misconception(
        "only leaves get their names",
        where="make_dot",
        old="name = names.get(id(array))",
        new="name = names.get(id(array)) if array.node is None else None",
        says="You look up names for leaves only. A result, such as the loss, may have one too.",
    ),
    Misconception(
        "names are not escaped",
        where="describe",
        old="[escape(name)]",
        new="[name]",
        says="To DOT a backslash means something: a parameter called \\nu came out as a line break "
        "and a u. `escape` prevents it.",
    ),
    Misconception(
        "labels lack the dtype",
        where="describe",
        old="str(array.shape), str(array.dtype)",
        new="str(array.shape)",
        says="Your labels do not tell the dtype, so nobody can see where a float64 has crept in.",
    ),
    Misconception(
        "labels lack the shape of a single number",
        where="describe",
        old="str(array.shape), ",
        new="*([str(array.shape)] if array.shape else []), ",
        says="The shape of a single number is `()`. It is false in an `if`, but it is a shape, and "
        "should be in the label.",
    ),
    Misconception(
        "large graphs are drawn in full",
        where="make_dot",
        old="len(order) < LARGE",
        new="True",
        says="You draw every array of a large graph. From LARGE arrays on, only leaves, the root "
        "and named arrays should have a box.",
    ),
    Misconception(
        "large begins one array too late",
        where="make_dot",
        old="len(order) < LARGE",
        new="len(order) <= LARGE",
        says="A graph of exactly LARGE arrays is large already.",
    ),
    Misconception(
        "large graphs lose named arrays",
        where="make_dot",
        old="or name or",
        new="or",
        says="Your large graphs leave out arrays that were given a name. Whoever named them wants "
        "to see them.",
    ),
    Misconception(
        "large graphs lose their root",
        where="make_dot",
        old="or array is root ",
        new="",
        says="Your large graphs end in an op. The root, usually the loss, should have its box at "
        "any size.",
    ),
    Misconception(
        "names of ops are not escaped",
        where="make_dot",
        old="escape(array.node.op.__name__)",
        new="array.node.op.__name__",
        says="An op made of a lambda is called `<lambda>`, which DOT reads as HTML. `escape` makes "
        "plain text of it.",
    ),
]
