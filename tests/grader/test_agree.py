"""What suites lean on: programs that can travel, honest comparisons, inputs that can be repeated.

The learner's side is played by a function here, in place of a worker.
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.asking import inputs, oracle
from grader.asking.answerer import Answerer
from grader.asking.oracle import Oracle
from grader.asking.program import Program, SuiteError
from grader.asking.question import Question
from grader.asking.workers import Workers
from grader.library.assemble import Library
from grader.library.mounts import ISOLATED, Mount
from grader.manifest import ROOT, SOLUTIONS, find_milestone
from grader.sandbox.answer import Answer
from grader.sandbox.inside.normal_form import denormalise, normalise
from grader.suite import dot
from grader.suite.agree import Agree, Facts, Judge, TestFailed
from grader.suite.blame import may_be_the_answers, sentence
from grader.suite.setup import Setup
from tests.grader.liars import Liar, zeros

SUITE = find_milestone("visualizer").suite
MOUNT = Mount((ISOLATED,), Library("tiny", (), None))
OUTSIDE = 3.0


@dataclass
class Tiny:
    """All there is to the learner's tensors here."""

    value: np.ndarray


def doubled(data):
    """A `tensor` that gets every number wrong."""
    return Tiny(2 * np.asarray(data))


def right(data):
    return Tiny(np.array(data))


class Here(Answerer):
    """A library in this process; all there is to it is its `tensor`."""

    def __init__(self, tensor: Callable[[Any], Tiny]) -> None:
        self._library = SimpleNamespace(tensor=tensor)

    def ask(self, question, *, meanwhile=None, stays=False):
        arguments = tuple(denormalise(pair) for pair in question.inputs)
        try:
            value = question.program.run(self._library, arguments)
        except Exception as error:
            return Answer("raised", None, type(error).__name__, str(error))
        return Answer("answered", normalise(value, Tiny, lambda tiny: tiny.value))


def judge(answerer: Answerer, tell=lambda **_: None) -> Judge:
    return Judge(Setup.of(SOLUTIONS, workers=Workers(lambda _: answerer)), MOUNT, tell)


def agree(tensor=right) -> Agree:
    return Agree(judge(Here(tensor)))


def facts(tensor=right) -> Facts:
    return Facts(judge(Here(tensor)))


def unfit_programs():
    """Functions that cannot travel, each with what should be said about it."""
    nearby = 2.0

    def free(lib, x):
        return lib.tensor(x) * nearby

    def outside(lib, x):
        return lib.tensor(x) * OUTSIDE

    def hidden_deeper(lib, x):
        def scaled(y):
            return [OUTSIDE * each for each in y]

        return scaled(x)

    def in_a_class(lib, x):
        class Scaled:
            factor = OUTSIDE

        return Scaled.factor * x

    def declares(lib, x):
        global kept
        kept = x

    def catches(lib, x):
        try:
            return lib.tensor(x)
        except RuntimeError:
            return None

    def catches_groups(lib, x):
        try:
            return lib.tensor(x)
        except* RuntimeError:
            pass

    def catches_deeper(lib, x):
        def safe(y):
            try:
                return lib.tensor(y)
            finally:
                pass

        return safe(x)

    def imports(lib, x):
        import cmath

        return cmath.exp(x)

    def imports_from(lib, x):
        from math import exp

        return exp(x)

    def has_default(lib, x, scale=2):
        return lib.tensor(x) * scale

    def has_keyword_default(lib, x, *, scale=2):
        return lib.tensor(x) * scale

    @pytest.mark.public
    def decorated(lib, x):
        return lib.tensor(x)

    strangers = "uses OUTSIDE from around it; pass it as an input"
    return [
        (free, "uses nearby from around it; pass it as an input"),
        (outside, strangers),
        (hidden_deeper, strangers),
        (in_a_class, strangers),
        (declares, "uses kept from around it"),
        (catches, "catches exceptions"),
        (catches_groups, "catches exceptions"),
        (catches_deeper, "catches exceptions"),
        (imports, "imports something"),
        (imports_from, "imports something"),
        (has_default, "has default arguments"),
        (has_keyword_default, "has default arguments"),
        (decorated, "must be a plain `def`, without decorators"),
        (lambda lib, x: lib.tensor(x), "must be a plain `def`, without decorators"),
    ]


@pytest.mark.parametrize(("function", "said"), unfit_programs())
def test_a_program_that_leans_on_its_surroundings_is_refused(function, said):
    with pytest.raises(SuiteError) as refused:
        agree()(function, np.array(1.0))
    place = f"{__file__}:{function.__code__.co_firstlineno}"
    assert f" at {place} {said}" in str(refused.value)


def test_a_program_may_use_numpy_math_builtins_and_what_it_makes_itself():
    def program(lib, x, *more):
        class Scaled:
            def __init__(self, factor):
                self.factor = factor

        def scaled(y):
            return [float(Scaled(math.pi).factor * np.sum(each)) for each in sorted(y)]

        return lib.tensor(np.array(scaled(x))), len(more)

    agree()(program, np.array([1.0, 3.0, 2.0]), "a", None)


def test_a_program_travels_as_its_own_lines():
    def program(lib, x):
        return lib.tensor(x)

    assert Program.of(program) == ("def program(lib, x):\n    return lib.tensor(x)\n", "program")


def test_an_input_that_can_not_be_sent_is_refused():
    def program(lib, x):
        return lib.tensor(x)

    with pytest.raises(SuiteError, match="an input of type object"):
        agree()(program, object())


def test_equal_answers_agree_and_others_do_not():
    def program(lib, x):
        return lib.tensor(x)

    x = np.array([1.0, 2.5])
    agree()(program, x)
    with pytest.raises(TestFailed) as failed:
        agree(doubled)(program, x)
    assert failed.value.outcome == "wrong"
    assert "def program(lib, x):" in str(failed.value)
    assert "2.5" in str(failed.value) and "5." in str(failed.value)


def test_the_reference_stands_in_where_torch_has_no_such_function():
    def program(lib, x):
        return lib.tensor(x)

    def twice_in_torch(lib, x):
        return lib.tensor(x) + lib.tensor(x)

    agree(doubled)(program, np.array([1.0, 2.5]), reference=twice_in_torch)


def refuses(error):
    """A `tensor` that raises this whenever it sees a string."""

    def tensor(data):
        if isinstance(data, str):
            raise error
        return right(data)

    return tensor


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TypeError("not a number"), None),
        (ValueError("not a number"), "error"),
        (NotImplementedError("not a number"), "error"),
        (NotImplementedError("m02: tensor"), "not_started"),
    ],
    ids=repr,
)
def test_an_exception_is_an_outcome_of_exactly_one_type(error, outcome):
    def program(lib, x):
        return lib.tensor(x)

    compare = agree(refuses(error))
    compare(program, np.array(2.5))
    if outcome is None:
        compare(program, "two", raises=TypeError)
        return
    with pytest.raises(TestFailed) as failed:
        compare(program, "two", raises=TypeError)
    assert failed.value.outcome == outcome


def test_an_answer_where_torch_refuses_is_wrong():
    def program(lib, x):
        return lib.tensor(x)

    compare = agree(lambda data: right(0.5))
    compare(program, np.array(0.5))
    with pytest.raises(TestFailed) as failed:
        compare(program, "two", raises=TypeError)
    assert failed.value.outcome == "wrong"
    assert "torch refuses this with TypeError" in str(failed.value)


@pytest.mark.parametrize(
    ("x", "raises", "said"),
    [
        ("two", None, "torch raises TypeError in program; the test says that it answers"),
        ("two", ValueError, "torch raises TypeError in program; the test says raises=ValueError"),
        (2.5, TypeError, "torch raises nothing in program; the test says raises=TypeError"),
    ],
)
def test_a_test_must_know_what_torch_does(x, raises, said):
    def program(lib, x):
        return lib.tensor(x)

    compare = agree()
    compare(program, np.array(1.5))
    with pytest.raises(SuiteError) as mistake:
        compare(program, x, raises=raises)
    assert str(mistake.value) == said


def test_an_exception_may_not_be_all_that_a_test_expects():
    def program(lib, x):
        return lib.tensor(x)

    with pytest.raises(SuiteError, match="must first expect an answer"):
        agree()(program, "two", raises=TypeError)


def test_a_liar_answers_in_the_place_of_the_library():
    def program(lib, x):
        return lib.tensor(x)

    with pytest.raises(TestFailed) as failed:
        Agree(judge(Liar(lambda: Here(right), zeros)))(program, np.array([1.0, 2.5]))
    assert failed.value.outcome == "wrong"


def test_whoever_listens_is_told_each_question_its_answers_and_its_outcome():
    def program(lib, x):
        return lib.tensor(x)

    told, asked = [], [np.array([2.5]), np.array([1.5])]
    judge_ = judge(Here(doubled), lambda **event: told.append(event))
    with pytest.raises(TestFailed):
        Agree(judge_)(program, asked[0])
    Facts(judge_)(program, asked[1])
    assert [event["outcome"] for event in told] == ["wrong", "passed"]
    assert [event["question"] for event in told] == [Question.of(program, x) for x in asked]
    assert [event["answer"].value[1].tolist() for event in told] == [[5.0], [3.0]]
    assert told[0]["expected"].value[1] == 2.5 and told[1]["expected"] is None


@pytest.fixture
def counting_torch(monkeypatch):
    """In torch's place, a library that counts its tensors, and writes into what it is given."""
    made = []

    def tensor(data):
        made.append(np.array(data))
        data += 1
        return Tiny(made[-1])

    monkeypatch.setattr(oracle, "torch", lambda: SimpleNamespace(tensor=tensor, Tensor=Tiny))
    monkeypatch.setattr(oracle, "to_ndarray", lambda tiny: tiny.value)
    return made


def test_torch_is_asked_once_for_each_question(counting_torch, monkeypatch):
    def program(lib, x):
        return lib.tensor(x)

    def another(lib, x):
        return lib.tensor(x)

    monkeypatch.setattr(Oracle, "_known", {})
    someone, x = Oracle(), np.array([1.0, 2.5])
    questions = [(program, x), (program, x.copy()), (program, x.astype(np.float32))]
    questions += [(program, x[:, None]), (another, x), (program, x)]
    answers = [someone.ask(Question.of(function, data)) for function, data in questions]
    assert len(counting_torch) == 4
    assert [answer.value[1].dtype.name for answer in answers[1:3]] == ["float64", "float32"]
    assert answers[0] is answers[1] is answers[5]
    assert x.tolist() == [1.0, 2.5], "a program gets copies of its inputs"


def test_facts_come_home_as_plain_values():
    def program(lib, x):
        return {"it": lib.tensor(x), "shape": [2, 3.5, None]}

    answer = facts()(program, np.array([1.0, 2.5]))
    assert type(answer["it"]) is np.ndarray and answer["it"].tolist() == [1.0, 2.5]
    assert answer["shape"] == [2, 3.5, None]


def test_what_needs_less_is_asked_where_the_program_meets_an_unwritten_place():
    def program(lib):
        return lib.tensor(np.zeros(2)) + 1

    def alone(lib):
        return 7

    def unwritten(value):
        raise NotImplementedError("m06: describe")

    def refuses(value):
        raise NotImplementedError("for this dtype")

    assert facts(unwritten)(program, alone=alone) == 7
    for tensor, outcome in ((unwritten, "not_started"), (refuses, "error")):
        with pytest.raises(TestFailed) as failed:
            facts(tensor)(program, alone=program if tensor is unwritten else alone)
        assert failed.value.outcome == outcome


def raised(error, source="raise error"):
    """The error as a suite's line raises it."""
    try:
        exec(compile(source, str(SUITE), "exec"), {"error": error, "read": dot.read})
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (raised(AssertionError("the root comes last\nassert 1 == 2")), "the root comes last"),
        (raised(AssertionError()), "this is not the right answer"),
        (raised(None, "read(7)"), "a drawing's source should be a text"),
        (raised(None, "read('a [')"), "a drawing's source should not end within a statement"),
        (raised(None, "read('float32').the('b')"), "one node should say b; there are 0"),
    ],
    ids=repr,
)
def test_what_a_suite_says_of_an_answer_is_told(error, said):
    def program(lib):
        return 7

    home = facts()
    home(program)
    with pytest.raises(TestFailed) as failed:
        home.blame(sentence(error, SUITE))
    assert failed.value.outcome == "wrong"
    assert f"\n  {said}\n" in str(failed.value)
    assert "yours │ 7" in str(failed.value)


def test_of_a_wrong_drawing_what_is_drawn_is_shown_and_not_how_it_looks():
    def program(lib):
        return """digraph {
            graph [nodesep=0.2 rankdir=LR]
            node [fontsize=11]
            edge [color=red]
            a [label="x\\n(3,)" shape=box]
            b [label=mul]
            c [label=alone]
            a -> b
            a -> b [color=red]
            b -> d
        }"""

    home = facts()
    home(program)
    with pytest.raises(TestFailed) as failed:
        home.blame("an arrow is missing")
    assert failed.value.failure.yours.split("\n") == [
        'c "alone"',
        'a "x (3,)" -> b "mul"  (2 times)',
        'b "mul" -> d',
    ]


def test_what_can_not_be_read_as_a_drawing_is_shown_as_it_is():
    def program(lib, source):
        return source

    for source in ("digraph {\n  a [label=\n", "graph\n  a -> b\n"):
        home = facts()
        home(program, source)
        with pytest.raises(TestFailed) as failed:
            home.blame("this is not DOT")
        assert failed.value.failure.yours == source.rstrip()


def test_what_the_grader_raises_says_nothing_of_an_answer(monkeypatch):
    def broken(source):
        assert source == 7, "a mistake in the grader"
        raise IndexError

    code = broken.__code__.replace(co_filename=dot.__file__)
    monkeypatch.setattr(dot.read, "__code__", code)
    for source in ("read(7)", "read(8)"):
        error = raised(None, source)
        assert (sentence(error, SUITE), may_be_the_answers(error, SUITE)) == ("", False)


def test_only_what_depends_on_an_answer_may_be_its_fault():
    wrong = raised(None, "a, b = 7"), raised(None, "[][0]"), raised(None, "{}['a']")
    assert [sentence(error, SUITE) for error in wrong] == ["", "", ""]
    assert all(may_be_the_answers(error, SUITE) for error in wrong)
    assert not may_be_the_answers(raised(None, "nothing_of_this_name"), SUITE)


def test_a_mistake_before_any_answer_is_nobodys_but_the_suites():
    assert facts().blame("the answer is not of the expected form") is None


def test_an_answer_of_an_unknown_type_is_wrong():
    def program(lib):
        return [lib.tensor]

    with pytest.raises(TestFailed) as failed:
        facts()(program)
    assert failed.value.outcome == "wrong"
    assert "the answer can't be used" in str(failed.value)


def test_a_failure_of_facts_names_what_was_raised():
    def program(lib):
        return lib.tensor("two")

    with pytest.raises(TestFailed) as failed:
        facts(refuses(ValueError("not a number")))(program)
    assert failed.value.outcome == "error"
    assert "yours raised ValueError: not a number" in str(failed.value)


def draw(seed, test):
    inputs.seed_inputs(seed, test)
    drawn = inputs.normal(2, 3), inputs.uniform(0.5, 2.0, 50), inputs.integers(2, 5, 50)
    return [array.tolist() for array in drawn]


def test_inputs_depend_on_the_seed_and_the_test_alone():
    first = draw(0, "test_a")
    draws = [first, draw(1, "test_a"), draw(0, "test_b")]
    for each_kind in zip(*draws, strict=True):
        assert len(set(map(str, each_kind))) == 3
    assert draw(0, "test_a") == first
    code = f"import sys; sys.path.append({str(ROOT)!r})\nfrom grader.asking.inputs import *\n"
    code += "seed_inputs(0, 'test_a'); print(normal(2, 3).tolist())"
    elsewhere = subprocess.run(
        [sys.executable, "-B", "-c", code],  # what it compiled would be new to a grading beside it
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
    )
    assert elsewhere.stdout.strip() == str(first[0])


def test_inputs_are_of_the_kind_that_was_asked_for():
    assert (inputs.normal(2, 3).shape, inputs.normal(4).dtype) == ((2, 3), np.float64)
    assert type(inputs.normal()) is np.ndarray and inputs.normal().shape == ()
    spread, whole = inputs.uniform(0.5, 2.0, 200), inputs.integers(2, 5, 200)
    assert 0.5 <= spread.min() < 0.7 and 1.8 < spread.max() < 2.0
    assert set(whole.tolist()) == {2, 3, 4} and whole.dtype == np.int64
