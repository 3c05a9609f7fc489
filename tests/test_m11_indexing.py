"""m11 more magic: what stands in brackets, and gradients that add up where it points."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import close
from grader.suite.random_programs.generators.shapes import indexing


@pytest.mark.public
def test_ints_slices_none_and_ellipsis_pick_parts(agree):
    def program(lib, x, key):
        return lib.tensor(x)[key]

    for key in (1, -1, (0, 2), slice(1, None), (slice(None), 0), (Ellipsis, -1), (None, 1)):
        agree(program, normal(2, 3), key)
    for key in ((1, Ellipsis, 2), (slice(None), None, 1), (0, slice(0, 3, 2), slice(-2, None))):
        agree(program, normal(2, 3, 4)[:, :, :3], key)


@pytest.mark.public
def test_a_gradient_comes_back_to_the_part_that_was_picked_and_is_0_elsewhere(agree):
    def program(lib, x, key, g):
        x = lib.tensor(x, requires_grad=True)
        x[key].backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3, 2), 1, normal(2))
    agree(program, normal(2, 3), (slice(None), -2), normal(2))
    agree(program, normal(2, 3), (slice(1, None), slice(0, 3, 2)), normal(1, 2))
    agree(program, normal(2, 3), (Ellipsis, None), normal(2, 3, 1))
    agree(program, normal(2, 3), (1, 2), normal())


def test_lists_and_index_tensors_pick_rows_in_any_order(agree):
    def program(lib, x, rows, table):
        x = lib.tensor(x)
        return x[lib.tensor(rows)], x[rows.tolist()], x[:, rows.tolist()], x[lib.tensor(table)]

    agree(program, normal(4, 5), np.array([-1, 2, -4]), integers(0, 4, 2, 3))


@pytest.mark.public
def test_what_was_picked_twice_gets_both_gradients(agree):
    def program(lib, x, rows, g):
        x = lib.tensor(x, requires_grad=True)
        x[lib.tensor(rows)].backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3), np.array([2, 0, 2]), np.array([0.1, 0.2, 0.4]))
    agree(program, normal(3, 1), np.array([2, -1, 0, 2]), normal(4, 1))


def test_a_table_of_vectors_learns_from_every_time_that_one_was_read(agree):
    def program(lib, table, words, w):
        table = lib.tensor(table, requires_grad=True)
        vectors = table[lib.tensor(words)]
        (vectors * vectors * lib.tensor(w)).sum().backward()
        return vectors, table.grad

    words = np.array([[3, 1, 3], [0, 3, 1]])
    agree(program, normal(5, 2), words, normal(2, 3, 2))


def test_places_of_a_matrix_are_picked_by_two_indices(agree):
    def program(lib, x, i, j, g):
        x = lib.tensor(x, requires_grad=True)
        y = x[lib.tensor(i), lib.tensor(j)]
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(3, 4), np.array([0, 2, 0, 0]), np.array([1, 3, 1, 2]), normal(4))


def test_a_mask_picks_where_it_is_true(agree):
    def program(lib, x, mask, g):
        x = lib.tensor(x, requires_grad=True)
        y = x[lib.tensor(mask)]
        y.backward(lib.tensor(g))
        return y, x.grad

    mask = np.array([[True, False, True], [False, True, True]])
    agree(program, normal(2, 3), mask, normal(4))
    agree(program, normal(2, 3, 2), mask, normal(4, 2))


@pytest.mark.public
def test_gather_picks_along_a_dim(agree):
    def program(lib, x, index, dim):
        return lib.tensor(x).gather(dim, lib.tensor(index))

    agree(program, normal(2, 3), np.array([[2], [0]]), 1)
    agree(program, normal(2, 3), np.array([[1, 0, 1]]), 0)
    agree(program, normal(4), np.array([3, 3, 1]), 0)


@pytest.mark.public
def test_the_gradient_of_a_gather_adds_up_at_the_places_that_it_read(agree):
    def program(lib, x, index, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = x.gather(dim, lib.tensor(index))
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(4, 3), integers(0, 3, 4, 1), 1, normal(4, 1))
    agree(program, normal(4, 3), integers(0, 4, 5, 2), 0, normal(5, 2))
    agree(program, normal(2, 3, 4), integers(0, 4, 2, 1, 6), 2, normal(2, 1, 6))


@pytest.mark.public
def test_items_can_be_assigned(agree):
    def program(lib, x, row, rows):
        x = lib.tensor(x)
        x[0] = lib.tensor(row)
        x[1:, ::2] = 7.5
        x[lib.tensor(rows), 3] = -1
        return x, x[1]

    agree(program, normal(3, 4), normal(4), np.array([2, 0]))


def test_a_tensor_is_a_sequence_of_its_rows(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        total = 0
        for i, row in enumerate(x):
            total = total + row.sum() * (i + 1) ** 2
        total.backward()
        first, second = x
        return x.grad, second - first

    agree(program, normal(2, 3))


@pytest.mark.edge_case
def test_an_int_picks_its_part_before_index_tensors_do(agree):
    def program(lib, x, i, j):
        x, i, j = lib.tensor(x), lib.tensor(i), lib.tensor(j)
        return x[i, j], x[i, :, j], x[..., i, j], x[0, :, j], x[i[:, None], j]

    agree(program, normal(4, 4, 4), integers(0, 4, 3), integers(0, 4, 3))


@pytest.mark.edge_case
def test_basic_indexing_shares_memory_and_index_tensors_copy(agree):
    def program(lib, x):
        x = lib.tensor(x)
        x[0] *= 2
        x[:, 1][2].zero_()
        copy = x[lib.tensor([1, 2])]
        copy *= 5
        x[1, 2].copy_(copy[0, 0])
        return x, copy

    agree(program, normal(3, 4))


@pytest.mark.edge_case
def test_what_is_assigned_takes_the_dtype_that_is_there_and_loses_leading_ones(agree):
    def program(lib, x, i, row, mask):
        x, i = lib.tensor(x, dtype=lib.float32), lib.tensor(i)
        x[1] = lib.tensor([0.1, 0.2, 0.3], dtype=lib.float64)
        x[lib.tensor(mask)] = lib.tensor(row[:2], dtype=lib.float32)
        x[-1] = lib.tensor(row, dtype=lib.float32)[None, None]
        i[0] = 2.75
        return x, i

    mask = np.array([[False, True, True], [False, False, False], [False, False, False]])
    agree(program, normal(3, 3), integers(3, 9, 4), normal(3), mask)


@pytest.mark.edge_case
def test_assigning_is_refused_while_a_gradient_is_recorded(agree):
    def program(lib, x, record):
        x = lib.tensor(x, requires_grad=True)
        if record:
            x[0] = 1.0
        with lib.no_grad():
            x[1] = 5.0
            x[lib.tensor([2])] = 6.0
        return x * 2

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=RuntimeError)


@pytest.mark.edge_case
def test_a_backward_notices_items_that_were_assigned_since(agree):
    def program(lib, x, change):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        with lib.no_grad():
            if change == "row":
                x[0] = 1.0
            if change == "picked":
                x[lib.tensor([0])] = 1.0
        y.sum().backward()
        return x.grad, x[1]

    agree(program, normal(3), "")
    agree(program, normal(3), "row", raises=RuntimeError)
    agree(program, normal(3), "picked", raises=RuntimeError)


@pytest.mark.edge_case
def test_indices_that_are_not_there_raise_index_errors(agree):
    def program(lib, x, key):
        return lib.tensor(x)[key]

    agree(program, normal(2, 3), (1, 2))
    for key in (2, (0, -4), (0, 0, 0)):
        agree(program, normal(2, 3), key, raises=IndexError)


@pytest.mark.edge_case
def test_gather_counts_dims_from_the_end_and_takes_single_numbers_and_nothing(agree):
    def program(lib, x, index, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = x.gather(dim, lib.tensor(index))
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(2, 3, 4), integers(0, 3, 2, 6, 1), -2, normal(2, 6, 1))
    agree(program, normal(), np.array(0), 0, normal())
    agree(program, normal(2, 3), np.zeros((2, 0), int), 1, normal(2, 0))


@pytest.mark.edge_case
def test_gradients_keep_the_dtype_of_what_was_picked(agree):
    def program(lib, x, rows):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        rows = lib.tensor(rows)
        y = x[rows] * x[0] + x.gather(0, rows[:, None])
        y.sum().backward()
        return y, x.grad

    agree(program, normal(3, 2), np.array([1, 0, 1]))


@pytest.mark.edge_case
def test_gradients_of_gradients_pass_through_picked_elements(agree):
    def program(lib, x, rows, w):
        x = lib.tensor(x, requires_grad=True)
        rows = lib.tensor(rows)
        y = lib.cat([x[rows], x[:, 1:] * x[0], x.gather(0, rows[:, None]) * x[1]])
        (g,) = lib.autograd.grad((y * y * y).sum(), x, create_graph=True)
        (g * lib.tensor(w)).sum().backward()
        return g, x.grad

    agree(program, normal(3, 2), np.array([1, 0, 1]), normal(3, 2))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(indexing)


@pytest.mark.edge_case
def test_the_zeros_around_a_gradient_have_its_dtype(facts):
    def program(lib, x):
        part = lib.tensor(x, dtype=lib.float32, requires_grad=True)[[2, 0]]
        note = part.grad_fn
        rule = next(iter(lib.autograd.rules[note.op]))
        g = part.detach().numpy()
        return rule(g, g, *note.values, **note.params)

    x = normal(4)
    grad = facts(program, x)
    assert isinstance(grad, np.ndarray), "of an ndarray, the rule should make an ndarray"
    assert grad.dtype == np.float32, "the gradient of a float32 part should be float32"
    assert close(grad, np.array([x[0], 0, x[2], 0], np.float32)), "each goes back to its place"
