"""m26 pooling: maxima and means of windows, of any step, and where their gradients go."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.random_programs.generators.images import pooling


@pytest.mark.public
def test_the_largest_of_each_window_wins(agree):
    def program(lib, x):
        return lib.nn.functional.max_pool2d(lib.tensor(x), (2, 1))

    def alone(lib, x):
        return lib.m26_pooling.window_max(lib.tensor(x), kernel=(2, 1), stride=(2, 1))

    agree(program, normal(1, 1, 2, 3), alone=alone)


@pytest.mark.public
def test_the_winner_takes_the_gradient(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        lib.nn.functional.max_pool2d(x, (1, 3)).backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        lib.m26_pooling.window_max(x, kernel=(1, 3), stride=(1, 3)).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(1, 1, 2, 3), normal(1, 1, 2, 1), alone=alone)


def test_windows_halve_an_image_in_every_channel(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.max_pool2d(x, 2)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(2, 3, 4, 6), normal(2, 3, 2, 3))
    agree(program, normal(2, 3, 5, 7), normal(2, 3, 2, 3))


def test_windows_move_by_any_step(agree):
    def program(lib, x, g, how):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.max_pool2d(x, **how)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(2, 3, 5, 7), normal(2, 3, 3, 3), {"kernel_size": (1, 3), "stride": 2})
    agree(program, normal(2, 3, 5, 7), normal(2, 3, 3, 5), {"kernel_size": 3, "stride": 1})
    agree(program, normal(2, 3, 5, 7), normal(2, 3, 2, 6), {"kernel_size": 2, "stride": (3, 1)})


def test_the_first_of_several_equal_numbers_wins(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        lib.nn.functional.max_pool2d(x, 3, 2).backward(lib.tensor(g))
        return x.grad

    agree(program, integers(0, 3, 2, 2, 5, 7).astype(np.float64), normal(2, 2, 2, 3))


def test_nothing_wins_from_outside_the_image(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.max_pool2d(x, 3, 2, padding=1)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(2, 3, 5, 6) - 4, normal(2, 3, 3, 3))


@pytest.mark.public
def test_a_mean_is_taken_over_each_window(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.avg_pool2d(x, (2, 1))
        out.backward(lib.tensor(g))
        return out, x.grad

    def alone(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = lib.m26_pooling.window_sum(x, kernel=(2, 1), stride=(2, 1)) / 2
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(1, 1, 2, 3), normal(1, 1, 1, 3), alone=alone)


def test_means_are_taken_over_windows_of_any_step(agree):
    def program(lib, x, g, how):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.avg_pool2d(x, **how)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(2, 3, 4, 6), normal(2, 3, 2, 3), {"kernel_size": 2})
    how = {"kernel_size": (3, 2), "stride": (2, 1)}
    agree(program, normal(2, 3, 5, 6), normal(2, 3, 2, 5), how)
    agree(program, normal(2, 3, 5, 6), normal(2, 3, 4, 5), {"kernel_size": 2, "stride": 1})


def test_zeros_around_a_mean_count_or_do_not(agree):
    def program(lib, x, g, counts):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.avg_pool2d(x, 3, 2, 1, count_include_pad=counts)
        out.backward(lib.tensor(g))
        return out, x.grad

    for counts in (True, False):
        agree(program, normal(2, 3, 5, 6), normal(2, 3, 3, 3), counts)


def test_a_pooled_net_learns(agree):
    def program(lib, x, y):
        lib.manual_seed(1)
        nn = lib.nn
        first, second, last = nn.Conv2d(1, 3, 3, padding=1), nn.Conv2d(3, 4, 3), nn.Linear(4, 2)
        weights = [*first.parameters(), *second.parameters(), *last.parameters()]
        x, losses = lib.tensor(x, dtype=lib.float32), []
        for _ in range(4):
            hidden = nn.functional.max_pool2d(first(x).tanh(), 2)
            out = last(nn.functional.avg_pool2d(second(hidden).tanh(), 2).reshape(-1, 4))
            loss = ((out - lib.tensor(y, dtype=lib.float32)) ** 2).mean()
            loss.backward()
            losses.append(loss.detach())
            with lib.no_grad():
                for weight in weights:
                    weight -= 0.1 * weight.grad
                    weight.grad = None
        return losses

    agree(program, normal(5, 1, 8, 8), normal(5, 2))


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(pooling)


@pytest.mark.edge_case
def test_the_winners_places_can_be_had(agree):
    def program(lib, x, how):
        return lib.nn.functional.max_pool2d(lib.tensor(x), return_indices=True, **how)

    agree(program, normal(2, 3, 4, 6), {"kernel_size": 2})
    agree(program, normal(2, 3, 5, 7), {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2})


@pytest.mark.edge_case
def test_windows_may_be_spread(agree):
    def program(lib, x, g, how):
        x = lib.tensor(x, requires_grad=True)
        out = lib.nn.functional.max_pool2d(x, 2, **how)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(3, 5, 7), normal(3, 2, 3), {"stride": 2, "dilation": 2})
    agree(program, normal(3, 5, 7), normal(3, 4, 4), {"stride": 1, "dilation": (1, 3)})


@pytest.mark.public
@pytest.mark.edge_case
def test_pooling_has_gradients_of_every_order(agree):
    def program(lib, x, u, v, kind):
        x, u = lib.tensor(x, requires_grad=True), lib.tensor(u, requires_grad=True)
        pooled = getattr(lib.nn.functional, kind)(x, 2, 1)
        (first,) = lib.autograd.grad((pooled**5).sum(), x, create_graph=True)
        (second,) = lib.autograd.grad((first * u).sum(), x, create_graph=True)
        (second * lib.tensor(v)).sum().backward()
        return first, second, x.grad, u.grad

    for kind in ("avg_pool2d", "max_pool2d"):
        agree(program, normal(2, 3, 4), normal(2, 3, 4), normal(2, 3, 4), kind)


@pytest.mark.edge_case
def test_float32_images_stay_float32(agree):
    def program(lib, x, g, kind):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        out = getattr(lib.nn.functional, kind)(x, 2, padding=1)
        out.backward(lib.tensor(g, dtype=lib.float32))
        return out, x.grad

    for kind in ("max_pool2d", "avg_pool2d"):
        agree(program, normal(2, 2, 4, 6), normal(2, 2, 3, 4), kind)


@pytest.mark.edge_case
def test_images_and_gradients_are_left_as_they_were(agree):
    def program(lib, x, g, kind):
        x, g = lib.tensor(x, requires_grad=True), lib.tensor(g)
        out = getattr(lib.nn.functional, kind)(x, 2, 1)
        out.backward(g)
        return x, g, out, x.grad

    for kind in ("max_pool2d", "avg_pool2d"):
        agree(program, normal(2, 3, 4), normal(2, 2, 3), kind)


@pytest.mark.edge_case
def test_layers_pool_with_settings_of_their_own(agree):
    def program(lib, x, kind, how):
        return getattr(lib.nn, kind)(**how)(lib.tensor(x))

    x = normal(2, 3, 6, 5)
    agree(program, x, "MaxPool2d", {"kernel_size": 3, "stride": 2, "padding": 1})
    agree(program, x, "AvgPool2d", {"kernel_size": 2})


@pytest.mark.edge_case
def test_integers_are_pooled_too(agree):
    def program(lib, x):
        return lib.nn.functional.max_pool2d(lib.tensor(x), 2)

    agree(program, integers(-9, 9, 2, 4, 6))
