"""m24 normalization: batch norm, with its running averages, and layer norm."""

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_batch_norm_makes_every_channel_of_a_batch_alike(agree):
    def program(lib, x, w, b):
        norm, x = lib.nn.functional.batch_norm, lib.tensor(x)
        plain = norm(x, None, None, training=True)
        return plain, norm(x, None, None, lib.tensor(w), lib.tensor(b), training=True)

    def alone(lib, x, w, b):
        standardize, x = lib.m24_normalization.standardize, lib.tensor(x)
        how = {"dim": (0,), "eps": 1e-5}
        return standardize(x, **how), standardize(x, lib.tensor(w), lib.tensor(b), **how)

    agree(program, 3 * normal(3, 2) + 2, normal(2), normal(2), alone=alone)


def test_batch_norm_takes_all_places_of_a_channel_together(agree):
    def program(lib, x, w, b):
        w, b = lib.tensor(w), lib.tensor(b)
        return lib.nn.functional.batch_norm(lib.tensor(x), None, None, w, b, training=True)

    agree(program, 3 * normal(2, 3, 4) + 2, normal(3), normal(3))
    agree(program, 3 * normal(4, 3, 3) + 2, normal(3), normal(3))
    agree(program, 3 * normal(2, 3, 2, 4) + 2, normal(3), normal(3))


@pytest.mark.public
def test_the_mean_and_the_variance_have_gradients_too(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        y = lib.nn.functional.batch_norm(x, None, None, w, b, training=True)
        y.backward(lib.tensor(g))
        return x.grad, w.grad, b.grad

    agree(program, 2 * normal(3, 2) + 1, normal(2), normal(2), normal(3, 2))


def test_gradients_through_all_places_of_a_channel(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        y = lib.nn.functional.batch_norm(x, None, None, w, b, training=True)
        y.backward(lib.tensor(g))
        return x.grad, w.grad, b.grad

    agree(program, 2 * normal(5, 3) + 1, normal(3), normal(3), normal(5, 3))
    agree(program, 2 * normal(2, 3, 4) + 1, normal(3), normal(3), normal(2, 3, 4))


def test_two_numbers_are_always_minus_one_and_one_so_their_gradients_are_zero(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.layer_norm(x, (2,), eps=1e-12)
        y.backward(lib.tensor(g))
        return y, x.grad + 1

    agree(program, np.array([[1.0, 3.0], [5.0, -2.0]]), normal(2, 2))


def test_in_training_the_averages_run(agree):
    def program(lib, batches, momentum):
        layer = lib.nn.BatchNorm1d(3, momentum=momentum, dtype=lib.float64)
        for batch in batches:
            out = layer(lib.tensor(batch))
        tracked = layer.num_batches_tracked
        return out, layer.running_mean, layer.running_var, tracked

    agree(program, [2 * normal(4, 3) + 1, 3 * normal(5, 3)], 0.1)
    agree(program, [2 * normal(2, 3, 4) + 1, normal(3, 3, 2), normal(2, 3, 2) - 1], 0.3)


@pytest.mark.public
def test_in_evaluation_the_averages_stand_still_and_are_used(agree):
    def program(lib, x, g):
        layer = lib.nn.BatchNorm1d(3, dtype=lib.float64)
        layer(lib.tensor(x))
        layer.eval()
        single = lib.tensor(x[:1] + 1, requires_grad=True)
        y = layer(single)
        y.backward(lib.tensor(g))
        buffers = layer.running_mean, layer.running_var, layer.num_batches_tracked
        return y, single.grad, layer.weight.grad, *buffers

    agree(program, 2 * normal(4, 3) + 1, normal(1, 3))
    agree(program, 2 * normal(4, 3, 3) + 1, normal(1, 3, 3))


def test_in_evaluation_weight_and_bias_are_applied_where_there_are_any(agree):
    def program(lib, x, mean, var, w, b):
        F, x = lib.nn.functional, lib.tensor(x)
        mean, var, w, b = (lib.tensor(part) for part in (mean, var, w, b))
        rows = [F.batch_norm(x, mean, var, *pair) for pair in ((w, b), (w, None), (None, b))]
        return *rows, F.batch_norm(x, mean, var, eps=0.5)

    agree(program, normal(2, 3, 4), normal(3), normal(3) ** 2 + 0.1, normal(3), normal(3))
    agree(program, normal(2, 3, 3), normal(3), normal(3) ** 2 + 0.1, normal(3), normal(3))


@pytest.mark.public
def test_layer_norm_looks_at_each_example_alone(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        y = lib.nn.functional.layer_norm(x, (3,), w, b)
        y.backward(lib.tensor(g))
        return y, x.grad, w.grad, b.grad

    agree(program, 2 * normal(2, 3) + 1, normal(3), normal(3), normal(2, 3))


def test_layer_norm_may_take_several_dimensions_together(agree):
    def program(lib, x, w, g):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        y = lib.nn.functional.layer_norm(x, w.shape, w)
        y.backward(lib.tensor(g))
        return y, x.grad, w.grad

    agree(program, normal(2, 3, 4), normal(3, 4), normal(2, 3, 4))
    agree(program, normal(3, 4), normal(3, 4), normal(3, 4))
    agree(program, normal(2, 4, 4), normal(4), normal(2, 4, 4))


def test_a_network_with_batch_norm_learns_as_torchs_does(agree):
    def program(lib, x, y):
        lib.manual_seed(1)
        nn, x, y = lib.nn, lib.tensor(x), lib.tensor(y)
        how = {"dtype": lib.float64}
        parts = [nn.Linear(3, 8, bias=False, **how), nn.BatchNorm1d(8, **how), nn.ReLU()]
        model = nn.Sequential(*parts, nn.Dropout(0.25), nn.Linear(8, 2, **how))
        losses = []
        for _ in range(4):
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            losses.append(loss.detach())
            with lib.no_grad():
                for weight in model.parameters():
                    weight -= 0.1 * weight.grad
                    weight.grad = None
        model.eval()
        return losses, model(x)

    agree(program, normal(6, 3), normal(6, 2))


@pytest.mark.edge_case
def test_eps_stands_under_the_root(agree):
    def program(lib, x, g, eps):
        F, rows = lib.nn.functional, []
        for norm in ("batch", "layer", "group"):
            t = lib.tensor(x, requires_grad=True)
            if norm == "batch":
                y = F.batch_norm(t, None, None, training=True, eps=eps)
            elif norm == "layer":
                y = F.layer_norm(t, (4,), eps=eps)
            else:
                y = F.group_norm(t, 2, eps=eps)
            y.backward(lib.tensor(g))
            rows += [y, t.grad]
        return rows

    agree(program, normal(3, 4), normal(3, 4), 0.7)
    agree(program, 1e-3 * normal(3, 4), normal(3, 4), 1e-5)


@pytest.mark.edge_case
def test_far_from_zero_no_digits_are_lost(agree):
    def program(lib, x):
        F, x = lib.nn.functional, lib.tensor(x)
        return F.batch_norm(x, None, None, training=True), F.layer_norm(x, (4,))

    agree(program, normal(6, 4) + 1e5)


@pytest.mark.edge_case
def test_without_a_momentum_all_batches_weigh_the_same(agree):
    def program(lib, batches):
        layer = lib.nn.BatchNorm1d(3, momentum=None, dtype=lib.float64)
        for batch in batches:
            layer(lib.tensor(batch))
        return layer.running_mean, layer.running_var

    agree(program, [2 * normal(4, 3) + 1, 3 * normal(5, 3), normal(3, 3) - 2])


@pytest.mark.edge_case
def test_the_averages_have_no_history(agree):
    def program(lib, x):
        layer, x = lib.nn.BatchNorm1d(3, dtype=lib.float64), lib.tensor(x, requires_grad=True)
        for _ in range(2):
            (layer(x) ** 3).sum().backward()
        buffers = layer.running_mean, layer.running_var
        return [b.requires_grad for b in buffers], *buffers, x.grad

    agree(program, 2 * normal(4, 3) + 1)


@pytest.mark.edge_case
def test_the_averages_keep_their_memory(agree):
    def program(lib, x):
        layer = lib.nn.BatchNorm1d(3, dtype=lib.float64)
        mean, var, count = layer.running_mean, layer.running_var, layer.num_batches_tracked
        layer(lib.tensor(x))
        return mean, var, count

    agree(program, 2 * normal(4, 3) + 1)


@pytest.mark.edge_case
def test_a_batch_norm_may_track_nothing(agree):
    def program(lib, x, affine):
        layer = lib.nn.BatchNorm1d(3, affine=affine, track_running_stats=False, dtype=lib.float64)
        training = layer(lib.tensor(x))
        layer.eval()
        return training, layer(lib.tensor(x[1:])), list(layer.state_dict())

    agree(program, 2 * normal(4, 3) + 1, True)
    agree(program, 2 * normal(4, 3) + 1, False)


@pytest.mark.edge_case
def test_training_may_go_on_while_the_averages_rest(agree):
    def program(lib, x):
        layer, x = lib.nn.BatchNorm1d(3, dtype=lib.float64), lib.tensor(x)
        layer(x)
        layer.track_running_stats = False
        layer(x * 2)
        layer.eval()
        return layer(x), layer.running_mean, layer.num_batches_tracked

    agree(program, 2 * normal(4, 3) + 1)


@pytest.mark.edge_case
def test_normalization_in_float32_stays_float32(agree):
    def program(lib, x, g):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        layer = lib.nn.BatchNorm1d(3)
        y = layer(x)
        y.backward(lib.tensor(g, dtype=lib.float32))
        layer.eval()
        return y, x.grad, layer(x), layer.running_var, lib.nn.functional.layer_norm(x, (3,))

    agree(program, normal(6, 3) + [-2, 1, 4], normal(6, 3))  # no row or column is nearly the same


@pytest.mark.edge_case
def test_group_norm_deals_the_channels_into_groups(agree):
    def program(lib, x, groups, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        y = lib.nn.functional.group_norm(x, groups, w, b)
        y.backward(lib.tensor(g))
        return y, x.grad, w.grad, b.grad

    for groups in (2, 1, 4):
        agree(program, normal(2, 4, 3), groups, normal(4), normal(4), normal(2, 4, 3))
    agree(program, normal(3, 6), 2, normal(6), normal(6), normal(3, 6))
    agree(program, normal(2, 4, 4, 2), 2, normal(4), normal(4), normal(2, 4, 4, 2))


@pytest.mark.edge_case
def test_the_rules_of_the_norms_give_gradients_of_gradients(agree):
    def program(lib, x, u):
        F, rows = lib.nn.functional, []
        for norm in ("batch", "layer", "group"):
            t = lib.tensor(x, requires_grad=True)
            if norm == "batch":
                y = F.batch_norm(t, None, None, training=True)
            else:
                y = F.layer_norm(t, (3,)) if norm == "layer" else F.group_norm(t, 2)
            (g,) = lib.autograd.grad((y * y * y).sum(), t, create_graph=True)
            rows += lib.autograd.grad((g * lib.tensor(u)).sum(), t)
        return rows

    agree(program, normal(2, 4, 3), normal(2, 4, 3))
