"""m23 regularization: a price on weights, and dropout."""

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


def test_l1_pulls_every_weight_with_the_same_force_and_l2_the_large_ones_more(agree):
    def program(lib, w, name):
        w = lib.tensor(w, requires_grad=True)
        getattr(lib.nn.utils, name)([w]).backward()
        return w.grad

    def written_out(lib, w, name):
        w = lib.tensor(w)
        return w.sign() if name == "l1_penalty" else 2 * w

    for name in ("l1_penalty", "l2_penalty"):
        agree(program, np.array([3.0, -0.2, 0.01, -7.0]), name, reference=written_out)


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


def test_with_sgd_the_penalty_of_squares_is_weight_decay(agree):
    def program(lib, w, x, c):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            loss = (w * lib.tensor(x)).sum() + c / 2 * lib.nn.utils.l2_penalty([w])
            loss.backward()
            optimizer.step()
        return w

    def decaying(lib, w, x, c):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, weight_decay=c)
        for _ in range(3):
            optimizer.zero_grad()
            (w * lib.tensor(x)).sum().backward()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3), 0.7, reference=decaying)


def test_with_adam_the_penalty_is_not_the_decay_that_bypasses_the_moments(agree):
    def program(lib, w, x, c):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.AdamW([w], lr=0.1, weight_decay=0.0)
        for _ in range(3):
            optimizer.zero_grad()
            loss = (w * lib.tensor(x)).sum() + c / 2 * lib.nn.utils.l2_penalty([w])
            loss.backward()
            optimizer.step()
        return w

    def decaying(lib, w, x, c):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], lr=0.1, weight_decay=c)
        for _ in range(3):
            optimizer.zero_grad()
            (w * lib.tensor(x)).sum().backward()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3), 0.7, reference=decaying)


@pytest.mark.public
def test_a_soft_threshold_pulls_towards_zero_and_never_beyond(agree):
    def program(lib, w, amount):
        w = lib.tensor(w, requires_grad=True)
        lib.nn.utils.soft_threshold_([w], amount)
        return w.detach()

    def softshrink(lib, w, amount):
        return lib.nn.functional.softshrink(lib.tensor(w), amount)

    agree(program, np.array([-2.0, -0.3, 0.0, 0.5, 0.75]), 0.5, reference=softshrink)
    agree(program, normal(2, 3), 0.2, reference=softshrink)


@pytest.mark.public
def test_dropout_drops_some_and_multiplies_the_others(agree):
    def program(lib, x, p):
        lib.manual_seed(3)
        return lib.nn.functional.dropout(lib.tensor(x), p)

    agree(program, normal(2, 3), 0.5)
    agree(program, normal(2, 3), 0.2)


def test_what_was_dropped_gets_no_gradient_and_the_others_a_larger_one(agree):
    def program(lib, x, g, p):
        lib.manual_seed(3)
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.dropout(x, p)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, normal(5, 4), normal(5, 4), 0.5)
    agree(program, normal(5, 4), normal(5, 4), 0.2)


@pytest.mark.public
def test_a_dropout_layer_stops_in_evaluation(agree):
    def program(lib, x):
        lib.manual_seed(3)
        layer, x = lib.nn.Dropout(0.4), lib.tensor(x, dtype=lib.float32)
        dropped = layer(x), layer(x)
        layer.eval()
        return *dropped, layer(x)

    agree(program, normal(4, 3))


def test_a_network_with_dropout_and_a_penalty_learns_as_torchs_does(agree):
    def program(lib, x, y):
        lib.manual_seed(1)
        nn, x, y = lib.nn, lib.tensor(x), lib.tensor(y)
        first, last = nn.Linear(3, 8, dtype=lib.float64), nn.Linear(8, 2, dtype=lib.float64)
        model = nn.Sequential(first, nn.ReLU(), nn.Dropout(0.25), last)
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
        losses = []
        for _ in range(4):
            optimizer.zero_grad()
            price = nn.utils.l1_penalty([first.weight])
            loss = ((model(x) - y) ** 2).mean() + 0.01 * price
            loss.backward()
            losses.append(loss.detach())
            optimizer.step()
        model.eval()
        return losses, model(x)

    def written_out(lib, x, y):
        lib.manual_seed(1)
        nn, x, y = lib.nn, lib.tensor(x), lib.tensor(y)
        first, last = nn.Linear(3, 8, dtype=lib.float64), nn.Linear(8, 2, dtype=lib.float64)
        model = nn.Sequential(first, nn.ReLU(), nn.Dropout(0.25), last)
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
        losses = []
        for _ in range(4):
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean() + 0.01 * first.weight.abs().sum()
            loss.backward()
            losses.append(loss.detach())
            optimizer.step()
        model.eval()
        return losses, model(x)

    agree(program, normal(6, 3), normal(6, 2), reference=written_out)


@pytest.mark.edge_case
def test_where_there_is_nothing_to_decide_nothing_is_drawn(agree):
    def program(lib, x):
        lib.manual_seed(3)
        dropout, x = lib.nn.functional.dropout, lib.tensor(x)
        results = dropout(x, 0.5, training=False), dropout(x, 0.0), dropout(x, 1.0)
        return *results, dropout(x, 0.5)

    agree(program, normal(5, 4))


@pytest.mark.edge_case
def test_narrow_floats_stay_narrow(agree):
    def program(lib, x, name):
        lib.manual_seed(3)
        x = lib.tensor(x, dtype=getattr(lib, name))
        return lib.nn.functional.dropout(x, 0.3), lib.nn.functional.dropout(x, 1.0)

    agree(program, normal(4, 3), "float32")
    agree(program, normal(4, 3), "float16")


@pytest.mark.edge_case
def test_a_soft_threshold_keeps_the_memory_and_the_dtype_of_a_weight(agree):
    def program(lib, w, v, amount):
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        v, alias = lib.tensor(v, requires_grad=True), w.detach()
        lib.nn.utils.soft_threshold_((p for p in (w, v)), amount)
        return w.detach(), alias, v.detach(), w.is_leaf, w.requires_grad

    def softshrink(lib, w, v, amount):
        w, v = lib.tensor(w, dtype=lib.float32), lib.tensor(v)
        w, v = lib.nn.functional.softshrink(w, amount), lib.nn.functional.softshrink(v, amount)
        return w, w * 1, v, True, True

    agree(program, normal(2, 3), normal(4), 0.4, reference=softshrink)


@pytest.mark.edge_case
def test_a_weight_that_a_graph_needs_is_not_changed_unseen(agree):
    def program(lib, w, is_needed):
        w, other = lib.tensor(w, requires_grad=True), lib.tensor(w, requires_grad=True)
        y = (w * w).sum()
        lib.nn.utils.soft_threshold_([w if is_needed else other], 0.1)
        y.backward()
        return w.grad, other * 1

    def in_place(lib, w, is_needed):
        w, other = lib.tensor(w, requires_grad=True), lib.tensor(w, requires_grad=True)
        y = (w * w).sum()
        with lib.no_grad():
            (w if is_needed else other).copy_(lib.nn.functional.softshrink(w, 0.1))
        y.backward()
        return w.grad, other * 1

    agree(program, normal(2, 3), False, reference=in_place)
    agree(program, normal(2, 3), True, reference=in_place, raises=RuntimeError)


@pytest.mark.edge_case
def test_penalties_can_be_differentiated_twice(agree):
    def program(lib, w, name):
        w = lib.tensor(w, requires_grad=True)
        (g,) = lib.autograd.grad(getattr(lib.nn.utils, name)([w * w]), w, create_graph=True)
        return g, lib.autograd.grad((g * g).sum(), w)[0]

    def written_out(lib, w, name):
        w = lib.tensor(w, requires_grad=True)
        v = w * w
        price = v.abs().sum() if name == "l1_penalty" else (v * v).sum()
        (g,) = lib.autograd.grad(price, w, create_graph=True)
        return g, lib.autograd.grad((g * g).sum(), w)[0]

    for name in ("l1_penalty", "l2_penalty"):
        agree(program, normal(2, 3), name, reference=written_out)


@pytest.mark.edge_case
def test_nothing_can_be_dropped_from_nothing(agree):
    def program(lib, x, y):
        lib.manual_seed(3)
        F = lib.nn.functional
        return F.dropout(lib.tensor(x), 0.5), F.dropout(lib.tensor(y), 0.5)

    agree(program, np.zeros((0, 3)), normal(2, 3))
