"""m07 backward."""

import pytest

from grader.inputs import normal


@pytest.mark.public
def test_a_tensor_used_twice_collects_both_gradients(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        (y + y * y).sum().backward()
        return x.grad

    agree(program, normal(3))
