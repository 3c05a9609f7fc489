"""m15 cross entropy: softmax, log and NLL, in steps and in one op."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.random_programs.generators.losses import class_losses as losses


@pytest.mark.public
def test_nll_picks_the_log_probability_of_the_target(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.nll_loss(x, lib.tensor(target))
        loss.backward()
        return loss, x.grad

    agree(program, normal(2, 3), np.array([2, 0]))


@pytest.mark.public
def test_the_steps_are_softmax_log_nll_and_mean(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy_in_steps(x, lib.tensor(target))
        loss.backward()
        return loss, x.grad

    def with_torch(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.nll_loss(lib.softmax(x, 1).log(), lib.tensor(target))
        loss.backward()
        return loss, x.grad

    agree(program, normal(2, 3), integers(0, 3, 2), reference=with_torch)


@pytest.mark.public
def test_cross_entropy_is_softmax_then_log_then_nll(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target))
        loss.backward()
        return loss, x.grad

    def in_steps(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.nll_loss(lib.softmax(x, 1).log(), lib.tensor(target))
        loss.backward()
        return loss, x.grad

    agree(program, normal(2, 3), integers(0, 3, 2), reference=in_steps)


def test_its_gradient_is_softmax_minus_one_hot(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="sum")
        loss.backward()
        return x.grad

    def without_a_graph(lib, x, target):
        one_hot = lib.nn.functional.one_hot(lib.tensor(target), x.shape[1])
        return lib.softmax(lib.tensor(x), 1) - one_hot

    agree(program, normal(4, 3), integers(0, 3, 4), reference=without_a_graph)


@pytest.mark.public
def test_one_hot_rows_have_a_one_at_the_target(agree):
    def program(lib, index):
        return lib.nn.functional.one_hot(lib.tensor(index), 4)

    agree(program, np.array([2, 0, 3]))


def test_where_it_is_sure_and_right_nothing_is_left(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        losses.sum().backward()
        return losses, x.grad

    agree(program, np.array([[9.0, 0, 0], [0, 9.0, 0], [0.0, 0, 0]]), np.array([0, 0, 1]))


def test_the_loss_may_be_part_of_a_larger_one(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = 3 * lib.nn.functional.cross_entropy(x, lib.tensor(target)) + (x * x).sum()
        loss.backward()
        return loss, x.grad

    agree(program, normal(4, 3), integers(0, 3, 4))


def test_each_sample_has_a_g_of_its_own(agree):
    def program(lib, x, target, g):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        loss.backward(lib.tensor(g))
        return loss, x.grad

    agree(program, normal(4, 3), integers(0, 3, 4), normal(4))


def test_the_steps_break_down_where_the_op_does_not(agree):
    def program(lib, x, target):
        with np.errstate(divide="ignore"):
            steps = lib.nn.functional.cross_entropy_in_steps(lib.tensor(x), lib.tensor(target))
        return steps, lib.nn.functional.cross_entropy(lib.tensor(x), lib.tensor(target))

    def with_torch(lib, x, target):
        steps = lib.nn.functional.nll_loss(lib.softmax(lib.tensor(x), 1).log(), lib.tensor(target))
        return steps, lib.nn.functional.cross_entropy(lib.tensor(x), lib.tensor(target))

    agree(program, np.array([[0.0, 1000.0]]), np.array([0]), reference=with_torch)


def test_cross_entropy_survives_huge_scores_and_impossible_classes(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            losses = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
            losses.sum().backward()
        return losses, x.grad

    x = np.array([[1e4, -1e4, 9999.0], [-1e4, 0.5, 1e4], [-np.inf, 1.0, 2.0]])
    agree(program, x, np.array([2, 1, 1]))


@pytest.mark.public
def test_a_target_can_be_a_distribution_over_classes(agree):
    def program(lib, x, q):
        x = lib.tensor(x, requires_grad=True)
        q = lib.tensor(q, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, q)
        loss.backward()
        return loss, x.grad, q.grad

    agree(program, normal(4, 3), uniform(0, 1, 4, 3))


def test_three_classes_are_learned(agree):
    def program(lib, x, target):
        w = lib.zeros(2, 3, dtype=lib.float64, requires_grad=True)
        for _ in range(20):
            loss = lib.nn.functional.cross_entropy(lib.tensor(x) @ w, lib.tensor(target))
            loss.backward()
            w = (w.detach() - 0.5 * w.grad).requires_grad_()
        return loss, w

    agree(program, normal(12, 2), integers(0, 3, 12))


@pytest.mark.edge_case
def test_nll_is_not_disturbed_by_other_classes_that_are_impossible(agree):
    def program(lib, x, target):
        return lib.nn.functional.nll_loss(lib.tensor(x), lib.tensor(target), reduction="none")

    x = np.array([[-0.5, -np.inf, -0.9], [-np.inf, -0.1, -2.0], [-np.inf, -np.inf, -7.0]])
    agree(program, x, np.array([0, 2, 2]))


@pytest.mark.edge_case
def test_classes_have_weights_and_some_targets_are_ignored(agree):
    def program(lib, name, x, target, w, ignore_index, reduction):
        x = lib.tensor(x, requires_grad=True)
        z = lib.tensor(x.detach(), requires_grad=True)
        loss_of = getattr(lib.nn.functional, name)
        target = lib.tensor(target)
        plain = loss_of(x, target, ignore_index=ignore_index, reduction=reduction)
        weighed = loss_of(
            z, target, weight=lib.tensor(w), ignore_index=ignore_index, reduction=reduction
        )
        (plain + 3 * weighed).sum().backward()
        return plain, weighed, x.grad, z.grad

    target = np.array([2, -100, 0, 1, 2])
    for name in ("nll_loss", "cross_entropy"):
        for reduction in ("mean", "sum", "none"):
            agree(program, name, normal(5, 3), target, uniform(0.5, 3, 3), -100, reduction)
        agree(program, name, normal(4, 3), np.array([2, 1, 0, 1]), uniform(0.5, 3, 3), 1, "mean")


@pytest.mark.edge_case
def test_pixels_and_single_samples_have_classes_too(agree):
    def program(lib, name, x, target, w, reduction):
        x = lib.tensor(x, requires_grad=True)
        loss = getattr(lib.nn.functional, name)(
            x, lib.tensor(target), weight=lib.tensor(w), reduction=reduction
        )
        loss.sum().backward()
        return loss, x.grad

    for name in ("nll_loss", "cross_entropy"):
        agree(program, name, normal(2, 3, 4), integers(0, 3, 2, 4), uniform(0.5, 2, 3), "mean")
        agree(program, name, normal(2, 3, 3, 2), integers(0, 3, 2, 3, 2), uniform(1, 2, 3), "none")
        agree(program, name, normal(3), np.array(1), uniform(0.5, 2, 3), "sum")


@pytest.mark.edge_case
def test_distributions_have_weights_and_can_be_smoothed(agree):
    def program(lib, x, q, w, reduction, label_smoothing):
        x = lib.tensor(x, requires_grad=True)
        q = lib.tensor(q, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(
            x, q, lib.tensor(w), reduction=reduction, label_smoothing=label_smoothing
        )
        loss.sum().backward()
        return loss, x.grad, q.grad

    agree(program, normal(4, 3), uniform(0, 1, 4, 3), np.array([1.0, 1.0, 1.0]), "mean", 0.0)
    agree(program, normal(4, 3), uniform(0, 1, 4, 3), uniform(0.5, 2, 3), "mean", 0.2)
    agree(program, normal(2, 3, 5), uniform(0, 1, 2, 3, 5), uniform(0.5, 2, 3), "mean", 0.2)
    agree(program, normal(4, 3), uniform(0, 1, 4, 3), uniform(0.5, 2, 3), "none", 0.0)


@pytest.mark.edge_case
def test_label_smoothing_moves_a_share_to_all_classes(agree):
    def program(lib, x, target, w, label_smoothing):
        x = lib.tensor(x, requires_grad=True)
        z = lib.tensor(x.detach(), requires_grad=True)
        cross_entropy, target = lib.nn.functional.cross_entropy, lib.tensor(target)
        plain = cross_entropy(x, target, label_smoothing=label_smoothing)
        weighed = cross_entropy(z, target, lib.tensor(w), label_smoothing=label_smoothing)
        (plain + 2 * weighed).backward()
        return plain, weighed, x.grad, z.grad

    agree(program, normal(4, 3), np.array([2, 0, -100, 1]), uniform(0.5, 2, 3), 0.1)
    agree(program, normal(2, 3, 2), integers(0, 3, 2, 2), uniform(0.5, 2, 3), 0.3)
    agree(program, normal(4, 3), integers(0, 3, 4), uniform(0.5, 2, 3), 1.5, raises=RuntimeError)


@pytest.mark.edge_case
def test_targets_that_do_not_fit_are_refused(agree):
    def program(lib, name, x, target):
        return getattr(lib.nn.functional, name)(lib.tensor(x), lib.tensor(target))

    def smoothed(lib, x, target):
        loss = lib.nn.functional.cross_entropy
        return loss(lib.tensor(x), lib.tensor(target), label_smoothing=0.1)

    agree(smoothed, normal(4, 3), np.array([0, 1, 2, 0]))
    agree(smoothed, normal(4, 3), np.array([0, 1, 3, 0]), raises=IndexError)
    for name in ("nll_loss", "cross_entropy"):
        agree(program, name, normal(4, 3), np.array([0, 1, 2, 0]))
        agree(program, name, normal(4, 3), np.array([0, 1, 3, 0]), raises=IndexError)
        agree(program, name, normal(4, 3), np.array([0, 1, -1, 0]), raises=IndexError)
        agree(program, name, normal(4, 3), np.array([0, 1, 2]), raises=ValueError)
        agree(program, name, normal(4, 3), np.array([[0], [1], [2], [0]]), raises=RuntimeError)


@pytest.mark.edge_case
def test_one_hot_has_one_dimension_more_and_counts_the_classes(agree):
    def program(lib, index):
        return lib.nn.functional.one_hot(lib.tensor(index))

    agree(program, np.array([[2, 0, 3], [1, 1, 0]]))
    agree(program, np.array(2))
    agree(program, np.array([2, -1]), raises=RuntimeError)


@pytest.mark.edge_case
def test_float32_losses_are_float32(agree):
    def program(lib, x, target, label_smoothing):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(
            x, lib.tensor(target), label_smoothing=label_smoothing
        )
        (loss + lib.nn.functional.cross_entropy(x, x.detach())).backward()
        return loss, x.grad

    numbers = uniform(0.1, 1.5, 4, 3).astype(np.float32)
    agree(program, numbers, np.array([2, 0, -100, 1]), 0.0)
    agree(program, numbers, np.array([2, 0, -100, 1]), 0.1)


@pytest.mark.edge_case
def test_the_rule_of_float32_ndarrays_gives_float32(agree):
    def program(lib, x, target, g):
        losses = lib.nn.functional.cross_entropy(
            lib.tensor(x, requires_grad=True), lib.tensor(target), reduction="none"
        )
        (losses,) = lib.autograd.parents(losses)[:1]
        rule = lib.autograd.rules[losses.grad_fn.op][0]
        return lib.tensor(rule(g, losses.detach().numpy(), x, target))

    def with_torch(lib, x, target, g):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        losses.backward(lib.tensor(g))
        return x.grad

    x, g = normal(4, 3).astype(np.float32), normal(4).astype(np.float32)
    agree(program, x, integers(0, 3, 4), g, reference=with_torch)


@pytest.mark.edge_case
def test_the_rule_gives_gradients_of_gradients(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = 2 * lib.nn.functional.cross_entropy(x, lib.tensor(target))
        (slope,) = lib.autograd.grad(loss, x, create_graph=True)
        (slope * slope).sum().backward()
        return slope, x.grad

    agree(program, normal(4, 3), np.array([2, 0, 1, 1]))


@pytest.mark.edge_case
def test_no_samples_have_no_losses(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        (losses.sum() + x.sum()).backward()
        return losses, x.grad

    agree(program, np.zeros((0, 3)), np.zeros(0, np.int64))
    agree(program, normal(1, 3), np.array([1]))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(losses)
