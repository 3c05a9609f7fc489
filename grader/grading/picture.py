"""Asks a learner's library for a drawing: the graph of a two-layer network, by their visualizer."""

from __future__ import annotations

from typing import Any

from ..asking.question import Question
from ..asking.workers import OutOfTime
from ..failure import Failure
from ..judging.failure_facts import failure_of
from ..manifest import find_milestone
from ..suite.setup import Setup

LONGEST = 20_000  # characters of DOT
NOT_DOT = f"source is not a text of 1 to {LONGEST:,} characters"


def two_layer_network(lib: Any) -> Any:
    X, y = lib.ones(8, 3), lib.ones(8, 1)
    W1, b1 = lib.ones(3, 4, requires_grad=True), lib.ones(4, requires_grad=True)
    W2, b2 = lib.ones(4, 1, requires_grad=True), lib.ones(1, requires_grad=True)
    loss = (((X @ W1 + b1).tanh() @ W2 + b2 - y) ** 2).mean()
    names = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "loss": loss}
    return lib.autograd.make_dot(loss, names).source


QUESTION = Question.of(two_layer_network)  # read now: a learner's code may write into this file


def draw(setup: Setup) -> tuple[str, Failure | None]:
    """The network's graph in DOT, and "" where there is none; and then why, if it was asked for.

    It is asked of the learner's own files up to the visualizer, and of the visualizer alone where
    these do not work together. Nobody is to blame for one that is not written yet, nor where there
    is no more time.
    """
    failure = None
    try:
        for mount in reversed(setup.mounts(find_milestone("visualizer"))):
            answer = setup.workers.ask(mount, QUESTION)
            kind, source = answer.value or ("", "")
            if kind == "str" and 0 < len(source) <= LONGEST:
                return source, None
            failure = failure_of(QUESTION.program.source, (), answer, None, NOT_DOT, setup.target)
    except OutOfTime:
        return "", failure
    finally:
        setup.workers.close()
    return "", None if failure and failure.unwritten else failure
