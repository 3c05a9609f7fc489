"""Is this place to blame? Put the reference's answer there, and see whether the test passes.

    cures("exp", milestone, source, "test_exp_of_integers_is_float32", Oracle())

What makes a failure go away is its cause (A. Zeller, Why Programs Fail, chapter 12).
"""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

from ...asking.inputs import DEFAULT_SEED
from ...asking.oracle import Oracle
from ...checkout import solution
from ...manifest import Milestone
from ...stubs.places import places_in
from ...suite.run import run
from ...suite.setup import Settings, Setup


def cures(
    place: str,
    milestone: Milestone,
    source: str,
    test: str,
    oracle: Oracle,
    seed: int = DEFAULT_SEED,
) -> bool:
    """Whether a test passes once the reference's answer stands in one place of a learner's file.

    `seed` is one that it fails on as it is.
    """
    name = f"{milestone.module}.py"
    repaired = transplant(source, solution(milestone), place)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(repaired, encoding="utf-8")
        settings = Settings(seed, keyword=test, only_isolated=True, shrinks=False)
        done = run(Setup.of(Path(folder), settings, oracle=oracle), [milestone])
    return any(key[1] == test and r.outcome == "passed" for (key, _), r in done.results.items())


def transplant(source: str, reference: str, place: str) -> str:
    """A learner's source with the reference's answer in one place, where the learner has it.

    The reference's imports come along, and those private helpers that the learner lacks.
    """
    mine, theirs = ast.parse(source), ast.parse(reference)
    here, there = dict(places_in(mine.body)), dict(places_in(theirs.body))
    owner = here.get(place.rpartition(".")[0], mine)
    if place in here:
        owner.body[owner.body.index(here[place])] = there[place]
    helpers = {name: node for name, node in there.items() if name not in here and _private(name)}
    owner.body += [node for name, node in helpers.items() if here.get(_owner(name)) is owner]
    imports = [n for n in theirs.body if isinstance(n, ast.Import | ast.ImportFrom)]
    on_top = [node for name, node in helpers.items() if not _owner(name)]
    mine.body = [*imports, *on_top, *(n for n in mine.body if not _is_future(n))]
    return ast.unparse(mine) + "\n"


def _owner(place: str) -> str:
    return place.rpartition(".")[0]


def _private(place: str) -> bool:
    name = place.rpartition(".")[2]
    return name.startswith("_") and not name.startswith("__")


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
