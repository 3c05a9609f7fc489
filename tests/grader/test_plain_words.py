"""What people read says what happens: `is not a tensor`, and not the riddle `is no tensor`.

Read are the docstrings, comments and messages of the library and the grader, what a learner is
told of mistakes and in hints, and the names of tests, which are shown as titles.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.manifest import ROOT

# `there is no GPU` and `is no longer` are plain; `is None` is Python.
RIDDLE = re.compile(
    r"(?<!\bthere )\b(?:is|are|was|were|be|been) (?:no|none)\b(?! (?:longer|more|less|larger)\b)"
    r"|\bnone of (?:it|this|them|these|those) (?:is|are|was|were)\b|\bof which none\b"
)
TEXTS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def riddles(source: str) -> list[str]:
    """The riddles in strings, comments and the names of tests, with what stands around them."""
    found = []
    for text in texts(source):
        words = re.sub(r"[\s#]+", " ", text)
        for riddle in RIDDLE.finditer(words.replace("There", "there")):
            found.append(words[max(0, riddle.start() - 30) : riddle.end() + 30])
    return found


def texts(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in TEXTS:
            yield token.string
        elif token.type == tokenize.NAME and token.string.startswith("test_"):
            yield token.string.replace("_", " ")


FOLDERS = ("solutions", "grader", "tests", "benchmarks", "parity", "docs", "demos", "environment")


@pytest.mark.parametrize("folder", FOLDERS)
def test_nobody_has_to_read_a_sentence_twice(folder):
    files = [path for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)]
    found = {path.relative_to(ROOT): riddles(path.read_text("utf-8")) for path in files}
    assert files and {path: said for path, said in found.items() if said} == {}


def test_riddles_are_told_from_plain_sentences():
    plain = "there is no GPU", "There is none.", "the rule is None", "it is no longer there"
    odd = "data that is no tensor", "what\n    is no leaf", "(True is none)", "these are no copies"
    odd += ("none of it is yours", "floats, of which none overflows")
    assert [text for text in plain if riddles(f'"""{text}"""')] == []
    assert [text for text in odd if not riddles(f'"""{text}"""')] == []
    assert riddles("x = 1  # it is no leaf") == [" it is no leaf"]
    assert riddles("def test_what_is_no_leaf(): pass") == ["test what is no leaf"]
