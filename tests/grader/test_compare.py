"""Answers that are equal compare equal, and of the others the first difference is named."""

from __future__ import annotations

import numpy as np
import pytest

from grader.failure import Difference
from grader.judging import wording
from grader.judging.comparison import compare, same
from grader.judging.failure_facts import failure_of
from grader.judging.passages import passages
from grader.judging.wording import one_line, show, visible, with_shape
from grader.sandbox.answer import Answer

EPS = {"float32": 2.0**-23, "float16": 2.0**-10}


def tensor(value, dtype="float64"):
    return ("tensor", np.array(value, dtype=dtype))


def failure(yours, torch):
    answers = Answer("answered", yours), Answer("answered", torch)
    return failure_of("", (), *answers, compare(yours, torch))


def what(yours, torch):
    """The first difference, as a learner reads it."""
    return compare(yours, torch) and passages(failure(yours, torch))[0].text


ONE_OF_EACH = [
    tensor([1.0, 2.0]),
    ("ndarray", np.array([1.0, 2.0])),
    ("numpy scalar", np.array(1.0)),
    ("float", 1.0),
    ("int", 1),
    ("bool", True),
    ("str", "1"),
    ("None", None),
    ("dtype", "float32"),
    ("list", [("int", 1)]),
    ("tuple", [("int", 1)]),
    ("dict", [(("str", "a"), ("int", 1))]),
    ("slice", [("int", 1), ("None", None), ("None", None)]),
    ("Ellipsis", None),
]


@pytest.mark.parametrize("i", range(len(ONE_OF_EACH)))
def test_every_kind_equals_itself_and_no_other(i):
    for j, other in enumerate(ONE_OF_EACH):
        difference = compare(other, ONE_OF_EACH[i])
        assert (difference is None) == (i == j)
        assert i == j or difference.aspect == "kind"


def test_a_kind_is_named_in_words():
    assert what(("numpy scalar", np.array(1.0)), tensor(1.0)) == (
        "kind: yours a NumPy scalar, torch a tensor"
    )


def test_the_checks_come_in_order_shape_dtype_finiteness_value():
    torch = tensor([1.0, 2.0], "float32")
    assert what(tensor([[np.nan]]), torch) == "shape: yours (1, 1), torch (2,)"
    assert what(tensor([np.nan, 0]), torch) == "dtype: yours float64, torch float32"
    assert what(tensor([0, np.nan], "float32"), torch) == (
        "finiteness differs first at [1]: yours nan, torch 2.0"
    )
    assert what(tensor([1, 5], "float32"), torch) == "value differs first at [1]; largest error 3"


def test_a_difference_carries_both_values_and_the_place():
    yours, torch = tensor([[1.0, 2.0], [3.0, 9.0]]), tensor([[1.0, 2.0], [4.0, 4.0]])
    difference = compare(yours, torch)
    assert (difference.aspect, difference.index, difference.largest_error) == ("value", (1, 0), 5.0)
    assert (difference.path, difference.yours, difference.torch) == ((), yours, torch)
    found = failure(yours, torch)
    assert found.difference == Difference("value", index=(1, 0), largest_error=5.0)
    assert found.yours == "tensor([[1., 2.],\n        [3., 9.]])  shape (2, 2), float64"
    assert found.torch == "tensor([[1., 2.],\n        [4., 4.]])  shape (2, 2), float64"


@pytest.mark.parametrize(("dtype", "ulps"), [("float32", 16), ("float16", 4)])
def test_small_floats_may_be_so_many_ulps_apart(dtype, ulps):
    torch = tensor([1.0, 0.5], dtype)
    assert compare(tensor([1.0 + ulps * EPS[dtype], 0.5], dtype), torch) is None
    assert compare(tensor([1.0 + (ulps + 1) * EPS[dtype], 0.5], dtype), torch).index == (0,)


def test_doubles_may_be_a_billionth_apart():
    assert compare(tensor(1 + 0.99e-9), tensor(1.0)) is None
    assert compare(tensor(1 + 1.01e-9), tensor(1.0)).index == ()
    assert compare(("float", 1 + 0.99e-9), ("float", 1.0)) is None
    assert compare(("float", 1 + 1.01e-9), ("float", 1.0)).largest_error > 1e-9


def test_the_tolerance_scales_with_the_largest_expected_value_not_with_yours():
    assert compare(tensor([1e6, 0.9e-3]), tensor([1e6, 0.0])) is None
    assert compare(tensor([1e6, 1.1e-3]), tensor([1e6, 0.0])).index == (1,)
    assert compare(tensor([1e6, np.inf, 1.1e-3]), tensor([1e6, np.inf, 0.0])).index == (2,)
    assert compare(tensor([1e12]), tensor([1.0])).index == (0,)


def test_expected_zeros_are_exact():
    assert compare(tensor([0.0, -0.0]), tensor([0.0, 0.0])) is None
    assert compare(tensor([0.0, 1e-300]), tensor([0.0, 0.0])).index == (1,)
    assert compare(("float", 1e-300), ("float", 0.0)).largest_error == 1e-300


def test_opposite_huge_values_differ_without_a_warning():
    assert compare(tensor([1e308]), tensor([-1e308])).largest_error == np.inf


@pytest.mark.parametrize("make", [lambda v: tensor([1.0, v]), lambda v: ("float", float(v))])
def test_nan_and_infinities_must_match(make):
    special = [np.nan, np.inf, -np.inf, 2.0]
    for yours in special:
        for torch in special:
            difference = compare(make(yours), make(torch))
            if str(yours) == str(torch):
                assert difference is None
            else:
                assert difference.aspect == "finiteness"


def test_integers_and_truth_values_are_exact():
    assert compare(tensor([2**60], "int64"), tensor([2**60 + 1], "int64")).index == (0,)
    assert what(("int", 2**60), ("int", 2**60 + 1)) == "value differs"
    assert what(tensor([True, False], "bool"), tensor([True, True], "bool")) == (
        "value differs first at [1]"
    )


def test_empty_arrays_compare_shape_and_dtype():
    empty = ("tensor", np.ones((0, 3)))
    assert compare(empty, ("tensor", np.ones((0, 3)))) is None
    assert what(("tensor", np.ones((3, 0))), empty) == "shape: yours (3, 0), torch (0, 3)"
    assert what(("tensor", np.ones((0, 3), "float32")), empty).startswith("dtype: ")


def test_a_0d_tensor_is_neither_a_scalar_nor_of_shape_1():
    assert compare(tensor(1.0), tensor(1.0)) is None
    assert what(("float", 1.0), tensor(1.0)) == "kind: yours a float, torch a tensor"
    assert what(tensor([1.0]), tensor(1.0)) == "shape: yours (1,), torch ()"
    assert what(tensor(2.0), tensor(1.0)) == "value differs; error 1"


def test_containers_tell_where_inside_them_the_difference_is():
    def answer(value):
        inner = ("dict", [(("str", "W1"), tensor([value])), (("int", 2), ("None", None))])
        return ("tuple", [("int", 1), ("list", [inner])])

    assert compare(answer(1.0), answer(1.0)) is None
    difference = compare(answer(1.0), answer(2.0))
    assert (difference.path, difference.index) == ((1, 0, ("str", "W1")), (0,))
    found = failure(answer(1.0), answer(2.0))
    assert found.difference.path == "[1][0]['W1']"
    assert found.yours == "tensor([1.])  shape (1,), float64"


def test_lengths_and_keys_come_before_what_they_hold():
    one, two = ("int", 1), ("int", 2)
    assert what(("list", [two]), ("list", [one, one])) == "length: yours 1, torch 2"
    a, b = (("str", "a"), one), (("str", "b"), two)
    assert what(("dict", [(("str", "a"), two)]), ("dict", [a, b])) == "keys: yours lacks 'b'"
    assert what(("dict", [a, b]), ("dict", [a])) == "keys: yours adds 'b'"
    assert what(("dict", [(("int", 1), one)]), ("dict", [(("bool", True), one)])) == (
        "keys: yours lacks True"
    )


def test_the_order_of_a_dict_does_not_matter():
    a, b = (("str", "a"), ("int", 1)), (("tuple", [("int", 1)]), ("int", 2))
    assert compare(("dict", [a, b]), ("dict", [b, a])) is None


def test_what_has_no_normal_form_never_equals_anything():
    unknown = ("unknown", "Liar\x1b[2J")
    assert what(unknown, tensor(1.0)) == (
        "kind: yours something that cannot be compared (Liar\\x1b[2J), torch a tensor"
    )
    with pytest.raises(ValueError, match="under torch"):
        compare(unknown, unknown)


def test_values_that_look_alike_are_shown_with_all_their_digits():
    found = failure(tensor([0.50000001]), tensor([0.5]))
    assert found.yours == "tensor([0.50000001])  shape (1,), float64"
    assert found.torch == "tensor([0.5])  shape (1,), float64"


def test_a_long_array_is_shown_around_the_first_difference():
    torch = np.arange(10_000.0).reshape(100, 100)
    yours = torch.copy()
    yours[42, 17] = -1
    found = failure(("tensor", yours), ("tensor", torch))
    assert found.difference.index == (42, 17)
    assert found.yours.startswith("tensor[41:44, 16:19] = [[")
    assert "4217." in found.torch
    assert "4217." not in found.yours
    assert len(found.yours) < 300


def test_to_find_a_difference_takes_no_words(monkeypatch):
    def worded(*_):
        raise AssertionError("a value was put into words")

    for name, function in vars(wording).items():
        if callable(function) and function.__module__ == wording.__name__:
            monkeypatch.setattr(wording, name, worded)
    for answer in ONE_OF_EACH:
        assert same(answer, answer)
        assert not same(("unknown", "x"), answer)
    assert compare(("list", [tensor([1.0])]), ("list", [tensor([2.0])])).path == (0,)


@pytest.mark.parametrize("index", [(0, 0, 0), (4, 9, 99), (0, 9, 98)])
def test_the_window_stays_inside_the_array(index):
    array = np.zeros((5, 10, 100))
    array[index] = 7.25
    assert "7.25" in with_shape(("ndarray", array), index)


def test_values_are_written_as_python_writes_them():
    assert show(("slice", [("None", None), ("int", 2), ("int", -1)])) == "slice(None, 2, -1)"
    assert show(("tuple", [("Ellipsis", None)])) == "(...,)"
    assert show(("dict", [(("str", "a"), ("dtype", "int64"))])) == "{'a': int64}"
    assert show(("numpy scalar", np.array(1.5, "float32"))) == "np.float32(1.5)"
    assert show(("list", [("int", i) for i in range(10)])).endswith("7, ... (2 more)]")


def test_huge_values_are_shown_short():
    assert show(("int", 10**10_000)) == "<an int of 33220 bits>"
    assert len(show(("str", "x" * 100_000))) < 400
    assert show(("list", [("str", "one\ntwo"), ("str", "a\n")])) == "['''one\ntwo''', 'a\\n']"
    assert len(show(("str", "x\n" * 100_000))) < 1600
    big = ("list", [("list", [("list", [tensor(np.eye(8))] * 9)] * 9)] * 9)
    assert len(with_shape(big)) < 4100


def test_control_characters_are_spelled_out():
    assert visible("a\x1b[31m\x00\ud800\u202e\r\n\tb") == "a\\x1b[31m\\x00\\ud800\\u202e\\r\n\tb"
    assert one_line("a\nb\tc") == "a\\nb\\tc"
    assert visible(visible("\x1b")) == "\\x1b"
    assert visible("naïve ∂x █") == "naïve ∂x █"
    assert visible("x" * 12, limit=10) == "x" * 10 + " ... (2 more characters)"


R = np.random.default_rng(0).normal(size=(3, 4))


@pytest.mark.parametrize(("times", "said"), [(2, "2"), (-1, "-1"), (1 / 3, "1/3"), (0.3, "0.3")])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_where_each_number_is_as_much_too_large_that_is_said(times, said, dtype):
    text = what(tensor(times * R, dtype), tensor(R, dtype))
    assert text.endswith(f"; yours is {said} times torch's everywhere")


@pytest.mark.parametrize(
    ("yours", "torch", "said"),
    [
        (tensor([6.0, 0.0]), tensor([3.0, 0.0]), "2 times torch's everywhere"),
        (tensor(2.5), tensor(5.0), "1/2 times torch's"),
        (("float", 14.0), ("float", 3.5), "4 times torch's"),
        (("list", [tensor([1.0]), tensor(R)]), ("list", [tensor([1.0]), tensor(-R)]), "-1 times"),
        (tensor(2.0), tensor(1.0), ""),  # any number is so many times 1
        (("float", 0.7), ("float", 0.3), ""),
        (tensor(2 * R + (R < -1)), tensor(R), ""),
        (tensor([6.0, 1.0]), tensor([3.0, 0.0]), ""),
        (tensor([0.0, 0.0]), tensor([3.0, 1.0]), ""),
        (tensor([2.0, np.inf]), tensor([1.0, np.inf]), ""),
        (tensor([1e308, 1e308]), tensor([1e-300, 1e-300]), ""),
        (tensor([2, 4], "int64"), tensor([1, 2], "int64"), ""),
    ],
)
def test_how_much_too_large_a_number_is_where_that_says_something(yours, torch, said):
    text = what(yours, torch)
    assert f"yours is {said}" in text if said else "times" not in text
