"""Wrong answers to m06 visualizer."""

from tests.grader.variants import Variant

DRAWING = """
    def draw_arrows(dot, order, boxes):
        mine = number(order)

        def start(array):
            return ("array" if id(array) in boxes else "op") + mine[id(array)]

        for array in order:
            oval = "op" + mine[id(array)]
            if array.node is not None:
                for parent in USED:
                    ARROW
                if RESULT:
                    dot.edge(oval, "array" + mine[id(array)])
    """
ARROW = "dot.edge(start(parent), oval)"


def _drawing(
    used: str = "parents(array)", arrow: str = ARROW, result: str = "id(array) in boxes"
) -> str:
    return DRAWING.replace("USED", used).replace("ARROW", arrow).replace("RESULT", result)


VARIANTS = [
    Variant(
        "arrows from what uses to what is used",
        "arrows into ops run backwards",
        "draw_arrows",
        _drawing(arrow="dot.edge(oval, start(parent))"),
        {"dot.edge(oval, start(parent))": ARROW},
    ),
    Variant(
        "a dict of parents",
        "an array used twice has one arrow",
        "draw_arrows",
        _drawing(used="{id(p): p for p in parents(array)}.values()"),
        {"{id(p): p for p in parents(array)}.values()": "parents(array)"},
    ),
    Variant(
        "numbers by hand, one for each shape",
        "DOT nodes are told apart by shape",
        "number",
        """
        def number(order):
            found, shapes = {}, []
            for array in order:
                if array.shape not in shapes:
                    shapes.append(array.shape)
                found[id(array)] = str(shapes.index(array.shape))
            return found
        """,
        {"str(shapes.index(array.shape))": "str(len(found))"},
    ),
    Variant(
        "a label in one line, and the shape for a number",
        "DOT nodes are told apart by shape",
        ("describe", "number"),
        (
            """
            def describe(array, name=None):
                said = f"{array.dtype}, {array.shape}"
                return f"{escape(name)}: {said}" if name else said
            """,
            """
            def number(order):
                return {id(array): "x".join(map(str, array.shape)) for array in order}
            """,
        ),
        {'"x".join(map(str, array.shape))': "str(id(array))"},
    ),
    Variant(
        "joins the lines of a label",
        "labels lack the dtype",
        "describe",
        r"""
        def describe(array, name=None):
            label = str(array.shape)
            if name:
                label = escape(name) + "\\n" + label
            return label
        """,
        {"return label": r'return label + "\\n" + str(array.dtype)'},
    ),
    Variant(
        "joins only the root to its op",
        None,
        "draw_arrows",
        _drawing(result="array is order[-1]"),
        {"if array is order[-1]:": "if id(array) in boxes:"},
    ),
    Variant(
        "an oval for each op, and arrows to it",
        (
            "ovals are named after their op",
            "arrows lead to ovals by the names of their ops",
        ),
        ("draw_nodes", "draw_arrows"),
        (
            """
            def draw_nodes(dot, order, names, boxes):
                numbers = number(order)
                for array in order:
                    if id(array) in boxes:
                        box = "array" + numbers[id(array)]
                        dot.node(box, describe(array, names.get(id(array))), **look(array))
                    if array.node is not None:
                        op = escape(array.node.op.__name__)
                        dot.node(oval_of(array, numbers), op, shape="oval")


            def oval_of(array, numbers):
                return array.node.op.__name__
            """,
            """
            def draw_arrows(dot, order, boxes):
                numbers = number(order)

                def name(array):
                    is_box = id(array) in boxes
                    return "array" + numbers[id(array)] if is_box else oval_of(array, numbers)

                for array in order:
                    if array.node is not None:
                        for parent in parents(array):
                            dot.edge(name(parent), oval_of(array, numbers))
                        if id(array) in boxes:
                            dot.edge(oval_of(array, numbers), name(array))
            """,
        ),
        {"return array.node.op.__name__": 'return "op" + numbers[id(array)]'},
    ),
    Variant(
        "names the oval as it is labelled",
        "ovals are named after their op",
        "draw_nodes",
        """
        def draw_nodes(dot, order, names, boxes):
            numbers = number(order)
            for array in order:
                key = id(array)
                if array.node is not None:
                    oval = array.node.op.__name__
                    dot.node(oval, escape(array.node.op.__name__), shape="oval")
                if key in boxes:
                    dot.node("array" + numbers[key], describe(array, names.get(key)))
        """,
        {"oval = array.node.op.__name__": 'oval = "op" + numbers[key]'},
    ),
    Variant(
        "a set of those that have a box",
        "with_box returns arrays",
        "with_box",
        """
        def with_box(order, names):
            if len(order) < LARGE:
                drawn = list(order)
            else:
                drawn = [a for a in order if a.node is None or id(a) in names or a is order[-1]]
            return set(drawn)
        """,
        {"return set(drawn)": "return {id(array) for array in drawn}"},
    ),
    Variant(
        "a list of those that have a box",
        "with_box returns a list of arrays",
        "with_box",
        """
        def with_box(order, names):
            def is_drawn(array):
                return array.node is None or id(array) in names or array is order[-1]

            return [a for a in order if len(order) < LARGE or is_drawn(a)]
        """,
        {
            "[a for a in order if len(order) < LARGE or is_drawn(a)]": "{id(a) for a in order "
            "if len(order) < LARGE or is_drawn(a)}"
        },
    ),
    Variant(
        "numbered by their places in the order, and looked up by id",
        "the keys of number are not ids",
        "number",
        """
        def number(order):
            return {i: str(i) for i, array in enumerate(order)}
        """,
        {"{i: str(i)": "{id(array): str(i)"},
    ),
    Variant(
        "numbers for the arrays themselves",
        "the keys of number are not ids",
        "number",
        """
        def number(order):
            found = {}
            for array in order:
                key = array
                found[key] = str(len(found))
            return found
        """,
        {"key = array": "key = id(array)"},
    ),
    Variant(
        "shape and dtype, and whatever the name",
        "labels lack the name",
        "describe",
        """
        def describe(array, name=None):
            shape, dtype = str(array.value.shape), str(array.value.dtype)
            return shape + " " + dtype
        """,
        {
            'return shape + " " + dtype': (
                'return (escape(name) + " " if name else "") + shape + " " + dtype'
            )
        },
    ),
    Variant(
        "a graph without boxes in it, as a list of ids",
        "with_box returns a list of ids",
        "with_box",
        """
        def with_box(order, names):
            if len(order) < LARGE:
                boxes = order
            else:
                boxes = [a for a in order[:-1] if a.node is None or id(a) in names]
                boxes.append(order[-1])
            return [id(a) for a in boxes]
        """,
        {"[id(a) for a in boxes]": "{id(a) for a in boxes}"},
    ),
    Variant(
        "boxes that are told nothing of names",
        "describe is not told the name",
        "draw_nodes",
        """
        def draw_nodes(dot, order, names, boxes):
            texts = number(order)
            for array in order:
                key = id(array)
                label = describe(array)
                if key in boxes:
                    dot.node("array" + texts[key], label, **look(array))
                if array.node:
                    dot.node("op" + texts[key], escape(array.node.op.__name__), shape="oval")
        """,
        {"describe(array)": "describe(array, names.get(key))"},
    ),
    Variant(
        "the number of elements is the number",
        "DOT nodes are told apart by size",
        "number",
        """
        def number(order):
            texts = {}
            for i, array in enumerate(order):
                texts[id(array)] = f"{array.value.size}"
            return texts
        """,
        {"{array.value.size}": "{i}"},
    ),
    Variant(
        "plain text made plain once more",
        "a name is escaped twice",
        "describe",
        """
        def describe(array, name=None):
            said = f"{array.value.shape} {array.value.dtype}"
            if name:
                safe = escape(name)
                said = f"{escape(safe)} {said}"
            return said
        """,
        {"{escape(safe)}": "{safe}"},
    ),
    Variant(
        "a text that begins with its colon",
        "a colon stands before the numbers",
        "number",
        """
        def number(order):
            texts = {}
            for array in order:
                texts[id(array)] = f":{len(texts)}"
            return texts
        """,
        {'f":{len(texts)}"': 'f"{len(texts)}"'},
    ),
    Variant(
        "the kind, a colon and the number",
        "a colon stands before the numbers",
        "number",
        """
        def number(order):
            return dict((id(array), "node:%d" % i) for i, array in enumerate(order))
        """,
        {'"node:%d"': '"node%d"'},
    ),
]
