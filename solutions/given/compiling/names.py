"""Arguments and weights under the names that their owner gave them. (Given code.)"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from keyword import iskeyword
from typing import Any

from ...m02_wrapper import Array
from ...m16_modules import Module

USED = ("np", "make", "run", "float", "slice")  # by scripts themselves


def argument_names(
    f: Callable[..., Any], args: tuple[Any, ...], kwargs: Any, numbers: Iterable[int] = ()
) -> list[str]:
    """A name for each tensor among the arguments, in the order of `flatten`; then for the numbers
    that have these places among all numbers."""
    try:
        found = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        found = ()
    places = [p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    places += [f"x{i}" for i in range(len(places), len(args))]
    pairs = [*zip(places, args, strict=False), *kwargs.items()]
    of_tensors, of_numbers = (
        [name for place, arg in pairs for name in _within(arg, place, kinds)]
        for kinds in ((Array,), (int, float))
    )
    return [*of_tensors, *[of_numbers[i] for i in numbers]]


def _within(tree: Any, name: str, kinds: Any = (Array,)) -> Iterator[str]:
    if isinstance(tree, kinds) and not isinstance(tree, bool):
        yield name
    elif isinstance(tree, dict):
        for key, each in tree.items():
            yield from _within(each, str(key), kinds)
    elif isinstance(tree, tuple) and hasattr(tree, "_fields"):
        for key, each in zip(tree._fields, tree, strict=True):
            yield from _within(each, key, kinds)
    elif isinstance(tree, tuple | list):
        for i, each in enumerate(tree):
            yield from _within(each, f"{name}_{i}", kinds)


def captured_names(f: Callable[..., Any]) -> dict[int, str]:
    """Names of tensors that a function or a module can be seen to hold, by their id."""
    inner = inspect.unwrap(f)
    holder = getattr(inner, "__self__", inner)
    found: dict[int, str] = {}
    variables = {}
    if code := getattr(inner, "__code__", None):
        space = inner.__globals__
        variables = {name: space[name] for name in code.co_names if name in space}
        for name, cell in zip(code.co_freevars, inner.__closure__ or (), strict=True):
            try:
                variables[name] = cell.cell_contents
            except ValueError:
                continue
    for name, value in {**variables, "": holder}.items():
        if isinstance(value, Module):
            members = [*value.named_parameters(), *value.named_buffers()]
            found |= {id(x): _path(path) for path, x in members if id(x) not in found}
        else:
            for x, each in zip(_tensors(value), _within(value, name), strict=True):
                found[id(x)] = each
    return found


def _path(path: str) -> str:
    """`layers.0.weight` is weight0 for short, `weight` is itself."""
    *before, name = path.split(".")
    digits = "_".join([each for each in before if each.isdigit()])
    words = "_".join([each for each in before if not each.isdigit()][-1:])
    return "_".join([x for x in (words, f"{name}{digits}") if x])


def _tensors(tree: Any) -> Iterator[Array]:
    if isinstance(tree, Array):
        yield tree
    elif isinstance(tree, dict):
        for each in tree.values():
            yield from _tensors(each)
    elif isinstance(tree, tuple | list):
        for each in tree:
            yield from _tensors(each)


def distinct(names: list[str], wanted: dict[Any, str]) -> dict[Any, str]:
    """The wanted names, for whoever is the only one to want his, and if Python allows it; `names`
    are those that are taken."""
    all_names = [*names, *wanted.values()]
    return {x: n for x, n in wanted.items() if _is_free(n) and all_names.count(n) == 1}


def _is_free(name: str) -> bool:
    """Whether a script may call a variable so."""
    return name.isidentifier() and not (iskeyword(name) or name in USED)
