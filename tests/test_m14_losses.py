"""m14 losses: how wrong a network is, and cross-entropy in steps and in one."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.random_programs.generators.losses import losses


@pytest.mark.public
def test_mse_is_the_mean_of_squared_differences(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        loss = lib.nn.functional.mse_loss(x, y)
        loss.backward()
        return loss, x.grad, y.grad

    agree(program, normal(3, 4), normal(3, 4))


def test_every_loss_can_be_summed_or_left_as_it_is(agree):
    def program(lib, name, reduction, x, y):
        return getattr(lib.nn.functional, name)(lib.tensor(x), lib.tensor(y), reduction=reduction)

    probabilities = uniform(0.1, 0.9, 2, 3)
    for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss", "binary_cross_entropy"):
        for reduction in ("mean", "sum", "none"):
            agree(program, name, reduction, probabilities, uniform(0, 1, 2, 3))
    agree(program, "mse_loss", "median", probabilities, uniform(0, 1, 2, 3), raises=ValueError)


def test_l1_has_the_sign_of_the_difference_as_its_slope(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.l1_loss(x, lib.tensor(y), reduction="sum")
        loss.backward()
        return loss, x.grad

    agree(program, np.append(normal(4), 1.0), np.append(normal(4), 1.0))


def test_huber_is_round_near_zero_and_straight_beyond_delta(agree):
    def program(lib, x, y, delta):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.huber_loss(x, lib.tensor(y), reduction="none", delta=delta)
        losses.sum().backward()
        return losses, x.grad

    x = np.array([-5.0, -0.6, 0.0, 0.1, 0.3, 2.0, 2.5, 9.0])
    agree(program, x, np.zeros(8), 1.0)
    agree(program, x, np.zeros(8), 0.3)
    agree(program, x, np.zeros(8), 2.5)
    agree(program, x, np.zeros(8), 0.0, raises=RuntimeError)


def test_smooth_l1_is_huber_divided_by_beta(agree):
    def program(lib, x, y, beta):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.smooth_l1_loss(x, lib.tensor(y), beta=beta)
        loss.backward()
        return loss, x.grad

    agree(program, 2 * normal(6), normal(6), 1.0)
    agree(program, 2 * normal(6), normal(6), 0.4)
    agree(program, 2 * normal(6), normal(6), 0.0)
    agree(program, 2 * normal(6), normal(6), -1.0, raises=RuntimeError)


def test_kl_div_takes_log_probabilities_and_forgives_impossible_targets(agree):
    def program(lib, x, p, reduction, log_target):
        x = lib.tensor(x, requires_grad=True)
        p = lib.tensor(p)
        loss = lib.nn.functional.kl_div(x, p, reduction=reduction, log_target=log_target)
        loss.sum().backward()
        return loss, x.grad

    agree(program, normal(2, 3), np.array([[0.0, 0.4, 0.6], [1.0, 0.0, 0.0]]), "none", False)
    agree(program, normal(2, 3), uniform(0.1, 1, 2, 3), "batchmean", False)
    agree(program, normal(2, 3), normal(2, 3), "sum", True)


@pytest.mark.public
def test_binary_cross_entropy_is_the_surprise_at_one_of_two_outcomes(agree):
    def program(lib, p, target):
        p = lib.tensor(p, requires_grad=True)
        target = lib.tensor(target, requires_grad=True)
        loss = lib.nn.functional.binary_cross_entropy(p, target)
        loss.backward()
        return loss, p.grad, target.grad

    agree(program, uniform(0.05, 0.95, 5), uniform(0, 1, 5))


def test_binary_cross_entropy_of_a_wrong_certainty_stays_finite(agree):
    def program(lib, p, target, w):
        p = lib.tensor(p, requires_grad=True)
        losses = lib.nn.functional.binary_cross_entropy(
            p, lib.tensor(target), weight=lib.tensor(w), reduction="none"
        )
        losses.sum().backward()
        return losses, p.grad

    p = np.array([0.0, 1.0, 0.0, 1.0, 0.3], np.float32)
    target = np.array([1.0, 0.0, 0.0, 1.0, 1.0], np.float32)
    agree(program, p, target, uniform(0.5, 2, 5).astype(np.float32))
    agree(program, p[4:], target, uniform(0.5, 2, 5), raises=ValueError)
    agree(program, p - 0.1, target, uniform(0.5, 2, 5), raises=RuntimeError)


def test_binary_cross_entropy_with_logits_survives_huge_logits(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            losses = lib.nn.functional.binary_cross_entropy_with_logits(
                x, lib.tensor(target), reduction="none"
            )
            losses.sum().backward()
        return losses, x.grad

    agree(program, normal(4), uniform(0, 1, 4))
    x = np.array([-1e4, -1e4, -800.0, 800.0, 1e4, 2.0])
    agree(program, x, np.array([0.0, 1.0, 1.0, 0.0, 0.25, 0.5]))


def test_positive_outcomes_and_elements_can_have_weights(agree):
    def program(lib, x, target, w, p):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.binary_cross_entropy_with_logits(
            x, lib.tensor(target), weight=lib.tensor(w), pos_weight=lib.tensor(p)
        )
        loss.backward()
        return loss, x.grad

    agree(program, 30 * normal(2, 3), uniform(0, 1, 2, 3), uniform(0.5, 2, 2, 1), uniform(1, 4, 3))


@pytest.mark.public
def test_nll_picks_the_log_probability_of_the_target(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.nll_loss(x, lib.tensor(target))
        loss.backward()
        return loss, x.grad

    agree(program, normal(4, 3), np.array([2, 0, 1, 2]))


def test_nll_is_not_disturbed_by_other_classes_that_are_impossible(agree):
    def program(lib, x, target):
        return lib.nn.functional.nll_loss(lib.tensor(x), lib.tensor(target), reduction="none")

    x = np.array([[-0.5, -np.inf, -0.9], [-np.inf, -0.1, -2.0], [-np.inf, -np.inf, -7.0]])
    agree(program, x, np.array([0, 2, 2]))


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

    agree(program, normal(4, 3), integers(0, 3, 4), reference=in_steps)


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


def test_cross_entropy_is_one_op_that_is_differentiated_as_a_whole(agree):
    def program(lib, x, target, g):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        leaf = [parent is x for parent in lib.autograd.parents(loss)]
        loss.backward(lib.tensor(g))
        return leaf, loss, x.grad

    def with_torch(lib, x, target, g):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
        loss.backward(lib.tensor(g))
        return [True], loss, x.grad

    agree(program, normal(4, 3), integers(0, 3, 4), normal(4), reference=with_torch)


def test_cross_entropy_survives_huge_scores_and_impossible_classes(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            losses = lib.nn.functional.cross_entropy(x, lib.tensor(target), reduction="none")
            losses.sum().backward()
        return losses, x.grad

    x = np.array([[1e4, -1e4, 9999.0], [-1e4, 0.5, 1e4], [-np.inf, 1.0, 2.0]])
    agree(program, x, np.array([2, 1, 1]))


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


def test_a_target_can_be_a_distribution_over_classes(agree):
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


def test_float32_losses_are_float32(agree):
    def program(lib, name, x, target, label_smoothing):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(
            x, lib.tensor(target), label_smoothing=label_smoothing
        )
        loss = loss + getattr(lib.nn.functional, name)(x, x.detach() * 0.5)
        loss.backward()
        return loss, x.grad

    numbers = uniform(0.1, 1.5, 4, 3).astype(np.float32)
    for name in ("mse_loss", "huber_loss", "binary_cross_entropy_with_logits"):
        agree(program, name, numbers, np.array([2, 0, -100, 1]), 0.0)
    agree(program, "l1_loss", numbers, np.array([2, 0, -100, 1]), 0.1)


def test_the_rule_of_cross_entropy_gives_gradients_of_gradients(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target))
        rule = lib.autograd.rules[loss.grad_fn.op][0]
        slope = rule(lib.tensor(2.0), loss, x, target)
        (slope * slope).sum().backward()
        return slope, x.grad

    def with_torch(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = 2 * lib.nn.functional.cross_entropy(x, lib.tensor(target))
        (slope,) = lib.autograd.grad(loss, x, create_graph=True)
        (slope * slope).sum().backward()
        return slope, x.grad

    agree(program, normal(4, 3), np.array([2, 0, 1, 1]), reference=with_torch)


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(losses)
