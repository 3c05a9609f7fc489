"""What torch answers. It is asked here, in the trusted process, and once for each question; in a
handout, its answers are looked up, and torch is never imported."""

from __future__ import annotations

import gc
import importlib
import sys
import warnings
from collections.abc import Callable
from functools import lru_cache
from threading import Thread
from typing import Any

from ..manifest import IS_HANDOUT
from ..sandbox.answer import Answer
from ..sandbox.inside.faults import name_of
from ..sandbox.inside.normal_form import denormalise, normalise
from .eager import seed_the_cpu_alone, skip_the_compiler
from .question import Question
from .travelling import answer

USUAL_TURN = sys.getswitchinterval()  # seconds that a thread may keep others waiting


@lru_cache(maxsize=1)
def torch() -> Any:
    """The torch module, imported when it is first needed."""
    if "torch" not in sys.modules:  # or another thread has begun to
        _import_torch()
    import torch

    skip_the_compiler()
    seed_the_cpu_alone()
    torch.set_num_threads(1)
    return torch


def _import_torch() -> None:
    """Import it while another thread reads what workers answer.

    Without a garbage collector, torch takes 1.3 s of processor time, not 1.5; frozen, it takes no
    part in later collections, which saves 0.08 s each. With turns ten times shorter than usual, the
    other thread waits 1.4 ms to read an answer, not 5.
    """
    gc.disable()
    sys.setswitchinterval(USUAL_TURN / 10)
    try:
        importlib.import_module("torch")
    finally:
        sys.setswitchinterval(USUAL_TURN)
        gc.freeze()
        gc.enable()


_ANSWERS: dict[str, Answer] = {}


class Oracle:
    """Runs programs with torch, and remembers the answers: all oracles of a process share them."""

    _known: dict[str, Answer] = _ANSWERS
    _trouble: Exception | None = None

    def prepare(self) -> None:
        """Begin to import torch, while pytest collects the suites and the workers start."""
        if IS_HANDOUT:
            return

        def work() -> None:
            try:
                _import_torch()
            except Exception as error:  # to be raised where somebody hears of it
                self._trouble = error

        importlib.import_module("unittest")  # torch does, and pytest looks into it for a SkipTest
        Thread(target=work, daemon=True).start()

    def ask(self, question: Question) -> Answer:
        """What the program gives with torch: a value, or an exception of some type."""
        self._check()
        if question.key not in self._known:
            self._known[question.key] = self._run(question)
        return self._known[question.key]

    def save(self) -> None:
        """Keep what was learnt for a later process, if this oracle does."""
        self._check()

    def _check(self) -> None:
        """Raise what `prepare` did."""
        if self._trouble:
            raise self._trouble

    def _run(self, question: Question) -> Answer:
        if IS_HANDOUT:
            return answer(question)
        arguments = tuple(denormalise(pair) for pair in question.inputs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                result = question.program.run(torch(), arguments)
            except MemoryError:
                raise  # this machine's answer, not torch's
            except Exception as error:
                return Answer("raised", exception=name_of(type(error)))
        return Answer("answered", normalise(result, torch().Tensor, to_ndarray))


to_ndarray: Callable[[Any], Any] = lambda tensor: tensor.detach().numpy()  # noqa: E731
