"""Attention and tables: what is given around the learner's functions is torch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

Q, K, V = np.linspace(-1, 1, 12).reshape(4, 3), np.ones((4, 3)), np.linspace(0, 1, 8).reshape(4, 2)
TABLE = np.linspace(-1, 1, 20).reshape(5, 4)


@pytest.mark.parametrize(
    ("key", "mask", "causal"),
    [
        (K, np.tri(4).astype(bool), True),
        (K, np.tri(4).astype(np.int64), False),
        (K.astype(np.float32), None, False),
        (K[:, :2], None, False),
    ],
)
def test_what_does_not_belong_together_is_refused(lib: Any, key: Any, mask: Any, causal: bool):
    for each in (torch, lib):
        attend = each.nn.functional.scaled_dot_product_attention
        q, k, v = each.tensor(Q), each.tensor(key), each.tensor(V)
        with pytest.raises(RuntimeError):
            attend(q, k, v, None if mask is None else each.tensor(mask), is_causal=causal)


@pytest.mark.parametrize(
    ("ids", "error"), [([5, 0], IndexError), ([-1, 0], IndexError), ([1.0, 0.0], RuntimeError)]
)
def test_rows_that_are_not_there_are_refused(lib: Any, ids: Any, error: type[Exception]):
    for each in (torch, lib):
        with pytest.raises(error):
            each.nn.functional.embedding(each.tensor(np.array(ids)), each.tensor(TABLE))
