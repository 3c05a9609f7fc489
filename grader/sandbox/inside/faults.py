"""An exception as plain data that can leave the worker, which loads this file by itself."""

from __future__ import annotations

import builtins
import linecache
import os
import traceback as tracebacks
from collections.abc import Collection
from types import CodeType, FrameType, TracebackType
from typing import Any, TypeGuard

FRAMES = 20
MESSAGE = 2000
UNABLE = 70  # the exit status of a child that could not send its answer
BROKEN = 71  # that of a process in which the grader's own code raised, which says where
TRACEBACK = "Traceback (most recent call last):\n"
PROGRAM = "<program>"  # the file that a program's code says it is from
HERE = os.path.dirname(os.path.abspath(__file__))
OWN = {  # Python's own, read before anybody's code can run
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}


def name_of(kind: type[BaseException]) -> str:
    """An exception type's name; with its module if it only borrows the name of one of Python's."""
    if any(kind is own for own in OWN.values()):
        return kind.__name__
    try:
        name = f"{kind.__name__}"
        return f"{kind.__module__}.{name}" if name in OWN else name
    except BaseException:
        return "(a type without a name)"


def describe(error: BaseException, paths: Collection[str], compiling: str = "") -> dict[str, Any]:
    """The exception's type, message and innermost frames in files at `paths`, as JSON values.

    A type of the learner's own is never taken for Python's, whatever it calls itself.
    `compiling` is the file that was just being compiled, if any: it has no frame of its own.
    """
    try:
        message = _said(error, paths)[:MESSAGE]
    except BaseException:
        message = "(its __str__ raised an exception)"
    frames = trace(error.__traceback__, paths)
    if _is_about_a_line(error, paths):
        frames.append([error.filename, error.lineno or 0, "", (error.text or "").strip()[:200]])
    elif compiling:
        frames.append([compiling, 0, "", ""])
    told = {"exception": name_of(type(error)), "message": message, "frames": frames[-FRAMES:]}
    return told | {"missing": missing} if (missing := _missing(error)) else told


def _is_about_a_line(error: BaseException, paths: Collection[str]) -> TypeGuard[SyntaxError]:
    """Whether a file at `paths` is not Python: the error tells where, though no call led there."""
    return isinstance(error, SyntaxError) and error.filename in paths


def _said(error: BaseException, paths: Collection[str]) -> str:
    """The message without the file: of a line that is not Python, its frame tells it; of a name
    that can't be imported, its module does."""
    text = str(error)
    if _is_about_a_line(error, paths):
        return f"{error.msg}"
    path = error.path if _is_own(error, "ImportError") else None
    return text.replace(f" ({path})", "") if type(path) is str else text


def _missing(error: BaseException) -> str:
    """The module that an import did not find; "" where that is not what went wrong."""
    name = error.name if _is_own(error, "ModuleNotFoundError") else None
    return name[:MESSAGE] if type(name) is str else ""


def _is_own(error: BaseException, name: str) -> TypeGuard[ImportError]:
    """Whether it is of just this type of Python's, which must be a kind of ImportError."""
    return type(error) is OWN[name]


def is_the_librarys(error: BaseException, paths: Collection[str], ours: str = HERE) -> bool:
    """Whether the library or the program raised this, rather than the grader's own code.

    That is whoever's code is the innermost that the exception came through: reading an answer may
    run the library's code, and importing the library runs ours. Memory is used up by the library.

    Args:
        paths: the library's files.
        ours: the folder of the grader's.
    """
    found, traceback = isinstance(error, MemoryError), error.__traceback__
    while traceback and not isinstance(error, MemoryError):
        file = traceback.tb_frame.f_code.co_filename
        if file in paths or file == PROGRAM:
            found = True
        elif file.startswith(ours):
            found = False
        traceback = traceback.tb_next
    return found


def account(error: BaseException) -> bytes:
    """The traceback of a mistake in the grader, as its maintainers will read it.

    However long the exception's message is, its innermost frames are there: they tell whose it is.
    """
    frames = tracebacks.format_tb(error.__traceback__, -FRAMES // 2)
    said = "".join(tracebacks.format_exception_only(error))[: MESSAGE // 2]
    return "".join([TRACEBACK, *frames, said]).encode("utf-8", "replace")


def trace(traceback: TracebackType | None, paths: Collection[str]) -> list[list[Any]]:
    """[path, line, function, source line] of the innermost frames in files at `paths`."""
    found = []
    while traceback:
        code = traceback.tb_frame.f_code
        if code.co_filename in paths:
            line = traceback.tb_lineno or _line_before(code, traceback.tb_lasti)
            found.append([code.co_filename, line, code.co_name])
        traceback = traceback.tb_next
    return _with_source(found[-FRAMES:])


def stack(frame: FrameType | None, paths: Collection[str]) -> list[list[Any]]:
    """The same for code that is running: the innermost of the calls that led to `frame`."""
    found: list[list[Any]] = []
    while frame and len(found) < FRAMES:
        code = frame.f_code
        if code.co_filename in paths:
            line = frame.f_lineno or _line_before(code, frame.f_lasti)
            found.append([code.co_filename, line, code.co_name])
        frame = frame.f_back
    return _with_source(found[::-1])


def _line_before(code: CodeType, at: int) -> int:
    """The last line in front of an instruction that has none, as a loop's jump back to its top."""
    before = [line for start, _, line in code.co_lines() if line and start <= at]
    return before[-1] if before else code.co_firstlineno


def _with_source(found: list[list[Any]]) -> list[list[Any]]:
    return [
        [path, line, name, linecache.getline(path, line).strip()[:200]]
        for path, line, name in found
    ]
