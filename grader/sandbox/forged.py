"""Whether to believe a worker that says that the grader's own code broke in it.

Whoever runs there can write a traceback, too, or break that code. So it is the learner's doing if
one of their files names what it takes for that, which the reference's does not, and in another
worker the reference answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import numpy as np

from .. import manifest
from ..checkout import kept
from ..library.assemble import Library, assemble
from ..stubs.order import file_name
from ..stubs.places import parse
from .endings import Lost
from .inside import normal_form, wire
from .inside.limits import LIMITS

REACHING = re.compile(
    r"\b(os|io|sys|gc|inspect|ctypes|importlib|builtins|inside|posix|fcntl|exec|open|_getframe|"
    r"f_back|tb_frame|__(import|builtins|globals|subclasses)__)\b"
)
PROGRAMS = "return lib.tensor(x)", "raise ValueError(x)"


def believed(
    said: str, modules: Iterable[tuple[str, bytes]], begun: Callable[[Library], Any]
) -> str:
    """What a worker has said; "" where one of the modules, (name, text), reaches for it, and the
    reference is answered for by another `Channel` that is `begun`."""
    reaches = said and any(_reaches(*each) for each in modules)
    return "" if reaches and _answers(begun(assemble(manifest.SOLUTIONS, None))) else said


def _answers(channel: Any) -> bool:
    """Whether a new channel's worker does all that is asked of it, and then ends well."""
    fine = False
    with suppress(Lost, normal_form.WireError):
        fine = channel.reply(clock := channel.import_clock).get("imported") is True
        for line in PROGRAMS:
            header = {"nonce": "", "stays": True, "seconds": LIMITS.program, "name": "program"}
            header["source"] = f"def program(lib, x):\n    {line}\n"
            channel.request(wire.encode(header, [("ndarray", np.ones(3))]))
            fine &= channel.reply_unless_answered(clock) is None
            wire.decode(channel.answer())
    return not channel.close() and fine


def _reaches(module: str, text: bytes) -> bool:
    path = manifest.SOLUTIONS / file_name(module.partition(".")[2] or "__init__")
    if text == (reference := kept(path).data):
        return False
    nodes, theirs = _nodes(text), {ast.unparse(node) for node in _nodes(reference)}
    said = {ast.unparse(node) for node in nodes} - theirs
    return any(map(REACHING.search, said)) or _changes_others(nodes)


def _nodes(text: bytes) -> list[ast.AST]:
    """The names, and the imports."""
    with suppress(SyntaxError):
        kinds = ast.Name | ast.Attribute | ast.alias | ast.Import | ast.ImportFrom
        return [node for node in ast.walk(parse(text)) if isinstance(node, kinds)]
    return []


def _changes_others(nodes: Iterable[ast.AST]) -> bool:
    """Whether something is put into a module that is not the library's: `json.dumps = ...`."""
    imports = [n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    others = [n for n in imports if isinstance(n, ast.Import) or not n.level]
    known = {(each.asname or each.name).split(".")[0] for n in others for each in n.names}
    stored = (n for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store))
    return any(ast.unparse(node).split(".")[0] in known for node in stored)
