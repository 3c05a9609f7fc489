"""Which places of a milestone each test of its suite calls: the suite's *program spectrum*.

The suite is run on the reference, with a copy of the milestone's file that says which places are
called; the outcome is remembered in `.kata/` until the reference or the suite changes.
"""

from __future__ import annotations

import ast
import hashlib
import json
import tempfile
import textwrap
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .grading import Grading
from .library import assemble
from .manifest import SOLUTIONS, STATE, Milestone
from .memory import Memory
from .run import run
from .sandbox.client import Answer
from .stubs.generate import generate
from .suite.places import named_places, places_to_fill, span
from .suite.remembered import RememberingOracle

FILE = STATE / "spectra.sqlite"
MOST = 200  # beyond this all are forgotten

Spectrum = dict[str, set[str]]  # the places that a test calls, by its name

CALLED = "\N{SYMBOL FOR ENQUIRY}"  # begins and ends what the instrumented file prints at a call

PRELUDE = f"""
import os as _os
from functools import wraps as _wraps

_imported_in, _called = _os.getpid(), set()


def _note(place):
    if _os.getpid() != _imported_in and place not in _called:
        _called.add(place)
        _os.write(1, f"{CALLED}{{place}}{CALLED}".encode())
    return True


def _noting(place, function):
    return _wraps(function)(lambda *args, **params: _note(place) and function(*args, **params))
"""


def spectrum(milestone: Milestone, file: Path = FILE) -> Spectrum:
    """The places that each test calls on the reference, remembered or found by running them."""
    library = assemble(SOLUTIONS, None).key
    key = hashlib.sha256(library.encode() + milestone.suite.read_bytes()).hexdigest()
    memory = Memory(file, MOST)
    if known := memory.get(key):
        return {name: set(places) for name, places in json.loads(known).items()}
    found, whole = _find(milestone)
    if whole:
        places = {name: sorted(called) for name, called in found.items()}
        memory.put(key, json.dumps(places).encode())
        memory.save()
    return found


def instrument(source: str, places: Set[str]) -> str:
    """The source of a milestone's file, made to print each of these `places` when it is called."""
    lines = source.splitlines()
    for name, node in reversed(list(named_places(source))):
        if name in places:
            first, last = span(node)
            _instrument(node, ast.Constant(name))
            text = ast.unparse(ast.fix_missing_locations(node))
            lines[first - 1 : last] = textwrap.indent(text, " " * node.col_offset).splitlines()
    after_future = lines.index("from __future__ import annotations") + 1
    return "\n".join([*lines[:after_future], PRELUDE, *lines[after_future:], ""])


def _instrument(statement: ast.stmt, name: ast.Constant) -> None:
    """Have every function in a place say so; in `exp = primitive(f)` it is `f` that does."""
    note = ast.Call(ast.Name("_note"), [name], [])
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef):
            node.body.insert(1 if ast.get_docstring(node) else 0, ast.Expr(note))
        elif isinstance(node, ast.Lambda):
            node.body = ast.BoolOp(ast.And(), [note, node.body])
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        function = statement.value.args[0]
        statement.value.args[0] = ast.Call(ast.Name("_noting"), [name, function], [])


@dataclass
class _Tracing(Grading):
    """A grading that notes which places each test calls, in the suite's order."""

    calls: list[set[str]] = field(default_factory=list)

    def ask(self, *question: Any, **more: Any) -> Answer:
        answer = super().ask(*question, **more)
        self.calls[-1] |= set(answer.printed.split(CALLED)[1::2])
        return answer


def _find(milestone: Milestone) -> tuple[Spectrum, bool]:
    """The places that each test calls, and whether all ran to their ends."""
    places = set(places_to_fill(generate(milestone.module).decode()))
    name = f"{milestone.module}.py"
    source = (SOLUTIONS / name).read_text(encoding="utf-8")
    oracle = RememberingOracle()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(instrument(source, places), encoding="utf-8")
        tracing = _Tracing(Path(folder), only_isolated=True, oracle=oracle)
        done = run(tracing, [milestone], progress=lambda *_: tracing.calls.append(set()))
    calls = {key[1]: called for key, called in zip(done.tests, tracing.calls, strict=True)}
    return calls, all(result.outcome == "passed" for result in done.results.values())
