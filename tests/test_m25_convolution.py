"""m25 convolution: windows, their columns, and three ops that are each other's gradients."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.random_programs.generators.images import convolution


@pytest.mark.public
def test_a_kernel_slides_over_an_image(agree):
    def program(lib, x, w):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w))

    def alone(lib, x, w):
        windows = lib.m25_convolution.sliding_windows(x, w.shape[2:])
        return lib.tensor((windows * w).sum((-2, -1)))

    corners = np.array([[[[1.0, 0.0], [0.0, -1.0]]]])
    agree(program, np.arange(1.0, 7).reshape(1, 1, 2, 3), corners, alone=alone)
    agree(program, normal(1, 1, 3, 2), normal(1, 1, 2, 1), alone=alone)


@pytest.mark.public
def test_every_kernel_looks_at_all_channels_and_makes_a_new_one(agree):
    def program(lib, x, w, b):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), lib.tensor(b))

    def alone(lib, x, w, b):
        columns = lib.m25_convolution.to_columns(x[..., None, None])  # windows of one pixel
        return lib.tensor((w.reshape(3, 2) @ columns + b[:, None]).reshape(1, 3, 1, 3))

    agree(program, normal(1, 2, 1, 3), normal(3, 2, 1, 1), normal(3), alone=alone)


def test_images_and_kernels_may_be_of_any_size(agree):
    def program(lib, x, w, b):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), lib.tensor(b))

    agree(program, normal(1, 1, 5, 6), normal(1, 1, 3, 2), normal(1))
    agree(program, normal(2, 3, 5, 4), normal(4, 3, 3, 2), normal(4))
    agree(program, normal(2, 3, 2, 5), normal(1, 3, 2, 5), normal(1))


def test_a_single_image_needs_no_batch(agree):
    def program(lib, x, w):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), padding=1)

    agree(program, normal(3, 5, 4), normal(2, 3, 3, 2))


@pytest.mark.public
def test_the_gradient_reaches_image_weight_and_bias(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        lib.nn.functional.conv2d(x, w, b).backward(lib.tensor(g))
        return x.grad, w.grad, b.grad

    agree(program, normal(1, 1, 2, 3), normal(1, 1, 2, 2), normal(1), normal(1, 1, 1, 2))


def test_a_pixel_collects_from_all_windows_that_show_it(agree):
    def program(lib, x, w, g):
        x = lib.tensor(x, requires_grad=True)
        lib.nn.functional.conv2d(x, lib.tensor(w)).backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, w, g):
        shares = np.einsum("nohw,ocij->nchwij", g, w)
        steps = {"stride": (1, 1), "dilation": (1, 1)}
        return lib.tensor(lib.m25_convolution.overlap_add(shares, shape=x.shape, **steps))

    agree(program, normal(1, 1, 3, 3), normal(1, 1, 2, 2), normal(1, 1, 2, 2), alone=alone)
    agree(program, normal(2, 3, 5, 4), normal(4, 3, 3, 2), normal(2, 4, 3, 3), alone=alone)


def test_a_kernel_collects_from_all_places_of_all_images(agree):
    def program(lib, x, w, g):
        w = lib.tensor(w, requires_grad=True)
        lib.nn.functional.conv2d(lib.tensor(x), w).backward(lib.tensor(g))
        return w.grad

    agree(program, normal(1, 1, 3, 3), normal(1, 1, 2, 2), normal(1, 1, 2, 2))
    agree(program, normal(3, 2, 5, 4), normal(4, 2, 3, 2), normal(3, 4, 3, 3))


def test_gradients_of_gradients_are_convolutions_again(agree):
    def program(lib, x, w, u, v):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x, w)
        dx, dw = lib.autograd.grad((out * out * out).sum(), (x, w), create_graph=True)
        ((dx * lib.tensor(u)).sum() + (dw * lib.tensor(v)).sum()).backward()
        return x.grad, w.grad

    agree(program, normal(2, 2, 4, 5), normal(3, 2, 3, 2), normal(2, 2, 4, 5), normal(3, 2, 3, 2))


def test_a_layer_convolves_with_weights_of_its_own(agree):
    def program(lib, x, how):
        lib.manual_seed(3)
        layer = lib.nn.Conv2d(4, 6, (3, 2), **how)
        return dict(layer.named_parameters()), layer(lib.tensor(x, dtype=lib.float32))

    agree(program, normal(2, 4, 5, 6), {})
    agree(program, normal(2, 4, 5, 6), {"stride": 2, "padding": 1, "groups": 2})
    agree(program, normal(2, 4, 5, 6), {"padding": "same", "bias": False})


def test_a_small_convolutional_net_learns(agree):
    def program(lib, x, y):
        lib.manual_seed(1)
        nn = lib.nn
        first, second, last = nn.Conv2d(1, 3, 3, padding=1), nn.Conv2d(3, 4, 3), nn.Linear(64, 2)
        weights = [*first.parameters(), *second.parameters(), *last.parameters()]
        x, losses = lib.tensor(x, dtype=lib.float32), []
        for _ in range(4):
            hidden = first(x).tanh()
            out = last(second(hidden).tanh().reshape(-1, 64))
            loss = ((out - lib.tensor(y, dtype=lib.float32)) ** 2).mean()
            loss.backward()
            losses.append(loss.detach())
            with lib.no_grad():
                for weight in weights:
                    weight -= 0.1 * weight.grad
                    weight.grad = None
        return losses

    agree(program, normal(5, 1, 6, 6), normal(5, 2))


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(convolution)


@pytest.mark.edge_case
def test_strides_skip_places(agree):
    def program(lib, x, w, stride):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), stride=stride)

    for stride in (2, 3, (2, 1), (1, 3)):
        agree(program, normal(2, 3, 7, 8), normal(4, 3, 3, 2), stride)


@pytest.mark.edge_case
def test_padding_puts_zeros_around_the_image(agree):
    def program(lib, x, w, padding):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), padding=padding)

    for padding in (1, (2, 0), (0, 1), "valid"):
        agree(program, normal(2, 3, 5, 4), normal(4, 3, 3, 2), padding)


@pytest.mark.edge_case
def test_same_padding_keeps_the_size_of_the_image(agree):
    def program(lib, x, w, dilation):
        return lib.nn.functional.conv2d(
            lib.tensor(x), lib.tensor(w), padding="same", dilation=dilation
        )

    agree(program, normal(2, 3, 5, 4), normal(4, 3, 3, 3), 1)
    agree(program, normal(2, 3, 5, 7), normal(4, 3, 2, 4), 1)
    agree(program, normal(2, 3, 5, 7), normal(4, 3, 3, 3), (1, 2))


@pytest.mark.edge_case
def test_dilation_spreads_the_kernel(agree):
    def program(lib, x, w, dilation):
        return lib.nn.functional.conv2d(lib.tensor(x), lib.tensor(w), dilation=dilation)

    for dilation in (2, (1, 3), (3, 2)):
        agree(program, normal(2, 3, 8, 9), normal(4, 3, 3, 2), dilation)


@pytest.mark.edge_case
def test_groups_never_meet(agree):
    def program(lib, x, w, b, groups):
        x, w, b = lib.tensor(x), lib.tensor(w), lib.tensor(b)
        return lib.nn.functional.conv2d(x, w, b, groups=groups)

    agree(program, normal(2, 4, 5, 4), normal(6, 2, 3, 2), normal(6), 2)
    agree(program, normal(2, 3, 5, 4), normal(6, 1, 3, 2), normal(6), 3)


@pytest.mark.edge_case
def test_gradients_follow_strides_padding_and_dilation(agree):
    def program(lib, x, w, g, stride, padding, dilation):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x, w, None, stride, padding, dilation)
        out.backward(lib.tensor(g))
        return x.grad, w.grad

    x, w = normal(2, 3, 7, 6), normal(4, 3, 3, 2)
    agree(program, x, w, normal(2, 4, 3, 3), 2, 0, 1)
    agree(program, x, w, normal(2, 4, 3, 7), (3, 1), 1, 1)
    agree(program, x, w, normal(2, 4, 7, 4), 1, (2, 0), 2)
    agree(program, x, w, normal(2, 4, 3, 4), 2, 1, (2, 1))


@pytest.mark.edge_case
def test_gradients_stay_within_their_groups(agree):
    def program(lib, x, w, g, groups):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        lib.nn.functional.conv2d(x, w, groups=groups).backward(lib.tensor(g))
        return x.grad, w.grad

    agree(program, normal(2, 4, 5, 4), normal(6, 2, 3, 2), normal(2, 6, 3, 3), 2)


@pytest.mark.edge_case
def test_gradients_of_gradients_take_the_same_steps(agree):
    def program(lib, x, w, u, v):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x, w, stride=2, padding=1)
        dx, dw = lib.autograd.grad((out * out * out).sum(), (x, w), create_graph=True)
        ((dx * lib.tensor(u)).sum() + (dw * lib.tensor(v)).sum()).backward()
        return x.grad, w.grad

    agree(program, normal(2, 2, 4, 5), normal(3, 2, 3, 2), normal(2, 2, 4, 5), normal(3, 2, 3, 2))


@pytest.mark.edge_case
def test_float32_images_stay_float32(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, dtype=lib.float32, requires_grad=True) for part in (x, w, b))
        out = lib.nn.functional.conv2d(x, w, b, padding=1)
        out.backward(lib.tensor(g, dtype=lib.float32))
        return out, x.grad, w.grad, b.grad

    x, g = uniform(0.0, 1.0, 2, 2, 4, 6), uniform(0.5, 1.5, 2, 3, 4, 6)
    agree(program, x, normal(3, 2, 3, 3), normal(3), g)


@pytest.mark.edge_case
def test_a_batch_may_be_empty(agree):
    def program(lib, x, w):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x, w)
        (out.sum() + (w * w).sum()).backward()
        return out, x.grad, w.grad

    agree(program, normal(0, 2, 4, 5), normal(3, 2, 3, 2))


@pytest.mark.edge_case
def test_images_and_gradients_are_left_as_they_were(agree):
    def program(lib, x, w, g):
        x, w, g = (
            lib.tensor(x, requires_grad=True),
            lib.tensor(w, requires_grad=True),
            lib.tensor(g),
        )
        lib.nn.functional.conv2d(x, w).backward(g)
        return x, w, g, x.grad

    agree(program, normal(2, 1, 4, 3), normal(2, 1, 2, 2), normal(2, 2, 3, 2))


@pytest.mark.edge_case
def test_images_need_not_lie_in_memory_in_order(agree):
    def program(lib, x, w):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x.transpose(0, 1)[:, :, 1:], w.transpose(2, 3))
        (out * out).sum().backward()
        return out, x.grad, w.grad

    agree(program, normal(2, 3, 6, 5), normal(4, 2, 2, 3))


@pytest.mark.edge_case
def test_many_large_images_are_like_few_small_ones(agree):
    def program(lib, x, w):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.conv2d(x, w, padding=2)
        (out * out).sum().backward()
        return out.mean((2, 3)), x.grad.mean((2, 3)), w.grad

    agree(program, normal(5, 4, 30, 40), normal(2, 4, 5, 5))
