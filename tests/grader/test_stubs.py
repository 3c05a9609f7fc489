"""Stubs keep the lesson and lose the answers, and nobody's work is ever overwritten."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from grader import manifest
from grader.commands import stubs as command
from grader.stubs import generate as stubs
from grader.stubs import given, issued, order
from grader.stubs.answers import CannotStub
from grader.stubs.erase import stub
from grader.stubs.leaks import leaks
from grader.stubs.places import named_places
from tests.grader.folders import fresh
from tests.grader.today import todays

SOLUTION = '''"""m07 sample: a lesson."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .m02_wrapper import Array
from .versions import now

if TYPE_CHECKING:
    from .tensor import Tensor

Rule = Callable[..., np.ndarray] | None
LIMITS = (1, -2.5, np.float32)
table: dict[str, Rule] = {}
_depth = ContextVar("depth", default=0)
# This is how it is done.
_scale = 2 * LIMITS[0]


def lift(function: Rule) -> Rule:  # noqa: RUF100
    """Lift it."""
    # Here is the trick.
    return lambda x: function(x + 1)
    # That was it.


# Given as it is.
def register(op: Rule, *rules: Rule) -> None:
    """Enter rules."""
    table[op.__name__] = _tidy(rules)


def _tidy(rules: Sequence[Rule]) -> tuple:
    return tuple(rules)


def _helper(x: float) -> float:
    return math.sqrt(x)


exp = lift(np.exp)  # its own derivative
mul: Rule = lift(np.multiply)
_secret = lift(np.sin)

register(exp, lambda g, out, x: g * out)
register(mul, lambda g, out, x, y=None: g * y, None)
register(
    lift,
    # Both take the same way.
    lambda g, out, x, *, dim: g.sum(dim),
    lambda g, out, x, y: (
        g - y * _helper(2)
    ),
)


class Pair(NamedTuple):
    """Two numbers."""

    x: float  # the first
    y: float = 0.0


class Box(Array):
    """A box."""

    __slots__ = ("_lid",)
    _cache = {"a": 1}
    tag = None
    scaled = lift(np.cos)

    def __init__(
        self,
        value: float,
    ) -> None:
        """Wrap it."""
        self._lid = value
        self._check()

    def _check(self) -> None:
        assert self._lid

    @property
    def lid(self) -> float:
        """The lid."""
        return self._lid

    @lid.setter
    def lid(self, lid: float) -> None:
        self._lid = lid

    async def later(self) -> None:
        pass

    def plus(self, other: Box) -> Box:
        return Box(self._lid + other._lid)

    __add__ = plus
    __radd__ = _helper


if __name__ == "__main__":
    print(Box(1.0))
'''

STUB = '''"""m07 sample: a lesson."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .m02_wrapper import Array
from .todo import todo, todo_op
from .versions import now

if TYPE_CHECKING:
    from .tensor import Tensor

Rule = Callable[..., np.ndarray] | None
LIMITS = (1, -2.5, np.float32)
table: dict[str, Rule] = {}


def lift(function: Rule) -> Rule:  # noqa: RUF100
    """Lift it."""
    return todo_op("m07: lift")


# Given as it is.
def register(op: Rule, *rules: Rule) -> None:
    """Enter rules."""
    table[op.__name__] = _tidy(rules)


def _tidy(rules: Sequence[Rule]) -> tuple:
    return tuple(rules)


exp = todo_op("m07: exp")
mul: Rule = todo_op("m07: mul")

register(exp, lambda g, out, x: todo("m07: exp, x"))
register(mul, lambda g, out, x, y=None: todo("m07: mul, x"), None)
register(
    lift,
    lambda g, out, x, *, dim: todo("m07: lift, x"),
    lambda g, out, x, y: todo("m07: lift, y"),
)


class Pair(NamedTuple):
    """Two numbers."""

    x: float  # the first
    y: float = 0.0


class Box(Array):
    """A box."""

    __slots__ = ("_lid",)
    tag = None
    scaled = todo_op("m07: Box.scaled")

    def __init__(
        self,
        value: float,
    ) -> None:
        """Wrap it."""
        raise NotImplementedError("m07: Box.__init__")

    @property
    def lid(self) -> float:
        """The lid."""
        raise NotImplementedError("m07: Box.lid")

    @lid.setter
    def lid(self, lid: float) -> None:
        raise NotImplementedError("m07: Box.lid")

    async def later(self) -> None:
        pass

    def plus(self, other: Box) -> Box:
        raise NotImplementedError("m07: Box.plus")

    __add__ = plus
    __radd__ = todo_op("m07: Box.__radd__")


if __name__ == "__main__":
    print(Box(1.0))
'''


@pytest.fixture
def sample_manifest(monkeypatch):
    monkeypatch.setattr(given, "GIVEN", frozenset({"m07_sample.register"}))
    monkeypatch.setattr(order, "CALLED_AT_IMPORT", frozenset({"m07_sample.lift"}))


def is_formatted(source: str) -> bool:
    command = [sys.executable, "-m", "ruff", "format", "--check", "--line-length=100", "-"]
    done = subprocess.run(command, input=source, text=True, capture_output=True)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0


def milestone_sources() -> list[tuple[str, str]]:
    modules = [milestone.module for milestone in manifest.MILESTONES]
    return [(m, (manifest.SOLUTIONS / f"{m}.py").read_text("utf-8")) for m in modules]


def test_every_rule_at_once(sample_manifest):
    assert stub("m07_sample", SOLUTION) == STUB


def test_a_stub_of_a_stub_is_the_same(sample_manifest):
    plain = "def f():\n    return 1 + 1\n"
    assert stub("m07_sample", stub("m07_sample", plain)) == stub("m07_sample", plain)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("def _r(g, out, x): return g\n\n\nregister(exp, _r)\n", "names the private _r"),
        ("register(exp, lambda g, out: g)\n", "does not name its argument"),
        ("register(exp, [g for g in range(3)])\n", "neither keep nor replace"),
        ("squares = [x * x for x in range(9)]\n", "neither keep nor replace"),
        ("a, b = make(2)\n", "neither keep nor replace"),
        ("for x in range(3):\n    print(x)\n", "nothing that a stub can keep"),
        ("if now():\n    print(1)\n", "nothing that a stub can keep"),
        ("from .m02_wrapper import _hidden\n", "imports a private name"),
        ("class A:\n    register(exp, lambda g: g)\n", "nothing that a stub can keep"),
        ("@lift(lambda x: x)\ndef f(x):\n    return x\n", "a lambda in a decorator"),
        ("def f(x): return x\n", "body on the line of its signature"),
    ],
)
def test_what_no_rule_covers_is_an_error_with_its_place(source, complaint):
    with pytest.raises(CannotStub, match=rf"^solutions/m07_sample.py:\d+: .*{complaint}"):
        stub("m07_sample", source)


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("", 'from .todo import todo_op\n\n\nop = todo_op("m07: op")\n'),
        ('"""Lesson."""\n\n', '"""Lesson."""\n\nfrom .todo import todo_op\n\nop ='),
        ("import numpy as np\n\n", "import numpy as np\n\nfrom .todo import todo_op\n\nop ="),
        ("from . import a\n\n", "from . import a\nfrom .todo import todo_op\n\nop ="),
        ("from .versions import now\n\n", "from .todo import todo_op\nfrom .versions import now\n"),
        ("import math\n\nfrom .dims import as_dim\n\n", "from .dims import as_dim\nfrom .todo imp"),
    ],
)
def test_todo_is_imported_where_isort_would_put_it(above, expected):
    assert stub("m07_sample", f"{above}op = lift(1)\n").startswith(expected)


def test_an_import_keeps_only_the_names_that_are_still_used():
    names = ", ".join(f"name_{i}" for i in range(9))
    source = (
        f"from typing import Any, {names}\n\n\ndef f(x: Any) -> name_8:\n    return name_1(x)\n"
    )
    assert stub("m07_sample", source).startswith("from typing import Any, name_8\n\n\ndef f(")


def test_rows_are_laid_out_as_ruff_does():
    short = "register(exp, lambda g, out, x: g)\n"
    wide = "register(exp, lambda g, out, data, y: g, lambda g, out, x, y: g)\n"
    tall = wide.replace("x, y", "data, y, argument")
    text = stub("m07_sample", f"import numpy as np\n\n{short}{wide}{tall}")
    assert "\nregister(exp, lambda" in text
    assert "\nregister(\n    exp, lambda" in text
    assert "\nregister(\n    exp,\n    lambda" in text
    assert is_formatted(text)


def test_rules_given_by_keyword_lose_their_bodies_too():
    text = stub("m07_sample", "lift(1, rule=lambda g: g * 3)\nregister(rule=lambda g: g * 2)\n")
    assert 'lift(1, rule=lambda g: todo("m07: 1"))\n' in text
    assert 'register(rule=lambda g: todo("m07: register"))\n' in text


def test_ruff_has_nothing_to_format_in_the_sample():
    assert is_formatted(STUB)


def test_private_names_that_only_answers_use_vanish_also_when_they_use_each_other():
    functions = [f"def {name}():\n    return {other}()\n" for name, other in ("ab", "ba", "fa")]
    source = "\n\n".join(functions).replace("a()", "_a()").replace("b()", "_b()")
    assert stub("m07_sample", source) == 'def f():\n    raise NotImplementedError("m07: f")\n'


def test_what_vanishes_between_two_constants_leaves_one_blank_line():
    source = "A = 1\n\n\ndef _f():\n    return 2\n\n\nB = 3\n"
    assert stub("m07_sample", source) == "A = 1\n\nB = 3\n"


HELPER = "def _helper(x: float) -> float:\n    return math.sqrt(x)\n\n\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'raise NotImplementedError("m07: Box.__init__")',
            "self._lid = value",
            "self._lid = value",
        ),
        ('todo("m07: mul, x")', "g * y", "code: g * y"),
        ('todo("m07: mul, x")', "1 + 2 * (g * y)", "code: g * y"),
        ('= todo_op("m07: mul")', "= lift(np.multiply)", "code: lift(np.multiply)"),
        ("    tag = None\n", "    tag = None\n    other = g.sum(dim)\n", "code: g.sum(dim)"),
        ("class Pair", f"{HELPER}class Pair", "code: math.sqrt(x)"),
        ("A box.", "A box: return  Box(self._lid + other._lid)", "text: return Box("),
        ("# Given as it is.", "# return math.sqrt(x)", "text: return math.sqrt(x)"),
    ],
)
def test_a_seeded_leak_is_found(old, new, expected):
    assert STUB.count(old) == 1
    found = leaks(SOLUTION, STUB.replace(old, new), given={"register"})
    assert any(line.startswith((expected, f"code: {expected}")) for line in found), found


def test_the_sample_leaks_nothing():
    assert leaks(SOLUTION, STUB, given={"register"}) == []


def test_code_that_given_parts_show_too_is_not_a_leak():
    given = "def shown(x):\n    return x.value * 2\n"
    answer = "\n\ndef asked(x):\n    return x.value * 2 + 1\n"
    left = stub("m07_sample", answer.lstrip())
    assert leaks(given + answer, given + left, given={"shown"}) == []
    assert leaks(given + answer, given + left) != []


def test_no_answer_survives_in_any_exercise():
    for module, source in milestone_sources():
        found = leaks(source, stub(module, source), given.given_in(module))
        assert found == [], module
        assert leaks(source, source, given.given_in(module)), f"the gate is blind to {module}"


def test_every_exercise_is_as_well_formatted_as_its_solution():
    for module, source in milestone_sources():
        assert is_formatted(stub(module, source)) or not is_formatted(source), module


def test_every_given_name_exists():
    sources = dict(milestone_sources())
    for name in given.GIVEN | order.CALLED_AT_IMPORT:
        module, _, rest = name.partition(".")
        assert rest in dict(named_places(sources[module])), name


# Imports a library for each mix of modules that are not solved; compiles each file once.
IMPORT_ALL = """
import functools, importlib, sys
from pathlib import Path
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS
from grader.sandbox.inside.finder import Finder
once = functools.cache(lambda path: compile(Path(path).read_bytes(), path, "exec"))
exercises, *mixes = sys.argv[1:]
for unsolved in mixes:
    paths = assemble(SOLUTIONS, Path(exercises), unsolved.split()).paths
    finder = Finder(paths, {}, {path: once(path) for path in paths.values()})
    sys.meta_path.insert(0, finder)
    for name, path in paths.items():
        assert importlib.import_module(name).__file__ == path
    sys.meta_path.remove(finder)
    for name in paths:
        del sys.modules[name]
"""


def test_any_mix_of_exercises_and_solutions_imports(tmp_path):
    names = [milestone.module for milestone in manifest.MILESTONES]
    draw = random.Random(0).sample
    alone = [mix for n in names for mix in ({n}, set(names) - {n})]
    chosen = [set(), set(names), *todays(alone, 4)]
    chosen += [set(draw(names, k)) for k in range(2, len(names) - 1, 3)]
    folder = str(fresh(tmp_path))
    command = [sys.executable, "-c", IMPORT_ALL, folder, *(" ".join(sorted(c)) for c in chosen)]
    done = subprocess.run(command, cwd=manifest.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_generating_writes_every_module_once(checkout, capsys):
    assert command.main([]) == 0
    exercises = checkout / "exercises"
    assert (exercises / "todo.py").read_bytes() == (checkout / "solutions/todo.py").read_bytes()
    assert "return" not in (exercises / "m90_first.py").read_text()
    assert capsys.readouterr().out.count("wrote exercises/") == 3
    before = {path: path.stat().st_mtime_ns for path in exercises.iterdir()}
    assert command.main([]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in exercises.iterdir()}
    assert "wrote" not in capsys.readouterr().out


def test_check_names_every_stale_file_and_writes_nothing(checkout, capsys):
    command.main([])
    assert command.main(["--check"]) == 0
    (checkout / "solutions/m91_second.py").write_text("def two(x) -> int:\n    return x\n")
    (checkout / "exercises/m90_first.py").unlink()
    capsys.readouterr()
    assert command.main(["--check"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert "exercises/m90_first.py: missing, or not a regular file" in out
    assert "exercises/m91_second.py:1: -'def two() -> int:' +'def two(x) -> int:'" in out
    assert "exercises/.issued.json: lacks the stub of m91_second" in out
    assert not (checkout / "exercises/m90_first.py").exists()


def test_a_changed_solution_reaches_an_untouched_file_but_not_a_learners(checkout, capsys):
    command.main([])
    first, second = (checkout / "exercises" / f"{m}.py" for m in ("m90_first", "m91_second"))
    first.write_text("def one():\n    return 1\n")
    for module in ("m90_first", "m91_second"):
        (checkout / f"solutions/{module}.py").write_text("def three() -> int:\n    return 5 - 2\n")
    command.main([])
    assert first.read_text() == "def one():\n    return 1\n"
    assert "three" in second.read_text()
    kept = "kept exercises/m90_first.py: it has your work; `nox -s reset -- m90` starts it over"
    assert kept in capsys.readouterr().out


def test_links_and_folders_are_left_alone(checkout, capsys):
    exercises = checkout / "exercises"
    exercises.mkdir()
    elsewhere = checkout / "elsewhere.py"
    elsewhere.write_bytes(stubs.generate("m90_first"))
    (exercises / "m90_first.py").symlink_to(elsewhere)
    (exercises / "m91_second.py").mkdir()
    assert command.main([]) == 0
    assert capsys.readouterr().out.count("kept exercises/") == 2
    assert (exercises / "m90_first.py").is_symlink()


def test_the_record_only_grows(checkout):
    command.main([])
    before = issued.load(checkout / "exercises")
    (checkout / "solutions/m90_first.py").write_text("def uno() -> int:\n    return 3 - 2\n")
    command.main([])
    after = issued.load(checkout / "exercises")
    assert after["m90_first"][:1] == before["m90_first"]
    assert len(after["m90_first"]) == 2
    assert after["m91_second"] == before["m91_second"]


def test_a_milestone_that_left_the_manifest_is_removed_unless_worked_on(checkout, monkeypatch):
    command.main([])
    (checkout / "exercises/m91_second.py").write_text("def two():\n    return 2\n")
    monkeypatch.setattr(order, "MODULES", ("todo",))
    command.main([])
    assert not (checkout / "exercises/m90_first.py").exists()
    assert (checkout / "exercises/m91_second.py").exists()


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (None, "solutions/m90_first.py is missing"),
        ("def one(:\n", "solutions/m90_first.py:1: "),
        ("one = [1 for _ in '']\n", "solutions/m90_first.py:1: "),
    ],
)
def test_a_solution_that_cannot_be_used_stops_everything(checkout, capsys, source, complaint):
    path = checkout / "solutions/m90_first.py"
    path.unlink() if source is None else path.write_text(source)
    assert command.main([]) == 1
    assert capsys.readouterr().err.startswith(complaint)
    assert not (checkout / "exercises").exists()


def test_a_damaged_record_is_reported_and_not_replaced(checkout, capsys):
    command.main([])
    record = checkout / "exercises" / issued.NAME
    for damage in (b"{", b'"x"', b"\xff"):
        record.write_bytes(damage)
        assert command.main([]) == 1
        assert "is damaged" in capsys.readouterr().err
        assert record.read_bytes() == damage


def test_a_stub_with_the_line_ends_of_windows_is_untouched(checkout):
    command.main([])
    path = checkout / "exercises/m90_first.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert issued.is_untouched(path)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    assert not issued.is_untouched(path)


def test_untouched_means_byte_for_byte_as_issued(checkout):
    command.main([])
    path = checkout / "exercises/m90_first.py"
    assert issued.is_untouched(path)
    submitted = checkout / "submission" / path.name
    submitted.parent.mkdir()
    submitted.write_bytes(path.read_bytes())
    assert issued.is_untouched(submitted)
    submitted.rename(submitted.with_name("m91_second.py"))
    assert not issued.is_untouched(submitted.with_name("m91_second.py"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert not issued.is_untouched(path)


def test_an_older_stub_is_still_untouched(checkout):
    command.main([])
    path = checkout / "exercises/m90_first.py"
    old = path.read_bytes()
    (checkout / "solutions/m90_first.py").write_text("def uno() -> int:\n    return 3 - 2\n")
    command.main([])
    assert path.read_bytes() != old
    path.write_bytes(old)
    assert issued.is_untouched(path)


def test_only_a_regular_file_is_untouched(checkout):
    command.main([])
    path = checkout / "exercises/m90_first.py"
    copy = checkout / "copy.py"
    path.rename(copy)
    assert not issued.is_untouched(path)
    path.symlink_to(copy)
    assert not issued.is_untouched(path)
    path.unlink()
    os.mkfifo(path)
    assert not issued.is_untouched(path)
    path.unlink()
    path.mkdir()
    assert not issued.is_untouched(path)
