"""m23 regularization: penalties, dropout, and the norms: batch, layer and group."""

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_penalties_put_a_price_on_weights(agree):
    def program(lib, w, v):
        w, v = lib.tensor(w, requires_grad=True), lib.tensor(v, requires_grad=True)
        penalties = lib.nn.utils.l1_penalty, lib.nn.utils.l2_penalty
        one, two = penalties[0]([w, v]), penalties[1]([w, v])
        (0.3 * one + 0.5 * two).backward()
        return one, two, w.grad, v.grad

    def written_out(lib, w, v):
        w, v = lib.tensor(w, requires_grad=True), lib.tensor(v, requires_grad=True)
        one, two = w.abs().sum() + v.abs().sum(), (w * w).sum() + (v * v).sum()
        (0.3 * one + 0.5 * two).backward()
        return one, two, w.grad, v.grad

    agree(program, normal(2, 3), np.append(normal(3), 0.0), reference=written_out)


def test_penalties_take_whatever_a_network_says_its_parameters_are(agree):
    def program(lib):
        lib.manual_seed(0)
        model = lib.nn.Linear(3, 2)
        return [
            lib.nn.utils.l1_penalty(model.parameters()),
            lib.nn.utils.l2_penalty(model.parameters()),
        ]

    def written_out(lib):
        lib.manual_seed(0)
        w, b = lib.nn.Linear(3, 2).parameters()
        return [w.abs().sum() + b.abs().sum(), (w * w).sum() + (b * b).sum()]

    agree(program, reference=written_out)


@pytest.mark.public
def test_dropout_drops_some_and_multiplies_the_others(agree):
    def program(lib, x, g, p):
        lib.manual_seed(3)
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.dropout(x, p)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(5, 4), normal(5, 4), 0.5)
    agree(program, normal(5, 4), normal(5, 4), 0.2)


def test_where_there_is_nothing_to_decide_nothing_is_drawn(agree):
    def program(lib, x):
        lib.manual_seed(3)
        dropout, x = lib.nn.functional.dropout, lib.tensor(x)
        results = dropout(x, 0.5, training=False), dropout(x, 0.0), dropout(x, 1.0)
        return *results, dropout(x, 0.5)

    agree(program, normal(5, 4))


def test_a_probability_outside_0_and_1_is_refused(agree):
    def program(lib, x, p, training):
        lib.manual_seed(3)
        return lib.nn.functional.dropout(lib.tensor(x), p, training)

    def layer(lib, x, p):
        return lib.nn.Dropout(p)(lib.tensor(x))

    agree(program, normal(2, 3), 0.5, True)
    agree(program, normal(2, 3), 1.5, True, raises=ValueError)
    agree(program, normal(2, 3), -0.1, False, raises=ValueError)
    agree(layer, normal(2, 3), 1.5, raises=ValueError)


def test_a_dropout_layer_stops_in_evaluation(agree):
    def program(lib, x):
        lib.manual_seed(3)
        layer, x = lib.nn.Dropout(0.4), lib.tensor(x, dtype=lib.float32)
        dropped = layer(x), layer(x)
        layer.eval()
        return *dropped, layer(x), repr(layer)

    agree(program, normal(4, 3))


@pytest.mark.public
def test_batch_norm_makes_every_channel_of_a_batch_alike(agree):
    def program(lib, x, w, b):
        norm, x = lib.nn.functional.batch_norm, lib.tensor(x)
        plain = norm(x, None, None, training=True)
        return plain, norm(x, None, None, lib.tensor(w), lib.tensor(b), training=True)

    agree(program, 3 * normal(5, 3) + 2, normal(3), normal(3))


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

    agree(program, 2 * normal(5, 3) + 1, normal(3), normal(3), normal(5, 3))
    agree(program, 2 * normal(2, 3, 4) + 1, normal(3), normal(3), normal(2, 3, 4))


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


def test_far_from_zero_no_digits_are_lost(agree):
    def program(lib, x):
        F, x = lib.nn.functional, lib.tensor(x)
        return F.batch_norm(x, None, None, training=True), F.layer_norm(x, (4,))

    agree(program, normal(6, 4) + 1e5)


def test_in_training_the_averages_run(agree):
    def program(lib, batches, momentum):
        layer = lib.nn.BatchNorm1d(3, momentum=momentum, dtype=lib.float64)
        for batch in batches:
            out = layer(lib.tensor(batch))
        tracked = layer.num_batches_tracked
        return out, layer.running_mean, layer.running_var, tracked

    agree(program, [2 * normal(4, 3) + 1, 3 * normal(5, 3)], 0.1)
    agree(program, [2 * normal(2, 3, 4) + 1, normal(3, 3, 2), normal(2, 3, 2) - 1], 0.3)


def test_without_a_momentum_all_batches_weigh_the_same(agree):
    def program(lib, batches):
        layer = lib.nn.BatchNorm1d(3, momentum=None, dtype=lib.float64)
        for batch in batches:
            layer(lib.tensor(batch))
        return layer.running_mean, layer.running_var

    agree(program, [2 * normal(4, 3) + 1, 3 * normal(5, 3), normal(3, 3) - 2])


def test_in_evaluation_the_averages_stand_still_and_are_used(agree):
    def program(lib, x, g):
        layer = lib.nn.BatchNorm1d(3, dtype=lib.float64)
        layer(lib.tensor(x))
        layer.eval()
        single = lib.tensor(x[:1] + 1, requires_grad=True)
        y = layer(single)
        y.backward(lib.tensor(g))
        return y, single.grad, layer.weight.grad, layer.running_mean, layer.running_var

    agree(program, 2 * normal(4, 3) + 1, normal(1, 3))
    agree(program, 2 * normal(4, 3, 3) + 1, normal(1, 3, 3))


def test_the_averages_have_no_history(agree):
    def program(lib, x):
        layer, x = lib.nn.BatchNorm1d(3, dtype=lib.float64), lib.tensor(x, requires_grad=True)
        for _ in range(2):
            (layer(x) ** 3).sum().backward()
        buffers = layer.running_mean, layer.running_var
        return [b.requires_grad for b in buffers], *buffers, x.grad

    agree(program, 2 * normal(4, 3) + 1)


def test_a_batch_norm_may_track_nothing(agree):
    def program(lib, x, affine):
        layer = lib.nn.BatchNorm1d(3, affine=affine, track_running_stats=False, dtype=lib.float64)
        training = layer(lib.tensor(x))
        layer.eval()
        return training, layer(lib.tensor(x[1:])), list(layer.state_dict())

    agree(program, 2 * normal(4, 3) + 1, True)
    agree(program, 2 * normal(4, 3) + 1, False)


def test_the_state_of_a_batch_norm_has_torchs_names(agree):
    def program(lib, x):
        layer = lib.nn.BatchNorm1d(3)
        layer(lib.tensor(x, dtype=lib.float32))
        state = layer.state_dict()
        return list(state), state, [name for name, _ in layer.named_parameters()], repr(layer)

    agree(program, 2 * normal(4, 3) + 1)


def test_batch_norm_needs_a_batch_of_the_right_form(agree):
    def layer(lib, x):
        return lib.nn.BatchNorm1d(3, dtype=lib.float64)(lib.tensor(x))

    def evaluation(lib, x, mean, var):
        mean, var = (None if part is None else lib.tensor(part) for part in (mean, var))
        return lib.nn.functional.batch_norm(lib.tensor(x), mean, var)

    agree(layer, normal(4, 3))
    agree(evaluation, normal(1, 3), normal(3), np.full(3, 2.0))
    agree(layer, normal(1, 3), raises=ValueError)
    agree(layer, normal(3), raises=ValueError)
    agree(layer, normal(2, 3, 2, 2), raises=ValueError)
    agree(layer, normal(4, 2), raises=RuntimeError)
    agree(evaluation, normal(1, 3), None, None, raises=RuntimeError)


@pytest.mark.public
def test_layer_norm_looks_at_each_example_alone(agree):
    def program(lib, x, w, b, g):
        x, w, b = (lib.tensor(part, requires_grad=True) for part in (x, w, b))
        y = lib.nn.functional.layer_norm(x, (4,), w, b)
        y.backward(lib.tensor(g))
        return y, x.grad, w.grad, b.grad

    agree(program, 2 * normal(3, 4) + 1, normal(4), normal(4), normal(3, 4))
    agree(program, 2 * normal(2, 4, 4) + 1, normal(4), normal(4), normal(2, 4, 4))


def test_layer_norm_may_take_several_dimensions_together(agree):
    def program(lib, x, w, g):
        x, w = lib.tensor(x, requires_grad=True), lib.tensor(w, requires_grad=True)
        y = lib.nn.functional.layer_norm(x, w.shape, w)
        y.backward(lib.tensor(g))
        return y, x.grad, w.grad

    agree(program, normal(2, 3, 4), normal(3, 4), normal(2, 3, 4))
    agree(program, normal(3, 4), normal(3, 4), normal(3, 4))
    agree(program, normal(3, 4), normal(3), normal(3, 4), raises=RuntimeError)


def test_a_weight_has_the_shape_and_the_dtype_of_what_it_scales(agree):
    def program(lib, x, w, dtype):
        w = lib.tensor(w, dtype=getattr(lib, dtype))
        return lib.nn.functional.layer_norm(lib.tensor(x), (4,), w)

    agree(program, normal(3, 4), normal(4), "float64")
    agree(program, normal(3, 4), normal(1), "float64", raises=RuntimeError)
    agree(program, normal(3, 4), normal(4), "float32", raises=RuntimeError)


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
    agree(program, normal(2, 4, 3), 3, normal(4), normal(4), normal(2, 4, 3), raises=RuntimeError)


def test_norms_are_layers_with_a_weight_and_a_bias_or_without(agree):
    def program(lib, x):
        nn, x = lib.nn, lib.tensor(x, dtype=lib.float32)
        layers = [
            nn.LayerNorm(4),
            nn.LayerNorm((3, 4), bias=False),
            nn.LayerNorm([4], eps=0.1, elementwise_affine=False),
            nn.GroupNorm(3, 3),
            nn.GroupNorm(1, 3, affine=False),
        ]
        return [(layer(x), layer.state_dict(), repr(layer)) for layer in layers]

    def uneven(lib, x):
        return lib.nn.GroupNorm(2, 3)(lib.tensor(x))

    agree(program, 2 * normal(2, 3, 4) + 1)
    agree(uneven, normal(2, 3, 4), raises=ValueError)


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


def test_a_network_with_batch_norm_and_dropout_learns_as_torchs_does(agree):
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
