"""What learners get wrong about drawing a graph."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "an array used twice has one arrow",
        where="draw_arrows",
        old="for parent in parents(array):",
        new="for parent in {id(p): p for p in parents(array)}.values():",
        says="In `x * x` the product uses x twice, so two arrows should go from x into mul. A set "
        "or a dict of parents loses one of them.",
    ),
    Misconception(
        "arrows into ops run backwards",
        where="draw_arrows",
        old='dot.edge(f"{kind}{numbers[id(parent)]}", f"op{i}")',
        new='dot.edge(f"op{i}", f"{kind}{numbers[id(parent)]}")',
        says="Numbers flow from the arrays into the op that used them, and arrows should, too.",
    ),
    Misconception(
        "arrows out of ops run backwards",
        where="draw_arrows",
        old='dot.edge(f"op{i}", f"array{i}")',
        new='dot.edge(f"array{i}", f"op{i}")',
        says="Numbers flow from the op to its result, and arrows should, too.",
    ),
    Misconception(
        "DOT nodes are told apart by shape",
        where="number",
        old="{id(array): str(i) for i, array in enumerate(order)}",
        new="{id(array): str(array.shape) for array in order}",
        says="Two DOT nodes of one name are one node, so arrays that share a shape have merged. "
        "Number them.",
    ),
    Misconception(
        "DOT nodes are told apart by their op",
        where="number",
        old="{id(array): str(i) for i, array in enumerate(order)}",
        new="{\n        id(a): a.node.op.__name__ if a.node else str(i)\n"
        "        for i, a in enumerate(order)\n    }",
        says="Two DOT nodes of one name are one node, so two calls of the same op have merged. "
        "Number them.",
    ),
    Misconception(
        "ovals are named after their op",
        where="draw_nodes",
        old='dot.node(f"op{i}", escape',
        new="dot.node(array.node.op.__name__, escape",
        says='A node of DOT is told apart by its name alone. Call the oval "op" and the number of '
        "the array that the op made, as `draw_arrows` does; the op's own name is the label.",
    ),
    Misconception(
        "a colon in a name",
        where="number",
        old="str(i) for",
        new='f"{i}:{array.shape}" for',
        says="DOT reads what follows a colon as the side of the box at which an arrow ends. A "
        "number's text is made of letters and digits alone.",
    ),
    Misconception(
        "arrows are to start at constants",
        where="draw_arrows",
        old="in parents(array):",
        new="in array.node.args:",
        says="`args` hold constants, too, which have no number and are not drawn. `parents` leaves "
        "them out.",
    ),
    Misconception(
        "names are looked up by the array",
        where="draw_nodes",
        old="names.get(id(array))",
        new="names.get(array)",
        says="The keys of `names` are the arrays' `id`s, so nothing is found for an array itself. "
        "Look up `id(array)`.",
        outcome="no box has its name",
    ),
    Misconception(
        "a small graph gets no answer",
        where="with_box",
        old="        return {id(array) for array in order}\n",
        new="        {id(array) for array in order}\n        return None\n",
        says="In a graph that is not large your function comes to its end without a `return`: that "
        "gives None, and no set. Return the `id` of every array.",
    ),
    Misconception(
        "only leaves get their names",
        where="draw_nodes",
        old="names.get(id(array))",
        new="names.get(id(array)) if array.node is None else None",
        says="A result, such as the loss, may have been given one too.",
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
        old="str(array.value.shape), str(array.value.dtype)",
        new="str(array.value.shape)",
        says="Without it nobody can see where a float64 has crept in.",
    ),
    Misconception(
        "labels lack the shape of a single number",
        where="describe",
        old="str(array.value.shape), ",
        new="*([str(array.shape)] if array.shape else []), ",
        says="`()` is false in an `if`, but it is a shape, and should be there.",
    ),
    Misconception(
        "large graphs are drawn in full",
        where="with_box",
        old="len(order) < LARGE",
        new="True",
        says="From LARGE arrays on, only leaves, the root and named arrays should have a box.",
    ),
    Misconception(
        "large begins one array too late",
        where="with_box",
        old="len(order) < LARGE",
        new="len(order) <= LARGE",
        says="A graph of exactly LARGE arrays is large already.",
    ),
    Misconception(
        "large graphs lose named arrays",
        where="with_box",
        old=" or id(array) in names",
        new="",
        says="Whoever gave an array a name wants to see it, also from LARGE arrays on.",
    ),
    Misconception(
        "large graphs lose their root",
        where="with_box",
        old="[*ends, order[-1]]",
        new="ends",
        says="They end in an op. The loss, or whatever it is, should have its box at any size.",
    ),
    Misconception(
        "names of ops are not escaped",
        where="draw_nodes",
        old="escape(array.node.op.__name__)",
        new="array.node.op.__name__",
        says="An op made of a lambda is called `<lambda>`, which DOT reads as HTML. `escape` makes "
        "plain text of it.",
    ),
    Misconception(
        "arrows start at boxes that are not there",
        where="draw_arrows",
        old='"array" if id(parent) in boxes else "op"',
        new='"array"',
        says="In a large graph most arrays have no box, and DOT makes an empty node for each name "
        "that it does not know. Let the arrow start at the oval instead.",
    ),
    Misconception(
        "leaves have ovals too",
        where="draw_arrows",
        old="if array.node is None:\n            continue\n        i =",
        new="i =",
        says="No op made a leaf, so no oval stands before its box, and no arrow comes out of one.",
    ),
    Misconception(
        "every array is taken to have a name",
        where="draw_nodes",
        old="names.get(id(array))",
        new="names[id(array)]",
        says="Most were not given any, and then a dict raises KeyError. `names.get` gives None "
        "instead.",
    ),
    Misconception(
        "leaves were made by an op, too",
        where="draw_nodes",
        old="if array.node is not None:",
        new="if True:",
        says="A leaf has no note: its `node` is None, and there is no oval to draw for it.",
    ),
    Misconception(
        "no arrow leads to a result",
        where="draw_arrows",
        old='        if id(array) in boxes:\n            dot.edge(f"op{i}", f"array{i}")\n',
        new="",
        says="From each op one goes on to the box of the array that it made.",
    ),
    Misconception(
        "arrows lead to ovals by the names of their ops",
        where="draw_arrows",
        old="""        for parent in parents(array):
            kind = "array" if id(parent) in boxes else "op"
            dot.edge(f"{kind}{numbers[id(parent)]}", f"op{i}")
        if id(array) in boxes:
            dot.edge(f"op{i}", f"array{i}")""",
        new="""        oval = array.node.op.__name__
        for parent in parents(array):
            is_box = id(parent) in boxes
            start = f"array{numbers[id(parent)]}" if is_box else parent.node.op.__name__
            dot.edge(start, oval)
        if id(array) in boxes:
            dot.edge(oval, f"array{i}")""",
        says="Two calls of one op have the same name, so the arrows of both meet in one oval. An "
        'oval is called "op" and the number of the array that was made.',
        trap="They would silently become one",
    ),
    Misconception(
        "with_box returns arrays",
        where="with_box",
        old="        return {id(array) for array in order}\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return {id(array) for array in [*ends, order[-1]]}",
        new="        return set(order)\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return {*ends, order[-1]}",
        says="Whoever draws asks whether `id(array)` is in the set, and no number is among your "
        "arrays: not one box is drawn. Return the `id` of each.",
    ),
    Misconception(
        "with_box returns a list of arrays",
        where="with_box",
        old="        return {id(array) for array in order}\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return {id(array) for array in [*ends, order[-1]]}",
        new="        return list(order)\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return [*ends, order[-1]]",
        says="`id(array) in boxes` then compares a number with each array, element by element, "
        "and a tensor of several elements is neither true nor false. Return a set of `id`s.",
    ),
    Misconception(
        "the keys of number are not ids",
        where="number",
        old="{id(array): str(i) for i, array in enumerate(order)}",
        new="{str(i): id(array) for i, array in enumerate(order)}",
        says="`draw_nodes` and `draw_arrows` look up `numbers[id(array)]`, and find nothing. The "
        "keys of what `number` returns are the arrays' `id`s, and its values the texts.",
        trap="a text for each array",
    ),
    Misconception(
        "labels lack the name",
        where="describe",
        old="[*lines, str(array.value.shape)",
        new="[str(array.value.shape)",
        says="An array that was given a name should show it: if `describe` gets one, put it in "
        "the label, with `escape`.",
    ),
    Misconception(
        "with_box returns a list of ids",
        where="with_box",
        old="        return {id(array) for array in order}\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return {id(array) for array in [*ends, order[-1]]}",
        new="        return [id(array) for array in order]\n"
        "    ends = [array for array in order if array.node is None or id(array) in names]\n"
        "    return [id(array) for array in [*ends, order[-1]]]",
        says="The `id`s are right, but `id(array) in boxes` looks through all of a list, for each "
        "arrow once more. Return a set, as the annotation says.",
    ),
    Misconception(
        "describe is not told the name",
        where="draw_nodes",
        old="describe(array, names.get(id(array)))",
        new="describe(array)",
        says="`names` may have a name for this array: hand it to `describe`.",
        trap="with the array's name if it has one",
        outcome="no box has its name",
    ),
    Misconception(
        "DOT nodes are told apart by size",
        where="number",
        old="{id(array): str(i) for i, array in enumerate(order)}",
        new="{id(array): str(array.value.size) for array in order}",
        says="Two DOT nodes of one name are one node, so arrays with as many elements have merged. "
        "Number them.",
    ),
    Misconception(
        "a name is escaped twice",
        where="describe",
        old="[escape(name)]",
        new="[escape(escape(name))]",
        says="The second time, `escape` makes plain text of its own backslashes, and they are "
        "shown: once is enough.",
        trap="The name is plain text (`escape`, once)",
    ),
    Misconception(
        "a colon stands before the numbers",
        where="number",
        old="str(i) for",
        new='f"n:{i}" for',
        says="DOT ends the name at a colon, so that all boxes have one name. Letters and "
        "digits alone are safe.",
    ),
]
