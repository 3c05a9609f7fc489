"""m05 topological sort: everything in its turn.

About 20 minutes; difficulty 2 of 5. A gradient flows from the loss backwards. An array that was
used in two places collects a part from each, and may hand on its total only when *both* parts have
arrived. The question: who may go next? No array may have its turn before everything that was made
from it. The list is easier to find the other way round: each node after all its parents, from which
it was made. Such an order is called *topological*, and one exists for every graph without cycles.
(`make` compiles files in such an order, and a spreadsheet computes its cells in one.) Read
backwards, it is the order of the turns.

    b = f(a);  c = g(a);  d = h(b, c)          an arrow points to a parent

        d -> b -> a        toposort(d, parents) may return [a, b, c, d] or [a, c, b, d],
        d -> c -> a        never [b, a, c, d]: here b stands before a, from which it was made

Let these be numbers, and d a loss L. What arrives at a is a sum over both paths to it. It is not
complete before b *and* c have had their turns:

    dL/da  =  dL/db  db/da  +  dL/dc  dc/da
    ()        ()     ()        ()     ()

One way to find it is a depth-first search: write a node down once all its parents have been written
down. (Not by recursion, though: see the trap.)

    step    at    its parents    what happens                             written down
    1       d     b, c           it waits for b
    2       b     a              it waits for a
    3       a                    it has no parents                        [a]
    4       b     a              all are written down                     [a, b]
    5       d     b, c           it waits for c
    6       c     a              a is written down already: not again     [a, b, c]
    7       d     b, c           all are written down                     [a, b, c, d]

The root comes last. Read backwards, the list is the order in which gradients flow: `visualizer`
will draw in the one direction, and `backward` walk in the other. With n nodes and m edges (node to
parent), each node is written down once and each edge looked at once, so the time grows as n + m.

Your code knows nothing of arrays and their shapes: `parents` is any function from a node to its
parents, and anything can be a node, even 0 or None. Tell nodes apart by identity (`id(node)`),
because two arrays with equal numbers are still two, and not all objects can be compared or hashed.

This removes a limit of `scalars`, whose recursion ends at a depth of about 1,000.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch does not sort. Before it starts, it counts for each node how many others will report to it
(`torch/csrc/autograd/graph_task.h: GraphTask` has the counts); a node whose count has come down to
0 goes to a queue of those that are ready (`torch/csrc/autograd/engine.h: ReadyQueue`), so two GPUs
can work at once. The price is a second look at every edge: written in Python, a chain of 100,000
takes 0.08 s, where depth-first takes 0.05 s (`docs/other_ways.py` measures it). JAX writes a
program down as a list, which is in order as it stands; where only a graph is left, it calls
`jax/_src/util.py: toposort`. And without an order? If every part is handed on as soon as it
arrives, each path is walked by itself: for x = x + x, twenty times in a row, that makes 2,097,151
turns instead of 21.

The traps
---------
- Recursion. A loop of 10,000 additions makes a graph 10,000 deep, and Python raises RecursionError.
  Keep your own stack, in a list.
- Marking a node as seen, or writing it down, when it is *pushed* onto the stack, before its parents
  are there. A diamond does not show it, but a shortcut does: d is made from c and a, and c is made
  from a. If a, as a parent of d, is marked at once, then c does not wait for it any more, and in
  one of the two orders of d's parents c comes before a.
- An `id` may be used again once its object is gone, and `parents` may make its nodes on the spot,
  as `lambda n: [n - 1]` does. So hold on to each node whose `id` you note, until you are done.

When it is done, all of the graph stands in one list. The edge cases, the second group of tests, may
wait.

To read: T. Cormen, C. Leiserson, R. Rivest, C. Stein, Introduction to Algorithms, section 20.4 (in
the second and third editions 22.4), "Topological sort"; A. Karpathy, micrograd,
`micrograd/engine.py: Value.backward`, in a few recursive lines; HIPS autograd, `autograd/util.py:
toposort`, which counts children first, as did A. Kahn, Topological Sorting of Large Networks
(1962).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def toposort(root: Any, parents: Callable[[Any], Iterable[Any]]) -> list[Any]:
    """All nodes that can be reached from `root` by `parents`, each once, parents before children.

    `root` is last. `parents(node)` returns any iterable, a list or a generator, which may name a
    node twice; call it once for each node, and do not change what it returns. Nodes are told apart
    by identity, and need neither `==` nor a hash. The time is linear in the number of nodes and
    edges, and the graph may be 100,000 deep. It has no cycle, so there is no need to look for one.
    Nothing is kept from one call to the next.
    """
    raise NotImplementedError("m05: toposort")
