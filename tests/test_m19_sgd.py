"""m19 sgd: steps with momentum and weight decay, parameter groups, and what is remembered."""

import pytest

from grader.asking.inputs import normal, uniform


@pytest.mark.public
def test_a_step_goes_against_the_gradient(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)
        (w * w * lib.tensor(x)).sum().backward()
        optimizer.step()
        return w, w.grad

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.public
def test_zero_grad_forgets_the_gradient(agree):
    def program(lib, w):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)
        (w * w).sum().backward()
        optimizer.zero_grad(set_to_none=False)
        zeros = w.grad + 2 * w.detach()
        (w * w).sum().backward()
        once = w.grad * 1
        optimizer.zero_grad()
        return zeros, once, w.grad

    agree(program, normal(3, 2))


@pytest.mark.public
def test_momentum_adds_up_what_stays_the_same(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.9)
        for _ in range(5):
            optimizer.zero_grad()
            (w * lib.tensor(x)).sum().backward()
            optimizer.step()
        return w, optimizer.state[w]["momentum_buffer"]

    agree(program, normal(2, 3), normal(2, 3))


def test_the_memory_of_a_parameter_stays_its_own(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        same_memory = w.detach()
        w.grad = lib.tensor(g)
        lib.optim.SGD([w], lr=0.5).step()
        return same_memory, w, w.requires_grad, w.is_leaf

    agree(program, normal(2, 3), normal(2, 3))


def test_a_parameter_without_a_gradient_is_left_alone(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(g, requires_grad=True)
        optimizer = lib.optim.SGD([w, v], lr=0.1, momentum=0.9, weight_decay=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            (w * w).sum().backward()
            optimizer.step()
        (w * v).sum().backward()
        optimizer.step()
        w.grad = None
        optimizer.step()
        return w, v

    agree(program, normal(2, 3), normal(2, 3))


def test_nesterov_looks_ahead(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.8, nesterov=True)
        for _ in range(4):
            w.grad = lib.tensor(x) * w.detach()
            optimizer.step()
        return w, optimizer.state[w]["momentum_buffer"]

    agree(program, normal(2, 3), normal(2, 3))


def test_weight_decay_adds_to_the_gradient_before_momentum_sees_it(agree):
    def program(lib, w, x, momentum):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=momentum, weight_decay=0.3)
        for _ in range(4):
            w.grad = lib.tensor(x) * w.detach()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3), 0)
    agree(program, normal(2, 3), normal(2, 3), 0.9)


def test_maximizing_climbs_but_weights_still_decay(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, weight_decay=0.3, maximize=True)
        for _ in range(3):
            w.grad = lib.tensor(x)
            optimizer.step()
        return w

    def alone(lib, w, x):
        for _ in range(3):
            w = w - 0.1 * lib.m19_sgd.effective_grad(w, x, True, 0.3)
        return lib.tensor(w)

    agree(program, normal(2, 3), normal(2, 3), alone=alone)


def test_every_group_has_options_of_its_own(agree):
    def program(lib, w, v):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        groups = [{"params": [w]}, {"params": v, "lr": 0.5, "momentum": 0.9}]
        optimizer = lib.optim.SGD(groups, lr=0.1, weight_decay=0.2)
        for _ in range(3):
            optimizer.zero_grad()
            ((w * w).sum() + (v * v * v).sum()).backward()
            optimizer.step()
        first, second = optimizer.param_groups
        told = [(g["lr"], g["momentum"], g["weight_decay"]) for g in (first, second)]
        return w, v, told, len(second["params"])

    agree(program, normal(2, 3), normal(4))


def test_options_are_read_anew_at_every_step(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.5)
        for lr in (0.5, 0.05, 0.25):
            optimizer.param_groups[0]["lr"] = lr
            w.grad = lib.tensor(x) * w.detach()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3))


def test_a_closure_computes_the_loss_first(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)

        def closure():
            optimizer.zero_grad()
            loss = (w * w * lib.tensor(x)).sum()
            loss.backward()
            return loss

        losses = [optimizer.step(closure).item() for _ in range(3)]
        with lib.no_grad():
            losses.append(optimizer.step(closure).item())
        return losses, w, optimizer.step()

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.public
def test_state_dict_numbers_the_parameters(agree):
    def program(lib, w, v, u):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        u = lib.tensor(u, requires_grad=True)
        groups = [{"params": [w, v]}, {"params": [u], "momentum": 0, "lr": 0.2}]
        optimizer = lib.optim.SGD(groups, lr=0.1, momentum=0.9)
        (v * v).sum().backward()
        (u * u).sum().backward()
        optimizer.step()
        saved = optimizer.state_dict()
        groups = [[g[k] for k in ("lr", "momentum", "params")] for g in saved["param_groups"]]
        return saved["state"], groups, len(optimizer.param_groups[0]["params"])

    agree(program, normal(2, 3), normal(4), normal(2))


def test_many_parameters_are_trained_together(agree):
    def program(lib, x, y, *weights):
        x, y = lib.tensor(x), lib.tensor(y)
        params = [lib.tensor(w, requires_grad=True) for w in weights]
        w1, b1, w2, b2, _ = params
        optimizer = lib.optim.SGD(params, lr=0.1, momentum=0.9)
        losses = []
        for _ in range(6):
            optimizer.zero_grad()
            error = (x @ w1 + b1).tanh() @ w2 + b2 - y
            loss = (error * error).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses, params

    shapes = (3, 4), (4,), (4, 2), (2,), (3,)
    agree(program, normal(5, 3), normal(5, 2), *[normal(*shape) for shape in shapes])


@pytest.mark.edge_case
def test_zeros_have_no_history(agree):
    def program(lib, w):
        w = lib.tensor(w, requires_grad=True)
        w.grad = w * w
        before = w.grad.requires_grad
        lib.optim.SGD([w], lr=0.1).zero_grad(set_to_none=False)
        return before, w.grad.requires_grad, w.grad - w.detach()

    agree(program, normal(3, 2))


@pytest.mark.edge_case
def test_the_default_learning_rate_is_a_thousandth(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        w.grad = lib.tensor(g)
        before = w.detach() * 1
        optimizer = lib.optim.SGD([w])
        optimizer.step()
        return before - w.detach(), optimizer.defaults["lr"]

    agree(program, uniform(0.1, 0.2, 3), uniform(1, 2, 3))


@pytest.mark.edge_case
def test_the_gradient_itself_is_not_changed(agree):
    def program(lib, w, g):
        w = lib.tensor(w, requires_grad=True)
        w.grad = lib.tensor(g)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.9, weight_decay=0.5, nesterov=True)
        optimizer.step()
        optimizer.step()
        return w, w.grad

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_the_buffer_keeps_what_the_first_gradient_was(agree):
    def program(lib, w, x):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.5)
        for _ in range(3):
            (w * lib.tensor(x)).sum().backward()
            optimizer.step()
        return w, w.grad, optimizer.state[w]["momentum_buffer"]

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_dampening_spares_the_first_gradient(agree):
    def program(lib, w, x, steps):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.9, dampening=0.4)
        for _ in range(steps):
            w.grad = lib.tensor(x) * w.detach()
            optimizer.step()
        return w

    agree(program, normal(2, 3), normal(2, 3), 1)
    agree(program, normal(2, 3), normal(2, 3), 4)


@pytest.mark.edge_case
def test_a_group_can_be_added_later(agree):
    def program(lib, w, v, twice):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)
        optimizer.add_param_group({"params": [w if twice else v], "lr": 0.3})
        (w * v).sum().backward()
        optimizer.step()
        return w, v, [group["lr"] for group in optimizer.param_groups]

    agree(program, normal(2, 3), normal(2, 3), False)
    agree(program, normal(2, 3), normal(2, 3), True, raises=ValueError)


@pytest.mark.edge_case
def test_a_resumed_run_goes_on_as_if_nothing_had_happened(agree):
    def program(lib, w, v, x):
        def train(params, optimizer, steps):
            for _ in range(steps):
                for p in params:
                    p.grad = lib.tensor(x) * p.detach()
                optimizer.step()

        params = [lib.tensor(p, requires_grad=True) for p in (w, v)]
        optimizer = lib.optim.SGD(params, lr=0.1, momentum=0.9)
        train(params, optimizer, 3)
        saved = optimizer.state_dict()
        copies = [lib.tensor(p.tolist(), dtype=p.dtype, requires_grad=True) for p in params]
        resumed = lib.optim.SGD(copies, lr=7.0)
        resumed.load_state_dict(saved)
        train(copies, resumed, 4)
        return copies, resumed.param_groups[0]["lr"], saved["param_groups"][0]["params"]

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_float32_stays_float32(agree):
    def program(lib, w, x):
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True)
        for _ in range(3):
            optimizer.zero_grad()
            (w * w * lib.tensor(x, dtype=lib.float32)).sum().backward()
            optimizer.step()
        return w, optimizer.state[w]["momentum_buffer"]

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_a_backward_after_the_step_notices_that_weights_have_changed(agree):
    def program(lib, w, x, late):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.SGD([w], lr=0.1)
        w.grad = lib.tensor(x)
        loss = (w * w * lib.tensor(x)).sum()
        if late:
            optimizer.step()
        loss.backward()
        return w, w.grad

    agree(program, normal(2, 3), normal(2, 3), False)
    agree(program, normal(2, 3), normal(2, 3), True, raises=RuntimeError)
