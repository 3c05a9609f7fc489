"""What does not belong into an argument is refused by torch's type of error, and by name.

Each public function, method, layer and optimiser gets a list, a string, None, a tensor of another
shape and one of another dtype in each place (errors.txt, odd_calls.py). A sample of them each time;
with `KATA_ALL` in the environment, all.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
import torch

from tests.library.odd_calls import (
    LEFT,
    NAMES,
    ODD,
    TAKEN,
    Case,
    answer,
    calls,
    cases,
    raised_in,
    same,
)

CASES = list(cases())
SAMPLE = 1500
ALL = bool(os.environ.get("KATA_ALL"))


def verdict(lib: Any, case: Case) -> tuple[str, str]:
    """How an odd call ends, and what is wrong with that."""
    expected, found = answer(torch, case.code), answer(lib, case.code)
    if not isinstance(found, Exception):
        if isinstance(expected, Exception):
            taken = re.search(TAKEN, str(expected))
            taken = taken or (case.wrong == "nothing" and "NoneType" in str(expected))
            return "taken", "" if taken else f"torch: {expected!r:.150}"
        return "taken", "" if same(found, expected) else f"{found} {expected}"
    theirs = type(expected).__name__ if isinstance(expected, Exception) else ""
    ours = type(found).__name__
    if theirs and ours != theirs and not is_odd(theirs, str(expected), ours, str(found)):
        return "refused", f"{found!r:.150}; torch: {expected!r:.150}"
    return "refused", "" if is_named(case, found) else f"not named: {found!r:.150}"


def is_odd(theirs: str, message: str, ours: str, found: str) -> bool:
    """Whether torch's type is odd, and ours is one of those that stand beside it in ODD.

    What is of the wrong kind is a TypeError, as in most of torch, also where torch's Python code
    has another one for it.
    """
    if ours == "TypeError" and re.search(r"argument '\w+' \(position \d+\) must be ", found):
        return True
    return any(
        theirs == kind and ours in better.split() and re.search(said, message)
        for kind, said, better in ODD
    )


def is_named(case: Case, error: Exception) -> bool:
    """Whether an error names the function; where it comes from a milestone's own code, it stays,
    and an AssertionError says what it compares."""
    names = case.function, case.function.rstrip("_"), NAMES.get(case.function, case.function)
    said = any(re.search(rf"\b{name}\b", str(error)) for name in names)
    stays = isinstance(error, AssertionError) or re.search(r"\.m\d\d_", raised_in(error))
    return said or bool(stays)


def test_the_calls_as_they_stand_are_torchs(lib):
    assert [call for call in calls() if not same(answer(lib, call), answer(torch, call))] == []


def test_what_does_not_belong_there_is_refused_as_in_torch_and_by_name(lib, capsys):
    chosen = CASES if ALL else random.Random(7).sample(CASES, SAMPLE)
    tally, wrong = Counter(), []
    for case in chosen:
        tally["tried"] += 1
        how, fault = verdict(lib, case)
        left = [pattern for pattern in LEFT if re.search(pattern, case.code)] if fault else []
        tally["skipped" if left else how] += 1
        if fault and not left:
            wrong.append(f"{case.code}: {fault}")
    with capsys.disabled():
        print(f"\nodd arguments: {dict(tally)}", end=" ")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)
    assert tally["skipped"] < (0.02 if ALL else 0.025) * tally["tried"]  # of a sample, by chance
    assert tally["refused"] > 0.8 * tally["tried"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("lib.zeros(2, foo=1)", r"^zeros\(\) got an unexpected keyword argument 'foo'"),
        ("lib.ones(2, requires_grad=True).__setitem__(0, 1)", "^a leaf that requires grad"),
        ("lib.ones(2, requires_grad=True).mul_(2)", "^a leaf that requires grad"),
        ("lib.zeros(2).scatter_(0, lib.tensor([3]), 1)", "^an index is out of"),
        ("lib.zeros(2).gather(0, lib.tensor([3]))", "^an index is out of range"),
        ("lib.nn.CrossEntropyLoss()(lib.ones(2, 2), [0, 1])", r"'target' \(position 2\)"),
        ("lib.optim.Adam(None)", "tuple of Tensors or tuple of dicts or tuple of tuples of strs, "),
        ("lib.nn.Parameter([1.0])", "'data' must be a Tensor, not list"),
        ("lib.nn.Parameter(None)", "'data' must be a Tensor, not NoneType"),
        ("lib.ones(2).__delitem__(0)", "can't be deleted"),
        ("lib.load(BytesIO(b'foo'))", "is damaged, or was not written by save"),
        ("lib.load(BytesIO())", "is damaged, or was not written by save"),
    ],
)
def test_an_error_says_no_name_that_its_reader_has_not_seen(lib, call, said):
    with pytest.raises((TypeError, RuntimeError), match=said):
        eval(call, {"lib": lib, "BytesIO": BytesIO})
