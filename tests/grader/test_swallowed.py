"""Nothing in the grader swallows an exception that may be its own mistake.

Whoever catches more than they can name hides a fault of the grader's, and a learner is blamed or
left without a word. What is inside the sandbox has a protocol of its own (`test_blame.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from grader.manifest import ROOT

# What a slip of the pen raises. To expect one of these is to hide the others.
OURS = {
    *("Exception", "BaseException", "AttributeError", "KeyError", "LookupError", "NameError"),
    *(
        "TypeError",
        "AssertionError",
        "MemoryError",
        "RecursionError",
        "RuntimeError",
        "SystemError",
    ),
}

# Where it is right, and why.
ALLOWED = {
    "commands/exit_status.py status": "the last to hear of it: prints the traceback, and status 3",
    "commands/shell.py _run": "what somebody's script raises, shown as Python shows it",
    "watch/examiner.py Examiner.run": "writes the traceback to a log, says so, and tries again",
    "watch/saves.py _heard": "watchfiles raises RuntimeError where a folder vanishes; it is looked "
    "for again",
    "asking/oracle.py Oracle.prepare.work": "kept in another thread, to be raised by who asks next",
    "asking/oracle.py Oracle._run": "what torch raises in a suite's program is its answer; that of "
    "a mistaken program shows as SuiteError",
    "asking/in_process.py InProcess.start": "what the learner's files raise while imported",
    "asking/in_process.py InProcess.ask": "what the learner's program raises; each stage apart",
    "suite/plugin.py _holds_for_the_reference": "asks whose fault another exception is, which is "
    "raised again",
    "suite/random_programs/sketch.py _result": "NumPy refuses operands that were drawn at random: "
    "another program is drawn",
    "stubs/places.py parse": "turned into a SyntaxError: a learner's file may be anything",
    "saved.py from_json": "json.loads alone, of a stranger's file",
    "grading/broken_steps.py Faults.noted": "kept in the record, whose command ends with status 3",
    "feedback/coverage.py watching": "a suite's program may raise on purpose; only what it "
    "called is asked",
}


@cache
def handlers() -> frozenset[str]:
    """Where something of OURS is caught, or a `finally` left."""
    found = set()
    for path in (ROOT / "grader").rglob("*.py"):
        where = path.relative_to(ROOT / "grader")
        if where.parts[0] != "sandbox":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {f"{where} {name}" for name, _ in _within(tree, "")}
    return frozenset(found)


def _within(tree: ast.AST, inside: str) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        name = f"{inside}.{node.name}".lstrip(".") if _is_named(node) else inside
        if _catches(node) or (isinstance(node, ast.Try) and _leaves(node.finalbody)):
            yield name, node
        elif isinstance(node, ast.Constant) and "except" in str(node.value):
            yield from _in_text(str(node.value))
        yield from _within(node, name)


def _in_text(source: str) -> Iterator[tuple[str, ast.AST]]:
    """A program in a string, to be run elsewhere."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # prose
        return
    yield from _within(tree, "")


def _is_named(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _catches(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        names = _names(node.type) if node.type else {"BaseException"}
        raises_it = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        return bool(names & OURS) and not raises_it
    is_suppress = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")
    return is_suppress and any(_names(each) & OURS for each in node.args)


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a `finally` ends the process or the function, and with it any exception."""
    text = "\n".join(map(ast.unparse, body))
    return "_exit(" in text or any(
        isinstance(node, ast.Return) for each in body for node in ast.walk(each)
    )


def test_whoever_catches_what_may_be_the_graders_own_has_a_reason():
    strangers = sorted(handlers() - ALLOWED.keys())
    assert strangers == [], "catch what you can name, or say why not"


def test_the_list_of_reasons_names_nothing_that_is_gone():
    assert ALLOWED.keys() <= handlers()


@pytest.mark.parametrize(
    "source",
    [
        "try: f()\nexcept: pass",
        "try: f()\nexcept Exception: g()",
        "try: f()\nexcept (ValueError, KeyError) as e: g(e)",
        "with suppress(OSError, AttributeError): f()",
        "with contextlib.suppress(Exception): f()",
        "try: f()\nfinally: os._exit(0)",
        "def f():\n    try: g()\n    finally: return 1",
        "SENT = '''\ntry: f()\nexcept Exception: pass\n'''",
    ],
)
def test_the_sweep_sees(source):
    assert list(_within(ast.parse(source), ""))


@pytest.mark.parametrize(
    "source",
    [
        "try: f()\nexcept OSError: pass",
        "try: f()\nexcept Exception:\n    g()\n    raise",
        "'except for x'",
    ],
)
def test_the_sweep_passes_over(source):
    assert not list(_within(ast.parse(source), ""))
