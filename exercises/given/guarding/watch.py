"""What Python may have read besides: closures, globals, modules, attributes. (Given code.)

Of an object that is not a module, those attributes are watched whose names stand in the code: in
that of the function, and of the object's own methods that it names.
"""

from __future__ import annotations

from functools import partial
from types import CellType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m16_modules import Module
from ...m19_sgd import Optimizer
from .conditions import Conditions
from .guards import PLAIN, CannotCompile

LIBRARY = __name__.partition(".")[0]
DEEP = 3  # lists within lists that are looked into


class _Cell:
    """What a function closes over, as if it stood in a dict."""

    def __init__(self, cell: CellType) -> None:
        self.cell = cell

    def __getitem__(self, _key: Any) -> Any:
        return self.cell.cell_contents


class Watch:
    """Places that Python may have read, and what was there."""

    def __init__(self) -> None:
        self.places: list[tuple[Any, Any, Any]] = []
        self.sizes: list[tuple[Any, int]] = []
        self.optimizers: list[Optimizer] = []
        self.tensors: list[Array] = []
        self._seen: dict[int, Any] = {}
        self._names: set[str] = set()  # in the code that was looked at

    def holds(self) -> bool:
        """Whether everything is still what it was."""
        try:
            for holder, key, value in self.places:
                now = holder[key]
                if now is not value and not _alike(now, value):
                    return False
        except (KeyError, IndexError, ValueError):
            return False
        return all([len(holder) == size for holder, size in self.sizes])

    def rates(self) -> list[Any]:
        """The options of the optimisers that were seen, as far as each run reads them anew."""
        return [group["lr"] for each in self.optimizers for group in each.param_groups]

    def put_down(self, conditions: Conditions) -> None:
        """Ask whether everything is the very same: then it holds, and else it may."""
        for holder, key, value in self.places:
            its = conditions.name(holder.cell if isinstance(holder, _Cell) else holder)
            place = ".cell_contents" if isinstance(holder, _Cell) else f"[{_text(key, conditions)}]"
            conditions.same(its + place, value)
        for holder, size in self.sizes:
            its = conditions.name(holder)
            conditions.add(f"len({its}) == {size}" if size else f"not {its}")

    def add(self, thing: Any, depth: int = 0) -> None:
        """Watch what is in a function, a module or another object, or in a list.

        Raises CannotCompile for an ndarray: its numbers would be written down.
        """
        if isinstance(thing, np.ndarray):
            raise CannotCompile("it reads an ndarray, whose numbers may change; make it a tensor")
        if isinstance(thing, Array):
            self.tensors.append(thing)
        if isinstance(thing, Array | type | ModuleType) or id(thing) in self._seen or depth > DEEP:
            return
        if not isinstance(thing, Module):
            self._seen[id(thing)] = thing
        if isinstance(thing, partial):
            self.add([thing.func, thing.args, thing.keywords], depth)
        elif isinstance(thing, MethodType):
            self.add(thing.__func__, depth)
            self._attributes(thing.__self__, depth)
        elif isinstance(thing, FunctionType):
            self._function(thing, depth)
        elif isinstance(thing, Module):
            for module in thing.modules():
                self.module(module)
        elif isinstance(thing, Optimizer):
            self.optimizers.append(thing)
            self.sizes.append((thing.param_groups, len(thing.param_groups)))
            self.add([group["params"] for group in thing.param_groups], depth)
        elif isinstance(thing, list | tuple | dict):
            self._items(thing, depth)
        elif hasattr(thing, "__dict__") and not _is_ours(type(thing)):
            self._object(thing, depth)

    def module(self, module: Module) -> None:
        """Watch a module's attributes, parameters, buffers and hooks."""
        if id(module) in self._seen:
            return
        self._seen[id(module)] = module
        for kind in [each for each in type(module).__mro__ if not _is_ours(each)]:
            for method in [each for each in vars(kind).values() if isinstance(each, FunctionType)]:
                self._names |= _names_in(method.__code__)
        for key, value in vars(module).items():
            self.places.append((vars(module), key, value))
            if isinstance(value, dict | list):
                self._items(value, DEEP if key.startswith("_") else 1)
            elif not isinstance(value, Module | np.ndarray):
                self.add(value, 1)
        self.sizes.append((vars(module), len(vars(module))))

    def _attributes(self, thing: Any, depth: int) -> None:
        if isinstance(thing, Module | Optimizer):
            self.add(thing, depth)
        elif not isinstance(thing, type) and hasattr(thing, "__dict__"):
            self._items(vars(thing), depth)

    def _object(self, thing: Any, depth: int) -> None:
        for name in self._names & {*dir(type(thing))}:
            if isinstance(method := getattr(type(thing), name, None), FunctionType):
                self.add(method, depth)
        for name in self._names & {*vars(thing)}:
            self.places.append((vars(thing), name, vars(thing)[name]))
            self.add(vars(thing)[name], depth + 1)

    def _items(self, holder: Any, depth: int) -> None:
        self.sizes.append((holder, len(holder)))
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            self.places.append((holder, key, value))
            self.add(value, depth + 1)

    def _function(self, function: FunctionType, depth: int) -> None:
        if _is_ours(function):
            return
        self._names |= _names_in(function.__code__)
        for cell in function.__closure__ or ():
            try:
                self.places.append((_Cell(cell), None, cell.cell_contents))
            except ValueError:  # nothing is there yet
                continue
            self.add(cell.cell_contents, depth + 1)
        self.add(function.__defaults__ or (), depth)
        self.add(function.__kwdefaults__ or {}, depth)
        space = function.__globals__
        for name in _names_in(function.__code__):
            if name in space and not isinstance(space[name], ModuleType):
                self.places.append((space, name, space[name]))
                self.add(space[name], depth + 1)


def _is_ours(thing: FunctionType | type) -> bool:
    """Whether the library, or Python itself, has it: neither reads what changes."""
    return (thing.__module__ or "").partition(".")[0] in (LIBRARY, "builtins")


def _text(key: Any, conditions: Conditions) -> str:
    return repr(key) if type(key) in (str, int) else conditions.name(key)


def _names_in(code: CodeType) -> set[str]:
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _names_in(constant)
    return found


def _alike(now: Any, then: Any) -> bool:
    if type(now) is not type(then) or type(now) not in PLAIN:
        return False
    return repr(now) == repr(then)
