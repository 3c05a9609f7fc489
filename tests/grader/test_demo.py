"""`nox -s demo`: what a milestone's demo shows, of whichever library, and that it does no harm."""

from __future__ import annotations

import ast
import itertools
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos import svg
from demos.canvas import Canvas, clipped
from grader.asking.workers import Workers
from grader.checkout import load
from grader.commands import demo as command
from grader.feedback import demonstration
from grader.feedback.demo_answer import Unfit, checked
from grader.feedback.demonstration import Screen, demonstrate, has_demo
from grader.feedback.known_misconceptions import misconceptions
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, Milestone, find_milestone
from grader.sandbox.answer import Answer
from grader.sandbox.inside.normal_form import normalise
from grader.sandbox.worker import Worker
from tests.grader.folders import fresh, solution, solved, stub, write
from tests.grader.once import once
from tests.grader.today import todays
from tests.waiting import slowness

FILES = sorted((ROOT / "demos").glob("m*.py"))
SHOWN = [m for m in MILESTONES if has_demo(m)]
TOPOSORT = find_milestone("toposort")
LINES, COLUMNS = 24, 80
ROOM = 2  # lines: a prompt takes one, and what stands in for files that are not written another
SECONDS = 10.0  # of each demo, on a usual machine
each = pytest.mark.parametrize("milestone", SHOWN, ids=lambda m: m.id)


def module(milestone: Milestone) -> ModuleType:
    return load(ROOT / "demos" / f"{milestone.module}.py")


Shows = Callable[[Milestone], tuple[Screen, float]]


@pytest.fixture(scope="session")
def reference(tmp_path_factory) -> Shows:
    """What the reference's library shows, and the seconds that this took."""

    def demonstrated(milestone: Milestone) -> tuple[Screen, float]:
        began = time.monotonic()
        screen = demonstrate(SOLUTIONS, milestone)
        return screen, time.monotonic() - began

    return lambda m: once(tmp_path_factory, f"demo {m.id}", lambda: demonstrated(m))


@each
def test_it_fits_a_terminal_and_ends_in_time(milestone, reference):
    screen, seconds = reference(milestone)
    assert screen.state == "shown", screen.text
    lines = screen.text.split("\n")
    assert len(lines) <= LINES - ROOM and max(map(len, lines)) <= COLUMNS
    assert milestone.id in lines[0] and 1 <= module(milestone).SAYS.count(". ") + 1 <= 4
    assert seconds < SECONDS * slowness()
    assert not any(line.endswith(">") for line in lines if len(line) == COLUMNS)  # cut
    assert not re.search(r"\S\.\.\.", screen.text), "a text is cut"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_texts_are_cut_at_words(path):
    pieces = [n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_written(n)]
    cut = [ast.unparse(p) for p in pieces if isinstance(p, ast.Subscript) and _is_slice(p.slice)]
    assert cut == [], "canvas.clipped"


def _is_written(node: ast.AST) -> bool:
    return isinstance(node, ast.FormattedValue)


def _is_slice(index: ast.expr) -> bool:
    return isinstance(index, ast.Slice)


def test_a_text_that_is_cut_ends_with_a_whole_word():
    assert clipped("one two", 7) == "one two"
    assert clipped("one two three", 12) == "one two..."
    assert clipped("one two three", 10) == "one two..."
    assert clipped("one two three", 9) == "one..."
    assert clipped("x" * 20, 10) == "x" * 7 + "..."
    words = "a bc def ghij klmno"
    for width in range(5, 20):
        assert len(clipped(words, width)) <= width
        assert words.startswith(clipped(words, width).removesuffix("..."))


class Once(Workers):
    """Those who are asked once, and answer the same ever after."""

    answer: Answer | None = None

    def ask(self, *asked: Any, **more: Any) -> Answer:
        self.answer = self.answer or super().ask(*asked, **more)
        return self.answer


@each
def test_it_is_the_same_each_time_and_in_ascii(milestone, tmp_path, reference):
    workers = Once(lambda library: Worker(library, demonstration.PATIENT))
    folder = write(tmp_path, milestone, solution(milestone))
    again = demonstrate(folder, milestone, workers=workers)
    assert again.state == "shown" and drawn(again) == drawn(reference(milestone)[0])
    plain = demonstrate(SOLUTIONS, milestone, unicode=False, workers=workers).text
    assert plain.isascii() and max(map(len, plain.split("\n"))) <= COLUMNS
    assert len(plain.split("\n")) <= LINES - ROOM


def drawn(screen: Screen) -> str:
    """What stands below the heading, which also says whose files these are; without the times."""
    return re.sub(r"\d+ ms", "", screen.text.partition("\n\n")[2])


@pytest.fixture(scope="module")
def stubs(tmp_path_factory) -> Path:
    """Nobody has written anything yet."""
    return fresh(tmp_path_factory.mktemp("stubs"))


@each
def test_on_a_stub_it_is_not_started_and_says_which_function(milestone, stubs):
    screen = demonstrate(stubs, milestone)
    assert screen.state == "not started"
    assert f"The demo needs {milestone.id} " in " ".join(screen.text.split())
    assert f"{milestone.module}.py" in screen.text.replace("\n      │ ", "")
    assert max(map(len, screen.text.split("\n"))) <= COLUMNS


@pytest.mark.parametrize("milestone", todays(SHOWN, 6), ids=lambda m: m.id)
def test_three_misconceptions_can_be_seen(milestone, tmp_path, reference):
    """Or what fails is named. Others may be about what no picture shows."""
    right, _ = reference(milestone)
    known = misconceptions(milestone)
    seen = (each.name for each in known if _is_seen(each, milestone, tmp_path, right))
    names = list(itertools.islice(seen, 3))
    assert len(names) == 3, f"only {names}"


def _is_seen(misconception: Any, milestone: Milestone, folder: Path, right: Screen) -> bool:
    misconception.write(milestone, folder)
    screen = demonstrate(folder, milestone)
    assert screen.state in ("shown", "failed"), screen.text
    return drawn(screen) != drawn(right)


@each
@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
def test_no_number_is_too_strange_to_be_drawn(milestone):
    demo = module(milestone)
    strange = (np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324, 0.0)
    for value, unicode in itertools.product(strange, (True, False)):
        found = {name: _filled(form, value) for name, form in demo.ANSWER.items()}
        canvas = Canvas(unicode)
        lines = canvas.finish(demo.draw(found, canvas)).split("\n")
        assert max(map(len, lines)) <= COLUMNS, value
        if hasattr(demo, "picture"):
            _is_picture(demo.picture(found, svg))
    mixed = np.random.default_rng(0)
    found = {name: _filled(form, mixed) for name, form in demo.ANSWER.items()}
    assert demo.draw(found, Canvas())


def _filled(form: Any, value: Any) -> Any:
    """An answer of this form, of strange numbers, or at random."""
    if form is str:
        return "x" * 60
    if form == [str]:
        return ["", "y" * 60] * 100
    shape = tuple(7 if n is None else n for n in form)
    if isinstance(value, np.random.Generator):
        return value.choice([np.nan, np.inf, -1e308, 1e308, 0.0, 1.0, 3.0], shape)[()]
    return np.full(shape, value)[()]


def _is_picture(text: str) -> None:
    assert text.startswith("<svg") and text.endswith("</svg>\n")
    assert "nan" not in re.sub(r">[^<]*<", "><", text) and "script" not in text


def test_every_milestone_has_a_demo():
    assert {m.slug for m in MILESTONES} - {m.slug for m in SHOWN} <= WAITING


WAITING = {"tracing", "compile"}


def test_a_demo_stands_on_its_own():
    assert len(FILES) >= len(SHOWN) and {p.stem for p in FILES} >= {m.module for m in SHOWN}
    for path in (ROOT / "demos").glob("*.py"):
        imported = set(_imports(path))
        assert imported <= ALLOWED, path.name


STANDARD = (
    "__future__ collections gzip html itertools math pathlib re textwrap types typing unicodedata"
)
PICTURES = {"demos.boxes", "demos.marks", "demos.palette", "demos.shades"}  # of demos/svg.py
ALLOWED = {*STANDARD.split(), "numpy", "demos", "demos.canvas", *PICTURES}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = ".".join(filter(None, ("demos" * (node.level > 0), node.module)))
            yield name if name.startswith("demos") else name.split(".")[0]


def test_the_reference_stands_in_for_what_nobody_has_touched(tmp_path):
    folder = write(fresh(tmp_path), TOPOSORT, solution(TOPOSORT))
    screen = demonstrate(folder, TOPOSORT)
    assert screen.state == "shown"
    assert "the reference's stand in: m00 to m04" in screen.text
    assert "stand in" not in demonstrate(solved(folder), TOPOSORT).text


def test_an_earlier_file_of_the_learners_is_used_and_its_mistake_is_told(tmp_path):
    earlier = find_milestone("wrapper")
    folder = write(fresh(tmp_path), TOPOSORT, solution(TOPOSORT))
    write(folder, earlier, solution(earlier) + "\n\nraise RuntimeError('of mine')\n")
    screen = demonstrate(folder, TOPOSORT)
    assert screen.state == "failed"
    assert f"{earlier.module}.py" in screen.text and "RuntimeError" in screen.text
    assert "def program" not in screen.text


def test_a_file_that_was_begun_is_not_called_not_started(tmp_path):
    folder = write(fresh(tmp_path), TOPOSORT, stub(TOPOSORT) + "\n# mine now\n")
    screen = demonstrate(folder, TOPOSORT)
    assert f"{TOPOSORT.title}: not finished yet." in screen.text


def test_an_earlier_file_that_is_not_finished_is_named(tmp_path):
    later = find_milestone("chain_rule")
    folder = write(fresh(tmp_path), later, solution(later))
    write(folder, TOPOSORT, stub(TOPOSORT) + "\n# mine now\n")
    screen = demonstrate(folder, later)
    assert screen.state == "not started" and f"{later.title}: not yet." in screen.text
    assert f"The demo needs {TOPOSORT.id} toposort." in screen.text


BODY = re.search(r"(?s)    order, seen, stack = .*?return order\n", solution(TOPOSORT)).group()
HOSTILE = {
    "a huge array": "return [str(n) for n in range(19000)]",
    "escape sequences": "return ['\\x1b[2J\\x1b]0;owned\\x07', '\\u202e', 'a\\nb', '\\r']",
    "wide characters": "return ['\\u4e2d' * 60, 'x' * 500, '']",
    "texts without an end": "return ['y' * 500_000]",
    "another kind": "return {'loss': 3}",
    "nothing": "return None",
    "numbers": "return [float('nan'), 10**300, np.zeros((3000, 3000))]",
    "an evil list": "class L(list):\n        __len__ = lambda self: 1 << 70\n    return L('abc')",
    "the end": "import os; os._exit(0)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_does_no_harm(name, tmp_path):
    evil = solution(TOPOSORT).replace(BODY, f"    import numpy as np\n    {HOSTILE[name]}\n")
    screen = demonstrate(write(tmp_path, TOPOSORT, evil), TOPOSORT)
    lines = screen.text.split("\n")
    assert screen.state in ("shown", "failed")
    assert all(line.isprintable() and width(line) <= COLUMNS for line in lines)
    assert len(lines) <= 2 * LINES


def width(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in line)


def test_a_demo_that_hangs_is_ended(tmp_path, monkeypatch, nobody_left):
    short = demonstration.PATIENT._replace(program=0.3)
    monkeypatch.setattr(demonstration, "PATIENT", short)
    evil = solution(TOPOSORT).replace(BODY, "    while True:\n        pass\n")
    screen = demonstrate(write(tmp_path, TOPOSORT, evil), TOPOSORT)
    assert screen.state == "failed"
    assert "took longer than" in screen.text and f"{TOPOSORT.module}.py" in screen.text


@pytest.mark.parametrize(
    ("value", "form", "says"),
    [
        (np.zeros((2, 3)), (3, 2), "`x`.*numbers of shape .3, 2., and is a NumPy array of shape"),
        ([1.0, "a"], (2,), "a list of 2"),
        (3, str, "a text, and is an int"),
        ([1, 2], [str], "should be a text"),
        ("1.0", (), "a number, and is a string"),
        ([[1.0], [1.0, 2.0]], (2, None), "numbers of shape .2, n."),
        (np.zeros((2, 5000)), (2, None), "numbers of shape"),
    ],
)
def test_what_has_another_form_is_named(value, form, says):
    pair = normalise({"x": value}, (), lambda _: None)
    with pytest.raises(Unfit, match=f"(?s){says}"):
        checked(pair, {"x": form})
    with pytest.raises(Unfit):
        checked(normalise([value], (), lambda _: None), {"x": form})


def test_what_has_the_form_comes_as_plain_floats_and_safe_texts():
    value = {"a": [True, 2, np.float32(0.5)], "b": 10**308, "c": "\x1b[1m\n", "d": np.ones((2, 2))}
    found = checked(
        normalise(value, (), lambda _: None), {"a": (3,), "b": (), "c": str, "d": (2, 2)}
    )
    assert found["a"].tolist() == [1.0, 2.0, 0.5] and found["a"].dtype == np.float64
    assert found["b"] == 1e300 and found["c"] == "\\x1b[1m\\n" and found["d"].shape == (2, 2)


def test_the_command_shows_it_and_says_how_it_went(exercises, capsys):
    assert command.main([TOPOSORT.id]) == 1
    assert "not started" in capsys.readouterr().out
    write(exercises, TOPOSORT, solution(TOPOSORT))
    assert command.main(["toposort"]) == 0
    assert "100,001 in order" in capsys.readouterr().out
    assert command.main(["toposort", "--target", "solutions"]) == 0


def test_a_picture_is_written_where_there_is_one(tmp_path, capsys):
    path = tmp_path / "xor.svg"
    assert command.main(["m00", "--target", "solutions", "--svg", str(path)]) == 0
    assert f"The picture is in {path}." in capsys.readouterr().out
    _is_picture(path.read_text())
    assert command.main(["m05", "--target", "solutions", "--svg", str(tmp_path / "no.svg")]) == 0
    assert "m05 has no picture" in capsys.readouterr().out
    assert not (tmp_path / "no.svg").exists()


@pytest.mark.parametrize("arguments", [["m99"], ["m05", "--svg", "nowhere/x.svg"], []])
def test_mistaken_arguments_are_told_in_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as exit:
        command.main(arguments)
    assert exit.value.code == 2 and capsys.readouterr().err.startswith("nox -s demo: ")


def test_a_stub_in_a_folder_that_lacks_the_file_is_not_started(tmp_path):
    assert demonstrate(tmp_path, TOPOSORT).state == "not started"
    assert stub(TOPOSORT)
