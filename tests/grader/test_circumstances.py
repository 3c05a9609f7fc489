"""What goes wrong because of where a learner's code runs is named, and what to do about it."""

from __future__ import annotations

import sys
from functools import partial

import pytest

from grader.asking.workers import Workers
from grader.feedback.lacking import lacking
from grader.grading.steps import grade
from grader.judging.circumstances import (
    AN_OBJECTS_ID,
    ENDS_ALL,
    NO_SUCH_MODULE,
    NO_TERMINAL,
    NOBODY_TYPES,
    NUMPY_ALONE,
    OWN_FILE,
)
from grader.judging.newer_syntax import newer_syntax
from grader.library.encoding import not_utf8
from grader.manifest import MILESTONES, find_milestone
from grader.record import Lack
from grader.sandbox.inside.limits import LIMITS, Limits
from grader.sandbox.worker import Worker
from grader.saved import from_json, to_json
from grader.suite.setup import Settings
from grader.views.table import render
from tests.grader.folders import solution, stub

TOPOSORT = find_milestone("toposort")
ALONE = Settings(only_isolated=True, shrinks=False)
COMPLETE = "m05 topological sort ✓✓"
MET = {  # what stands in a learner's file, and what is said of it
    "torch": ("import torch\n", NUMPY_ALONE),
    "a part of scipy": ("from scipy.special import expit\n", NUMPY_ALONE),
    "what nobody has": ("import nosuchmodule\n", OWN_FILE),
    "a file of one's own": ("from .helpers import order\n", NO_SUCH_MODULE),
    "the grader": ("import grader\n", NUMPY_ALONE),
    "a debugger": ("def toposort(root, parents):\n    breakpoint()\n    return []\n", NO_TERMINAL),
    "a question": ("def toposort(root, parents):\n    return input()\n", NOBODY_TYPES),
    "an end": (
        "import sys\n\n\ndef toposort(root, parents):\n    sys.exit()\n",
        ENDS_ALL,
    ),
    "an id": ("def toposort(root, parents):\n    return {}[id(root)]\n", AN_OBJECTS_ID),
    "in a function": ("def toposort(root, parents):\n    import torch\n", NUMPY_ALONE),
}


@pytest.fixture(autouse=True)
def paths_are_short(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def said(folder, source: str | bytes, limits: Limits = LIMITS) -> str:
    data = source if isinstance(source, bytes) else source.encode()
    (folder / f"{TOPOSORT.module}.py").write_bytes(data)
    workers = Workers(partial(Worker, limits=limits))
    record = grade(folder, [TOPOSORT], ALONE, confirmed=False, diagnosed=False, workers=workers)
    assert from_json(to_json(record)) == record
    return " ".join(render(record).replace("│ ", "").split())


@pytest.mark.parametrize("name", MET)
def test_a_circumstance_is_named(name, tmp_path):
    source, expected = MET[name]
    text = said(tmp_path, f"{solution(TOPOSORT)}\n\n{source}")
    assert text.count(expected) == 1


@pytest.mark.parametrize(
    "raises",
    [
        "KeyError('torch')",
        "KeyError(12)",
        "IndexError(140234066353104)",
        "ImportError('No module named torch')",
        "type('BdbQuit2', (Exception,), {})",
    ],
)
def test_other_exceptions_are_not_taken_for_circumstances(raises, tmp_path):
    text = said(tmp_path, f"def toposort(root, parents):\n    raise {raises}\n")
    sentences = (OWN_FILE, NUMPY_ALONE, NO_SUCH_MODULE, NO_TERMINAL, AN_OBJECTS_ID)
    assert not any(each in text for each in sentences)


def test_a_strange_name_does_not_break_anything(tmp_path):
    lies = "raise ModuleNotFoundError(name=[1, 2])"
    text = said(tmp_path, f"def toposort(root, parents):\n    {lies}\n")
    assert "ModuleNotFoundError" in text and NUMPY_ALONE not in text


CAFÉ = solution(TOPOSORT).replace("def toposort", "# café\ndef toposort")
LINE = CAFÉ[: CAFÉ.index("é")].count("\n") + 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_wide_encoding_is_named_and_what_to_do(encoding, tmp_path):
    assert not_utf8(CAFÉ.encode(encoding)).startswith(f"is written in {encoding[:6].upper()}, ")


def test_a_file_in_utf_16_is_told_so(tmp_path):
    text = said(tmp_path, CAFÉ.encode("utf-16"))
    assert "m05_toposort.py is written in UTF-16, which Python does not read: save it as" in text


def test_latin_1_is_refused_as_python_refuses_it_unless_it_is_named(tmp_path):
    latin = CAFÉ.encode("latin-1")
    assert f"m05_toposort.py is not UTF-8 (line {LINE}, byte 0xe9): save it" in said(
        tmp_path, latin
    )
    for named in (b"# coding: latin-1\n", b"#!python\n# -*- coding: latin-1 -*-\n"):
        assert not_utf8(named + latin) == ""
    assert not_utf8(b"\n\n# coding: latin-1\n" + latin).startswith("is not UTF-8")


def test_a_file_in_an_encoding_that_it_names_is_graded(tmp_path):
    assert COMPLETE in said(tmp_path, b"# coding: latin-1\n" + CAFÉ.encode("latin-1"))
    text = said(tmp_path, b"# coding: nonsense\n" + CAFÉ.encode("latin-1"))
    assert "SyntaxError" in text and "nonsense" in text


NEWER = {  # lines that later Pythons read, and what they hold
    "def first[T](items: list[T]) -> T:": (3, 12),
    "    class Box[T]:": (3, 12),
    "type Shape = tuple[int, ...]": (3, 12),
    'print(f"{a["b"]}")': (3, 12),
    "    except ValueError, TypeError:": (3, 14),
    'shown = t"{value}"': (3, 14),
}
NOT_NEWER = [
    "def first(items)",
    "x = 'don't'",
    "type(x) = 3",
    "print f'{x}'",
    "except ValueError:",
    "x = = 1",
]


@pytest.mark.parametrize("line", NEWER)
def test_a_syntax_of_a_later_python_is_named(line):
    needed = NEWER[line]
    said = newer_syntax(line, (3, 11))
    assert said.startswith(f"Python 3.{needed[1]} brings ")
    assert said.endswith("; this is Python 3.11.")
    assert newer_syntax(line, needed) == ""
    block = {"except": f"try:\n        pass\n{line}\n        pass"}
    whole = block.get(line.split()[0], f"{line.strip()}\n    pass" if line[-1] == ":" else line)
    if sys.version_info >= needed:
        compile(whole, "<line>", "exec")
    else:
        with pytest.raises(SyntaxError):
            compile(whole, "<line>", "exec")


@pytest.mark.parametrize("line", NOT_NEWER)
def test_other_mistakes_in_syntax_are_not_taken_for_later_ones(line):
    assert newer_syntax(line, (3, 11)) == ""


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python can read it")
def test_a_learner_is_told_which_python_reads_their_line(tmp_path):
    text = said(tmp_path, "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n")
    running = ".".join(map(str, sys.version_info[:2]))
    assert text.count("Python 3.14 brings several exceptions without parentheses") == 1
    assert f"this is Python {running}." in text


@pytest.mark.parametrize("new", ["topo_sort", "topoSort", "topological_sort", "topsort"])
def test_a_renamed_function_is_missed_and_found(new, tmp_path):
    text = said(tmp_path, solution(TOPOSORT).replace("toposort(", f"{new}("))
    assert f"m05 has no `toposort`; did you rename it to `{new}`?" in text
    assert str(tmp_path) not in text.partition("cannot import name")[2].split("outside")[0]


def test_a_function_that_is_gone_is_missed(tmp_path):
    assert "m05 has no `toposort`. " in said(tmp_path, "def order(graph):\n    pass\n")


def test_a_renamed_method_is_found_in_its_class_and_a_missing_class_once():
    scalars = find_milestone("scalars")
    source = solution(scalars)
    assert lacking(scalars, source.replace("def backward(", "def back_ward(")) == (
        Lack("Value.backward", "back_ward"),
    )
    assert lacking(scalars, source.replace("Value", "Scalar")) == (Lack("Value"),)


def test_a_new_function_that_takes_the_same_may_be_the_one_that_is_gone():
    rules = find_milestone("chain_rule")
    source = solution(rules)
    assert lacking(rules, source.replace("add_vjp", "sum_rule")) == (Lack("add_vjp", "sum_rule"),)
    helper = "\n\ndef helper(g, out, x, y):\n    return g\n"
    assert lacking(rules, source.replace("add_vjp", "sum_rule") + helper) == (Lack("add_vjp"),)


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.slug)
def test_nothing_is_missed_in_a_stub_or_a_solution(milestone):
    assert lacking(milestone, stub(milestone)) == lacking(milestone, solution(milestone)) == ()


def test_an_import_that_hangs_says_at_which_line(tmp_path):
    source = f"{solution(TOPOSORT)}\nwhile True:\n    pass\n"
    text = said(tmp_path, source, LIMITS._replace(imports=1.0))
    line = solution(TOPOSORT).count("\n") + 2
    assert "import took longer than" in text
    assert f"m05_toposort.py:{line} in" in text or f"m05_toposort.py:{line + 1} in" in text


def test_prints_beyond_what_is_kept_cost_no_points(tmp_path):
    noise = "\nprint(('x' * 99 + '\\n') * 200_000)\n"  # 20 MB
    assert COMPLETE in said(tmp_path, solution(TOPOSORT) + noise)
    wrong = "\ndef toposort(root, parents):\n    print('x' * 20_000_000)\n    return []\n"
    text = said(tmp_path, solution(TOPOSORT) + wrong)
    assert COMPLETE not in text and "bytes more" in text
