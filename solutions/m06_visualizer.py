"""m06 visualizer: see what you have built.

A computation graph is easier to believe in once you have seen one. Graphviz draws graphs from a
small language, DOT, in which `a -> b` is an arrow, and it finds out by itself where to put things.
`Digraph` (in given/core/drawing.py, over the `graphviz` package) writes DOT for us:

    dot = Digraph();  dot.node("n0", label="x");  dot.node("n1", label="mul");  dot.edge("n0", "n1")

Our drawings have two kinds of nodes, as bipartite as the real thing: a box for each array, an oval
for each op. Arrows run the way the numbers flow, from arrays into the op that used them, and from
the op to the array that it made. Here is `y = x * x`:

    [ x (3,) float32 ] ==> ( mul ) --> [ (3,) float32 ]        two arrows: x was used twice

The tools are all there: `toposort` finds every array once, parents first; `parents` tells what it
was made from, and `node.op.__name__` names the op. Only what gradients flow through is drawn: no
constants.

Big graphs drown the eye. Where there are LARGE arrays or more, leaves and root among them, leave
out the boxes in between: draw the leaves, the root, and the arrays that were given a name, and let
ops point directly at ops.

    [ x ] ==> ( mul ) --> ( exp ) --> ( sum ) --> [ loss ]     what was boxed between is left out

The trap: naming DOT nodes after something that two of them share, like their label or their shape.
They would silently become one. Number them. (A colon in such a name means something to DOT, too.)
The other trap: labels that DOT reads as more than text. `escape` (beside Digraph; import it) makes
plain text of a parameter called \\nu, and of `<lambda>`, an op made of a lambda, which looks like
HTML.

When it is done, `make_dot(loss, {"W1": W1}).write("graph.svg")` shows where any loss came from (it
is in `autodiff.autograd`). A weight that ought to be there and is not has been cut off, by `detach`
or `no_grad`; it won't learn.

To read: S. Zagoruyko, torchviz, dot.py, which draws torch's own graphs with a function of the same
name; A. Karpathy, micrograd, trace_graph.ipynb; the documentation of Graphviz, "DOT Language".
"""

from __future__ import annotations

from collections.abc import Mapping

from .given.core.drawing import Digraph, escape
from .m02_wrapper import Array
from .m03_computation_graph import parents
from .m05_toposort import toposort

LARGE = 100


def describe(array: Array, name: str | None = None) -> str:
    """An array's label: its name, if it was given one, its shape and its dtype, a line each.

    Lines are separated as DOT does it, by a backslash and an n; inside a name these, and all that
    DOT would read as more than text, are plain text. Shape and dtype are as `str` writes them.
    """
    lines = [escape(name)] if name else []
    return r"\n".join([*lines, str(array.shape), str(array.dtype)])


def make_dot(root: Array, params: Mapping[str, Array] | None = None) -> Digraph:
    """Draw the computation graph that ends in `root`.

    Args:
        root: the array that was computed, usually a loss.
        params: names for arrays in the graph, such as {"W1": W1}, leaves or not; the others are
            drawn without, and arrays that `root` was not made from are not drawn at all. A name
            may be any string.

    Returns a drawing of one box per array, labelled by `describe`, and one oval per call of an op,
    labelled with the op's name. An array is drawn once, whatever the number of its uses, with an
    arrow for each. Large graphs are drawn as the lesson says. Show it in a notebook, or
    `.write("graph.svg")` it.
    """
    names = {id(array): name for name, array in (params or {}).items()}
    order = toposort(root, parents)
    dot = Digraph(
        graph_attr={"rankdir": "LR", "ranksep": "0.3", "nodesep": "0.2"},
        node_attr={"fontsize": "11"},
    )
    source = {}  # id of an array -> the DOT node that arrows from it start at
    for i, array in enumerate(order):
        name = names.get(id(array))
        boxed = array.node is None or array is root or name or len(order) < LARGE
        if boxed:
            source[id(array)] = f"array{i}"
            color = "lightblue" if array.node is None else "white"
            label = describe(array, name)
            dot.node(f"array{i}", label, shape="box", style="filled", fillcolor=color)
        if array.node is not None:
            dot.node(f"op{i}", escape(array.node.op.__name__), shape="oval")
            for parent in parents(array):
                dot.edge(source[id(parent)], f"op{i}")
            if boxed:
                dot.edge(f"op{i}", f"array{i}")
            else:
                source[id(array)] = f"op{i}"
    return dot
