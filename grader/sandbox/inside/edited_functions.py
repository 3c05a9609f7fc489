"""Puts the functions of an edited module in the place of those of a library that is imported.

    functions = Functions()
    with functions.noting_what_runs():
        __import__(package)
    functions.put(module, finder, edited)    # False: the library has to be imported anew

An edit of a function's body that no import has run yet leaves all else as it is: to import the
library anew would make the same modules, with another body in this function. That takes a quarter
of a second for ten edits, and putting the bodies in nearly nothing. What differs in more, such as
a default, a decorator or a table, or in what ran during the import, is left to a new import.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from inspect import CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from .finder import Finder

# What two pieces of code must have in common beside the code in their constants.
ALIKE = (
    *("co_code", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_flags"),
    *("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_exceptiontable"),
)


class Functions:
    """The functions of an imported library, by their code."""

    def __init__(self) -> None:
        self._ran: dict[int, CodeType] = {}
        self._by_code: dict[int, list[FunctionType]] = {}

    @contextmanager
    def noting_what_runs(self) -> Iterator[None]:
        """Meanwhile, what runs is noted; then all functions are looked for that there are."""

        def note(frame: FrameType, event: str, argument: Any) -> None:
            self._ran[id(frame.f_code)] = frame.f_code

        sys.settrace(note)
        try:
            yield
        finally:
            sys.settrace(None)
        for each in gc.get_objects():
            if type(each) is FunctionType:
                self._by_code.setdefault(id(each.__code__), []).append(each)

    def clear(self) -> None:
        """Hold no function and no code any more: one of these functions holds all of this."""
        self._ran.clear()
        self._by_code.clear()

    def put(self, module: str, finder: Finder, edited: Finder) -> bool:
        """Whether all that differs in a module could be put in, so that the edited finder stands in
        the other's place; else nothing is."""
        before = finder.compiled.get(finder.files[module])
        try:
            bodies = before and self._bodies(before, edited.code_of(module))
        except Exception:  # whatever compiling it raises, a new import will raise, too
            return False
        if bodies is None:
            return False
        for old, new in bodies:
            for function in self._by_code.get(id(old), ()):
                function.__code__ = new
        sys.meta_path[sys.meta_path.index(finder)] = edited
        return True

    def _bodies(self, old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
        """Which code is to stand for which, where functions alone differ that have not run; None
        where more differs."""
        if id(old) not in self._ran:
            if _looks(old) != _looks(new):
                return None
            return [] if _is_same(old, new) else [(old, new)]
        inner = _inner(old, new)
        if inner is None:
            return None
        found = []
        for pair in inner:
            bodies = self._bodies(*pair)
            if bodies is None:
                return None
            found += bodies
        # A function makes those inside it anew whenever it runs; a module and a class do not.
        return [*found, (old, new)] if found and old.co_flags & CO_OPTIMIZED else found


def forgotten(library: ModuleType) -> str:
    """Its name, once all is taken out of its modules and classes: whoever still has one finds no
    code there."""
    package = library.__name__
    modules = [name for name in list(sys.modules) if name.split(".")[0] == package]
    names = [vars(sys.modules.pop(name)) for name in modules]
    kinds = {each for book in names for each in book.values() if isinstance(each, type)}
    for kind in [each for each in kinds if each.__module__.split(".")[0] == package]:
        for name in [*vars(kind)]:
            with suppress(Exception):  # it can't be taken out, as `__doc__`
                delattr(kind, name)
    for book in names:
        book.clear()
    return package


def _looks(code: CodeType) -> tuple[Any, ...]:
    """What others may have asked of a function: how it is called, and what it closes over."""
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
    kinds = code.co_flags, code.co_argcount, code.co_posonlyargcount
    return code.co_name, kinds, code.co_varnames[:count], code.co_freevars


def _inner(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The code in the constants of both; None if anything else differs."""
    if any(getattr(old, name) != getattr(new, name) for name in ALIKE):
        return None
    if len(old.co_consts) != len(new.co_consts):
        return None
    pairs, inner = zip(old.co_consts, new.co_consts, strict=True), []
    for one, other in pairs:
        if isinstance(one, CodeType) and isinstance(other, CodeType):
            if one.co_name != other.co_name:
                return None
            inner.append((one, other))
        elif repr(one) != repr(other):  # which tells -0.0 from 0.0, and 1 from True
            return None
    return inner


def _is_same(old: CodeType, new: CodeType) -> bool:
    """Whether they do the same, on whichever lines."""
    inner = _inner(old, new)
    return inner is not None and all(_is_same(*pair) for pair in inner)
