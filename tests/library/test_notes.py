"""What a note of an op's making holds, and who may change it."""

from __future__ import annotations

import pytest


def test_nobody_can_write_into_the_keywords_that_all_notes_without_any_share(lib):
    x = lib.tensor([3.0], requires_grad=True)
    y, z = x + 1, x * 2
    assert y.grad_fn.params == {}
    with pytest.raises(TypeError):
        y.grad_fn.params["dim"] = 0
    z.backward()
    assert x.grad.tolist() == [2.0]


def test_what_is_written_into_the_keywords_of_one_note_is_not_in_another(lib):
    x = lib.ones(2, 3, requires_grad=True)
    y, z = x.sum(dim=0), x.sum(dim=1)
    y.grad_fn.params["dim"] = None
    assert z.grad_fn.params == {"dim": 1}
