"""Which values the rules of an op read, as their code says. (Given code.)"""

from __future__ import annotations

import dis
from collections.abc import Callable
from functools import cache, partial
from inspect import Parameter, signature
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import Node
from ...m07_chain_rule import rules

OUT = -1  # the place of the result, beside those of the arguments


def read_places(node: Node) -> set[int]:
    """Which arguments, and perhaps OUT, the rules read that will be called for this node."""
    everything = {OUT, *range(len(node.args))}
    argument_rules = rules.get(node.op)
    if not isinstance(argument_rules, tuple):
        return everything
    places: set[int] = set()
    for arg, rule in zip(node.args, argument_rules, strict=False):
        if rule is not None and isinstance(arg, Array):
            found = read_by(rule, len(node.args))
            if found is None:
                return everything
            places |= found
    return places


@cache
def read_by(rule: Callable[..., Any], count: int) -> frozenset[int] | None:
    """The places that this rule reads, for a node with so many arguments; None for a rule whose
    code tells nothing."""
    if isinstance(rule, partial) or not hasattr(rule, "__code__"):
        return None
    names = [*signature(rule).parameters.values()][1:]  # after g: out, and the arguments
    used: set[Any] = set()
    for instruction in dis.get_instructions(rule):
        name = instruction.argval  # or a tuple of two, in later Pythons
        used.update(name if isinstance(name, tuple) else [name] if isinstance(name, str) else [])
    places: set[int] = set()
    for place, name in enumerate(names, OUT):
        if name.name in used:
            is_rest = name.kind is Parameter.VAR_POSITIONAL
            places.update(range(place, count) if is_rest else [place])
    return frozenset(places)
