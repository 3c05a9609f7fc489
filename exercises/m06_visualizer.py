"""m06 visualizer: see what you have built.

About 30 minutes; difficulty 2 of 5. A computation graph is easier to believe in once you have seen
one. And it answers the question that costs the most time: why does this weight not learn? Often
because no path leads from the loss to it, and a picture shows that at a glance.

Graphviz draws graphs from a small language, DOT, in which `a -> b` is an arrow, and decides by
itself where to put things. `Digraph` (in given/core/drawing.py, over the `graphviz` package) writes
DOT for us:

    dot = Digraph();  dot.node("n0", label="x");  dot.node("n1", label="mul");  dot.edge("n0", "n1")

Our drawings have two kinds of nodes: a box for each array, an oval for each op. Arrows run the way
the numbers flow, from arrays into the op that used them, and from the op to the array that it made.
Here is `y = (x * x).exp()`, as a formula and as a drawing, with ==> for two arrows:

    y     =  exp(  x     *  x  )
    (3,)           (3,)     (3,)

    [ x ] ==> ( mul ) --> [ (3,) float32 ] --> ( exp ) --> [ y ]      ==>: x was used twice

    array, in the order of toposort    number    box       oval     arrows into the oval
    x                                  0         array0
    x * x                              1         array1    op1      array0, array0
    y                                  2         array2    op2      array1

The tools are all there: `toposort` finds every array once, parents first; `parents` tells what an
array was made from, and `node.op.__name__` names the op. Constants are not drawn, since no gradient
flows through them.

In big graphs nobody finds anything. A graph is large if it has LARGE arrays or more, counted with
its leaves and its root, the array at its end. Of a large one, draw the boxes of the leaves, of the
root, and of the arrays that were given a name; leave the other boxes out, and let an arrow lead
from op to op where there would have been one.

    [ x ] ==> ( mul ) --> ( exp ) --> ( sum ) --> [ loss ]     what was boxed between is left out

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch draws nothing itself; its graph can be walked by hand, by `grad_fn` and its `next_functions`
(`torch/autograd/graph.py: Node`). Such a graph shows what *has run*, with the loops unrolled and
one side of each `if`: all that gradients can flow through. JAX prints the program that it has
traced instead (`jax/_src/core.py: Jaxpr`), in which a `jax.lax.scan` stays a loop. A picture of the
source, the third way, shows all branches, and not which one your weights took.

The trap
--------
Naming DOT nodes after something that two of them may share, like their label or their shape. They
would silently become one. Number them. (And leave colons out of these names: DOT reads what follows
one as the side of the box at which an arrow ends.) The other trap: labels that DOT reads as more
than text. `escape` (imported with Digraph) makes plain text of any label: of a parameter called
\\nu, in which DOT would begin a new line, or of `<lambda>`, the name of an op made of a lambda,
which DOT would take for HTML.

When it is done, `make_dot(loss, {"W1": W1}).write("graph.svg")` shows where any loss came from
(`make_dot` is in `autodiff.autograd`). A weight that is missing from the picture has been cut off,
by `detach` or `no_grad`; it won't learn. In the forty lines of `scalars` a `Value` found the order
for its own `backward` alone. Now `toposort` finds the order for anybody: here you draw in it, and
`backward` will hand gradients on. The edge cases may wait.

To read: S. Zagoruyko, torchviz, dot.py, which draws torch's own graphs with a function of the same
name; A. Karpathy, micrograd, trace_graph.ipynb; the documentation of Graphviz, "DOT Language".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .given.core.drawing import Digraph, escape
from .m02_wrapper import Array
from .m03_computation_graph import parents
from .m05_toposort import toposort

LARGE = 100


def describe(array: Array, name: str | None = None) -> str:
    """An array's label: its name, if it was given one, its shape and its dtype.

    Shape and dtype are as `str` writes them: those of `array.value` are `(2,)` and `float32`. (An
    array's own, which for a Tensor read as in torch, will do, too.) The name is plain text
    (`escape`, once), so that nothing in it means anything to DOT. What stands between the three is
    up to you: a space, a comma, or a new line, which DOT writes as a backslash and an n.
    """
    raise NotImplementedError("m06: describe")


def number(order: Sequence[Array]) -> dict[int, str]:
    """A dict with a text for each array of a graph, by its `id`: letters and digits, no two alike.

    DOT's names are made of them, as in the lesson's table. If an array's text is "2", its box is
    named "array2", and the oval of the op that made it "op2".
    """
    raise NotImplementedError("m06: number")


def with_box(order: Sequence[Array], names: Mapping[int, str]) -> set[int]:
    """The `id` of each array that is drawn as a box: all of them, in a graph that is not large.

    From LARGE arrays on, those are the leaves, the root, and the arrays that were given a name.

    Args:
        order: the arrays of the graph, parents first; the root is last.
        names: the names that arrays were given, by the `id` of the array.
    """
    raise NotImplementedError("m06: with_box")


def draw_nodes(
    dot: Digraph, order: Sequence[Array], names: Mapping[int, str], boxes: Collection[int]
) -> None:
    """A box for each array whose `id` is in `boxes`, and an oval for each call of an op.

    Their names in DOT are "array" or "op", and the array's text of `number`. Boxes are labelled by
    `describe`, with the array's name if it has one; ovals with the name of the op, as plain text.
    How they look is up to you: `look(array)` (given) returns keywords for a box, if you want its
    colours, and shape="oval" makes an oval.
    """
    raise NotImplementedError("m06: draw_nodes")


def draw_arrows(dot: Digraph, order: Sequence[Array], boxes: Collection[int]) -> None:
    """Into each oval an arrow from every parent, once for each use; and one from it to its result.

    DOT's names are those of `draw_nodes`, such as "array0" and "op2". Where an array has no box,
    its oval stands for it: arrows that would start at the box start at the oval.
    """
    raise NotImplementedError("m06: draw_arrows")


def look(array: Array) -> dict[str, str]:
    """How a box looks: leaves are blue. (Given.)"""
    color = "lightblue" if array.node is None else "white"
    return {"shape": "box", "style": "filled", "fillcolor": color}


def make_dot(root: Array, params: Mapping[str, Array] | None = None) -> Digraph:
    """Draw the computation graph that ends in `root`. (Given.)

    Args:
        root: the array that was computed, usually a loss.
        params: names for arrays in the graph, such as {"W1": W1}, leaves or not; the others are
            drawn without a name, and arrays that `root` was not made from are not drawn at all. A
            name may be any string.

    Returns a drawing of one box per array and one oval per call of an op. An array is drawn once,
    whatever the number of its uses, with an arrow for each. Large graphs are drawn as the lesson
    says. Show it in a notebook, or `.write("graph.svg")` it.
    """
    names = {id(array): name for name, array in (params or {}).items() if name}
    order = toposort(root, parents)
    boxes = with_box(order, names)
    dot = Digraph(
        graph_attr={"rankdir": "LR", "ranksep": "0.3", "nodesep": "0.2"},
        node_attr={"fontsize": "11"},
    )
    draw_nodes(dot, order, names, boxes)
    draw_arrows(dot, order, boxes)
    return dot
