"""What torch answers. It is asked here, in the trusted process, and once for each question."""

from __future__ import annotations

import gc
import importlib
import sys
import warnings
from collections.abc import Callable
from functools import lru_cache
from threading import Thread
from typing import Any, ClassVar, NamedTuple

from ..sandbox.inside.faults import name_of
from ..sandbox.inside.wire import Pair, denormalise, encode, normalise
from .program import Program

USUAL_TURN = 0.005  # seconds that a thread may keep others waiting; Python's default


class Expected(NamedTuple):
    """What a program gives with torch: a value in normal form, or an exception's `name_of`."""

    value: Pair | None
    exception: str | None = None


@lru_cache(maxsize=1)
def torch() -> Any:
    """The torch module, imported when it is first needed."""
    if "torch" not in sys.modules:  # or another thread has begun to
        _import("torch")
    import torch

    torch.set_num_threads(1)
    return torch


def _import(*modules: str) -> None:
    """Import modules of many objects, which stay. To look for garbage among them, now and at every
    later collection, would take longer than the import. Other threads need not wait long for their
    turns: they have little to do, but workers wait for it."""
    gc.disable()
    sys.setswitchinterval(USUAL_TURN / 10)
    try:
        for module in modules:
            importlib.import_module(module)
    finally:
        sys.setswitchinterval(USUAL_TURN)
        gc.freeze()
        gc.enable()


class Oracle:
    """Runs programs with torch, and remembers the answers: all oracles of a process share them."""

    _known: ClassVar[dict[bytes, Expected]] = {}

    def prepare(self, *modules: str) -> None:
        """Begin to import torch, while pytest collects the suites and the workers start; and then,
        while programs run in the workers, the `modules` of torch that will be needed later."""

        Thread(target=_import, args=("torch", *modules), daemon=True).start()

    def ask(self, program: Program, inputs: tuple[Pair, ...]) -> Expected:
        """What `program` gives with torch for these inputs."""
        question = encode({"program": program}, inputs)
        if question not in self._known:
            self._known[question] = self._run(program, inputs, question)
        return self._known[question]

    def _run(self, program: Program, inputs: tuple[Pair, ...], question: bytes) -> Expected:
        arguments = tuple(denormalise(pair) for pair in inputs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                result = program.run(torch(), arguments)
            except MemoryError:
                raise  # this machine's answer, not torch's
            except Exception as error:
                return Expected(None, name_of(type(error)))
        return Expected(normalise(result, torch().Tensor, to_ndarray))


to_ndarray: Callable[[Any], Any] = lambda tensor: tensor.detach().numpy()  # noqa: E731
