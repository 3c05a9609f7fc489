"""What tests of the library share: the reference, which no test leaves changed for another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
import torch

from grader.asking.in_process import InProcess
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS


@pytest.fixture(scope="session")
def modules() -> dict[str, ModuleType]:
    """The modules of the reference, imported in this process: `autodiff`, `autodiff.nn`, ..."""
    assert InProcess(assemble(SOLUTIONS, None)).start() is None
    return {name: module for name, module in sys.modules.items() if _is_ours(name)}


@pytest.fixture(scope="session")
def lib(modules: dict[str, ModuleType]) -> ModuleType:
    """The reference library, put together and imported in this process as `autodiff`."""
    return modules[PACKAGE]


@pytest.fixture(autouse=True)
def _left_as_found(lib: ModuleType, modules: dict[str, ModuleType]) -> Iterator[None]:
    """Afterwards, the default dtype, the random state and how numbers are printed are as before.

    Before, `autodiff` is the reference again, whatever else this process has imported as that.
    """
    for name in [name for name in sys.modules if _is_ours(name)]:
        del sys.modules[name]
    sys.modules.update(modules)
    found = [(each, each.get_default_dtype(), each.get_rng_state()) for each in (torch, lib)]
    yield
    for each, dtype, state in found:
        each.set_default_dtype(dtype)
        each.set_rng_state(state)
        each.set_printoptions(profile="default")


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE
