"""What tests of the library share: the reference, which no test leaves changed for another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import ModuleType
from typing import Any

import pytest

from grader.asking.in_process import InProcess
from grader.asking.oracle import Oracle, torch
from grader.asking.question import Question
from grader.judging.comparison import compare
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS
from grader.sandbox.inside.faults import name_of
from grader.sandbox.inside.normal_form import normalise, numbers


@pytest.fixture(scope="session")
def modules() -> dict[str, ModuleType]:
    """The modules of the reference, imported in this process: `autodiff`, `autodiff.nn`, ..."""
    assert InProcess(assemble(SOLUTIONS, None)).start() is None
    return {name: module for name, module in sys.modules.copy().items() if _is_ours(name)}


@pytest.fixture(scope="session")
def lib(modules: dict[str, ModuleType]) -> ModuleType:
    """The reference library, put together and imported in this process as `autodiff`."""
    return modules[PACKAGE]


@pytest.fixture(autouse=True)
def _left_as_found(lib: ModuleType, modules: dict[str, ModuleType]) -> Iterator[None]:
    """Afterwards, the default dtype, the random state and how numbers are printed are as before.

    Before, `autodiff` is the reference again, whatever else this process has imported as that.
    """
    if sys.modules.get(PACKAGE) is not lib:
        for name in [name for name in list(sys.modules) if _is_ours(name)]:
            del sys.modules[name]
    sys.modules.update(modules)
    found = [(each, each.get_default_dtype(), each.get_rng_state()) for each in (torch(), lib)]
    yield
    for each, dtype, state in found:
        each.set_default_dtype(dtype)
        each.set_rng_state(state)
        each.set_printoptions(profile="default")


@pytest.fixture
def agree(lib: ModuleType) -> Callable[..., None]:
    """Demands the same answer of the library and of torch, as the fixture of the suites does.

    Where torch is to refuse, `raises` is the exact type of its exception.
    """

    def agree(
        program: Callable[..., Any], *inputs: Any, raises: type[Exception] | None = None
    ) -> None:
        question = Question.of(program, *inputs)
        expected = Oracle().ask(question)
        assert expected.exception == (name_of(raises) if raises else ""), expected
        if raises:
            with pytest.raises(raises) as caught:
                program(lib, *deepcopy(inputs))
            assert caught.type is raises
        else:
            found = normalise(program(lib, *deepcopy(inputs)), lib.Tensor, numbers)
            assert compare(found, expected.value) is None, (found, expected)

    return agree


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE
