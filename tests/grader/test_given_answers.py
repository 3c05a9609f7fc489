"""No given file holds the answer to a milestone, from which a learner's file could import it.

Each piece of a place's syntax tree, in which local names are all one, is looked for in each given
function. A fast path is not there for a learner whose answer it would be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.manifest import MILESTONES, SOLUTIONS
from grader.stubs.digests import fast_paths
from grader.stubs.order import MODULES, file_name
from grader.stubs.places import named_places, places_to_fill
from tests.grader.folders import solution, stub

SMALL = 6  # nodes: a smaller piece may be in any function
SHARE = 0.5  # of a place's nodes
ALLOWED = {
    "m02 Array.detach core.new_tensors": "one call of the class, which the lesson names",
    "m07 left_gradient func.batchers": "only the transpose of the last two dims",
    "m07 left_gradient linalg.solving": "only the transpose of the last two dims",
    "m07 right_gradient func.batchers": "only the transpose of the last two dims",
    "m07 right_gradient linalg.solving": "only the transpose of the last two dims",
    "m11 defvjp(getitem) indexing.put": "one call of what is an answer itself",
    "m13 defvjp(leaky_relu) nn.more_activations": "a function that looks as the rule does",
    "m19 Optimizer.zero_grad nn.module_base": "a module's parameters, not groups of them",
    "m23 Dropout.forward layers.channel_dropout": "whole channels are dropped",
    "m28 MultiheadAttention.project nn.attention": "three weights in place of the rows of one",
    "m32 linear func.jacobians": "zeros in the place of the others, not their values",
    "m33 elementwise func.batchers": "ops with an index, which take other arguments",
}
IDS: dict[object, int] = {}  # of trees: equal ones have the same


class Tree(NamedTuple):
    """A piece of code by its id, how many nodes it has, and what is in it."""

    id: int
    size: int
    parts: tuple[Tree, ...]

    def ids(self) -> set[int]:
        """Of all pieces that are large enough."""
        return {self.id for _ in range(self.size >= SMALL)}.union(*[p.ids() for p in self.parts])

    def shared(self, there: set[int]) -> int:
        """How many nodes stand in another, too."""
        if self.id in there:
            return self.size
        return sum(each.shared(there) for each in self.parts)


def tree(node: object, own: set[str]) -> Tree:
    """A syntax tree; the names in `own` are all one."""
    if not isinstance(node, ast.AST | list):
        said = "_" if node in own else node
        return Tree(IDS.setdefault((type(said), said), len(IDS)), 0, ())
    names = [] if isinstance(node, list) else {*node._fields} - {"ctx", "annotation", "returns"}
    parts = node if isinstance(node, list) else [getattr(node, name) for name in sorted(names)]
    inner = tuple(tree(each, own) for each in parts)
    which = IDS.setdefault((type(node), *(each.id for each in inner)), len(IDS))
    size = sum(each.size for each in inner) + isinstance(node, ast.expr | ast.stmt)
    return Tree(which, size, inner)


def body(place: ast.stmt) -> Tree:
    """What a place does."""
    nodes = [*ast.walk(place)]
    own = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    is_told = isinstance(place, ast.FunctionDef) and ast.get_docstring(place)
    return tree(getattr(place, "body", [place])[bool(is_told) :], own)


def functions(text: str) -> list[set[int]]:
    """The pieces of each function."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return [body(node).ids() for node in nodes]


def found_in(given: dict[str, list[set[int]]]) -> Iterator[str]:
    """Every place, and every given file in which much of it stands."""
    for milestone in MILESTONES:
        nodes = dict(named_places(solution(milestone)))
        for place in places_to_fill(stub(milestone)):
            wanted = body(nodes[place])
            pieces = wanted.ids()
            for module, its in given.items():
                is_there = milestone.module not in fast_paths().get(module, ())
                common = [there & pieces for there in its if not there.isdisjoint(pieces)]
                share = max(map(wanted.shared, common), default=0) / wanted.size
                if is_there and share >= SHARE:
                    yield f"{milestone.id} {place} {module.removeprefix('given.')}"


def test_no_given_file_holds_the_answer_to_a_milestone():
    files = {name: SOLUTIONS / file_name(name) for name in MODULES if name.startswith("given.")}
    given = {name: functions(path.read_text("utf-8")) for name, path in files.items()}
    assert set(found_in(given)) == set(ALLOWED)


def test_an_answer_is_found_under_other_names():
    copied = solution(MILESTONES[5]).replace("parents", "edges").replace("root", "top")
    assert "m05 toposort copied" in [*found_in({"given.copied": functions(copied)})]
