"""Diagnoses: the right mistake is named, or none.

The rates are measured on `tests/grader/variants`: wrong implementations that the corpus of
misconceptions does not hold as written. `nox -s bench -- diagnosis` prints them.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import partial

import numpy as np
import pytest

from benchmarks.rates import PATIENT, RIGHT, RIGHT_OF_KIND, examined, found_in, summary, tell
from grader.asking.program import Program
from grader.asking.question import Question
from grader.asking.workers import Workers
from grader.cache import EDITED, Memory
from grader.feedback import edited as edited_module
from grader.feedback.coverage import Coverage
from grader.feedback.diagnosis import lesson
from grader.feedback.diagnosis import told as told_module
from grader.feedback.diagnosis.decide import Finding, choose, one_of, tied
from grader.feedback.diagnosis.diagnose import find
from grader.feedback.diagnosis.lesson import lesson_to_read, line_of_lesson
from grader.feedback.diagnosis.mistakes import Combination, OneOf
from grader.feedback.diagnosis.weighing import at_odds, findings
from grader.feedback.edited import NO_ANSWER, Edit, Edited
from grader.feedback.evidence import Case, Verdict
from grader.feedback.examination import Examination
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.grading.steps import grade
from grader.library.submission import Submission
from grader.manifest import EXERCISES, MILESTONES, Milestone, find_milestone
from grader.redacted import redacted
from grader.sandbox.answer import Answer
from grader.saved import from_json, to_json
from grader.stubs.places import line_of
from grader.suite.setup import Settings
from tests.grader import broken_grader
from tests.grader.folders import solution, stub, write
from tests.grader.today import todays
from tests.grader.variants import variants
from tests.grader.variants.kinds import KINDS, of_kind

# Variants of which nothing is said.
MISSED = {
    # They raise, or give NaN, and no other value is wrong.
    "asks the clock alone",  # m09
    "a product with ones and zeros",  # m15
    "the log of NumPy, of a softmax",  # m15
    "skips what is not found",  # m31
    # They share too few answers with the misconception, or another explains as many.
    "switches on at the end, whatever was before",  # m03
    "puts the dims back only for a total",  # m07
    "a table of what is pending, added to with +=",  # m08
    "the mean square of a gradient",  # m21
    "a loop over blocks that all stride",  # m27
    "keys are cut into whole blocks",  # m34
}
MISSED_OF_KIND = {
    "replaced each time, and always from ones",  # m08
}
DAYS = 48  # in which every variant of the three kinds is graded here once
SAMPLE = 8  # of so many variants one is graded here; `nox -s bench -- diagnosis`: all

NO_FIT = (
    "RuntimeError",
    "matmul of shapes (2, 3) and (2, 4): matmul: Input operand 1 has a mismatch",
)
SMALL_WORDS = set(
    [
        "a",
        "an",
        "the",
        "i",
        "are",
        "of",
        "in",
        "to",
        "for",
        "and",
        "or",
        "not",
        "no",
        "it",
        "that",
        "a",
        "at",
        "on",
        "by",
        "with",
        "from",
    ]
)

QUESTION = Question(Program("def program(lib):\n    return 1\n", "program"), ())
NETWORK, TOPOSORT, WALK = (find_milestone(name) for name in ("m00", "m05", "m08"))
ALONE = Settings(only_isolated=True, shrinks=False)

some = pytest.mark.parametrize("milestone", todays(MILESTONES, 12), ids=lambda m: m.id)


@some
def test_of_other_peoples_code_the_right_mistake_is_named(milestone):
    told = list(tell(milestone, variants(milestone)[::SAMPLE]))
    assert not [t for t in told if t.is_wrong], summary(told)
    missed = {t.file for t in told if t.mistakes and not t.is_right}
    assert missed <= MISSED, summary(told)
    print(summary(told))


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_kind_the_right_mistake_is_named(kind):
    told = [t for pair in todays(of_kind(kind), DAYS) for t in tell(pair[0], [pair[1]])]
    assert not [t for t in told if t.is_wrong], summary(told)
    assert {t.file for t in told if not t.is_right} <= MISSED_OF_KIND, summary(told)
    print(summary(told))


@pytest.mark.parametrize("kind", KINDS)
def test_few_of_each_kind_are_missed(kind):
    names = {variant.name for _, variant in of_kind(kind)}
    assert len(names & MISSED_OF_KIND) <= (1 - RIGHT_OF_KIND) * len(names)


def test_few_are_missed():
    known = {v.name for m in MILESTONES for v in variants(m) if v.mistakes}
    assert known >= MISSED and len(known) >= 40
    assert len(MISSED) <= (1 - RIGHT) * len(known)


@some
def test_a_misconception_is_named_itself_or_not_at_all(milestone):
    mistake = misconceptions(milestone)[0]
    found = found_in(milestone, mistake.apply(solution(milestone)))
    assert found is None or found.name == mistake.name


def test_a_mistake_that_does_not_mend_the_file_is_not_named():
    """Parameters that stay as they are have many reasons, and this one is in another place."""
    milestone = find_milestone("sgd")
    called = "self.update(p.value, p.grad.value, "
    wrong = solution(milestone).replace(called, "self.update(p.grad.value, p.value, ")
    found = found_in(milestone, wrong)
    assert found is None or found.where == "Optimizer.step"


def test_a_mistake_in_a_drawing_is_known_by_the_drawing_however_it_is_shown():
    milestone = find_milestone("visualizer")
    mistake = mistake_of(milestone, "labels lack the dtype")
    found = found_in(milestone, mistake.apply(solution(milestone)))
    assert found and found.name == mistake.name


def tensor(*numbers: float) -> Answer:
    return Answer("answered", ("tensor", np.array(numbers, dtype=np.float64)))


def unknown(name: str) -> Answer:
    return Answer("answered", ("list", [("unknown", name)]))


def listed(*numbers: int, kind: str = "list") -> Answer:
    return Answer("answered", (kind, [("int", number) for number in numbers]))


def drawn(arrows: str) -> Answer:
    return Answer("answered", ("str", f"digraph {{ {arrows} }}"))


def raised(name: str, message: str = "") -> Answer:
    return Answer("raised", exception=name, message=message)


def case(yours: Answer, right: Answer, passed: bool = False) -> Case:
    return Case(QUESTION, yours, right, passed)


def finding(name: str, *verdicts: Verdict) -> Finding:
    cases = [case(tensor(1), tensor(2)) for _ in verdicts]
    return Finding(Misconception(name, "", "", "", ""), dict(zip(cases, verdicts, strict=True)))


def chosen(*findings: Finding) -> str | None:
    found = choose(findings)
    return found.mistake.name if found else None


@pytest.mark.parametrize(
    ("yours", "right", "telling"),
    [
        (tensor(1, 3), tensor(1, 2), True),
        (tensor(1, np.nan), tensor(1, 2), False),
        (tensor(np.inf, np.nan), tensor(1, 2), False),
        (tensor(), tensor(1, 2), False),
        (tensor(), Answer("answered", ("tensor", np.zeros(0, np.float32))), True),
        (tensor(1, 2, 3), tensor(1, 2), True),
        (Answer("answered", ("None", None)), tensor(1), False),
        (raised("ValueError"), tensor(1), False),
        (raised("ValueError", "2 columns, not 3"), tensor(1), True),
        (raised(*NO_FIT), tensor(1), False),
        (Answer("crashed", message="in line 3"), tensor(1), False),
        (tensor(1), raised("ValueError"), True),
        (tensor(np.nan), raised("ValueError"), False),
        (Answer("timeout"), tensor(1), False),
    ],
)
def test_a_wrong_value_or_message_tells_something(yours, right, telling):
    assert case(yours, right).telling is telling


@pytest.mark.parametrize(
    ("learner", "theirs", "verdict"),
    [
        (case(tensor(3), tensor(2)), tensor(3), Verdict.SAME),
        (case(tensor(3), tensor(2)), tensor(2), Verdict.DIFFERENT),
        (case(tensor(3), tensor(2)), tensor(4), Verdict.DIFFERENT),
        (case(tensor(np.nan), tensor(2)), tensor(np.nan), Verdict.ALIKE),
        (case(raised("KeyError"), tensor(2)), raised("KeyError"), Verdict.ALIKE),
        (case(raised("KeyError"), tensor(2)), raised("TypeError"), Verdict.DIFFERENT),
        (case(unknown("Array"), tensor(2)), unknown("Array"), Verdict.ALIKE),
        (case(unknown("Array"), tensor(2)), unknown("Tensor"), Verdict.DIFFERENT),
        (case(raised("KeyError", "3"), tensor(2)), raised("KeyError", "3"), Verdict.SAME),
        (case(raised("KeyError", "3"), tensor(2)), raised("KeyError", "4"), Verdict.ALIKE),
        (
            case(raised("KeyError", "140129651927024"), tensor(2)),
            raised("KeyError", "139998641810592"),
            Verdict.SAME,
        ),
        (
            case(raised("RecursionError", "in visit"), tensor(2)),
            raised("RecursionError", "in place"),
            Verdict.SAME,
        ),
        (case(drawn("a; b; a -> b"), drawn("b -> a")), drawn("a;b; a->b;"), Verdict.SAME),
        (case(drawn("a; b; a -> b"), drawn("b -> a")), drawn("a; b; b -> a"), Verdict.DIFFERENT),
        (case(drawn("a; a -> b"), drawn("a")), drawn("a; a -> c"), Verdict.SAME),
        (case(listed(3, 1), listed(1, 2)), listed(3, 1, kind="tuple"), Verdict.ALIKE),
        (case(listed(1, 2), listed(1, 2, kind="tuple")), listed(1, 2), Verdict.SAME),
        (case(listed(1, 2), listed(1, 2, kind="tuple")), listed(3, 4), Verdict.DIFFERENT),
        (case(raised("AttributeError"), tensor(2)), raised("TypeError"), Verdict.SILENT),
        (case(raised(*NO_FIT), tensor(2)), raised(*NO_FIT), Verdict.ALIKE),
        (case(raised(*NO_FIT), tensor(2)), raised("RuntimeError", "of (3, 2)"), Verdict.SILENT),
        (case(tensor(2), tensor(2), True), tensor(2), Verdict.BOTH_RIGHT),
        (case(tensor(2), tensor(2), True), tensor(3), Verdict.DIFFERENT),
        (case(raised("KeyError"), tensor(2)), Answer("timeout"), Verdict.SILENT),
        (case(Answer("crashed"), tensor(2)), tensor(3), Verdict.SILENT),
    ],
)
def test_what_an_answer_says(learner, theirs, verdict):
    assert learner.weigh(theirs) is verdict


def test_the_one_that_explains_most_is_chosen():
    more, less = finding("more", *[Verdict.SAME] * 3), finding("less", *[Verdict.SAME] * 2)
    assert chosen(less, more) == "more"


def test_of_two_that_explain_as_much_neither_is_chosen():
    assert chosen(finding("a", Verdict.SAME), finding("b", Verdict.SAME)) is None


def test_of_two_that_explain_as_much_only_one_that_nothing_contradicts_is_chosen():
    explains, contradicted = [Verdict.SAME] * 3, [Verdict.SAME] * 3 + [Verdict.DIFFERENT]
    assert chosen(finding("a", *explains), finding("b", *contradicted)) == "a"
    assert chosen(finding("a", *contradicted), finding("b", *contradicted)) is None
    assert chosen(finding("a", *contradicted), finding("b", *contradicted * 2)) == "b"


def test_what_explains_more_stands_in_the_way_even_if_much_contradicts_it():
    doubtful = finding("doubtful", *[Verdict.SAME] * 3, *[Verdict.DIFFERENT] * 3)
    assert chosen(doubtful, finding("a", Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT)) is None
    assert chosen(doubtful, finding("a", Verdict.SAME)) == "a"


def test_what_gives_all_the_same_answers_and_as_many_more_lies_deeper():
    questions = [Question(Program(QUESTION.program.source, f"q{i}"), ()) for i in range(8)]
    cases = [Case(each, tensor(1), tensor(2), False) for each in questions]

    def of(name: str, *verdicts: Verdict) -> Finding:
        mistake = Misconception(name, "", "", "", "")
        return Finding(mistake, dict(zip(cases, verdicts, strict=False)))

    deep = of("deep", *[Verdict.SAME] * 4, *[Verdict.DIFFERENT] * 4)
    less = of("less", *[Verdict.SAME] * 3, *[Verdict.DIFFERENT] * 3)
    shallow = of("shallow", *[Verdict.SAME] * 2)
    assert chosen(shallow, less) == "shallow" and chosen(shallow, deep) is None


def test_exceptions_that_say_something_else_are_not_evidence():
    assert chosen(finding("a", *[Verdict.ALIKE] * 5)) is None


@pytest.mark.parametrize("answer", [tensor(np.nan), raised(*NO_FIT)])
def test_where_nothing_tells_anything_the_one_that_gives_all_is_chosen(answer):
    def alike(name: str, count: int, *more: Verdict) -> Finding:
        cases = [case(answer, tensor(2)) for _ in range(count + len(more))]
        return Finding(
            Misconception(name, "", "", "", ""),
            dict(zip(cases, [*[Verdict.ALIKE] * count, *more], strict=True)),
        )

    assert chosen(alike("a", 2)) == "a"
    assert chosen(alike("a", 1)) is None
    assert chosen(alike("a", 2), alike("b", 2)) is None
    assert chosen(alike("a", 2, Verdict.SILENT)) is None
    assert chosen(alike("a", 2, Verdict.DIFFERENT)) is None


@pytest.mark.parametrize("name", todays(["keeps what came first"], 8))  # it takes long
def test_several_mistakes_are_only_named_where_they_give_all_there_is(name):
    told = next(tell(WALK, [v for v in variants(WALK) if v.name == name]))
    assert not told.mistakes and not told.named


def test_what_is_contradicted_as_often_is_not_chosen():
    assert chosen(finding("a", Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT)) == "a"
    assert chosen(finding("a", Verdict.SAME, Verdict.DIFFERENT)) is None


def mistake_of(milestone: Milestone, name: str) -> Misconception:
    return next(m for m in misconceptions(milestone) if m.name == name)


def edit_of(milestone: Milestone, mistake: Misconception) -> Edit:
    return Edit(milestone.module, mistake.apply(solution(milestone)))


def test_of_two_mistakes_at_once_the_one_that_fails_first_is_told_and_the_other_named(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(told_module, "find", partial(find, patience=PATIENT))
    source, names = solution(NETWORK), ("the step goes uphill", "the output layer has no bias")
    for name in names:
        source = mistake_of(NETWORK, name).apply(source)
    found = grade(write(tmp_path, NETWORK, source), [NETWORK], ALONE).milestones[0]
    told, line = found.diagnosis, line_of("update", source)
    assert (
        told and told.name == names[1] and told.also == (f"{names[0]} (in `update`, line {line})",)
    )
    assert told.explains[0] == found.failing[0].name
    assert names[0] not in told.text and told.whole.endswith(f"Another one: {told.also[0]}")


def test_mistakes_are_put_into_one_file_in_the_order_in_which_they_apply():
    names = (
        "the gradient points the wrong way",
        "the gradient is summed over the batch, not averaged",
    )
    parts = [mistake_of(NETWORK, name) for name in names]
    for order in parts, parts[::-1]:
        assert "dZ2 = (T - Y) * Y * (1 - Y)" in Combination(tuple(order)).apply(solution(NETWORK))
    with pytest.raises(ValueError, match="together"):
        Combination((parts[0], parts[0])).apply(solution(NETWORK))


MET_TOGETHER = (
    "the gradient is summed over the batch, not averaged",
    "the gradient points the wrong way",
)


@pytest.mark.parametrize("names", todays([MET_TOGETHER], 4), ids="; ".join)  # it takes long
def test_what_is_always_met_with_another_mistake_is_found_with_it(names):
    """Either one alone gives none of the values, or another mistake's too."""
    source = solution(NETWORK)
    for name in names:
        source = mistake_of(NETWORK, name).apply(source)
    found = found_in(NETWORK, source)
    assert found and set(found.names) == set(names)


CONTRARY = ("stretched dims are not summed", "stretched dims are lost")


@pytest.mark.parametrize("names", todays([CONTRARY], 4), ids="; ".join)
def test_mistakes_of_one_place_that_contradict_one_another_are_not_named_together(names):
    """Who sums over the dims in front alone gives what these two give together; but a dim that is
    not summed cannot be lost."""
    rules = find_milestone("chain_rule")
    front = next(v for v in variants(rules) if v.name.startswith("sums over the front"))
    contrary = Combination(tuple(mistake_of(rules, name) for name in names))
    with examined(rules, front.apply(solution(rules))) as examination:
        assert at_odds(examination, contrary)
        assert not at_odds(examination, Combination(contrary.parts[:1]))


@pytest.fixture
def edited():
    found = Edited()
    yield found
    found.close()


def test_only_what_a_question_calls_can_matter_to_it(edited):
    source = "def program(lib, x):\n    lib.tensor(x, requires_grad=True).sum()"
    forward, walk = (
        Question(Program(f"{source}{more}\n", "program"), (("ndarray", np.ones(2)),))
        for more in ("", ".backward()")
    )
    coverage = Coverage(WALK, edited)
    coverage.watch([forward, walk])
    assert coverage.may_include("accumulate_grad", walk)
    assert not coverage.may_include("accumulate_grad", forward)
    assert coverage.may_include("a place that can't tell", walk)


def test_a_mistake_is_put_into_the_reference(edited, monkeypatch):
    monkeypatch.setattr(Edited, "_known", {})
    source = """def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.sum().backward()
        x.sum().backward()
        return x.grad
    """
    twice = Question(Program(source, "program"), (("ndarray", np.ones(2)),))
    mistake = mistake_of(WALK, "each backward replaces the gradient")
    told = edited.ask([(None, [twice]), (edit_of(WALK, mistake), [twice]), (None, [QUESTION])])
    right, wrong = (answer.value[1].tolist() for (answer,) in told[:2])
    assert (right, wrong) == ([2, 2], [1, 1])
    assert told[2][0].value == ("int", 1)


def test_exceptions_crashes_and_hangs_cost_nobody_else(edited, monkeypatch):
    monkeypatch.setattr(Edited, "_known", {})
    bodies = ("return 1 / 0", "__import__('os')._exit(3)", "return 2", "while True: pass", "return")
    questions = [Question(Program(f"def f(lib):\n    {body}\n", "f"), ()) for body in bodies]
    for edit in None, Edit(WALK.module, solution(WALK)):
        ((raised_, crashed, fine, hung, late),) = edited.ask([(edit, questions)])
        assert raised_.exception == "ZeroDivisionError" and fine.value == ("int", 2)
        assert {crashed.outcome, hung.outcome, late.outcome} == {"crashed"}


def test_an_examination_can_be_interrupted(monkeypatch):
    monkeypatch.setattr(Edited, "_known", {})
    workers = Workers()
    for works in (lambda: workers.interrupt(), lambda: None):  # within it, or before
        with Edited() as edited, workers.stopping(edited):
            works()
            for ask in (edited.ask, partial(edited.ask_once, seconds=1.0)):
                with pytest.raises(KeyboardInterrupt):
                    ask([(None, [QUESTION])])


def test_what_was_remembered_is_not_asked_again(tmp_path, monkeypatch):
    edit = edit_of(WALK, mistake_of(WALK, "each backward replaces the gradient"))
    for attempt in range(2):
        monkeypatch.setattr(Edited, "_known", {})
        memory = Memory(EDITED, tmp_path)
        edited = Edited(memory)
        assert edited.ask([(edit, [QUESTION])])[0][0].value == ("int", 1)
        assert (edited._ours == []) is (attempt == 1)
        edited.close()
        memory.save()


def test_no_answer_is_not_remembered(tmp_path, monkeypatch):
    """One slow moment is not to hide a mistake for good: what had no answer is asked again."""
    edit = edit_of(WALK, mistake_of(WALK, "each backward replaces the gradient"))
    asked = []

    def late(worker, job, seconds, are_ours):
        asked.append(len(job[1]))
        return [NO_ANSWER] * asked[-1]

    monkeypatch.setattr(Edited, "_known", {})
    with monkeypatch.context() as patch:
        patch.setattr(edited_module, "_answers", late)
        memory = Memory(EDITED, tmp_path)
        edited = Edited(memory)
        for _ in range(2):  # once is enough for one examination
            assert edited.ask([(edit, [QUESTION])]) == [[NO_ANSWER]]
        edited.close()
        memory.save()
    assert asked == [1]
    edited = Edited(Memory(EDITED, tmp_path))
    assert edited.ask([(edit, [QUESTION])])[0][0].value == ("int", 1)
    edited.close()


def test_what_comes_after_a_late_question_is_asked_again(tmp_path, monkeypatch):
    edit = edit_of(WALK, mistake_of(WALK, "each backward replaces the gradient"))
    endless = Question(Program("def program(lib):\n    while True:\n        pass\n", "program"), ())
    monkeypatch.setattr(Edited, "_known", {})
    for questions in [endless, QUESTION], [QUESTION]:
        memory = Memory(EDITED, tmp_path)
        edited = Edited(memory)
        (given,) = edited.ask([(edit, questions)])
        edited.close()
        memory.save()
        assert given[-1].value == (None if len(questions) == 2 else ("int", 1))


def test_a_lesson_is_found_in_the_learners_file():
    right = solution(WALK)
    mistake = mistake_of(WALK, "each backward replaces the gradient")
    line = line_of_lesson(mistake, right, "# mine\n" + right)
    assert mistake.trap and mistake.trap in right.splitlines()[line - 2]
    assert line_of_lesson(mistake, right, "nothing is left (of it") == 0


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ("The squares of odd numbers", 4),
        ("Forgotten threes", 10),
        ("Or odd threes, if a number", 11),
        ("Twos, if never even", 4),
        ("Whatever", 8),
    ],
)
def test_without_words_to_look_for_the_nearest_sentence_is_found(says, line, monkeypatch):
    monkeypatch.setattr(lesson, "NEAR", 0.3)
    monkeypatch.setattr(lesson, "LIKELY", 0.3)
    right = '''"""A lesson.

The first paragraph is about nothing.
Squares are never odd, if the
number was even.
"""
def f():
    """The place. It

    also has threes.
    Or twos: threes are odd."""
'''
    assert line_of_lesson(Misconception("", "f", "", "", says), right, right) == line


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_every_misconception_stands_somewhere_in_what_a_learner_reads(milestone):
    for mistake in misconceptions(milestone):
        taught = find_milestone(mistake.taught) if mistake.taught else milestone
        assert MILESTONES.index(taught) <= MILESTONES.index(milestone)
        read = stub(taught)
        line = line_of_lesson(mistake, solution(taught), read)
        assert line, mistake.name
        assert not is_about_others(read.splitlines(), line), mistake.name
        words = " ".join(read.lower().split())
        assert " ".join(mistake.trap.lower().split()) in words, mistake.name
        assert mistake.trap or not mistake.taught


def is_about_others(lines: list[str], number: int) -> bool:
    """Whether a line stands in a paragraph on how torch and JAX do it, or on what to read."""
    start = next(i for i in range(number, 0, -1) if i == 1 or not lines[i - 2].strip())
    return lines[start - 1].startswith(("In torch, in JAX", "To read"))


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_what_a_learner_did_is_not_said_twice(milestone):
    """The name says what was done; a sentence that begins with "your" and has half of the name's
    words in it says it again."""
    for mistake in misconceptions(milestone):
        name = _words(mistake.name)
        for sentence in re.split(r"(?<=[.:?!;])\s+", mistake.says):
            again = re.match(r"(?i)you(?:rs?)?\b", sentence) and name & _words(sentence)
            assert len(again or ()) < len(name) / 2, f"{mistake.name}: {sentence}"


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_no_sentence_repeats_the_headline(milestone):
    for mistake in misconceptions(milestone):
        name = re.findall(r"[\w']+", mistake.name.lower())
        for sentence in re.split(r"(?<=[.:?!;])\s+", mistake.says.lower()):
            words = re.findall(r"[\w']+", sentence)
            run = SequenceMatcher(None, name, words, autojunk=False).find_longest_match().size
            assert run < 3 or run <= 0.7 * len(name), f"{mistake.name}: {sentence}"


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"\w+", text.lower())} - SMALL_WORDS


def test_what_an_earlier_lesson_teaches_is_to_be_read_there():
    submission = Submission.of(EXERCISES)
    told = mistake_of(WALK, "a rule is not told the result")
    file, _, line = lesson_to_read(told, WALK, submission).partition(":")
    assert file == "exercises/m07_chain_rule.py"
    assert told.trap in stub(find_milestone("chain_rule")).splitlines()[int(line) - 1]


def test_a_sentence_that_stands_in_several_places_is_to_be_read_in_its_own():
    rules = find_milestone("chain_rule")
    read = stub(rules)
    for place, name in [
        ("left_gradient", "a batch of matrices is transposed as a whole"),
        ("right_gradient", "a batch of matrices on the left is transposed as a whole"),
    ]:
        line = line_of_lesson(mistake_of(rules, name), solution(rules), read)
        assert line > read[: read.index(f"def {place}")].count("\n")


def test_a_grade_carries_the_diagnosis_where_all_is_shown(tmp_path):
    mistake = misconceptions(TOPOSORT)[0]
    mistake.write(TOPOSORT, tmp_path)
    record = grade(tmp_path, [TOPOSORT], ALONE)
    found = record.milestones[0].diagnosis
    assert found and (found.name, found.where) == (mistake.name, "toposort")
    assert found.lesson.split(":")[0].endswith("m05_toposort.py")
    assert from_json(to_json(record)) == record
    assert redacted(record, "names").milestones[0].diagnosis is None


def test_what_is_not_started_is_not_diagnosed(tmp_path):
    begun = write(tmp_path, WALK, stub(WALK) + "\n# begun\n")
    assert grade(begun, [WALK], ALONE).milestones[0].diagnosis is None


def test_nothing_is_examined_where_no_value_is_wrong():
    with Edited() as edited:
        assert findings(Examination(WALK, [], edited), misconceptions(WALK)) == []


def test_a_mistake_of_the_graders_in_asking_is_not_taken_for_no_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(Edited, "_known", {})
    right = "[normal_form(value, library)]"
    with broken_grader.edited_inside(tmp_path, "zygote.py", right, right.replace("form", "forms")):
        with Edited() as edited, pytest.raises(RuntimeError, match="NameError"):
            edited.ask([(None, [QUESTION])])
        with Edited() as edited:  # where a learner's code runs, too, it may be the learner's
            assert edited.ask_once([(None, [QUESTION])], 1.0) == [[NO_ANSWER]]


def test_a_rival_that_explains_no_more_and_is_contradicted_more_often_does_not_count():
    questions = [Question(Program(QUESTION.program.source, f"q{i}"), ()) for i in range(6)]
    cases = [Case(each, tensor(1), tensor(2), False) for each in questions]

    def of(name: str, *verdicts: Verdict) -> Finding:
        mistake = Misconception(name, "", "", "", "")
        return Finding(mistake, dict(zip(cases, verdicts, strict=True)))

    shared = [Verdict.SAME] * 3
    more = of("more", *shared, Verdict.DIFFERENT, Verdict.DIFFERENT, Verdict.BOTH_RIGHT)
    less = of("less", *shared, Verdict.DIFFERENT, Verdict.BOTH_RIGHT, Verdict.BOTH_RIGHT)
    other = of("other", *shared, Verdict.BOTH_RIGHT, Verdict.BOTH_RIGHT, Verdict.DIFFERENT)
    assert chosen(more, less) == chosen(less, more) == "less"
    assert chosen(less, other) is None


@pytest.mark.parametrize("answer", [tensor(0), raised("TypeError", "NoneType has no plus")])
def test_zeros_and_what_there_was_not_are_weak_evidence(answer):
    assert case(answer, tensor(2)).telling and not case(answer, tensor(2)).is_strong


def test_mistakes_that_cannot_be_told_apart_are_named_beside_one_another():
    cases = [case(tensor(1), tensor(2)) for _ in range(3)]

    def of(name: str, *more: Verdict, outcome: str = "it stays 0") -> Finding:
        mistake = Misconception(name, f"{name}s", "", "", f"Mend {name}.", outcome=outcome)
        verdicts = [Verdict.SAME, Verdict.SAME, *(more or [Verdict.BOTH_RIGHT])]
        return Finding(mistake, dict(zip(cases, verdicts, strict=True)))

    pair = [of("a"), of("b")]
    found = one_of(tied([*pair, of("c", Verdict.DIFFERENT)]))
    assert found and found.questions == pair[0].questions
    assert (found.mistake.name, found.mistake.where) == ("it stays 0", "as")
    assert "Perhaps a, in `as`. Mend a. Or b, in `bs`. Mend b." in found.mistake.says
    assert one_of(tied([of("a"), of("b", outcome="")])).mistake.name == "a, or b"
    assert tied([of("a"), of("b", Verdict.SAME), of("c", Verdict.SAME)]) != pair
    assert tied([of(name) for name in "abcd"]) == []


CAUSES = {  # of a `.grad` that stays None
    "the order holds the loss alone": "Differentiable.backward",
    "leaves are left alone, and results are not": "accumulate_grad",
    "arrays are left out, and constants are not": "contributions",
    "leaves are never visited": "backpropagate",
    "the first of the order has no turn": "backpropagate",
}


@pytest.mark.parametrize("name", todays(list(CAUSES), 5))
def test_of_what_has_one_outcome_the_cause_is_named(name):
    found = found_in(WALK, mistake_of(WALK, name).apply(solution(WALK)))
    assert found and (found.name, found.where) == (name, CAUSES[name])


def test_what_answers_cannot_tell_apart_is_called_by_its_outcome():
    name = "totals are kept under the array itself"
    found = found_in(WALK, mistake_of(WALK, name).apply(solution(WALK)))
    assert isinstance(found, OneOf) and found.name == "every .grad stays as it was"
    assert {each.name for each in found.among} == {name, "the walk begins at the leaves"}
