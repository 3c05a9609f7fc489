"""m05 topological sort: everything in its turn. torch has no counterpart, so facts are checked.

Nodes are small numbers here. Python keeps one object for each, so telling them apart by identity
and by value is the same, except in the tests that are about just that.
"""

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import are_numbers, close, equal

Graph = Mapping[int, Sequence[int]]


def check_order(order: Any, nodes: Sequence[int], parents: Graph) -> None:
    """Assert that `order` is a list of all `nodes`, each once and after its parents."""
    assert isinstance(order, list) and are_numbers(order), "the answer should be a list of nodes"
    assert sorted(order) == sorted(nodes), (
        f"each node that can be reached should be there, once: {sorted(nodes)} in some order"
    )
    place = {node: i for i, node in enumerate(order)}
    for node in nodes:
        for parent in parents[node]:
            assert place[parent] < place[node], (
                f"{parent} is a parent of {node}, so it should stand before {node}"
            )


def ancestors(root: int, parents: Graph) -> list[int]:
    """All nodes that can be reached from `root`, and `root`."""
    reached, frontier = {root}, {root}
    while frontier:
        frontier = {parent for node in frontier for parent in parents[node]} - reached
        reached |= frontier
    return sorted(reached)


def of_many_nodes(lib: Any, count: int, is_wide: bool) -> np.ndarray:
    """The order of a chain, or of a node that has all others for parents. It ends early where nodes
    take ever longer: half a second of the processor's has passed (a usual walk takes a tenth), and
    the last ones took four times as long as the first (medians: others may disturb a few)."""
    clock = lib.given.data.progress.time.process_time  # a program can't import it
    nodes, asked, times = list(range(count)), [], []

    def parents(node):
        asked.append(node)
        if len(asked) % 200 == 0:
            times.append(clock())
            took, few = np.diff(times), len(times) // 4
            is_long = len(took) > 8 and times[-1] - times[0] > 0.5
            if is_long and np.median(took[-few:]) > 4 * np.median(took[:few]):
                raise RuntimeError("the more nodes have been seen, the longer the next one takes")
        if is_wide:
            return nodes if node == -1 else []
        return nodes[max(node - 1, 0) : node]

    return np.array(lib.autograd.toposort(-1 if is_wide else nodes[-1], parents))


@pytest.mark.public
def test_a_chain_is_ordered_parents_first(facts):
    def program(lib):
        parents = {13: [12], 12: [11], 11: []}
        return lib.autograd.toposort(13, parents.get)

    assert facts(program) == [11, 12, 13], "11 made 12, and 12 made 13"


@pytest.mark.public
def test_a_diamond_is_ordered_parents_first(facts):
    def program(lib):
        parents = {4: [2, 3], 3: [1], 2: [1], 1: []}
        return lib.autograd.toposort(4, parents.get)

    order = facts(program)
    assert are_numbers(order), "the answer should be a list of nodes"
    assert sorted(order) == [1, 2, 3, 4], "each node should be there, once"
    assert order[0] == 1, "1 is everybody's ancestor, so it comes first"
    assert order[-1] == 4, "the root comes last"


@pytest.mark.public
def test_the_graph_of_a_computation_is_ordered(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y - x
        return lib.autograd.toposort(z, lib.autograd.parents)

    x = normal(3)
    order = facts(program, x)
    assert len(order) == 3, "x, y and z should be there, each once"
    assert close(order, [x, x * x, x * x - x]), "x made y, and x and y made z"


def test_a_leaf_stands_alone(facts):
    def program(lib):
        return lib.autograd.toposort(7, {7: []}.get)

    assert facts(program) == [7], "a root without parents is all there is"


def test_only_what_the_root_was_made_from_is_there(facts):
    def program(lib, root, parents):
        return lib.autograd.toposort(root, parents.get)

    parents = {9: [8], 8: [5], 7: [6], 6: [5], 5: [4], 4: []}
    check_order(facts(program, 7, parents), [4, 5, 6, 7], parents)


def test_a_node_used_twice_is_there_once(facts):
    def program(lib, parents):
        return lib.autograd.toposort(4, parents.get)

    parents = {4: [3, 3], 3: [2, 2, 2], 2: []}
    check_order(facts(program, parents), [2, 3, 4], parents)


def test_a_shortcut_does_not_come_too_early(facts):
    def program(lib, parents):
        return lib.autograd.toposort(5, parents.get)

    for root in ([4, 2], [2, 4]):
        parents = {5: root, 4: [3], 3: [2], 2: []}
        check_order(facts(program, parents), [2, 3, 4, 5], parents)


def test_any_graph_is_ordered(facts):
    def program(lib, root, parents):
        return lib.autograd.toposort(root, parents.get)

    for arrows in (1, 2, 5):
        names = np.argsort(normal(60)).tolist()
        parents = {names[0]: []}
        for n in range(1, 60):
            parents[names[n]] = [names[i] for i in integers(0, n, arrows).tolist()]
        root = names[-1]
        check_order(facts(program, root, parents), ancestors(root, parents), parents)


def test_many_diamonds_take_no_longer_than_their_nodes(facts):
    def program(lib, count):
        asked = []

        def parents(node):
            asked.append(node)
            if len(asked) > 2 * count:
                raise RuntimeError(f"asked {len(asked)} times for the parents of {count} nodes")
            bottom = node % 3 == 0
            return [] if node == 0 else [node - 1, node - 2] if bottom else [node // 3 * 3]

        order = lib.autograd.toposort(count - 1, parents)
        return len(order), order[0], order[-1]

    assert facts(program, 91) == (91, 0, 90), (
        "there are 30 diamonds on top of each other: 91 nodes, from 0 to 90, but 2**30 paths"
    )


def test_a_graph_may_be_100_000_deep(facts):
    assert equal(facts(of_many_nodes, 100_000, False), np.arange(100_000)), (
        "each node was made from the one before: the order is 0, 1, 2 ... 99,999"
    )


def test_no_function_calls_itself(facts):
    def program(lib, depth):
        def calls():
            def look():
                frame, count = looking.gi_frame, 0
                while frame:
                    frame, count = frame.f_back, count + 1
                yield count

            looking = look()
            return next(looking)

        def parents(node):
            depths.append(calls())
            return [node - 1] if node else []

        depths = []
        lib.autograd.toposort(depth, parents)
        return [len(depths), max(depths) - min(depths)]

    found = facts(program, 200)
    assert are_numbers(found) and len(found) == 2, "there should be two numbers of calls"
    assert found[0] > 200, f"a chain of 201 nodes: {found[0]} times somebody asked for parents"
    assert found[1] < 20, (
        f"a function calls itself: for a chain of 201 nodes, {found[1]} calls stand within each "
        "other. No limit of recursion is high enough for every graph: keep a list of what is still "
        "to be done"
    )


@pytest.mark.edge_case
def test_residual_connections_all_the_way_down(facts):
    def program(lib, parents):
        return lib.autograd.toposort(40, parents.get)

    parents = {n: [n - 1, n - 3] if n > 12 else [] for n in range(10, 41)}
    check_order(facts(program, parents), range(10, 41), parents)


@pytest.mark.edge_case
def test_several_leaves_all_come_before_what_they_made(facts):
    def program(lib, parents):
        return lib.autograd.toposort(2, parents.get)

    parents = {2: [3, 4, 5], 3: [6, 7], 4: [7, 8], 5: [8, 6], 6: [], 7: [], 8: []}
    check_order(facts(program, parents), range(2, 9), parents)


@pytest.mark.edge_case
def test_nodes_are_told_apart_by_identity(facts):
    def program(lib):
        class Box:
            def __init__(self, number, *parents):
                self.number, self.parents = number, parents

            def __eq__(self, other):
                return True

            def __hash__(self):
                return 5

        left, right = Box(2), Box(3)
        order = lib.autograd.toposort(Box(4, left, right), lambda box: box.parents)
        return [box.number for box in order]

    order = facts(program)
    assert are_numbers(order), "the answer should be a list of nodes"
    assert sorted(order) == [2, 3, 4], (
        "all boxes claim to be equal, and yet they are three: use id(node)"
    )


@pytest.mark.edge_case
def test_nodes_need_neither_hash_nor_equality(facts):
    def program(lib):
        class Box:
            __hash__ = None

            def __init__(self, number, *parents):
                self.number, self.parents = number, parents

            def __eq__(self, other):
                raise TypeError("boxes can't be compared")

        first = Box(5)
        root = Box(8, Box(7, first), Box(6, first))
        return [box.number for box in lib.autograd.toposort(root, lambda box: box.parents)]

    order = facts(program)
    assert are_numbers(order), "the answer should be a list of nodes"
    assert sorted(order) == [5, 6, 7, 8], "each box should be there, once"
    assert (order[0], order[-1]) == (5, 8), "5 is everybody's ancestor, and 8 is the root"


@pytest.mark.edge_case
def test_tensors_with_equal_numbers_are_still_two(facts):
    def program(lib, x):
        a = lib.tensor(x, requires_grad=True)
        b = lib.tensor(x, requires_grad=True)
        c = a - b
        order = lib.autograd.toposort(c, lib.autograd.parents)
        return len(order), [[node is a, node is b, node is c] for node in order]

    count, places = facts(program, normal(2))
    assert count == 3, "a, b and c should be there, once each"
    each = [[True, False, False], [False, True, False], [False, False, True]]
    assert places in map(list, permutations(each)), "a, b and c should be there, once each"
    assert places[2] == [False, False, True], "the root comes last"


@pytest.mark.edge_case
def test_constants_are_not_walked(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        loss = ((3 * x - lib.tensor([2.0])) ** 2).sum()
        return [node.numel() for node in lib.autograd.toposort(loss, lib.autograd.parents)]

    assert facts(program, normal(4)) == [4, 4, 4, 4, 1], (
        "there are x, three results of 4 elements and the sum: `parents` names no more"
    )


@pytest.mark.edge_case
def test_anything_can_be_a_node(facts):
    def program(lib):
        parents = {"cake": ["", None], "": [0, None], None: [0], 0: ()}
        order = lib.autograd.toposort("cake", parents.get)
        return [["cake", None, "", 0].index(node) for node in order]

    def roots(lib):
        return [len(lib.autograd.toposort(root, {root: ()}.get)) for root in (None, 0, "")]

    assert facts(program) == [3, 1, 2, 0], (
        "0, None and the empty string are nodes too, though they count as false"
    )
    assert equal(facts(roots), [1, 1, 1]), (
        "None, 0 and the empty string can also be the root, which stands in its list, here alone"
    )


@pytest.mark.edge_case
def test_parents_may_come_from_a_generator(facts):
    def program(lib, graph):
        def parents(node):
            for parent in graph[node]:
                yield parent

        return lib.autograd.toposort(6, parents)

    graph = {6: [5, 4, 3], 5: [4, 3], 4: [3, 2], 3: [2], 2: []}
    check_order(facts(program, graph), [2, 3, 4, 5, 6], graph)


@pytest.mark.edge_case
def test_the_graph_is_left_as_it_was(facts):
    def program(lib, parents):
        return lib.autograd.toposort(6, parents.get), parents

    graph = {6: [5, 4, 3], 5: [4, 3], 4: [3, 2], 3: [2], 2: []}
    order, afterwards = facts(program, graph)
    check_order(order, [2, 3, 4, 5, 6], graph)
    assert afterwards == graph, "the lists of parents are not yours to change"


@pytest.mark.edge_case
def test_a_second_call_knows_nothing_of_the_first(facts):
    def program(lib, parents):
        return [lib.autograd.toposort(root, parents.get) for root in (4, 5, 4)]

    parents = {5: [3, 2], 4: [3, 2], 3: [2], 2: []}
    first, second, third = facts(program, parents)
    check_order(first, [2, 3, 4], parents)
    check_order(second, [2, 3, 5], parents)
    check_order(third, [2, 3, 4], parents)


@pytest.mark.edge_case
def test_each_node_is_asked_once_for_its_parents(facts):
    def program(lib, graph):
        asked = []

        def parents(node):
            asked.append(node)
            return graph[node]

        return lib.autograd.toposort(6, parents), asked

    graph = {6: [5, 4, 5], 5: [4, 3], 4: [3, 2], 3: [2], 2: []}
    order, asked = facts(program, graph)
    check_order(order, [2, 3, 4, 5, 6], graph)
    assert are_numbers(asked), "`parents` should be called with nodes"
    assert sorted(asked) == [2, 3, 4, 5, 6], "each node should be asked once for its parents"


@pytest.mark.edge_case
def test_a_node_may_have_30_000_parents(facts):
    order = facts(of_many_nodes, 30_000, True)
    assert are_numbers(order), "the answer should be a list of nodes"
    assert np.array_equal(np.sort(order[:-1]), np.arange(30_000)), (
        "all parents should be there, once"
    )
    assert order[-1] == -1, "the root comes last"


@pytest.mark.edge_case
def test_a_long_computation_is_ordered(facts):
    def program(lib, x, steps):
        x = y = lib.tensor(x, requires_grad=True)
        for _ in range(steps):
            y = y + x
        order = lib.autograd.toposort(y, lib.autograd.parents)
        return len(order), order[0] is x, order[-1] is y, order[steps // 2]

    x = normal(2)
    count, starts, ends, middle = facts(program, x, 2000)
    assert count == 2001, "x and 2000 sums should be there, once each"
    assert starts and ends, "x comes first, and the last sum comes last"
    assert close(middle, 1001 * x), "each sum was made from the one before"
