"""m22 adam: steps that adapt, gradients that are clipped, learning rates that change."""

import math

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform


@pytest.mark.public
def test_adam_divides_the_mean_gradient_by_its_usual_size(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], lr=0.1)
        for _ in range(5):
            optimizer.zero_grad()
            (w * w * lib.tensor(x)).sum().backward()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3))


def test_the_first_step_of_adam_is_as_long_as_the_learning_rate(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        before = w.detach() * 1
        w.grad = lib.tensor(g)
        lib.optim.Adam([w], lr=0.25).step()
        return w.detach() - before

    agree(program, normal(2, 3), normal(2, 3))


def test_adam_remembers_both_means_and_counts(agree):
    def program(lib, w, g, betas):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], betas=betas)
        for _ in range(3):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return dict(optimizer.state[w]), w

    agree(program, normal(2, 3), normal(2, 3), (0.9, 0.999))
    agree(program, normal(2, 3), normal(2, 3), (0.5, 0.7))


def test_the_decay_of_adam_goes_through_the_gradient(agree):
    def program(lib, w, g, maximize):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], lr=0.1, weight_decay=0.5, maximize=maximize)
        for _ in range(3):
            w.grad = lib.tensor(g)
            optimizer.step()
        return w, w.grad, optimizer.state[w]["exp_avg"]

    agree(program, normal(2, 3), normal(2, 3), False)
    agree(program, normal(2, 3), normal(2, 3), True)


def test_adamw_shrinks_the_weights_themselves(agree):
    def program(lib, w, g, options):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.AdamW([w], lr=0.1, **options)
        for _ in range(3):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return w, optimizer.state[w]["exp_avg"], optimizer.param_groups[0]["weight_decay"]

    agree(program, normal(2, 3), normal(2, 3), {})
    agree(program, normal(2, 3), normal(2, 3), {"weight_decay": 0.6, "maximize": True})


@pytest.mark.public
def test_adagrad_adds_up_all_squares(agree):
    def program(lib, w, g, options):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adagrad([w], lr=0.5, **options)
        for _ in range(4):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return w, dict(optimizer.state[w])

    agree(program, normal(2, 3), normal(2, 3), {})
    options = {"lr_decay": 0.4, "weight_decay": 0.2, "initial_accumulator_value": 0.7}
    agree(program, normal(2, 3), normal(2, 3), options)


def test_rmsprop_divides_by_a_running_root(agree):
    def program(lib, w, g, options):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.RMSprop([w], lr=0.05, alpha=0.8, eps=0.01, **options)
        for _ in range(4):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return w, dict(optimizer.state[w])

    agree(program, normal(2, 3), normal(2, 3), {})
    agree(program, normal(2, 3), normal(2, 3), {"weight_decay": 0.3, "maximize": True})
    agree(program, normal(2, 3), normal(2, 3), {"momentum": 0.7})
    agree(program, normal(2, 3), normal(2, 3), {"momentum": 0.7, "centered": True})


@pytest.mark.public
def test_all_gradients_are_clipped_by_one_factor(agree):
    def program(lib, w, v, max_norm):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        ((w * w).sum() + (v * v).sum() / 2).backward()
        norm = lib.nn.utils.clip_grad_norm_([w, v], max_norm)
        return norm, w.grad, v.grad

    agree(program, normal(2, 3), normal(4), 0.5)
    agree(program, normal(2, 3), normal(4), 500.0)


@pytest.mark.public
def test_a_learning_rate_that_falls_in_steps(agree):
    def program(lib, w, lr):
        optimizer = lib.optim.SGD([lib.tensor(w, requires_grad=True)], lr=lr)
        scheduler = lib.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
        rates = []
        for _ in range(10):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return rates, scheduler.get_last_lr()

    agree(program, normal(3), 0.4)


def test_networks_of_many_parameters_are_trained_by_adam(agree):
    def program(lib, x, y, *weights):
        x, y = lib.tensor(x), lib.tensor(y)
        params = [lib.tensor(w, requires_grad=True) for w in weights]
        w1, b1, w2, b2 = params
        optimizer = lib.optim.Adam(params, lr=0.05)
        losses = []
        for _ in range(6):
            optimizer.zero_grad()
            error = (x @ w1 + b1).tanh() @ w2 + b2 - y
            loss = (error * error).mean()
            loss.backward()
            losses.append(loss.item())
            losses.append(lib.nn.utils.clip_grad_norm_(params, 0.5).item())
            optimizer.step()
        return losses, params

    shapes = (3, 4), (4,), (4, 2), (2,)
    agree(program, normal(5, 3), normal(5, 2), *[normal(*shape) for shape in shapes])


@pytest.mark.edge_case
def test_eps_is_added_to_the_root(agree):
    def program(lib, w, g, eps):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], lr=0.1, eps=eps)
        for _ in range(3):
            w.grad = lib.tensor(g)
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3), 0.3)
    agree(program, normal(2, 3), normal(2, 3) * 1e-8, 1e-8)


@pytest.mark.edge_case
def test_amsgrad_never_forgets_the_largest(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.Adam([w], lr=0.1, betas=(0.5, 0.5), amsgrad=True)
        for scale in (3.0, 0.1, 0.01, 1.0):
            w.grad = lib.tensor(g) * scale
            optimizer.step()
        return w, dict(optimizer.state[w])

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_every_parameter_has_a_state_of_its_own(agree):
    def program(lib, *weights):
        params = [lib.tensor(w, requires_grad=True) for w in weights]
        optimizer = lib.optim.Adam(params, lr=0.1)
        for i in range(6):
            for j, p in enumerate(params):
                p.grad = None if i == j else p.detach() * (i + 1)
            optimizer.step()
        state = optimizer.state_dict()["state"]
        return params, [state[i]["step"] for i in range(len(params))], state[1]["exp_avg_sq"]

    agree(program, normal(2, 3), normal(3), normal(1), normal(2, 2), normal(4))


@pytest.mark.edge_case
def test_a_resumed_run_of_adam_goes_on_as_if_nothing_had_happened(agree):
    def program(lib, w, v, x):
        def train(params, optimizer, steps):
            for _ in range(steps):
                for p in params:
                    p.grad = lib.tensor(x) * p.detach()
                optimizer.step()

        params = [lib.tensor(p, requires_grad=True) for p in (w, v)]
        optimizer = lib.optim.AdamW(params, lr=0.1)
        train(params, optimizer, 3)
        copies = [lib.tensor(p.tolist(), dtype=p.dtype, requires_grad=True) for p in params]
        resumed = lib.optim.AdamW(copies)
        resumed.load_state_dict(optimizer.state_dict())
        train(copies, resumed, 4)
        return copies, resumed.state[copies[0]]["step"]

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_float32_stays_float32_with_adaptive_steps(agree):
    def program(lib, w, g, name):
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        optimizer = getattr(lib.optim, name)([w], lr=0.01)
        for _ in range(3):
            w.grad = lib.tensor(g, dtype=lib.float32) * w.detach()
            optimizer.step()
        return w, optimizer.state[w]["step"]

    for name in ("Adam", "AdamW", "RMSprop", "Adagrad"):
        agree(program, normal(2, 3), normal(2, 3), name)


@pytest.mark.edge_case
def test_norms_of_other_kinds_can_be_clipped(agree):
    def program(lib, w, v, kind):
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        v = lib.tensor(v, dtype=lib.float32, requires_grad=True)
        unused = lib.tensor([1.0], requires_grad=True)
        ((w * w * w).sum() + (v * v).sum()).backward()
        norm = lib.nn.utils.clip_grad_norm_((p for p in (w, unused, v)), 0.3, kind)
        return norm, w.grad, v.grad, unused.grad

    agree(program, normal(2, 3), normal(4), 2.0)
    agree(program, normal(2, 3), normal(4), 1.0)
    agree(program, normal(2, 3), normal(4), math.inf)


@pytest.mark.edge_case
def test_an_infinite_norm_can_be_an_error(agree):
    def program(lib, w, scale, strict):
        w = lib.tensor(w, requires_grad=True)
        w.grad = w.detach() * scale
        with np.errstate(invalid="ignore"):
            norm = lib.nn.utils.clip_grad_norm_(w, 1.0, error_if_nonfinite=strict)
        return norm, w.grad

    agree(program, uniform(1, 2, 3), 3.0, True)
    agree(program, uniform(1, 2, 3), math.inf, False)
    agree(program, uniform(1, 2, 3), math.inf, True, raises=RuntimeError)


@pytest.mark.edge_case
def test_two_schedules_combine(agree):
    def program(lib, w):
        optimizer = lib.optim.SGD([lib.tensor(w, requires_grad=True)], lr=0.3)
        schedules = lib.optim.lr_scheduler
        both = [
            schedules.LinearLR(optimizer, 0.5, total_iters=3),
            schedules.ExponentialLR(optimizer, 0.9),
            schedules.StepLR(optimizer, 4),
            schedules.CosineAnnealingLR(optimizer, 5, 0.01),
        ]
        rates = []
        for _ in range(8):
            optimizer.step()
            for scheduler in both:
                scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
        return rates

    agree(program, normal(3))


@pytest.mark.edge_case
def test_a_schedule_can_be_resumed(agree):
    def program(lib, w, name, options):
        def make():
            optimizer = lib.optim.SGD([lib.tensor(w, requires_grad=True)], lr=0.3)
            return optimizer, getattr(lib.optim.lr_scheduler, name)(optimizer, **options)

        optimizer, scheduler = make()
        for _ in range(3):
            optimizer.step()
            scheduler.step()
        saved = optimizer.state_dict(), scheduler.state_dict()
        optimizer, scheduler = make()
        optimizer.load_state_dict(saved[0])
        scheduler.load_state_dict(saved[1])
        rates = [scheduler.last_epoch]
        for _ in range(4):
            optimizer.step()
            scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
        return rates

    agree(program, normal(3), "StepLR", {"step_size": 2})


@pytest.mark.edge_case
def test_gradients_and_their_squares_are_left_as_they_are(agree):
    def program(lib, w, g, name, options):
        w = lib.tensor(w, requires_grad=True)
        w.grad = lib.tensor(g)
        optimizer = getattr(lib.optim, name)([w], lr=0.1, **options)
        optimizer.step()
        optimizer.step()
        return w.grad, w

    for name in ("Adam", "AdamW", "Adagrad", "RMSprop"):
        agree(program, normal(2, 3), normal(2, 3), name, {"weight_decay": 0.4, "maximize": True})


@pytest.mark.edge_case
def test_gradients_that_are_short_enough_or_missing_stay_as_they_are(agree):
    def program(lib, w, max_norm):
        w = lib.tensor(w, requires_grad=True)
        nothing = lib.nn.utils.clip_grad_norm_([w], 1.0)
        w.grad = w.detach() * 1
        norm = lib.nn.utils.clip_grad_norm_([w], max_norm)
        return nothing, norm, w.grad

    agree(program, normal(2, 3), 100.0)
    agree(program, normal(2, 3), 0.01)


@pytest.mark.edge_case
def test_a_gradient_that_was_clipped_has_changed(agree):
    def program(lib, w, is_needed):
        w, other = lib.tensor(w, requires_grad=True), lib.tensor(w, requires_grad=True)
        w.grad, other.grad = w.detach() * 1, w.detach() * 1
        y = (w.grad * w).sum()
        lib.nn.utils.clip_grad_norm_([w if is_needed else other], 0.01)
        y.backward()
        return y, other.grad

    agree(program, normal(2, 3), False)
    agree(program, normal(2, 3), True, raises=RuntimeError)
