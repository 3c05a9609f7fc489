"""m10 more magic: indexing, changing shapes, and their gradients."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.random_programs.generators.shapes import shapes


@pytest.mark.public
def test_ints_slices_none_and_ellipsis_pick_parts(agree):
    def program(lib, x, key):
        return lib.tensor(x)[key]

    for key in (1, -1, (0, 2), slice(1, None), (slice(None), 0), (Ellipsis, -1), (1, Ellipsis, 2)):
        agree(program, normal(2, 3, 4), key)
    for key in (
        None,
        (slice(None), None, 1),
        (Ellipsis, None),
        (0, slice(0, 3, 2), slice(-2, None)),
    ):
        agree(program, normal(2, 3, 4), key)


@pytest.mark.public
def test_a_gradient_comes_back_to_the_part_that_was_picked_and_is_0_elsewhere(agree):
    def program(lib, x, key, g):
        x = lib.tensor(x, requires_grad=True)
        x[key].backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3, 4), 1, normal(4))
    agree(program, normal(3, 4), (slice(None), -2), normal(3))
    agree(program, normal(3, 4), (slice(1, None), slice(0, 4, 2)), normal(2, 2))
    agree(program, normal(3, 4), (Ellipsis, None), normal(3, 4, 1))
    agree(program, normal(3, 4), (2, 3), normal())


def test_lists_and_index_tensors_pick_rows_in_any_order(agree):
    def program(lib, x, rows, table):
        x = lib.tensor(x)
        return x[lib.tensor(rows)], x[rows.tolist()], x[:, rows.tolist()], x[lib.tensor(table)]

    agree(program, normal(4, 5), np.array([-1, 2, -4]), integers(0, 4, 2, 3))


def test_index_tensors_of_two_dims_go_hand_in_hand(agree):
    def program(lib, x, i, j):
        x, i, j = lib.tensor(x), lib.tensor(i), lib.tensor(j)
        return x[i, j], x[i, :, j], x[..., i, j], x[0, :, j], x[i[:, None], j]

    agree(program, normal(4, 4, 4), integers(0, 4, 3), integers(0, 4, 3))


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
def test_what_was_picked_twice_gets_both_gradients(agree):
    def program(lib, x, rows, g):
        x = lib.tensor(x, requires_grad=True)
        x[lib.tensor(rows)].backward(lib.tensor(g))
        return x.grad

    def in_a_matrix(lib, x, i, j, g):
        x = lib.tensor(x, requires_grad=True)
        x[lib.tensor(i), lib.tensor(j)].backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3), np.array([2, 0, 2]), normal(3))
    agree(program, normal(3, 2), np.array([2, -1, 0, 2]), normal(4, 2))
    agree(in_a_matrix, normal(3, 4), np.array([0, 2, 0, 0]), np.array([1, 3, 1, 2]), normal(4))


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


def test_items_can_be_assigned_and_take_the_dtype_that_is_there(agree):
    def program(lib, x, row, rows, mask):
        x = lib.tensor(x)
        x[0] = lib.tensor(row)
        x[1:, ::2] = 7.5
        x[lib.tensor(rows), 3] = -1
        before = x.tolist()
        x[lib.tensor(mask)] = lib.tensor(row[:2])
        x[-1] = lib.tensor(row)[None, None]
        return before, x

    def of_other_dtypes(lib, x, i):
        x, i = lib.tensor(x, dtype=lib.float32), lib.tensor(i)
        x[1] = lib.tensor([0.1, 0.2], dtype=lib.float64)
        i[0] = 2.75
        return x, i

    mask = np.zeros((3, 4), bool)
    mask[1, :2] = True
    agree(program, normal(3, 4), normal(4), np.array([2, 0]), mask)
    agree(of_other_dtypes, normal(3, 2), integers(3, 9, 4))


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
        return x.grad

    agree(program, normal(3), "")
    agree(program, normal(3), "row", raises=RuntimeError)
    agree(program, normal(3), "picked", raises=RuntimeError)


def test_indices_that_are_not_there_raise_index_errors(agree):
    def program(lib, x, key):
        return lib.tensor(x)[key]

    agree(program, normal(2, 3), (1, 2))
    for key in (2, (0, -4), (0, 0, 0), 1.5):
        agree(program, normal(2, 3), key, raises=IndexError)


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


@pytest.mark.public
def test_view_and_permute_change_the_order_of_things(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.view(4, -1), x.permute(2, 0, 1), x.permute(0, -1, 1), lib.permute(x, (1, 2, 0))

    agree(program, normal(2, 3, 4))


def test_a_permutation_names_every_dim_once_and_its_gradient_is_permuted_back(agree):
    def program(lib, x, dims, g):
        x = lib.tensor(x, requires_grad=True)
        x.permute(dims).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 3, 4), (2, 0, 1), normal(4, 2, 3))
    agree(program, normal(2, 3, 4), (-2, -1, 0), normal(3, 4, 2))
    agree(program, normal(3, 3, 3), (1, 2, 0), normal(3, 3, 3))
    for dims in ((0,), (1, 1), (0, 1, 2)):
        agree(program, normal(2, 3), dims, normal(2, 3), raises=RuntimeError)


def test_a_view_shares_memory_or_refuses(agree):
    def program(lib, x, turned):
        x = lib.tensor(x)
        y = x.permute(1, 0) if turned else x
        z = y.view(6)
        z[1] = 8.0
        return x

    agree(program, normal(2, 3), False)
    agree(program, normal(2, 3), True, raises=RuntimeError)


def test_dims_of_size_1_come_and_go(agree):
    def program(lib, x):
        x = lib.tensor(x)
        y = x.unsqueeze(0).unsqueeze(-1).unsqueeze(2)
        z = x[:1, :1]
        some = y.squeeze(2), y.squeeze(1), y.squeeze((0, -1)), z.squeeze(0)
        return y, y.squeeze(), some, z.squeeze()

    agree(program, normal(2, 3))


def test_flatten_joins_dims(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.flatten(1).backward(lib.tensor(g))
        return x.grad, x.flatten(), x.flatten(1, 2), x.flatten(end_dim=-2), x.sum().flatten()

    agree(program, normal(2, 3, 2, 2), normal(2, 12))


@pytest.mark.public
def test_cat_puts_tensors_one_after_the_other_in_a_common_dtype(agree):
    def program(lib, x, y, dim):
        x, y = lib.tensor(x), lib.tensor(y)
        return lib.cat([x, y, x], dim), lib.cat((y, lib.tensor([]), x), dim=dim)

    def of_other_dtypes(lib, x, i):
        x, i = lib.tensor(x, dtype=lib.float32), lib.tensor(i)
        return lib.cat([i, x]), lib.stack([x, i]), lib.cat([i, i])

    agree(program, normal(2, 3), normal(4, 3), 0)
    agree(program, normal(2, 3), normal(2, 1), -1)
    agree(of_other_dtypes, normal(3), integers(2, 9, 3))


def test_each_part_of_a_cat_gets_its_part_of_the_gradient(agree):
    def program(lib, x, y, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        lib.cat([x, y, x * 3], dim=dim).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(2, 3), normal(1, 3), 0, normal(5, 3))
    agree(program, normal(2, 3), normal(2, 2), -1, normal(2, 8))


def test_stack_makes_a_new_dim(agree):
    def program(lib, x, y, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        z = lib.stack([x, y], dim)
        z.backward(lib.tensor(g))
        return z, x.grad, y.grad

    agree(program, normal(2, 3), normal(2, 3), 0, normal(2, 2, 3))
    agree(program, normal(2, 3), normal(2, 3), 1, normal(2, 2, 3))
    agree(program, normal(2, 3), normal(2, 3), -1, normal(2, 3, 2))


def test_cat_and_stack_take_lists_of_tensors_that_fit(agree):
    def program(lib, name, x, y, in_a_list):
        x, y = lib.tensor(x), lib.tensor(y)
        return getattr(lib, name)([x, y] if in_a_list else x)

    for name in ("cat", "stack"):
        agree(program, name, normal(2, 3), normal(2, 3), True)
        agree(program, name, normal(2, 3), normal(2, 4), True, raises=RuntimeError)
        agree(program, name, normal(2, 3), normal(2, 3), False, raises=TypeError)


def test_split_cuts_into_pieces_of_a_size_or_of_several(agree):
    def program(lib, x, sizes, dim, g):
        x = lib.tensor(x, requires_grad=True)
        pieces = x.split(sizes, dim)
        pieces[-1].backward(lib.tensor(g))
        return pieces, x.grad, x.narrow(dim, 1, 2), x.narrow(dim, -2, 1)

    agree(program, normal(5, 2), 2, 0, normal(1, 2))
    agree(program, normal(2, 6), 3, -1, normal(2, 3))
    agree(program, normal(2, 6), [1, 3, 2], 1, normal(2, 2))


def test_sizes_of_a_split_must_add_up(agree):
    def program(lib, x, sizes):
        return lib.tensor(x).split(sizes)

    agree(program, normal(5), [1, 4])
    for sizes in ([1, 3], [1, 5, -1], 0, -2):
        agree(program, normal(5), sizes, raises=RuntimeError)


def test_triangles_keep_one_side_of_a_diagonal(agree):
    def program(lib, x, diagonal, g):
        x = lib.tensor(x, requires_grad=True)
        lower, upper = x.tril(diagonal), lib.triu(x, diagonal=diagonal)
        (lower * 2 + upper).backward(lib.tensor(g))
        return lower, upper, x.grad

    agree(program, normal(3, 4), 0, normal(3, 4))
    agree(program, normal(3, 4), 1, normal(3, 4))
    agree(program, normal(2, 3, 3), -1, normal(2, 3, 3))


def test_masked_fill_blanks_out_stops_gradients_there_and_keeps_the_dtype(agree):
    def program(lib, x, mask, g):
        x = lib.tensor(x, requires_grad=True)
        v = lib.tensor(0.5, dtype=lib.float64, requires_grad=True)
        mask = lib.tensor(mask)
        y = x.masked_fill(mask, -3.5)
        (y + x.masked_fill(mask, v)).backward(lib.tensor(g))
        return y, x.grad, v.grad

    agree(program, normal(2, 3), np.array([True, False, True]), normal(2, 3))
    agree(program, normal(3, 2), np.array([[False], [True], [False]]), normal(3, 2))

    def of_other_dtypes(lib, x, i, mask):
        x, i = lib.tensor(x, dtype=lib.float32), lib.tensor(i)
        mask = lib.tensor(mask)
        return x.masked_fill(mask, float("-inf")), i.masked_fill(mask, 1.5)

    agree(of_other_dtypes, normal(3), integers(3, 9, 3), np.array([True, False, True]))


@pytest.mark.public
def test_gather_picks_along_a_dim(agree):
    def program(lib, x, index, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = x.gather(dim, lib.tensor(index))
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(4, 3), integers(0, 3, 4, 1), 1, normal(4, 1))
    agree(program, normal(4, 3), integers(0, 4, 5, 2), 0, normal(5, 2))
    agree(program, normal(2, 3, 4), integers(0, 4, 2, 1, 6), -1, normal(2, 1, 6))


def test_gather_refuses_an_index_that_does_not_fit(agree):
    def program(lib, x, index):
        return lib.tensor(x).gather(1, lib.tensor(index))

    agree(program, normal(2, 3), np.array([[2, 0]]))
    for index in (np.array([[3]]), np.array([[-1]]), np.array([0]), np.array([[0], [0], [0]])):
        agree(program, normal(2, 3), index, raises=RuntimeError)


def test_gradients_of_gradients_pass_through_picked_and_moved_elements(agree):
    def program(lib, x, rows, w):
        x = lib.tensor(x, requires_grad=True)
        rows = lib.tensor(rows)
        y = lib.cat([x[rows], x.permute(1, 0)[:, 1:].tril(), x.gather(0, rows[:, None]) * x[1]])
        (g,) = lib.autograd.grad((y * y * y).sum(), x, create_graph=True)
        (g * lib.tensor(w)).sum().backward()
        return g, x.grad

    agree(program, normal(3, 2), np.array([1, 0, 1]), normal(3, 2))


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(shapes)
