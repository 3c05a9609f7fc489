"""Tensors, modules and optimisers print as torch prints them. (Given code.)"""

import copy
import pickle
import re
from typing import Any

import numpy as np
import pytest
import torch

from grader.asking.inputs import integers, normal

INF, NAN = float("inf"), float("nan")


def test_floats_print_with_four_digits_in_columns(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    long = normal(25).tolist()
    whole = [[[1.0, -20.0], [0.0, 3.0]]]
    agree(program, [-2.5, (100 * normal(3, 4)).tolist(), long, whole, integers(-999, 999, 2, 30)])


def test_other_dtypes_print_their_name_and_empty_tensors_their_size(agree):
    def program(lib, arrays):
        return [repr(lib.tensor(array)) for array in arrays], lib.tensor(arrays[0])

    numbers = np.array([[3.25, -12.5], [0.0, 200.0]])
    dtypes = (np.float64, np.float32, np.float16, np.int32, np.int64, np.bool_)
    arrays = [numbers.astype(dtype) for dtype in dtypes]
    agree(program, [*arrays, [], [[], []], np.zeros((0, 3), int), np.zeros(0, np.float16)])


def test_a_leaf_that_requires_a_gradient_prints_so(agree):
    def program(lib, data):
        tensors = [lib.tensor(part, requires_grad=True) for part in data]
        return [repr(x) for x in tensors], tensors

    agree(program, [normal(), normal(3, 2), normal(20)])


def test_infinities_and_a_wide_range_print_as_in_torch(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    strange = [[2.5, NAN, -INF], [1.0, INF, -INF, NAN], NAN]
    wide = [[0.00012345, 1.5, -20000.0], [1e9, 2e9, 0.0], [1.0, 5000.0], [0.5, 0.0, 1e-5]]
    agree(program, strange + wide)


def test_long_tensors_print_their_corners_only(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    agree(program, [normal(1001), integers(-99, 99, 40, 30), normal(2, 600, 3)])


def test_a_single_number_formats_like_a_python_number(agree):
    def program(lib, number):
        loss = lib.tensor(number, requires_grad=True)
        return f"{loss:.3f}", f"{loss:10.2e}", f"{lib.tensor([number])}", float(loss)

    agree(program, -1234.56789)


SEVERAL = """
    x.max(1) | lib.max(x, 0, keepdim=True) | x.min(-1) | lib.min(x, dim=0) | x.sort()
    x.topk(2) | lib.topk(x, 1, largest=False) | x.median(1) | lib.median(x, 0) | x.cummax(0)
    lib.cummin(x, 1) | x.aminmax() | lib.aminmax(x, dim=0) | x.histogram(2) | lib.histogram(x, 1)
    lib.linalg.svd(x[:1, :1]) | lib.linalg.eigh(q) | lib.linalg.qr(q) | lib.linalg.slogdet(q)
    lib.slogdet(q) | q.slogdet() | lib.svd(x[:1, :1]) | lib.max(x) | lib.max(x, x) | lib.unique(x)
    lib.std_mean(x) | x.max(1)[0] | list(x.max(1)) | pickle.loads(pickle.dumps(x.max(1))).values
    lib.func.vmap(lambda r: r.max(0))(x) | copy.deepcopy(x.sort())
"""


def test_several_results_are_printed_as_torchs(lib):
    compared = 0
    for call in SEVERAL.replace("\n", "|").split("|"):
        if call.strip():
            assert of_several(lib, call.strip()) == of_several(torch, call.strip()), call
            compared += 1
    assert compared > 30


def of_several(lib: Any, call: str) -> str:
    known = {"x": lib.tensor([[2.0, 1.0, 0.5], [0.0, 4.0, 3.0]]), "q": 2 * lib.eye(1)}
    return repr(eval(call, known | {"lib": lib, "pickle": pickle, "copy": copy}))


# What modules are made with, if they take it; and what lists of parameters and optimisers are.
GIVEN = """
    () | (2,) | (2, 3) | (4, 2) | (2, 2, 3) | (2, 0.5) | (inplace=True) | (2, inplace=True)
    (2, 2, 3, bias=False) | (4, 4, 1, stride=2, padding=1, dilation=2, groups=2) | (2, affine=False)
    (4, 4, batch_first=True, num_layers=2, bidirectional=True, dropout=0.1) | (2, reduction="sum")
    (4, 2, 8, batch_first=True, norm_first=True) | (reduction="sum") | (dim=1) | (2, dim=1)
    (0.3, inplace=True) | (2, stride=2, padding=1) | ((3, 2), (2, 1)) | (2, eps=1e-3)
    (3, 4, padding_idx=1) | (scale_factor=2, mode="bilinear") | ([3, 2],) | (margin=0.5)
"""
OF_WEIGHTS = """
    () | ([w],) | ([w], lr=0.3) | ([w, w[None]],) | ({"a": w},)
    ([{"params": [w]}, {"params": [], "lr": 2.0}], 0.1) | ({"b": w, "a": w[None].double()},)
"""
GIVEN, OF_WEIGHTS = [
    [each.strip() for line in calls.strip().split("\n") for each in line.split("|")]
    for calls in (GIVEN, OF_WEIGHTS)
]


@pytest.mark.parametrize("face", ["nn", "optim"])
def test_modules_and_optimisers_are_printed_as_torchs(lib, face):
    faces = getattr(lib, face), getattr(torch, face)
    names = [name for name, each in vars(faces[1]).items() if isinstance(each, type)]
    names = [name for name in names if isinstance(getattr(faces[0], name, None), type)]
    compared = []
    for name in names:
        calls = OF_WEIGHTS if face == "optim" or name.startswith("Parameter") else GIVEN
        for given in calls if name != "Transformer" else ["(4, 2, 1, 1, 8)"]:
            mine, torchs = [printed(each, name, given) for each in (lib, torch)]
            if None not in (mine, torchs) and not re.search(r"inplace=[^FT]", mine):
                compared.append((name, given, mine, torchs))
    assert [each for each in compared if each[2] != each[3]] == []
    assert len({name for name, *_ in compared}) >= 0.8 * len(names)


def printed(lib: Any, name: str, given: str) -> str | None:
    """What is printed of a module or an optimiser; None if it does not take these arguments."""
    kind = getattr(lib.nn, name, None) or getattr(lib.optim, name)
    try:
        return repr(eval(f"kind{given}", {"kind": kind, "w": lib.ones(1, requires_grad=True)}))
    except Exception:
        return None
