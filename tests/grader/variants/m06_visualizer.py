"""Wrong answers to m06 visualizer."""

from tests.grader.variants import Variant

DRAWING = """
    def make_dot(root, params=None):
        dot = Digraph()
        order = toposort(root, parents)
        labels = {id(array): name for name, array in (params or {}).items()}
        number = {id(array): i for i, array in enumerate(order)}
        shown = {
            id(array)
            for array in order
            if len(order) < LARGE or array.node is None or array is root or labels.get(id(array))
        }
        for array in order:
            i = number[id(array)]
            if id(array) in shown:
                dot.node(f"a{i}", describe(array, labels.get(id(array))), shape="box")
            if array.node is None:
                continue
            dot.node(f"f{i}", escape(array.node.op.__name__), shape="oval")
            for parent in USED:
                kind = "a" if id(parent) in shown else "f"
                ARROW
            if RESULT:
                dot.edge(f"f{i}", f"a{i}")
        return dot
    """
ARROW = 'dot.edge(f"{kind}{number[id(parent)]}", f"f{i}")'


def _drawing(
    used: str = "parents(array)", arrow: str = ARROW, result: str = "id(array) in shown"
) -> str:
    return DRAWING.replace("USED", used).replace("ARROW", arrow).replace("RESULT", result)


VARIANTS = [
    Variant(
        "arrows from what uses to what is used",
        "arrows into ops run backwards",
        "make_dot",
        _drawing(arrow='dot.edge(f"f{i}", f"{kind}{number[id(parent)]}")'),
        {'dot.edge(f"f{i}", f"{kind}{number[id(parent)]}")': ARROW},
    ),
    Variant(
        "a dict of parents",
        "an array used twice has one arrow",
        "make_dot",
        _drawing(used="{id(p): p for p in parents(array)}.values()"),
        {"{id(p): p for p in parents(array)}.values()": "parents(array)"},
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
        "make_dot",
        _drawing(result="array is root"),
        {"if array is root:": "if id(array) in shown:"},
    ),
]
