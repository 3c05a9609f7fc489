"""Asks torch and the learner's library what programs give that are mere texts, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ...asking.program import Program, SuiteError
from ...asking.question import Question
from ...judging.comparison import Mismatch, compare
from ...judging.outcome import outcome_of
from ...record import Outcome
from ...sandbox.answer import Answer
from ...sandbox.inside.normal_form import Pair
from ..agree import Judge

REFUSED = 0.05  # of the programs drawn, at the most, may be such as torch refuses
TOGETHER = "all random programs"  # the text of what became of all
ROUNDING = 1e-3  # an error that the order of computation may lead to, where numbers cancel


def last_expressions(lib: Any, texts: list[str]) -> list[Any]:
    """A program: what each text's last expression gives, after its other statements."""
    found = []
    for text in texts:
        scope = dict(vars(lib), F=lib.nn.functional)
        *statements, last = text.split("; ")
        exec("\n".join(statements), scope)
        found.append(eval(last, scope))
    return found


LAST_EXPRESSIONS = Program.of(last_expressions)  # read now: this file may be another one later


class Result(NamedTuple):
    """What became of a text."""

    text: str
    answer: Answer
    expected: Answer
    difference: Mismatch | None

    @property
    def outcome(self) -> Outcome:
        """ "passed", or what is wrong."""
        return outcome_of(self.answer, self.expected.exception, self.difference)

    @property
    def is_program(self) -> bool:
        """Whether it is of one text, and not of all together."""
        return self.text != TOGETHER

    def tell(self, judge: Judge) -> None:
        """Tell of it as if the text had been asked about by itself."""
        alone = Question.of(LAST_EXPRESSIONS, [self.text])
        answer, expected = _listed(self.answer), _listed(self.expected)
        judge.tell(question=alone, answer=answer, expected=expected, outcome=self.outcome)


def _listed(answer: Answer) -> Answer:
    return answer if answer.value is None else replace(answer, value=("list", [answer.value]))


def run(judge: Judge, text: str) -> Result:
    """Run one text by itself."""
    answer, expected = _ask(judge, [text])
    if answers := _items(answer, 1):
        answer = replace(answer, value=answers[0])
    if wanted := _items(expected, 1):
        expected = replace(expected, value=wanted[0])
    return _compared(text, answer, expected)


def run_all(judge: Judge, texts: Sequence[str]) -> list[Result]:
    """Run all in one go, or one by one where the library does not answer; what became of each.

    Of those run one by one the first that goes wrong is alone in the list. There is one result
    for all together where the library can't be imported, and where all together fail but each alone
    passes; if they only took too long together, each one's own result counts.
    """
    answer, expected = _ask(judge, texts)
    if expected.exception:
        return run_all(judge, _answered(judge, texts))
    wanted, answers = _items(expected, len(texts)), _items(answer, len(texts))
    if wanted is not None and answers is not None:
        return [
            _compared(text, replace(answer, value=mine), replace(expected, value=theirs))
            for text, mine, theirs in zip(texts, answers, wanted, strict=True)
        ]
    together = Result(TOGETHER, answer, expected, None)
    if answer.at_import or together.outcome == "not_started":
        return [together]
    results = _until_wrong(judge, texts)
    last = results[-1]
    if last.outcome == "passed":
        return results if together.outcome == "timeout" else [together]
    return [last if last.answer.was_run or last.answer.frames else together]


def _answered(judge: Judge, texts: Sequence[str]) -> list[str]:
    """Those that torch answers. Raises SuiteError where it refuses more than a few."""
    questions = {text: Question.of(LAST_EXPRESSIONS, [text]) for text in texts}
    raised = {text: judge.setup.oracle.ask(q).exception for text, q in questions.items()}
    kept = [text for text in texts if not raised[text]]
    if len(texts) - len(kept) > REFUSED * len(texts):
        kinds = ", ".join(sorted(set(raised.values()) - {""}))
        raise SuiteError(f"torch raises {kinds} in {len(texts) - len(kept)} random programs")
    return kept


def _until_wrong(judge: Judge, texts: Sequence[str]) -> list[Result]:
    results = []
    for text in texts:
        results.append(run(judge, text))
        if results[-1].outcome != "passed":
            break
    return results


def _ask(judge: Judge, texts: Sequence[str]) -> tuple[Answer, Answer]:
    return judge.ask(Question.of(LAST_EXPRESSIONS, list(texts)))


def _items(answer: Answer, count: int) -> list[Pair] | None:
    """The parts of an answer that is a list of so many."""
    kind, payload = answer.value or ("None", [])
    return payload if kind == "list" and len(payload) == count else None


def _compared(text: str, answer: Answer, expected: Answer) -> Result:
    mine, theirs = answer.value, expected.value
    difference = compare(mine, theirs) if mine and theirs else None
    if difference and (difference.largest_error or 1) < ROUNDING:
        difference = None
    return Result(text, answer, expected, difference)
