"""m34 performance: the same numbers as torch's, for fewer NumPy calls and fewer bytes.

What a function costs is told by given/func/cost.py: the same on every machine, and however busy it
is. Bounds come from what has to be there; half as much again is allowed for Python's own objects.
"""

import math

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.forms import are_numbers, close

LARGE = 16384  # elements, 128 KiB: what Python itself needs is little beside it
ADAM = 7  # calls that a step of Adam takes at least: two for each mean, root, quotient, step


def gelu(lib, x):
    x = lib.tensor(x, requires_grad=True)
    y = lib.performance.gelu_tanh(x)
    (y * y).sum().backward()
    return y, x.grad


def torch_gelu(lib, x):
    x = lib.tensor(x, requires_grad=True)
    y = lib.nn.functional.gelu(x, approximate="tanh")
    (y * y).sum().backward()
    return y, x.grad


@pytest.mark.public
def test_gelu_and_its_slope_are_those_of_torch(agree):
    agree(gelu, normal(6), reference=torch_gelu)
    agree(gelu, 3 * normal(4, 3), reference=torch_gelu)


def test_gelu_makes_no_array_but_its_result(facts):
    def program(lib, x):
        cost = lib.cost.of(lib.performance.gelu_tanh, x)
        return cost.result, [cost.peak / x.nbytes]

    x = normal(LARGE)
    result, peaks = facts(program, x)
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    assert close(result, x * (1 + np.tanh(u)) / 2), "the result should be that of the formula"
    assert are_numbers(peaks), "`cost.of` should tell a number of bytes"
    assert 0.9 < peaks[0] < 1.5, (
        f"there should be one array of x's size, the result; at one time there were {peaks[0]:.1f}"
    )


@pytest.mark.public
def test_an_average_moves_on_in_its_own_memory(agree):
    def program(lib, average, new, beta):
        lib.performance.blend_in_place(average, new, beta, np.empty_like(average))
        return average, new

    def torchs(lib, average, new, beta):
        average, new = lib.from_numpy(average), lib.from_numpy(new)
        return average.lerp(new, 1 - beta).numpy(), new.numpy()

    agree(program, normal(2, 3), normal(2, 3), 0.9, reference=torchs)
    agree(program, normal(2, 3), normal(2, 3), 0.25, reference=torchs)


def adam(lib, value, grads, lr, betas, eps):
    mean, square, scratch = (np.zeros_like(value) for _ in range(3))
    for t, grad in enumerate(grads, 1):
        arrays = value, grad, mean, square, scratch
        lib.performance.adam_in_place(*arrays, t, lr, betas, eps)
    return value, mean, square, grads


def torch_adam(lib, value, grads, lr, betas, eps):
    value = lib.from_numpy(value)
    optimizer = lib.optim.Adam([value], lr=lr, betas=betas, eps=eps)
    for grad in grads:
        value.grad = lib.from_numpy(grad)
        optimizer.step()
    state = optimizer.state[value]
    return value.numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy(), grads


@pytest.mark.public
def test_a_step_of_adam_is_taken_in_place(agree):
    grads = [normal(3), normal(3), normal(3)]
    agree(adam, normal(3), grads, 0.1, (0.9, 0.999), 1e-8, reference=torch_adam)
    grads = [normal(2, 3), normal(2, 3)]
    agree(adam, normal(2, 3), grads, 0.5, (0.3, 0.6), 1e-3, reference=torch_adam)


def test_a_step_of_adam_makes_no_array(facts):
    def program(lib, value, grad):
        mean, square, scratch = (np.zeros_like(value) for _ in range(3))
        arrays = value, grad, mean, square, scratch
        step = lib.performance.adam_in_place
        cost = lib.cost.of(step, *arrays, 1, 0.25, (0.9, 0.999), 1e-12)
        return value, [cost.peak / value.nbytes, cost.calls]

    value, grad = normal(LARGE), normal(LARGE)
    after, costs = facts(program, value, grad)
    assert close(after, value - np.sign(grad) / 4), (
        "the first step should have the length lr, against the gradient"
    )
    assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
    assert costs[0] < 0.5, (
        f"nothing should be made that is as large as the gradient; there were {costs[0]:.1f} such "
        "arrays at one time"
    )
    assert ADAM <= costs[1] <= 30, (
        f"all elements at once, on the arrays as they come: {costs[1]} NumPy calls were counted"
    )


@pytest.mark.public
def test_arrays_are_laid_end_to_end_and_views_of_it_come_back(agree):
    def program(lib, arrays, size):
        flat = np.zeros(size)
        views = lib.performance.lay_out(arrays, flat)
        before, found = flat.copy(), [view.copy() for view in views]
        flat += 1
        return before, found, views

    def torchs(lib, arrays, size):
        flat = lib.cat([lib.from_numpy(a).flatten() for a in arrays])
        return flat.numpy(), [a + 0 for a in arrays], [a + 1 for a in arrays]

    agree(program, [normal(2), normal(3)], 5, reference=torchs)
    agree(program, [normal(2, 3), normal(4), normal(2, 1, 2)], 14, reference=torchs)


def packed(lib, x, y, weights, steps, options):
    params = [lib.tensor(w, requires_grad=True) for w in weights]
    w1, b1, w2, b2 = params
    optimizer = lib.performance.PackedAdam(params, **options)
    x, y, losses = lib.tensor(x), lib.tensor(y), []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (((x @ w1 + b1).tanh() @ w2 + b2 - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses, params


def torch_packed(lib, x, y, weights, steps, options):
    params = [lib.tensor(w, requires_grad=True) for w in weights]
    w1, b1, w2, b2 = params
    optimizer = lib.optim.Adam(params, **options)
    x, y, losses = lib.tensor(x), lib.tensor(y), []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (((x @ w1 + b1).tanh() @ w2 + b2 - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses, params


@pytest.mark.public
def test_a_network_is_trained_as_by_adam(agree):
    weights = [normal(3, 4), normal(4), normal(4, 2), normal(2)]
    inputs = normal(5, 3), normal(5, 2), weights, 6
    agree(packed, *inputs, {"lr": 0.05}, reference=torch_packed)
    options = {"lr": 0.2, "betas": (0.5, 0.7), "eps": 0.1}
    agree(packed, *inputs, options, reference=torch_packed)


def calls_of_a_step(lib, values, grads):
    params = []
    for value, grad in zip(values, grads, strict=True):
        p = lib.from_numpy(lib.cost.counted(value)).requires_grad_()
        p.grad = lib.from_numpy(lib.cost.counted(grad))
        params.append(p)
    optimizer = lib.performance.PackedAdam(params, lr=0.25, eps=1e-12)
    cost = lib.cost.of(optimizer.step)
    return [lib.cost.plain(p.detach().numpy()) for p in params], [cost.calls, cost.peak]


def test_a_step_takes_as_many_calls_for_40_parameters_as_for_4(facts):
    counts = []
    for count in (4, 40):
        values = [normal(3, 2) for _ in range(count)]
        grads = [normal(3, 2) for _ in range(count)]
        after, costs = facts(calls_of_a_step, values, grads)
        expected = [v - np.sign(g) / 4 for v, g in zip(values, grads, strict=True)]
        assert close(after, expected), "each parameter should move by lr, against its gradient"
        assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
        assert ADAM < costs[0] <= 30, (
            f"one step of Adam, and the gradients put end to end: {costs[0]} NumPy calls were "
            f"counted for {count} parameters"
        )
        counts.append(costs[0])
    assert counts[0] == counts[1], f"4 parameters take {counts[0]} calls, 40 take {counts[1]}"


def sum_in_blocks(lib, scores, size):
    largest, total = np.full((len(scores), 1), -np.inf, scores.dtype), 0.0
    for start in range(0, scores.shape[1], size):
        block = scores[:, start : start + size]
        largest, factor, weights = lib.performance.rescaled(largest, block)
        total = total * factor + weights.sum(1, keepdims=True)
    return largest, np.log(total) + largest


def torch_sum(lib, scores, size):
    scores = lib.from_numpy(scores)
    return scores.amax(1, keepdim=True).numpy(), scores.logsumexp(1, keepdim=True).numpy()


@pytest.mark.public
def test_what_was_added_up_shrinks_where_a_larger_score_comes(agree):
    agree(sum_in_blocks, normal(1, 6), 2, reference=torch_sum)
    agree(sum_in_blocks, 5 * normal(4, 9), 3, reference=torch_sum)


def attend(lib, q, k, v, size):
    return lib.performance.attention_in_blocks(q, k, v, size)


def torch_attend(lib, q, k, v, size):
    q, k, v = (lib.from_numpy(a) for a in (q, k, v))
    return lib.nn.functional.scaled_dot_product_attention(q, k, v).numpy()


@pytest.mark.public
def test_attention_in_blocks_is_attention(agree):
    agree(attend, normal(2, 3), normal(2, 3), normal(2, 2), 1, reference=torch_attend)
    agree(attend, normal(5, 4), normal(12, 4), normal(12, 3), 4, reference=torch_attend)


def cost_of_attention(lib, q, k, v, size):
    cost = lib.cost.of(lib.performance.attention_in_blocks, q, k, v, size)
    return cost.result, [cost.peak, cost.calls]


def attention(q, k, v):
    weights = np.exp(q @ k.T / math.sqrt(q.shape[1]))
    return weights / weights.sum(1, keepdims=True) @ v


def test_all_the_scores_are_never_there_at_one_time(facts):
    q, k, v = normal(256, 8), normal(1024, 8), normal(1024, 8)
    result, costs = facts(cost_of_attention, q, k, v, 16)
    assert close(result, attention(q, k, v)), "the result should be that of attention"
    assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
    scores, block = 256 * 1024 * 8, 256 * 16 * 8
    most = 12 * block  # of scores and of results, four each, and half as much again
    assert q.nbytes < costs[0] < most, (  # the result has as many as q
        f"all the scores are {scores >> 10} KiB, a block of them is {block >> 10} KiB; at one time "
        f"there were {costs[0] / 1024:.0f} KiB, and a few blocks are enough"
    )


@pytest.mark.edge_case
def test_gelu_can_be_differentiated_twice(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = lib.performance.gelu_tanh(x)
        (slope,) = lib.autograd.grad((y * y).sum(), x, create_graph=True)
        (slope * slope).sum().backward()
        return slope.detach(), x.grad

    def torchs(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.gelu(x, approximate="tanh")
        (slope,) = lib.autograd.grad((y * y).sum(), x, create_graph=True)
        (slope * slope).sum().backward()
        return slope.detach(), x.grad

    agree(program, normal(4, 3), reference=torchs)


@pytest.mark.edge_case
def test_gelu_keeps_dtypes_and_takes_arrays_of_any_shape(agree):
    agree(gelu, normal(5).astype(np.float32), reference=torch_gelu)
    agree(gelu, uniform(10, 30, 6) * [1, -1, 1, -1, 1, -1], reference=torch_gelu)
    agree(gelu, normal(), reference=torch_gelu)
    agree(gelu, normal(0, 3), reference=torch_gelu)


@pytest.mark.edge_case
def test_gelu_leaves_its_input_alone(agree):
    def program(lib, x):
        return lib.performance.gelu_tanh(x), x, lib.performance.gelu_tanh(x.T)

    def torchs(lib, x):
        y = lib.nn.functional.gelu(lib.from_numpy(x), approximate="tanh").numpy()
        return y, x, y.T

    agree(program, normal(3, 2), reference=torchs)


@pytest.mark.edge_case
def test_what_is_blended_in_may_stand_in_the_scratch_array(agree):
    def program(lib, average, new, beta):
        lib.performance.blend_in_place(average, new, beta, new)
        return average

    def torchs(lib, average, new, beta):
        return lib.from_numpy(average).lerp(lib.from_numpy(new), 1 - beta).numpy()

    agree(program, normal(2, 3), normal(2, 3), 0.7, reference=torchs)
    agree(program, *normal(2, 5).astype(np.float32), 0.7, reference=torchs)


@pytest.mark.edge_case
def test_a_blend_makes_no_array(facts):
    def program(lib, average, new):
        blend, scratch = lib.performance.blend_in_place, np.empty_like(new)
        cost = lib.cost.of(blend, average, new, 0.75, scratch)
        return average, [cost.peak / new.nbytes]

    average, new = normal(LARGE), normal(LARGE)
    after, peaks = facts(program, average, new)
    assert close(after, 0.75 * average + 0.25 * new), "a quarter of it should be new"
    assert are_numbers(peaks), "`cost.of` should tell a number of bytes"
    assert peaks[0] < 0.5, f"there is a scratch array, and {peaks[0]:.1f} more were made"


@pytest.mark.edge_case
def test_eps_and_float32_are_as_in_adam(agree):
    grads = [1e-3 * normal(6), 1e-3 * normal(6)]
    agree(adam, normal(6), grads, 0.1, (0.9, 0.99), 0.5, reference=torch_adam)
    grads = [normal(6).astype(np.float32) for _ in range(2)]
    value = normal(6).astype(np.float32)
    agree(adam, value, grads, 0.1, (0.9, 0.99), 1e-8, reference=torch_adam)


@pytest.mark.edge_case
def test_arrays_of_any_shape_and_layout_are_laid_out(agree):
    def program(lib, arrays, size):
        arrays = [a.T for a in arrays]
        flat = np.full(size, 9.0)
        views = lib.performance.lay_out(arrays, flat)
        return flat, [view.shape for view in views], views

    def torchs(lib, arrays, size):
        arrays = [lib.from_numpy(a.T) for a in arrays]
        flat = lib.cat([a.flatten() for a in arrays])
        return flat.numpy(), [tuple(a.shape) for a in arrays], [a.numpy() for a in arrays]

    agree(program, [normal(2, 3), normal(), normal(2, 0), normal(1, 2)], 9, reference=torchs)
    agree(program, [normal(2, 2)], 4, reference=torchs)


@pytest.mark.edge_case
def test_gradients_come_anew_for_each_step_in_any_layout(agree):
    def program(lib, w, b, grads):
        w, b = lib.tensor(w, requires_grad=True), lib.tensor(b, requires_grad=True)
        optimizer, seen = lib.performance.PackedAdam([w, b], lr=0.1), []
        for grad in grads:
            w.grad, b.grad = lib.from_numpy(grad).T, lib.from_numpy(grad[0])
            optimizer.step()
            seen.append((w.detach() * 1, b.detach() * 1, w.grad))
        return seen

    def torchs(lib, w, b, grads):
        w, b = lib.tensor(w, requires_grad=True), lib.tensor(b, requires_grad=True)
        optimizer, seen = lib.optim.Adam([w, b], lr=0.1), []
        for grad in grads:
            w.grad, b.grad = lib.from_numpy(grad).T, lib.from_numpy(grad[0])
            optimizer.step()
            seen.append((w.detach() * 1, b.detach() * 1, w.grad))
        return seen

    grads = [normal(3, 2) for _ in range(4)]
    agree(program, normal(2, 3), normal(2), grads, reference=torchs)


@pytest.mark.edge_case
def test_a_packed_step_makes_no_array(facts):
    values, grads = [normal(64, 64) for _ in range(4)], [normal(64, 64) for _ in range(4)]
    after, costs = facts(calls_of_a_step, values, grads)
    expected = [v - np.sign(g) / 4 for v, g in zip(values, grads, strict=True)]
    assert close(after, expected), "each parameter should move by lr, against its gradient"
    assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
    arrays = costs[1] / (64 * 64 * 8)
    assert arrays < 0.5, f"a step made {arrays:.1f} arrays of a parameter's size at one time"


@pytest.mark.edge_case
def test_scores_may_be_huge(agree):
    agree(sum_in_blocks, 1000 * normal(3, 8), 2, reference=torch_sum)
    agree(sum_in_blocks, 1000 + normal(3, 8).astype(np.float32), 3, reference=torch_sum)
    q, k = 40 * normal(4, 5), 40 * normal(7, 5)
    agree(attend, q, k, normal(7, 2), 3, reference=torch_attend)


@pytest.mark.edge_case
def test_blocks_may_be_of_any_size_and_the_last_one_smaller(agree):
    q, k, v = normal(4, 3), normal(7, 3), normal(7, 2)
    for size in (1, 3, 7, 100):
        agree(attend, q, k, v, size, reference=torch_attend)


@pytest.mark.edge_case
def test_attention_in_blocks_takes_batches_and_heads_in_float32(agree):
    q, k, v = normal(2, 3, 4, 5), normal(2, 3, 6, 5), normal(2, 3, 6, 4)
    agree(attend, q, k, v, 2, reference=torch_attend)
    single = [a.astype(np.float32) for a in (q, k, v)]
    agree(attend, *single, 4, reference=torch_attend)


@pytest.mark.edge_case
def test_twice_as_many_keys_take_no_more_memory(facts):
    peaks = []
    for keys in (512, 1024):
        q, k, v = normal(128, 4), normal(keys, 4), normal(keys, 4)
        result, costs = facts(cost_of_attention, q, k, v, 32)
        assert close(result, attention(q, k, v)), "the result should be that of attention"
        assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
        peaks.append(costs[0])
    assert peaks[1] < 1.25 * peaks[0], (
        f"512 keys take {peaks[0] >> 10} KiB, and 1024 keys take {peaks[1] >> 10} KiB"
    )


@pytest.mark.edge_case
def test_a_block_is_compared_with_all_queries_at_once(facts):
    q, k, v = normal(512, 4), normal(64, 4), normal(64, 4)
    result, costs = facts(cost_of_attention, q, k, v, 16)
    assert close(result, attention(q, k, v)), "the result should be that of attention"
    assert are_numbers(costs), "`cost.of` should tell numbers of bytes and calls"
    assert 4 * 6 <= costs[1] <= 4 * 30, (
        f"for 4 blocks there were {costs[1]} NumPy calls; a few for each block are enough"
    )
