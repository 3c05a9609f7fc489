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
]
