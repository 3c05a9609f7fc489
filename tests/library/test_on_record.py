"""What is changed in place stands on the record, as in torch: values, gradients and refusals."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from grader.asking.inputs import normal


def test_what_was_there_before_keeps_its_history(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h = w * 2
        early, other_name = h + 1, h
        h += w * 3
        h.sub_(early)
        late = h * h
        found = lib.autograd.grad((early.sum() + late.sum()), [w, h])
        return h, other_name, early, *found

    agree(program, normal(3))


def test_items_are_assigned_on_the_record(agree):
    def program(lib, x, mask):
        w = lib.tensor(x, requires_grad=True)
        out, rows = lib.zeros(3, dtype=lib.float64), lib.zeros(2, 3, dtype=lib.float64)
        for i in range(3):
            out[i] = w[i] * i
        out[1] += w[2] ** 2
        out[[0, 2]] *= 2
        rows[0] = w
        rows[1][2] = w[0] * 5
        rows[lib.tensor(mask)] = w.sum()
        (out.sum() + (rows * rows).sum()).backward()
        return out, rows, w.grad, rows.requires_grad

    agree(program, normal(3), normal(2, 3) > 0)


def test_masks_and_activations_write_on_the_record(agree):
    def program(lib, x, mask):
        w = lib.tensor(x, requires_grad=True)
        scores, h, z = w @ w.T, w * 2, w + 1
        kept = scores
        scores.masked_fill_(lib.tensor(mask), -1e9)
        lib.nn.functional.relu(h, inplace=True)
        y = lib.nn.ReLU(inplace=True)(z)
        (scores.softmax(-1).square().sum() + (h * z).sum()).backward()
        return kept, h, y is z, w.grad

    agree(program, normal(3, 3), normal(3, 3) > 0.5)


def test_a_view_is_written_to_and_its_base_knows(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h = w * 2
        row, flat, turned = h[1], h.view(-1), h.T
        row.mul_(w[0])
        flat[0] += 3
        turned[2].exp_()
        again = row * flat[:3] + turned[:, 0].sum()
        (again.sum() + (h * h).sum()).backward()
        return h, row, flat, turned, w.grad

    agree(program, normal(2, 3))


def test_a_view_of_what_has_no_history_yet_gets_one(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        out = lib.zeros(2, 3, dtype=lib.float64)
        row, last = out[0], out[1][2]
        last.copy_(w[1])
        out[0, 1] = w[0]
        (row.sum() * 2 + last + (out * out).sum()).backward()
        return out, row, last.requires_grad, w.grad

    agree(program, normal(2))


@pytest.mark.parametrize(
    "change", ["x += 1", "x.exp_()", "x[0] = 5.0", "x[0].add_(1)", "x.view(-1).zero_()"]
)
def test_a_leaf_that_requires_a_gradient_refuses(lib, change):
    x = lib.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="leaf"):
        exec(change, {"x": x})
    assert x.tolist() == [1.0, 1.0] and x.is_leaf
    with lib.no_grad():
        exec(change, {"x": x})
    assert x.tolist() != [1.0, 1.0] and x.is_leaf and x.requires_grad


@pytest.mark.parametrize(
    ("op", "change"),
    [
        ("x.exp()", "y += 1"),
        ("x * 2", "y *= y"),
        ("x.sigmoid()", "y[0] = 0.5"),
        ("x.tanh()", "y[0].mul_(2)"),
        ("x * 2", "y.exp_(); y += 1"),
        ("x * 2", "y *= y.detach()"),
        ("x * 2", "z = y * y; y.neg_(); y = y + z"),
        ("x * 2", "y /= y.norm()"),
    ],
)
def test_a_value_that_a_rule_needs_and_that_was_overwritten_is_noticed(agree, op, change):
    def program(lib, x, op, change):
        names = {"x": lib.tensor(x, requires_grad=True)}
        exec(f"y = {op}\n{change if change else 'pass'}", names)
        names["y"].sum().backward()
        return names["x"].grad

    agree(program, normal(3), op, "")
    agree(program, normal(3), op, change, raises=RuntimeError)


def test_what_a_rule_needs_of_the_op_itself_is_kept_in_time(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h = w * 2
        h *= w
        h.square_().log_().sin_()
        (slope,) = lib.autograd.grad((h * h).sum(), w, create_graph=True)
        (curve,) = lib.autograd.grad((slope * slope).sum(), w)
        return h, slope, curve

    agree(program, normal(3) + 3)


def test_detach_shares_memory_and_no_history(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h = w * 2
        d = h.detach()
        d.add_(w)
        with lib.no_grad():
            h *= 2
        e = h * 1
        e.detach_()
        (d * 3 + h + e).sum().backward()
        return d, h, e, w.grad, e.is_leaf

    agree(program, normal(3))


def test_what_was_detached_in_place_still_counts_before(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h = w * 2
        early = h + 1
        h.detach_()
        (early.sum() + h.sum()).backward()
        return w.grad, h.grad, h.requires_grad

    agree(program, normal(3))


def test_hooks_stay_with_the_value_and_retain_grad_goes_on(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h, g = w * 2, w * 3
        h.register_hook(lambda grad: grad * 10)
        g.retain_grad()
        h *= 3
        g *= 5
        h.register_hook(lambda grad: grad + 1)
        (h.sum() + (g * g).sum()).backward()
        return w.grad, g.grad

    agree(program, normal(3))


def test_a_freed_graph_stays_freed(agree):
    def program(lib, x, again):
        w = lib.tensor(x, requires_grad=True)
        h = w.exp()
        h.sum().backward()
        if again:
            h.mul_(2).sum().backward()
        return w.grad

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=RuntimeError)


def test_10000_changes_in_a_row(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        h, out = w * 1, lib.zeros(3, dtype=lib.float64)
        for i in range(5000):
            h *= 0.999
            out[i % 3] += w[0] * 0.001
        (h * out).sum().backward()
        return h, out, w.grad

    agree(program, normal(3))


def test_the_values_are_released_with_their_names(lib):
    def changed() -> list[weakref.ref]:
        w = lib.ones(3, requires_grad=True)
        h = w * 2
        early = h.exp()
        h += early
        h[0] = early[1]
        (h.sum() + early.sum()).backward()
        return [weakref.ref(x.value) for x in (h, early)]

    gc.disable()
    try:
        assert all(each() is None for each in changed())
    finally:
        gc.enable()


def test_optimizers_write_as_before(agree):
    def program(lib, x, name):
        w = lib.nn.Parameter(lib.tensor(x))
        optimizer = getattr(lib.optim, name)([w], lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            h = w * 2
            h += 1
            (h * h).sum().backward()
            optimizer.step()
        return w, w.is_leaf, w.grad

    for name in ("SGD", "Adam"):
        agree(program, normal(3), name)


def test_nothing_is_recorded_of_integers_and_under_no_grad(agree):
    def program(lib, x):
        w = lib.tensor(x, requires_grad=True)
        n, y = lib.zeros(3, dtype=lib.int64), lib.zeros(3, dtype=lib.float64)
        n[0] = w[0] * 0 + 2
        with lib.no_grad():
            y += w
        return n, n.requires_grad, y, y.requires_grad

    agree(program, normal(3))


def as_before(lib: Any) -> bool:
    """Whether no tensor that is alive has a history of changes."""
    gc.unfreeze()  # what another test has frozen may be garbage, too
    gc.collect()
    gc.freeze()
    return not lib.given.in_place.history.alive


def test_without_changes_nothing_looks_for_them(lib):
    assert as_before(lib)
    h = lib.ones(2, requires_grad=True) * 2
    h += 1
    assert not as_before(lib)
    del h
    assert as_before(lib)
