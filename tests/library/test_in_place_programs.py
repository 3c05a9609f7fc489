"""In-place operations on the record: 1,000 random programs have torch's values and gradients.

A fifth of them each day; with `KATA_ALL` in the environment, all of them.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from typing import Any

import numpy as np
import torch

from tests.grader.today import todays
from tests.library.in_place_programs import written

SEEDS = range(1000) if os.environ.get("KATA_ALL") else todays(range(1000), 5)
# What is refused, though torch can do it; docs/departures.md lists it.
REFUSED = ["take the view again", "take the view after that"]
# What torch refuses, though there is no harm: `detach_` of a view of which no note was made, or of
# what a rule needs, and a change of a view of what was detached so; and a change of what an op in
# place has made, where torch's rule needs the result, and this library's rule the input.
ALLOWED = ["detach", "modified by an inplace operation"]


def run(lib: Any, lines: list[str], seed: int) -> tuple[list[Any], str]:
    """The numbers of all tensors and their gradients; or else why it ended, with the line.

    Every third program asks for gradients of gradients, and some others walk twice.
    """
    names: dict[str, Any] = {"lib": lib}
    line = ""
    try:
        for line in lines:
            exec(line, names)
        line = "the gradients"
        loss, leaves = names["loss"], [names["w"], names["v"]]
        retain, create = seed % 5 == 0 or None, seed % 3 == 0
        found = lib.autograd.grad(loss, leaves, create_graph=create, retain_graph=retain)
        if create:
            line = "the gradients of gradients"
            total = sum((g * g).sum() for g in found) + sum(x.sum() * 0 for x in leaves)
            found += lib.autograd.grad(total, leaves)
        elif retain:
            line = "backward"
            loss.backward()
            found += names["w"].grad, names["v"].grad
    except (RuntimeError, ValueError) as error:
        return [], f"{line}: {error}"
    tensors = [x for x in names.values() if isinstance(x, lib.Tensor)]
    flags = [x.requires_grad for x in tensors]
    return [*[x.tolist() for x in [*tensors, *found]], flags], ""


def verdict(lib: Any, seed: int) -> str:
    """How the library's answer compares with torch's."""
    lines = written(seed)
    (theirs, torchs), (ours, mine) = run(torch, lines, seed), run(lib, lines, seed)
    if torchs and mine:
        return "refused by both"
    if torchs:
        of_detached = "a view of a leaf" in torchs and any(".detach_()" in line for line in lines)
        allowed = of_detached or any(each in torchs for each in ALLOWED)
        return "allowed" if allowed else f"not refused: {torchs}"
    if mine:
        return "refused" if any(each in mine for each in REFUSED) else f"refused: {mine}"
    same = all(np.allclose(a, b, equal_nan=True) for a, b in zip(ours, theirs, strict=True))
    return "right" if same else "wrong"


def test_random_programs_have_torchs_values_and_gradients_or_are_refused(lib):
    gc.freeze()  # views that nothing was recorded of are looked for among all other objects
    try:
        verdicts = {seed: verdict(lib, seed) for seed in SEEDS}
    finally:
        gc.unfreeze()
    counts = Counter(verdicts.values())
    print(dict(counts))
    expected = {"right", "refused by both", "refused", "allowed"}
    assert not {seed: each for seed, each in verdicts.items() if each not in expected}
    assert counts["right"] > 0.6 * len(SEEDS), "most programs should say something"
    assert counts["refused"] + counts["allowed"] < 0.05 * len(SEEDS)
