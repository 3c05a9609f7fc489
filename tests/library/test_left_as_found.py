"""Whatever a test sets, in torch or in the library, the next one finds as it was."""

from __future__ import annotations

import pytest
import torch


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_finds_what_is_usual_and_may_change_it(lib, turn):
    for each in (torch, lib):
        assert each.get_default_dtype() == each.float32
        assert repr(each.ones(2) / 3) == "tensor([0.3333, 0.3333])"
        assert each.initial_seed() != 3
        each.set_default_dtype(each.float64)
        each.set_printoptions(precision=2)
        each.manual_seed(3)
