"""Where a misconception stands in a lesson: the line of the learner's file to read again.

lesson_to_read(mistake, milestone, submission)    # "exercises/m08_backward.py:31"
line_of_lesson(mistake, solution(milestone), the learner's text)    # a line, or 0

Nobody keeps a list of these lines. The words of a misconception are compared with each sentence of
the place's docstring, and of the lesson, save for what it says of torch and JAX; words that few
sentences have count most (their *inverse document frequency*).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from math import log, sqrt

from ...checkout import solution as solution_of
from ...files import shown
from ...library.submission import Submission
from ...manifest import Milestone, find_milestone
from ...stubs.places import places_in
from .general_mistake import GeneralMistake
from .mistakes import Mistake

NEAR = 4.0  # from so much likeness on, a sentence speaks of the mistake: tried on all of them
LIKELY = 2.5  # this is enough in the place's own docstring, which comes first,
SHARE = 0.6  # if it is not less than this part of what the lesson's nearest sentence has
ELSEWHERE = "In torch, in JAX", "To read"  # how paragraphs begin that say how others do it
SHORT = 6  # words; a sentence of fewer is not much nearer for it
WORD = re.compile(r"[^\W\d]\w+|[A-Z]")
ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|s)$")
SENTENCE_END = re.compile(r"(?<=[.:?;])\s+")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def lesson_to_read(
    mistake: Mistake | GeneralMistake, milestone: Milestone, submission: Submission
) -> str:
    """Which line of a learner's files says how it should be: of the milestone's own, or of an
    earlier one's, where that is taught; the own file alone, where no line says it any more. Of
    what can be wrong in any milestone, the line where it is."""
    if isinstance(mistake, GeneralMistake):
        return f"{shown(submission.folder / milestone.module)}.py:{mistake.line}"
    for each in (find_milestone(mistake.taught), milestone) if mistake.taught else (milestone,):
        path = f"{shown(submission.folder / each.module)}.py"
        if line := line_of_lesson(mistake, solution_of(each), submission.text(each)):
            return f"{path}:{line}"
    return path


def line_of_lesson(mistake: Mistake, solution: str, file: str) -> int:
    """The line of a learner's `file` that warns of the mistake; 0 if nothing there does any more.

    That is where the words stand that the misconception names, or else the nearest sentence of the
    place's docstring; where none there is near enough, the nearest of the lesson, if that is. The
    file is only searched, and never parsed: it may hold anything.
    """
    place = _start(mistake.where, file)
    for words in _to_read(mistake, solution):
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        if found := pattern.search(file, place) or pattern.search(file):
            return file.count("\n", 0, found.start()) + 1
    return 0


def _start(where: str, file: str) -> int:
    """Where a place begins in a file, so that what others say, too, is found there; 0 if nowhere.

    What stands before all places, such as the lesson, is only there once."""
    start = 0
    for name in where.split("."):
        found = re.compile(rf"^\s*(?:def|class) {re.escape(name)}\b", re.MULTILINE)
        if (at := found.search(file, start)) is None:
            return 0
        start = at.start()
    return start


@lru_cache(maxsize=1024)
def _to_read(mistake: Mistake, solution: str) -> list[str]:
    """What to look for in the file, best first."""
    lesson, of_places = _said(solution)
    own = of_places.get(mistake.where, [])
    sentences = [*lesson, *own]
    likeness = _likeness(mistake, sentences)
    ranked = sorted(sentences, key=likeness, reverse=True)
    enough = max(LIKELY, SHARE * likeness(ranked[0]))
    likely = [each for each in ranked if each in own and likeness(each) >= enough]
    near = [each for each in ranked if not own or likeness(each) >= NEAR]
    return [*([mistake.trap] if mistake.trap else []), *likely, *near, *own, *ranked]


def _likeness(mistake: Mistake, sentences: list[str]) -> Callable[[str], float]:
    """How near a sentence is to the mistake: what their common words weigh."""
    asked = _words(f"{mistake.name} {mistake.says} {mistake.where}")
    having = Counter(word for sentence in sentences for word in _words(sentence))

    def likeness(sentence: str) -> float:
        words = _words(sentence)
        weights = (log(len(sentences) / having[word]) for word in words & asked)
        return sum(weights) / sqrt(len(words) + SHORT)

    return likeness


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The words in a text, names in code too, without the endings of grammar."""
    return frozenset(ENDING.sub("", word.lower()) for word in WORD.findall(text))


@lru_cache(maxsize=64)
def _said(solution: str) -> tuple[list[str], dict[str, list[str]]]:
    """The sentences of the lesson, and those of each place and of what is defined in it."""
    tree, lines = ast.parse(solution), solution.split("\n")
    of_places: dict[str, list[str]] = {}
    for name, place in places_in(tree.body):
        own = of_places.setdefault(name, [])
        for node in ast.walk(place):
            own += _sentences(node, lines) if isinstance(node, Documented) else []
    return _sentences(tree, lines), of_places


def _sentences(node: Documented, lines: list[str]) -> list[str]:
    """The sentences of a docstring, as they stand in the source, but for what others do or say."""
    if ast.get_docstring(node) is None:
        return []
    docstring, margin = node.body[0], node.body[0].col_offset
    text = "\n".join(lines[docstring.lineno - 1 : docstring.end_lineno])[margin:]
    text = text.lstrip("rR").strip('"')
    paragraphs = (p for p in re.split(r"\n[^\S\n]*\n", text) if not p.startswith(ELSEWHERE))
    return [s for p in paragraphs for s in _parts(p, margin) if s]


def _parts(paragraph: str, margin: int) -> list[str]:
    """The sentences of a paragraph, or the rows of a table, which stands further to the right."""
    lines = paragraph.strip("\n").splitlines()
    if lines and all(len(line) - len(line.lstrip()) > margin for line in lines):
        return [line.strip() for line in lines]
    return SENTENCE_END.split(paragraph.strip())
