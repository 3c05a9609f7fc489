"""m05 topological sort: everything in its turn.

A gradient flows from the loss backwards. An array that was used in two places collects a part from
each, and may hand on its total only when *both* parts have arrived. So the order matters: no array
may have its turn before everything that was made from it. Such an order is called topological, and
one exists for every graph without cycles.

    b = f(a);  c = g(a);  d = h(b, c)

        d -> b -> a        toposort(d, parents) may be [a, b, c, d] or [a, c, b, d],
        d -> c -> a        never [b, a, c, d]: here b stands before a, from which it was made

One way to find it is a depth-first search: write a node down once all its parents have been
written down. The root comes last. Read backwards, the list is the order in which gradients flow:
`visualizer` will draw in the one direction, and `backward` walk in the other.

Nothing here is about arrays: `parents` is any function from a node to its parents, so this works
for recipes and for Makefiles too, and anything can be a node, even 0 or None. Tell nodes apart by
identity (`id(node)`), because two arrays with equal numbers are still two, and not all objects can
be compared or hashed.

The trap: recursion. A loop of 10,000 additions makes a graph 10,000 deep, and Python's stack ends
at about 1,000. Keep your own stack, in a list. The other trap: *writing a node down* when it is
first seen, before its parents are there; a diamond like the one above finds that out.

To read: T. Cormen, C. Leiserson, R. Rivest, C. Stein, Introduction to Algorithms, section 20.4 (in
the second and third editions 22.4), "Topological sort"; A. Karpathy, micrograd, `Value.backward` in
engine.py, in a few recursive lines; HIPS autograd, `toposort` in util.py, which counts children
first, as did A. Kahn, Topological Sorting of Large Networks (1962). If you do so, keep all nodes in
a list meanwhile: `parents` may make them anew, and Python gives the `id` of one that is gone to
another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def toposort(root: Any, parents: Callable[[Any], Iterable[Any]]) -> list[Any]:
    """All nodes that can be reached from `root` by `parents`, each once, parents before children.

    `root` is last. `parents(node)` gives any iterable, a list or a generator, which is not ours to
    change; it may name a node twice, and is asked once per node. Nodes are told apart by identity,
    and need neither `==` nor a hash. The time is linear in the number of nodes and edges, and the
    graph may be 100,000 deep. It must have no cycle. A second call knows nothing of the first.
    """
    raise NotImplementedError("m05: toposort")
