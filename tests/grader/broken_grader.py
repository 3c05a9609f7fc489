"""Breaks the grader's own functions, one at a time, wherever they run.

A function of the trusted process raises in place of what it does; one of a worker's does so in a
copy of grader/sandbox/inside/, which the process that forks workers is started from.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from grader.asking.oracle import Oracle
from grader.feedback.edited import Edited
from grader.manifest import ROOT
from grader.sandbox import fork_client, launch
from grader.sandbox.inside import processes

GRADER = str(ROOT / "grader")
INSIDE = Path(GRADER) / "sandbox" / "inside"
# What mistakes raise. (A ValueError or an OSError may be the world's, and is expected in places.)
MISTAKES = ("AttributeError", "KeyError", "TypeError", "IndexError", "AssertionError", "NameError")


def mistake(name: str) -> str:
    """The exception that breaks a function: any, but the same one each time."""
    return random.Random(name).choice(MISTAKES)


# The trusted process.


def functions() -> dict[str, FunctionType]:
    """Every function and method of the grader that is loaded, by its module and name."""
    found = {}
    for module, holder in sorted(sys.modules.copy().items()):
        if module.startswith("grader."):
            for kept in _functions(holder, module):
                found[f"{module}.{kept.__qualname__}"] = kept
    return found


def _functions(holder: Any, module: str) -> Iterator[FunctionType]:
    for value in list(vars(holder).values()):
        if isinstance(value, type):
            if value.__module__ == module:
                yield from _functions(value, module)
        else:
            for name in ("__func__", "fget", "func", "__wrapped__"):
                value = getattr(value, name, value)
            is_own = isinstance(value, FunctionType) and value.__module__ == module
            if is_own and value.__code__.co_filename.startswith(GRADER):
                yield value


def forget() -> None:
    """Empty the grader's caches, so that what fills them is called again.

    The reference's code stays: to compile it takes longer than a grading.
    """
    for module, holder in list(sys.modules.copy().items()):
        if module.startswith("grader.") and not module.endswith(".compiled"):
            for value in list(vars(holder).values()):
                if clear := getattr(value, "cache_clear", None):
                    clear()
    Oracle._known.clear()
    Edited._known.clear()
    launch._alive = 0  # where an end broke, somebody still counts
    own = {launch._server.pid} if launch._server else set()
    for pid in set(processes.children(os.getpid())) - own:
        if os.getsid(pid) != os.getsid(0):  # a worker whose end broke, and who watches for ever
            processes.end_tree(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def called(work: Callable[[], object]) -> list[str]:
    """The names of the functions that some work calls, in any thread of this process."""
    seen: set[CodeType] = set()

    def profile(frame: Any, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return [name for name, function in functions().items() if function.__code__ in seen]


@contextmanager
def broken(name: str) -> Iterator[None]:
    """Has a function of this process raise."""
    function = functions()[name]
    whole = function.__code__
    function.__code__ = _raising(whole, name)
    try:
        yield
    finally:
        function.__code__ = whole


def _raising(whole: CodeType, name: str) -> CodeType:
    """Code that raises where that code begins, and closes over the same names."""
    free = whole.co_freevars
    lines = [
        "def around():",
        *(f"    {each} = None" for each in free),
        "    def broken(*arguments, **more):",
        *(f"        {each}" for each in free),
        f"        raise {mistake(name)}({name + ' is broken'!r})",
        "    return broken",
    ]
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)
    file, line = whole.co_filename, whole.co_firstlineno
    return scope["around"]().__code__.replace(
        co_filename=file, co_firstlineno=line, co_name=whole.co_name
    )


# Workers.


class _Edited(ast.NodeTransformer):
    """Puts a statement at the beginning of each function, or of the one of that name."""

    def __init__(self, statement: Callable[[str], str], only: str = "") -> None:
        self._statement, self._only, self._within = statement, only, ""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._within = f"{node.name}."
        self.generic_visit(node)
        self._within = ""
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        name = self._within + node.name
        if self._only in ("", name):
            (first,) = ast.parse(self._statement(name)).body
            node.body.insert(1 if ast.get_docstring(node) else 0, first)
        return node


def _copy(folder: Path, file: str, statement: Callable[[str], str], only: str = "") -> Path:
    if not folder.exists():
        shutil.copytree(INSIDE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    tree = ast.parse((folder / file).read_text(encoding="utf-8"))
    edited = _Edited(statement, only).visit(tree)
    (folder / file).write_text(ast.unparse(ast.fix_missing_locations(edited)), encoding="utf-8")
    return folder


@contextmanager
def serving_from(folder: Path) -> Iterator[None]:
    """Has workers load the files in a folder."""
    before = fork_client.INSIDE, fork_client.SOURCES
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    fork_client.INSIDE, fork_client.SOURCES = folder, texts
    _stop_serving()
    try:
        yield
    finally:
        fork_client.INSIDE, fork_client.SOURCES = before
        _stop_serving()


def _stop_serving() -> None:
    if launch._server:
        launch._server.close()
    launch._server = None


def called_inside(folder: Path, work: Callable[[], object]) -> list[str]:
    """The functions, as `wire.py:encode`, that workers call while some work is done."""
    notes = folder / "notes"
    notes.parent.mkdir(parents=True)
    notes.touch()
    for file in sorted(path.name for path in INSIDE.glob("*.py")):

        def noting(name: str, file: str = file) -> str:
            told = f"{file}:{name}\n"
            call = f"_os.write(_f, {told.encode()!r})"
            opened = f"_os.open({str(notes)!r}, {os.O_WRONLY | os.O_APPEND})"
            return f"_os = __import__('os'); _f = {opened}; {call}; _os.close(_f)"

        _copy(folder / "inside", file, lambda name: f"if True:\n {noting(name)}")
    with serving_from(folder / "inside"):
        work()
    return sorted(set(notes.read_text().split()))


@contextmanager
def broken_inside(folder: Path, name: str) -> Iterator[None]:
    """Has a function, such as `wire.py:encode`, raise in workers."""
    file, _, function = name.partition(":")
    raises = f"raise {mistake(name)}({name + ' is broken'!r})"
    with serving_from(_copy(folder / "inside", file, lambda _: raises, function)):
        yield


@contextmanager
def edited_inside(folder: Path, file: str, old: str, new: str) -> Iterator[None]:
    """Has workers load a file in which something else stands."""
    copy = folder / "inside"
    shutil.copytree(INSIDE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    source = (copy / file).read_text(encoding="utf-8")
    assert source.count(old) == 1
    (copy / file).write_text(source.replace(old, new), encoding="utf-8")
    with serving_from(copy):
        yield
