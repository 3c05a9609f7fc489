"""m14 losses: how wrong a network is that predicts numbers, or yes and no."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.random_programs.generators.losses import losses


@pytest.mark.public
def test_mse_is_the_mean_of_squared_differences(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        loss = lib.nn.functional.mse_loss(x, y)
        loss.backward()
        return loss, x.grad, y.grad

    agree(program, normal(2, 3), normal(2, 3))


def test_every_loss_can_be_summed_or_left_as_it_is(agree):
    def program(lib, name, reduction, x, y):
        return getattr(lib.nn.functional, name)(lib.tensor(x), lib.tensor(y), reduction=reduction)

    probabilities = uniform(0.1, 0.9, 2, 3)
    for name in ("mse_loss", "l1_loss", "huber_loss", "binary_cross_entropy"):
        for reduction in ("mean", "sum", "none"):
            agree(program, name, reduction, probabilities, uniform(0, 1, 2, 3))


@pytest.mark.public
def test_l1_has_the_sign_of_the_difference_as_its_slope(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.l1_loss(x, lib.tensor(y), reduction="sum")
        loss.backward()
        return loss, x.grad

    agree(program, normal(5), normal(5))


@pytest.mark.public
def test_huber_is_round_near_zero_and_straight_beyond_delta(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.huber_loss(x, lib.tensor(y), reduction="none")
        losses.sum().backward()
        return losses, x.grad

    agree(program, np.array([-5.0, -0.6, 0.1, 0.3, 2.0, 9.0]), np.zeros(6))


def test_the_delta_of_huber_is_where_the_parabola_ends_and_how_steep_the_line_is(agree):
    def program(lib, x, y, delta):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.huber_loss(x, lib.tensor(y), reduction="none", delta=delta)
        losses.sum().backward()
        return losses, x.grad

    x = np.array([-5.0, -0.6, 0.0, 0.1, 0.3, 2.0, 2.5, 9.0])
    agree(program, x, np.zeros(8), 0.3)
    agree(program, x, np.zeros(8), 2.5)


def test_smooth_l1_is_huber_divided_by_beta(agree):
    def program(lib, x, y, beta):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.smooth_l1_loss(x, lib.tensor(y), beta=beta)
        loss.backward()
        return loss, x.grad

    agree(program, 2 * normal(6), normal(6), 1.0)
    agree(program, 2 * normal(6), normal(6), 0.4)


def test_binary_cross_entropy_is_the_surprise_at_one_of_two_outcomes(agree):
    def program(lib, p, target):
        return lib.nn.functional.binary_cross_entropy(lib.tensor(p), lib.tensor(target))

    agree(program, uniform(0.05, 0.95, 5), uniform(0, 1, 5))
    agree(program, np.array([0.5, 0.99, 0.01]), np.array([1.0, 1.0, 0.0]))


@pytest.mark.public
def test_the_slope_of_binary_cross_entropy(agree):
    def program(lib, p, target, weight):
        p = lib.tensor(p, requires_grad=True)
        target = lib.tensor(target, requires_grad=True)
        losses = lib.nn.functional.binary_cross_entropy(p, target, reduction="none")
        (losses * lib.tensor(weight)).sum().backward()
        return p.grad, target.grad

    agree(program, uniform(0.05, 0.95, 5), uniform(0, 1, 5), normal(5))


@pytest.mark.public
def test_with_logits_it_is_the_same_of_a_sigmoid(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        target = lib.tensor(target, requires_grad=True)
        loss = lib.nn.functional.binary_cross_entropy_with_logits(x, target)
        loss.backward()
        return loss, x.grad, target.grad

    def in_steps(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        target = lib.tensor(target, requires_grad=True)
        loss = lib.nn.functional.binary_cross_entropy(lib.sigmoid(x), target)
        loss.backward()
        return loss, x.grad, target.grad

    agree(program, normal(4), uniform(0, 1, 4))
    agree(program, normal(4), uniform(0, 1, 4), reference=in_steps)


def test_with_logits_it_survives_huge_scores(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            losses = lib.nn.functional.binary_cross_entropy_with_logits(
                x, lib.tensor(target), reduction="none"
            )
            losses.sum().backward()
        return losses, x.grad

    x = np.array([-1e4, -1e4, -800.0, 800.0, 1e4, 2.0])
    agree(program, x, np.array([0.0, 1.0, 1.0, 0.0, 0.25, 0.5]))


def test_a_line_is_fitted_by_each_loss(agree):
    def program(lib, name, x, y):
        w = lib.tensor([0.0, 0.0], dtype=lib.float64, requires_grad=True)
        x, y = lib.tensor(x), lib.tensor(y)
        for _ in range(20):
            loss = getattr(lib.nn.functional, name)(w[0] * x + w[1], y)
            loss.backward()
            w = (w.detach() - 0.2 * w.grad).requires_grad_()
        return loss, w

    x = np.linspace(-1, 1, 6)
    for name in ("mse_loss", "huber_loss", "binary_cross_entropy_with_logits"):
        agree(program, name, x, np.array([0.0, 0.1, 0.2, 0.9, 0.8, 1.0]))


@pytest.mark.edge_case
def test_the_slope_of_l1_at_zero_is_zero(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        lib.nn.functional.l1_loss(x, lib.tensor(y), reduction="sum").backward()
        return x.grad

    agree(program, np.append(normal(4), 1.0), np.append(normal(4), 1.0))


@pytest.mark.edge_case
def test_smooth_l1_without_beta_is_l1(agree):
    def program(lib, x, y, beta):
        return lib.nn.functional.smooth_l1_loss(lib.tensor(x), lib.tensor(y), beta=beta)

    agree(program, 2 * normal(6), normal(6), 0.0)


@pytest.mark.edge_case
def test_a_reduction_that_does_not_exist_is_refused(agree):
    def program(lib, x, y, reduction):
        return lib.nn.functional.mse_loss(lib.tensor(x), lib.tensor(y), reduction=reduction)

    agree(program, normal(2, 3), normal(2, 3), "sum")
    agree(program, normal(2, 3), normal(2, 3), "median", raises=ValueError)


@pytest.mark.edge_case
def test_numbers_broadcast_and_promote(agree):
    def program(lib, name, x, y):
        x = lib.tensor(x, requires_grad=True)
        loss = getattr(lib.nn.functional, name)(x, lib.tensor(y), reduction="sum")
        loss.backward()
        return loss, x.grad

    for name in ("mse_loss", "l1_loss"):
        agree(program, name, normal(2, 3).astype(np.float32), normal(2, 3))
        agree(program, name, normal(2, 3), normal(2, 3).astype(np.float32))


@pytest.mark.edge_case
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


@pytest.mark.edge_case
def test_tiny_probabilities_keep_their_digits(agree):
    def program(lib, p, target):
        p = lib.tensor(p)
        losses = lib.nn.functional.binary_cross_entropy(p, lib.tensor(target), reduction="none")
        return losses / p

    agree(program, np.array([1e-20, 3e-9, 1e-3]), np.array([0.0, 0.0, 0.5]))


@pytest.mark.edge_case
def test_positive_outcomes_and_elements_can_have_weights(agree):
    def program(lib, x, target, w, p):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.binary_cross_entropy_with_logits(
            x, lib.tensor(target), weight=lib.tensor(w), pos_weight=lib.tensor(p)
        )
        loss.backward()
        return loss, x.grad

    agree(program, 30 * normal(2, 3), uniform(0, 1, 2, 3), uniform(0.5, 2, 2, 1), uniform(1, 4, 3))


@pytest.mark.edge_case
def test_float32_losses_are_float32(agree):
    def program(lib, name, x, y):
        x = lib.tensor(x, requires_grad=True)
        loss = getattr(lib.nn.functional, name)(x, lib.tensor(y))
        loss.backward()
        return loss, x.grad

    numbers = uniform(0.1, 0.9, 4, 3).astype(np.float32)
    for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss"):
        agree(program, name, numbers, normal(4, 3).astype(np.float32))
    for name in ("binary_cross_entropy", "binary_cross_entropy_with_logits"):
        agree(program, name, numbers, uniform(0, 1, 4, 3).astype(np.float32))


@pytest.mark.edge_case
def test_an_infinite_difference_pulls_no_harder_than_any_that_is_large(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        losses = lib.nn.functional.huber_loss(x, lib.zeros_like(x), reduction="none")
        losses.sum().backward()
        return losses, x.grad

    agree(program, np.array([np.inf, -np.inf, 3.0, 0.2]))


@pytest.mark.edge_case
def test_no_losses_add_up_to_nothing(agree):
    def program(lib, name, x):
        x = lib.tensor(x, requires_grad=True)
        loss = getattr(lib.nn.functional, name)(x, x.detach() / 2, reduction="none")
        return loss, loss.sum() + 1

    for name in ("huber_loss", "binary_cross_entropy_with_logits", "mse_loss"):
        agree(program, name, np.zeros((0, 3)))
        agree(program, name, uniform(0.2, 0.9))


@pytest.mark.edge_case
def test_gradients_of_gradients(agree):
    def program(lib, name, x, y):
        x = lib.tensor(x, requires_grad=True)
        loss = getattr(lib.nn.functional, name)(x, lib.tensor(y))
        (slope,) = lib.autograd.grad(loss, x, create_graph=True)
        (slope * slope).sum().backward()
        return slope, x.grad

    for name in ("mse_loss", "huber_loss", "binary_cross_entropy_with_logits"):
        agree(program, name, uniform(0.1, 0.9, 2, 3), uniform(0, 1, 2, 3))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(losses)
