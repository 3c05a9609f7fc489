"""Mistakes that can be made in any milestone, found by mending them in the learner's own file.

nothing is returned        the reference's function, put there, mends it
float32 on the way         float64 in its place mends it
a wrong type               what the annotation promises, made of what is returned, mends it
a wrong dtype              the same, where arrays differ in their dtypes alone

Each is named only where the mended file gives the right answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...asking.question import Question
from ...checkout import solution
from ...judging.comparison import Mismatch, compare
from ...sandbox.answer import Answer
from ...sandbox.inside.limits import LIMITS
from ...stubs.places import named_places, span
from ..edited import Edit
from ..evidence import CUT_SHORT, FAILING, Case, in_float32, same_answer
from ..examination import Examination
from ..hints import hints
from ..localization.trial_repair import PATIENCE, transplant
from .fitting import ANYTHING, REFUSED, fitted, promised, refusing_none
from .general_mistake import DTYPE, FLOAT32, NOTHING, SCALAR, SEQUENCE, TYPE, GeneralMistake
from .missing_return import forgetful_in

FITTING = {"number": SCALAR, "sequence": SEQUENCE, "type": TYPE}
SECONDS = LIMITS.program
SINGLE = re.compile(r"\b(?:float32|single|float16|half)\b")


@dataclass(frozen=True)
class Repair:
    """A learner's file without the mistake, if it is that."""

    mistake: GeneralMistake
    source: str
    mends: Callable[[Case, Mismatch | None], bool]  # the failures that it must mend


@dataclass(frozen=True)
class Mended:
    """A mistake that was found, and the questions that are answered rightly without it."""

    mistake: GeneralMistake
    questions: frozenset[Question]


def find_general(examination: Examination) -> Mended | None:
    """The mistake whose repair mends what fails; None where there is none, or several would."""
    failing = examination.cases(FAILING)
    differences = {case: _difference(case) for case in failing}
    if not examination.source or all(case.answer.outcome in CUT_SHORT for case in failing):
        return None  # what never ends has another reason than these
    examination.coverage.watch(case.question for case in failing)
    for repairs in (_returned, _widened, _fitted):
        tried = list(repairs(examination, differences))
        mended = _that_mend(tried, differences, examination)
        if found := _innermost(mended, examination.source):
            return found
    return None


def _difference(case: Case) -> Mismatch | None:
    """How the answer differs; None where one of them is an exception."""
    if case.answer.value is None or case.correct.value is None:
        return None
    try:
        return compare(case.answer.value, case.correct.value)
    except ValueError:  # a value of some unknown type
        return None


def _that_mend(
    repairs: Sequence[Repair], differences: dict[Case, Mismatch | None], examination: Examination
) -> list[Mended]:
    """Those of the repairs that mend all that they must mend; one question first, then all."""
    wanted = [[c for c, said in differences.items() if r.mends(c, said)] for r in repairs]
    chosen = [(r, cases) for r, cases in zip(repairs, wanted, strict=True) if cases]
    for most in (1, None):
        if examination.edited.seconds_once > PATIENCE:
            return []
        module = examination.milestone.module
        jobs = [(Edit(module, r.source), [c.question for c in cases[:most]]) for r, cases in chosen]
        told = examination.edited.ask_once(jobs, SECONDS)
        chosen = [
            (r, cases)
            for (r, cases), answers in zip(chosen, told, strict=True)
            if all(_is_mended(r, *both) for both in zip(answers, cases, strict=False))
        ]
    return [Mended(r.mistake, frozenset(c.question for c in cases)) for r, cases in chosen]


def _is_mended(repair: Repair, answer: Answer, case: Case) -> bool:
    """Whether the answer is right now. A number that stood in a tensor has lost digits there."""
    if answer.outcome in CUT_SHORT:
        return False
    if same_answer(answer, case.correct):
        return True
    return repair.mistake.name == TYPE and same_answer(in_float32(answer), in_float32(case.correct))


def _innermost(mended: Sequence[Mended], source: str) -> Mended | None:
    """The one whose place hands what is wrong to the others' places."""
    texts = {name: ast.unparse(node) for name, node in named_places(source)}
    first: dict[str, Mended] = {}
    for each in mended:  # of one place, the first that mends says most
        first.setdefault(each.mistake.where, each)

    def calls(caller: str, called: str) -> bool:
        short = called.rpartition(".")[2]
        return caller != called and bool(re.search(rf"\b{re.escape(short)}\b", texts[caller]))

    inner = [w for w in first if not any(calls(w, other) for other in first)]
    return first[inner[0]] if len(inner) == 1 else None


def _places(
    examination: Examination, cases: Sequence[Case]
) -> Iterator[tuple[str, ast.FunctionDef, ast.FunctionDef]]:
    """The functions that all the cases may call: the name, the learner's and the reference's."""
    known, coverage = hints(examination.milestone), examination.coverage
    right = dict(named_places(solution(examination.milestone)))
    for name, mine in named_places(examination.source):
        theirs = right.get(name)
        if name in known and isinstance(mine, ast.FunctionDef):
            called = all(coverage.may_include(name, case.question) for case in cases)
            if called and isinstance(theirs, ast.FunctionDef):
                yield name, mine, theirs


def _returned(
    examination: Examination, differences: dict[Case, Mismatch | None]
) -> Iterator[Repair]:
    """The reference's function where the learner's, or one inside it, has ended without a
    `return`."""
    right, cases = solution(examination.milestone), list(differences)
    forgetful = [
        (name, function)
        for name, mine, theirs in _places(examination, [])
        for function in forgetful_in(mine, theirs)
    ]
    sources = [refusing_none(examination.source, function) for _, function in forgetful]
    jobs = [(Edit(examination.milestone.module, s), [c.question for c in cases]) for s in sources]
    told = examination.edited.ask_once(jobs, SECONDS)
    for (name, function), answers in zip(forgetful, told, strict=True):
        met = {c for c, a in zip(cases, answers, strict=True) if a.exception.endswith(REFUSED)}
        inside = "" if name.endswith(function.name) else function.name
        mistake = GeneralMistake(NOTHING, name, function.lineno, inside=inside)
        source = transplant(examination.source, right, name)
        yield Repair(mistake, source, partial(_is_one_of, met))


def _is_one_of(cases: Collection[Case], case: Case, _: Mismatch | None) -> bool:
    return case in cases


def _is_number(difference: Mismatch) -> bool:
    return difference.yours[0] in ("tensor", "ndarray", "numpy scalar", "float", "int")


def _widened(
    examination: Examination, differences: dict[Case, Mismatch | None]
) -> Iterator[Repair]:
    """Float64 where the learner writes float32."""
    aspects = {said.aspect if said else None for said in differences.values()}
    lines = examination.source.splitlines(keepends=True)
    for name, node in named_places(examination.source) if aspects <= {"value", "dtype"} else ():
        first, last = span(node)
        text = "".join(lines[first - 1 : last])
        if not isinstance(node, ast.ClassDef) and (single := SINGLE.search(text)):
            line = first + text[: single.start()].count("\n")
            widened = SINGLE.sub("float64", text)
            source = "".join([*lines[: first - 1], widened, *lines[last:]])
            yield Repair(GeneralMistake(FLOAT32, name, line), source, lambda *_: True)


def _fitted(examination: Examination, differences: dict[Case, Mismatch | None]) -> Iterator[Repair]:
    """What is returned as the type that the annotation promises; where an exception is right, any
    may come of it."""
    if not any(case.correct.value for case in differences):
        return
    if all(said and said.aspect == "value" and _is_number(said) for said in differences.values()):
        return
    right, dtypes = solution(examination.milestone), _dtypes(differences.values())
    for name, mine, theirs in _places(examination, list(differences)):
        hint = promised(theirs, right)
        promise = ast.unparse(theirs.returns) if theirs.returns else ""
        for only, said in FITTING.items():
            if only == "type" and hint == ANYTHING:
                continue
            source = fitted(examination.source, name, hint, only)
            if only == "type" and dtypes and not _returns_pythons(mine):
                mistake = GeneralMistake(DTYPE, name, mine.lineno, dtypes=dtypes)
            else:
                mistake = GeneralMistake(said, name, mine.lineno, promise)
            yield Repair(mistake, source, lambda *_: True)


def _returns_pythons(function: ast.FunctionDef) -> bool:
    """Whether it says itself that a number of Python's is returned: `return float(total)`."""
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    called = [ast.unparse(each.func) for each in returned if isinstance(each, ast.Call)]
    return any(each in ("float", "int", "bool") or each.endswith(".item") for each in called)


def _dtypes(differences: Iterable[Mismatch | None]) -> tuple[str, str] | None:
    """The learner's dtype and the right one, where that is all that differs anywhere; else None."""
    found = [said if said and said.aspect == "dtype" else None for said in differences]
    first, *others = found or [None]
    if first is None or None in others:
        return None
    return first.yours[1].dtype.name, first.torch[1].dtype.name
