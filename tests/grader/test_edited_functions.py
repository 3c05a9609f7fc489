"""A function that is put into an imported library answers as it would after a new import."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CodeType

import pytest

from grader.feedback.diagnosis.weighing import LASTING
from grader.feedback.known_misconceptions import misconceptions
from grader.library.assemble import assemble
from grader.manifest import MILESTONES, PACKAGE, SOLUTIONS
from grader.sandbox.edits import EditableWorker
from grader.sandbox.inside.edited_functions import Functions
from grader.sandbox.inside.finder import Finder
from tests.grader.asked import noted
from tests.grader.folders import solution
from tests.grader.today import todays

SOURCE = """
import functools

def plain(x, y=2):
    return x + y

def ran(x):
    def inside(y):
        return x * y
    return inside

made = ran(3)
table = {"double": lambda x: 2 * x}
squares = [n * n for n in range(3)]

class Kind:
    size = 2
    def method(self):
        return [self.size * n for n in (1, 2)]

@functools.cache
def kept(x):
    return [x]
"""
ASKED = "a.plain(1), a.made(2), a.ran(5)(2), a.table['double'](4), a.squares, a.Kind().method()"
ASKED = f"({ASKED}, a.Kind.size, a.kept(1), a.user(), a.again)"
USER = """
from .a import plain, squares

again = plain
def user():
    return plain(10), sum(squares)
"""
PUT = {  # what stands in the source, and in its place
    "a body": ("x + y", "x - y"),
    "a constant's type": ("x + y", "x + y if True else 1.0"),
    "a function that another has made": ("x * y", "x / y"),
    "a lambda in a table": ("2 * x}", "3 * x}"),
    "a method": ("self.size * n for", "self.size + n for"),
    "a decorated function": ("return [x]", "return (x,)"),
    "a docstring": ("def plain(x, y=2):\n", 'def plain(x, y=2):\n    """Says something."""\n'),
    "nothing": ("x + y", "x + y"),
}
ANEW = {
    "a default": ("y=2", "y=3"),
    "an argument's name": ("plain(x, y=2):\n    return x + y", "plain(x, z=2):\n    return x + z"),
    "a constant of the module": ("size = 2", "size = 3"),
    "a decorator": ("@functools.cache\n", ""),
    "what ran during the import": ("n * n", "n + n"),
    "what ran, and what it made": ("    return inside", "    return lambda y: -y"),
    "one function more": ("def plain", "def more():\n    pass\n\ndef plain"),
    "a generator": ("    return x + y", "    yield x + y"),
    "0.0 for -0.0": ("size = 2", "size = 2  # as before\nzero = -0.0"),
}


@pytest.fixture
def imported() -> Iterator[tuple[Functions, Finder]]:
    """The functions of a small library, and who has found its modules."""
    texts = {"pack": "from . import a\nfrom .a import *\nfrom .b import *", "pack.a": SOURCE}
    texts["pack.b"] = USER
    files = {name: f"/pack/{name}.py" for name in texts}
    codes = {files[name]: _compiled(text, files[name]) for name, text in texts.items()}
    finder, functions, before = Finder(files, {}, codes), Functions(), list(sys.meta_path)
    with functions.noting_what_runs():
        _import(finder)
    yield functions, finder
    sys.meta_path[:] = before
    _forget()


def _compiled(text: str, path: str) -> CodeType:
    return compile(text, path, "exec", dont_inherit=True)


def _import(finder: Finder) -> None:
    sys.meta_path.insert(0, finder)
    __import__("pack")


def _forget() -> None:
    for name in [name for name in list(sys.modules) if name.split(".")[0] == "pack"]:
        del sys.modules[name]


def _answers() -> str:
    pack = sys.modules["pack"]
    found = eval(ASKED, {"a": pack})
    return repr([each(1) if callable(each) else each for each in found])


@pytest.mark.parametrize("what", PUT)
def test_a_body_is_put_in_as_if_it_were_imported(what, imported):
    functions, finder = imported
    edited = finder.edited("pack.a", SOURCE.replace(*PUT[what]).encode())
    assert functions.put("pack.a", finder, edited)
    found = [_answers()]
    for each in edited, finder:
        _forget()
        _import(each)
        found.append(_answers())
    put, anew, untouched = found
    assert put == anew
    assert (put == untouched) == (what in ("a docstring", "nothing", "a constant's type"))


@pytest.mark.parametrize("what", ANEW)
def test_what_differs_in_more_is_left_to_a_new_import(what, imported):
    functions, finder = imported
    before, finders = _answers(), list(sys.meta_path)
    assert SOURCE.replace(*ANEW[what]) != SOURCE
    edited = finder.edited("pack.a", SOURCE.replace(*ANEW[what]).encode())
    assert not functions.put("pack.a", finder, edited)
    assert (_answers(), sys.meta_path) == (before, finders)


@pytest.mark.parametrize("text", ["def plain(:", "x = 1 +", "\0", "(" * 300 + ")" * 300])
def test_what_is_not_python_is_left_to_a_new_import(text, imported):
    functions, finder = imported
    assert not functions.put("pack.a", finder, finder.edited("pack.a", text.encode()))


class Anew(EditableWorker):
    """Imports the library anew for each edit."""

    def __init__(self, library) -> None:
        super().__init__(library)
        self.close()
        self._editable = False


@pytest.mark.parametrize("milestone", todays(MILESTONES, 18), ids=lambda m: m.id)
def test_every_misconception_answers_the_same_either_way(milestone):
    questions = list(dict.fromkeys(each.question for each in noted(milestone).compared))
    last, library = questions[-8:], assemble(SOLUTIONS, None, fast=False)
    with EditableWorker(library) as worker, Anew(library) as anew:
        for each in misconceptions(milestone):
            change = f"{PACKAGE}.{milestone.module}", each.apply(solution(milestone))
            ways = [w.ask_all(last, change, 1.0) for w in (worker, anew)]
            if milestone.slug not in LASTING:  # nor does it matter what ran before in the process
                ways.append([*worker.ask_in_turn(questions, change, 1.0)][-len(last) :])
            put, *others = [[(a.outcome, a.exception) for a in answers] for answers in ways]
            assert all(other == put for other in others), each.name
