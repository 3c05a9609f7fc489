"""m10 more magic: elements that move, and gradients that move back."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import close
from grader.suite.random_programs.generators.shapes import shapes


@pytest.mark.public
def test_permute_puts_the_dims_in_another_order(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.permute(2, 0, 1), x.permute((0, 2, 1)), lib.permute(x, (1, 2, 0))

    agree(program, normal(1, 2, 3))


@pytest.mark.public
def test_the_gradient_of_a_permutation_is_permuted_back(agree):
    def program(lib, x, dims, g):
        x = lib.tensor(x, requires_grad=True)
        x.permute(dims).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(1, 2, 3), (2, 0, 1), normal(3, 1, 2))
    agree(program, normal(2, 3), (1, 0), normal(3, 2))


def test_a_permutation_of_three_dims_does_not_undo_itself(agree):
    def program(lib, x, dims, g):
        x = lib.tensor(x, requires_grad=True)
        x.permute(dims).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 2, 2), (1, 2, 0), normal(2, 2, 2))
    agree(program, normal(2, 3, 4, 5), (3, 0, 2, 1), normal(5, 2, 4, 3))


@pytest.mark.public
def test_a_part_is_cut_out_along_a_dim(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.narrow(0, 0, 1), x.narrow(1, 1, 2), lib.narrow(x, 0, 1, 1)

    agree(program, normal(2, 3))


@pytest.mark.public
def test_what_was_cut_off_has_no_gradient(agree):
    def program(lib, x, dim, start, g):
        x = lib.tensor(x, requires_grad=True)
        x.narrow(dim, start, g.shape[dim]).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(5), 0, 1, normal(2))
    agree(program, normal(2, 3), 1, 2, normal(2, 1))
    agree(program, normal(4, 2, 3), 0, 1, normal(2, 2, 3))


@pytest.mark.public
def test_a_tensor_is_split_into_pieces_of_one_size_or_of_several(agree):
    def program(lib, x, sizes, dim):
        return lib.tensor(x).split(sizes, dim)

    agree(program, normal(6), 2, 0)
    agree(program, normal(5, 2), 2, 0)
    agree(program, normal(2, 6), [1, 3, 2], 1)


def test_every_piece_hands_its_gradient_back_to_where_it_was(agree):
    def program(lib, x, sizes, dim):
        x = lib.tensor(x, requires_grad=True)
        total = 0
        for i, piece in enumerate(x.split(sizes, dim)):
            total = total + (piece * piece).sum() * (i + 1)
        total.backward()
        return x.grad

    agree(program, normal(5, 2), 2, 0)
    agree(program, normal(2, 6), [1, 3, 2], 1)


@pytest.mark.public
def test_cat_puts_tensors_one_after_the_other(agree):
    def program(lib, x, y, dim):
        x, y = lib.tensor(x), lib.tensor(y)
        return lib.cat([x, y, x], dim), lib.cat((y, x), dim=dim)

    agree(program, normal(1, 3), normal(2, 3), 0)
    agree(program, normal(2, 2), normal(2, 1), -1)


@pytest.mark.public
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


def test_what_goes_to_several_places_collects_from_all_of_them(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.cat([x.narrow(0, 1, 2), x])
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(5), np.array([0.1, 0.2, 1.0, 2.0, 3.0, 4.0, 5.0]))


def test_heads_are_cut_out_and_put_together_again(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        heads = lib.stack(x.split(2, -1)).permute(1, 0, 2)
        joined = lib.cat([heads[:, 1], heads[:, 0]], -1)
        joined.backward(lib.tensor(g))
        return heads, joined, x.grad

    agree(program, normal(3, 4), normal(3, 4))


@pytest.mark.edge_case
def test_parts_and_permutations_share_memory_with_the_whole(agree):
    def program(lib, x):
        x = lib.tensor(x)
        x.narrow(1, 1, 2).mul_(5)
        x.permute(1, 0).narrow(0, 0, 1).zero_()
        x.split(2)[1].add_(1)
        return x

    agree(program, normal(3, 4))


@pytest.mark.edge_case
def test_negative_dims_and_places_count_from_the_end(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = x.permute(0, -1, 1)
        y.backward(lib.tensor(g))
        return y, x.grad, x.narrow(-1, -2, 1), x.split(3, -1), lib.stack([x, x], -1)

    agree(program, normal(2, 3, 4), normal(2, 4, 3))


@pytest.mark.edge_case
def test_a_permutation_names_every_dim_once(agree):
    def program(lib, x, dims):
        return lib.tensor(x).permute(dims)

    agree(program, normal(2, 3), (1, -2))
    for dims in ((0,), (1, 1), (0, 1, 2)):
        agree(program, normal(2, 3), dims, raises=RuntimeError)


@pytest.mark.edge_case
def test_what_is_joined_has_a_common_dtype(agree):
    def program(lib, x, i):
        x, i = lib.tensor(x, dtype=lib.float32), lib.tensor(i)
        return lib.cat([i, x]), lib.stack([x, i]), lib.cat([i, i]), lib.cat([i > 3, i, x, i])

    agree(program, normal(3), integers(2, 9, 3))


@pytest.mark.edge_case
def test_gradients_keep_the_dtype_of_what_was_cut(agree):
    def program(lib, x, y):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        z = lib.cat([x.narrow(0, 1, 2), y])
        (z * z).sum().backward()
        return z, x.grad, y.grad

    agree(program, normal(4), normal(2))


@pytest.mark.edge_case
def test_nothing_can_be_cut_out_and_joined(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        none = x.narrow(0, 1, 0)
        y = lib.cat([none, x, lib.tensor([], dtype=x.dtype)])
        (y * y).sum().backward()
        return none, y, x.grad, none.split(2), x.split([0, 2, 1])

    agree(program, normal(3, 2))


@pytest.mark.edge_case
def test_gradients_of_gradients_pass_through_parts_and_joints(agree):
    def program(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        y = lib.cat([x.narrow(0, 1, 2) ** 2, x.permute(1, 0).narrow(1, 0, 2)])
        (g,) = lib.autograd.grad((y * y * y).sum(), x, create_graph=True)
        (g * lib.tensor(w)).sum().backward()
        return g, x.grad

    agree(program, normal(3, 2), normal(3, 2))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(shapes)


@pytest.mark.edge_case
def test_the_zeros_around_a_gradient_have_its_dtype(facts):
    def program(lib, x):
        part = lib.tensor(x, dtype=lib.float32, requires_grad=True).narrow(0, 1, 2)
        note = part.grad_fn
        rule = next(iter(lib.autograd.rules[note.op]))
        g = part.detach().numpy()
        return rule(g, g, *note.values, **note.params)

    x = normal(4)
    grad = facts(program, x)
    assert isinstance(grad, np.ndarray), "of an ndarray, the rule should make an ndarray"
    assert grad.dtype == np.float32, "the gradient of a float32 part should be float32"
    assert close(grad, np.array([0, x[1], x[2], 0], np.float32)), "the part stands from 1 on"
