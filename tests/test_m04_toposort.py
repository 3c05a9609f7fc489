"""m04 topological sort: everything in its turn. torch has no counterpart, so facts are checked."""

import pytest


@pytest.mark.public
def test_a_diamond_is_ordered_parents_first(facts):
    def program(lib):
        parents = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}
        return lib.autograd.toposort("d", parents.get)

    order = facts(program)
    assert sorted(order) == ["a", "b", "c", "d"], "each node should be there, once"
    assert order[0] == "a", "a is everybody's parent, so it comes first"
    assert order[-1] == "d", "the root comes last"
