"""m36 compile: when memory dies, which buffer it lies in, what the lines do, and that scripts give
what their functions give.

torch runs the function itself. Lines are run in the library's process, and only what they have
computed comes back.
"""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.forms import close, equal


@pytest.mark.public
def test_a_compiled_function_gives_what_it_gives(agree):
    def program(lib, x, w, b):
        f = lib.compile(lambda x, w, b: (x @ w + b).sigmoid().sum(dim=0) * 2 - w.exp().sum(dim=0))
        x, w, b = lib.tensor(x), lib.tensor(w), lib.tensor(b)
        return [f(x * i, w, b) for i in range(4)], f(x[:2], w, b)

    def torchs(lib, x, w, b):
        def f(x, w, b):
            return (x @ w + b).sigmoid().sum(dim=0) * 2 - w.exp().sum(dim=0)

        x, w, b = lib.tensor(x), lib.tensor(w), lib.tensor(b)
        return [f(x * i, w, b) for i in range(4)], f(x[:2], w, b)

    agree(program, normal(4, 3), normal(3, 2), normal(2), reference=torchs)


@pytest.mark.public
def test_memory_dies_with_its_last_use(facts):
    def program(lib, x, w):
        def f(x, w):
            h = x @ w
            y = h.tanh()
            return ((y + h).exp() * y).sum()

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        last = lib.compiling.last_uses(made)
        return [last[x.memory] for x in made.inputs], [
            last[line.variable.memory] for line in made.equations
        ]

    inputs, made = facts(program, normal(4, 3), normal(3, 2))
    assert inputs == [0, 0], "nobody reads x and w but the first equation, which is number 0"
    assert made[:2] == [2, 4], "h is read by equation 2 for the last time, and tanh of h by 4"
    assert made[2:5] == [3, 4, 5], "each is read by the next one"
    assert made[5] == 6, "what is returned is in use when all 6 equations are done"


@pytest.mark.public
def test_a_memory_is_in_use_as_long_as_a_view_of_it(facts):
    def program(lib, x, w):
        def f(x, w):
            h = x @ w
            turned = h.transpose(0, 1)
            y = h.exp()
            return (turned @ y).sum(), (x * 2)[0]

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        last = lib.compiling.last_uses(made)
        return [last[line.variable.memory] for line in made.equations]

    last = facts(program, normal(3, 3), normal(3, 3))
    assert last[:2] == [3, 3], "h is read by equation 3, through the view that is turned"
    assert last[5:] == [7, 7], "the row that is returned is a view of x * 2"


@pytest.mark.public
def test_a_buffer_is_used_again(facts):
    def program(lib, x, w):
        def f(x, w):
            for _ in range(4):
                x = x @ w
            return x.sum()

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        homes = lib.compiling.assign_buffers(made)
        found = [homes.get(line.variable.memory) for line in made.equations]
        order = list(dict.fromkeys([buffer for buffer in found if buffer is not None]))
        sizes = [[list(buffer.shape), str(buffer.dtype).split(".")[-1]] for buffer in order]
        return [None if buffer is None else order.index(buffer) for buffer in found], sizes

    order, sizes = facts(program, normal(3, 3), normal(3, 3))
    assert order[:2] == [0, 1], "a product reads its factors again and again: it needs another one"
    assert order[:4] == [0, 1, 0, 1], "the buffer of the product before the last one is free"
    assert order[4] is None, "what is returned lies in no buffer, for the next call would change it"
    assert sizes == [[[3, 3], "float64"]] * 2, "a buffer has the shape and dtype of what lies there"


@pytest.mark.public
def test_an_elementwise_op_writes_over_what_dies(facts):
    def program(lib, x, w):
        def f(x, w):
            h = x @ w
            y = h.tanh().exp() + 1
            return (y * h.exp()).sum()

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        homes = lib.compiling.assign_buffers(made)
        found = [homes.get(line.variable.memory) for line in made.equations]
        order = list(dict.fromkeys([buffer for buffer in found if buffer is not None]))
        return [None if buffer is None else order.index(buffer) for buffer in found]

    order = facts(program, normal(4, 3), normal(3, 2))
    assert order[1] == 1, "tanh may not write over h, which is read again later"
    assert order[1:4] == [1, 1, 1], "exp and + read each number before they write there"
    assert order[4] == 0, "this exp is the last to read h, and writes over it"
    assert order[5] is not None, "the product is the last to read both"


@pytest.mark.public
def test_sigmoid_in_lines(facts):
    def program(lib, x):
        run = lib.given.compiling.script.run_lines
        array, out, over = x.copy(), x * 0 - 1, x.copy()
        run(lib.compiling.sigmoid_lines("here", "x"), x=array, here=out)
        run(lib.compiling.sigmoid_lines("x", "x"), x=over)
        return array, out, over

    x = normal(3, 4)
    array, out, over = facts(program, x)
    assert close(out, 1 / (1 + np.exp(-x))), "the lines leave 1 / (1 + exp(-x)) in `out`"
    assert close(array, x), "x stays as it is, unless it is `out` itself"
    assert close(over, 1 / (1 + np.exp(-x))), "`out` may be the name of x itself"


@pytest.mark.public
def test_a_linear_layer_in_lines(facts):
    def program(lib, x, weight, bias, out):
        run, lines = lib.given.compiling.script.run_lines, lib.compiling.linear_lines
        with_bias, without = out.copy(), out.copy()
        run(lines("out", "x", "w", "b"), x=x, w=weight, b=bias, out=with_bias)
        run(lines("y", "x", "w"), x=x, w=weight, y=without)
        run(lines("y", "x", "w", None), x=x, w=weight, y=out)
        return with_bias, without, out

    x, weight, bias = normal(4, 3), normal(2, 3), normal(2)
    with_bias, without, none = facts(program, x, weight, bias, normal(4, 2))
    assert close(without, x @ weight.T), "the weight is (out, in), so it is turned"
    assert close(none, x @ weight.T), "with None for a bias, nothing is added"
    assert close(with_bias, x @ weight.T + bias), "the bias is added to each row"


@pytest.mark.public
def test_a_sum_in_lines(facts):
    def program(lib, x):
        run, lines = lib.given.compiling.script.run_lines, lib.compiling.sum_lines
        total, rows, both = x[0, 0, :1].reshape(()).copy(), x[:, :, 0] * 0, x[:1, :, :1] * 0
        run(lines("out", "x"), x=x, out=total)
        run(lines("out", "x", -1), x=x, out=rows)
        run(lines("out", "x", (0, 2), keepdim=True), x=x, out=both)
        return total, rows, both

    x = normal(2, 3, 4)
    total, rows, both = facts(program, x)
    assert close(total, np.asarray(x.sum())), "without a dim, all is added up"
    assert close(rows, x.sum(-1)), "`dim` says along which dimension"
    assert close(both, x.sum((0, 2), keepdims=True)), "`keepdim` leaves them there, of size 1"


@pytest.mark.public
def test_buffers_and_their_views_are_made_once(facts):
    def program(lib, x, w):
        compiling = lib.compiling

        def f(x, w):
            h = (x @ w).tanh()
            return (h.transpose(0, 1) @ h).cumsum(1).sum(), w.transpose(0, 1) @ w

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        script = compiling.Script(made, compiling.assign_buffers(made), {})
        once, run = compiling.write_lines(script)
        return ["".join(line.split()) for line in once], ["".join(line.split()) for line in run]

    once, run = facts(program, normal(4, 3), normal(3, 2))
    assert once[:2] == ['A=np.empty((4,2),"float64")', 'B=np.empty((2,2),"float64")'], (
        "each buffer is made once, under its name, before its views"
    )
    assert once[2:] == ["c=A.T"], "the transpose of what lies in a buffer is made once as well"
    assert run[:2] == ["np.matmul(a,b,out=A)", "np.tanh(A,out=A)"], "the equations in their order"
    assert run[2] == "np.matmul(c,A,out=B)", "the view is read under its name"
    assert run[3] == "d=cumsum(B,1)", "what has no lowering is called"
    assert "f=b.T" in run, "a view of an argument is made by each run"
    made = run.index('g=np.empty((2,2),"float64")')
    assert run[made + 1] == "np.matmul(f,b,out=g)", "what is returned is made anew by each run"


@pytest.mark.public
def test_a_script_runs(facts):
    def program(lib, x, w):
        compiling = lib.compiling
        made = lib.tracing.trace(lambda x, w: ((x @ w).exp().tanh(), x * 2))(
            lib.tensor(x), lib.tensor(w)
        )
        script = compiling.Script(made, compiling.assign_buffers(made), {})
        space, text = dict(script.space), compiling.write_source(script)
        exec(text, space)
        run, other = space["make"](), space["make"]()
        first = run(x, w)
        rest = list(run(x + 1, w)), list(other(x, w))
        return type(first).__name__, list(first), *rest, text.partition("def run(")[0]

    x, w = normal(4, 3), normal(3, 2)
    kind, first, second, other, before = facts(program, x, w)
    assert kind == "tuple", "a run returns a tuple"
    assert close(first, [np.tanh(np.exp(x @ w)), x * 2]), "of the results, in their order"
    assert close(second, [np.tanh(np.exp((x + 1) @ w)), x * 2 + 2]), "each run computes them anew"
    assert close(other, first), "each `make` gives another run"
    assert "np.empty((4, 2)" in before, "buffers are made by `make`, before `run` is defined"


@pytest.mark.public
def test_the_step_of_by_hand_is_a_script_again(facts):
    def program(lib, weights, x, t):
        def loss(weights, x, t):
            w1, b1, w2, b2 = weights
            y = ((x @ w1 + b1).sigmoid() @ w2 + b2).sigmoid()
            return ((y - t) ** 2).sum() / (2 * len(t))

        def step(weights, x, t):
            slopes = lib.func.grad(loss)(weights, x, t)
            return [w - 0.5 * slope for w, slope in zip(weights, slopes, strict=True)]

        weights = [lib.tensor(w) for w in weights]
        x, t = lib.tensor(x), lib.tensor(t)
        step = lib.compile(step)
        for _ in range(3):
            weights = step(weights, x, t)
        return weights, step.source, step.why

    weights = [normal(2, 5), normal(5), normal(5, 1), normal(1)]
    x, t = normal(4, 2), uniform(0, 1, 4, 1)
    trained, source, why = facts(program, weights, x, t)
    for _ in range(3):
        w1, b1, w2, b2 = weights
        h = 1 / (1 + np.exp(-(x @ w1 + b1)))
        y = 1 / (1 + np.exp(-(h @ w2 + b2)))
        dz2 = (y - t) / len(t) * y * (1 - y)
        dz1 = dz2 @ w2.T * h * (1 - h)
        slopes = x.T @ dz1, dz1.sum(0), h.T @ dz2, dz2.sum(0)
        weights = [w - 0.5 * slope for w, slope in zip(weights, slopes, strict=True)]
    pairs = zip(trained, weights, strict=True)
    assert all(close(a, b) for a, b in pairs), "the weights are those of the lesson of by_hand"
    assert why == "", "it was compiled"
    assert source.count("np.matmul") == 5 and source.count("np.exp") == 2, (
        "by_hand has five products of matrices and two sigmoids"
    )


@pytest.mark.edge_case
def test_what_was_returned_stays(facts):
    def program(lib, x):
        f = lib.compile(lambda x: (x.exp(), (x * 2).transpose(0, 1)))
        kept = [f(lib.tensor(x + i)) for i in range(4)]
        return [a for a, _ in kept], [b for _, b in kept]

    x = normal(2, 3)
    powers, turned = facts(program, x)
    assert close(powers, [np.exp(x + i) for i in range(4)]), "earlier results stay as they were"
    assert close(turned, [2 * (x + i).T for i in range(4)]), "and views of them, too"


@pytest.mark.edge_case
def test_what_is_read_twice_is_free_once(facts):
    def program(lib, x, w):
        def f(x, w):
            h = x @ w
            square = h @ h
            return (square @ ((w @ x) @ (w @ w))).sum()

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        homes = lib.compiling.assign_buffers(made)
        h, square, first, second = [homes[line.variable.memory] for line in made.equations[:4]]
        return [h is square, h is first, h is second, first is second]

    found = facts(program, normal(3, 3), normal(3, 3))
    assert equal(found[:2], [False, True]), "h @ h frees the buffer of h for the product after it"
    assert equal(found[2:], [False, False]), "no other result gets it while that product is read"


@pytest.mark.edge_case
def test_a_buffer_is_free_when_no_view_of_it_is_read_any_more(facts):
    def program(lib, x, w):
        def f(x, w):
            h = x @ w
            turned, k = h.transpose(0, 1), h + 1
            return (turned @ ((k * 3).tanh() @ w)).sum()

        made = lib.tracing.trace(f)(lib.tensor(x), lib.tensor(w))
        homes = lib.compiling.assign_buffers(made)
        h, _, *later = [homes.get(line.variable.memory) for line in made.equations[:6]]
        return h is not None, [h is buffer for buffer in later]

    has_home, shared = facts(program, normal(3, 3), normal(3, 3))
    assert has_home is True, "the product lies in a buffer"
    assert equal(shared, [False] * 4), "the turned view reads h until the last product"


@pytest.mark.edge_case
def test_buffers_of_another_kind_are_others(facts):
    def program(lib, x):
        def f(x):
            turned = (x.transpose(0, 1) * 3).sum()
            return ((x * 2 > 0) == (x > 1)).sum(), (x.transpose(0, 1) @ x).exp().sum(), turned

        made = lib.tracing.trace(f)(lib.tensor(x))
        homes = lib.compiling.assign_buffers(made)
        found = [(line.variable, homes.get(line.variable.memory)) for line in made.equations]
        names = [line.op.__name__ for line in made.equations if line.op.__name__ != "transpose"]
        pairs = [(v, b) for v, b in found if b is not None]
        shapes = [v.shape == b.shape for v, b in pairs]
        kinds = [str(v.dtype) == str(b.dtype) for v, b in pairs]
        return names, len(pairs), all(shapes), all(kinds)

    names, count, shapes, kinds = facts(program, normal(2, 3))
    both = ["mul", "gt", "gt", "eq", "sum"], ["matmul", "exp", "sum"]
    assert names == ["mul", "sum", *both[0], *both[1]], "as f says"
    assert equal(count, 6), "what NumPy's own calls make, and is not returned, lies in buffers"
    assert shapes is True, "of the same shape: (2, 3) is not (3, 2), though it is as large"
    assert kinds is True, "and of the same dtype: bools are not floats"


@pytest.mark.edge_case
def test_what_nobody_reads_is_in_use_where_it_is_made(facts):
    def program(lib, x):
        def f(x):
            x.exp()
            return x * 2, (x + 1).tanh()

        made = lib.tracing.trace(f)(lib.tensor(x))
        last = lib.compiling.last_uses(made)
        return [last.get(line.variable.memory, -1) for line in made.equations]

    assert equal(facts(program, normal(3)), [0, 4, 3, 4]), (
        "an equation uses the memory of its own variable, too: exp of x is made by equation 0"
    )


@pytest.mark.edge_case
def test_results_of_any_number(agree):
    def program(lib, x):
        one = lib.compile(lambda x: x * 2)
        tree = lib.compile(lambda x: {"a": [x + 1, (x - 1, None)], "b": "text"})
        none, x = lib.compile(lambda x: None), lib.tensor(x)
        twice = lib.compile(lambda x: [x] + 2 * [x * 2])
        return [[one(x), tree(x), none(x), twice(x)] for _ in range(3)]

    def torchs(lib, x):
        x = lib.tensor(x)
        tree = {"a": [x + 1, (x - 1, None)], "b": "text"}
        return [[x * 2, tree, None, [x, x * 2, x * 2]] for _ in range(3)]

    agree(program, normal(2, 3), reference=torchs)


@pytest.mark.edge_case
def test_training_by_a_compiled_step(agree):
    def program(lib, x, t, w, b):
        w, b = lib.tensor(w, requires_grad=True), lib.tensor(b, requires_grad=True)
        optimizer = lib.optim.SGD([w, b], lr=0.5, momentum=0.5)
        x, t, losses = lib.tensor(x), lib.tensor(t), []

        def step(x, t):
            optimizer.zero_grad()
            loss = ((lib.nn.functional.linear(x, w, b).sigmoid() - t) ** 2).sum()
            loss.backward()
            optimizer.step()
            return loss

        compiled = lib.compile(step) if hasattr(lib, "compiling") else step
        for _ in range(4):
            losses.append(compiled(x, t).detach())
        return losses, w, b, w.grad

    agree(program, normal(4, 3), uniform(0, 1, 4, 2), normal(2, 3), normal(2))


@pytest.mark.edge_case
def test_a_compiled_layer_in_an_ordinary_loop(agree):
    def program(lib, x, w, b):
        layer = lib.nn.Linear(3, 2).double()
        with lib.no_grad():
            layer.weight.copy_(lib.tensor(w))
            layer.bias.copy_(lib.tensor(b))
        called = lib.compile(layer) if hasattr(lib, "compiling") else layer
        x, losses = lib.tensor(x), []
        for _ in range(3):
            loss = called(x).sigmoid().square().sum()
            layer.zero_grad()
            loss.backward()
            with lib.no_grad():
                for p in layer.parameters():
                    p -= 0.5 * p.grad
            losses.append(loss.detach())
        return losses, layer.weight.detach(), layer.bias.grad

    agree(program, normal(4, 3), normal(2, 3), normal(2))


@pytest.mark.edge_case
def test_what_looks_at_a_value_runs_as_ever(facts):
    def program(lib, x):
        f = lib.compile(lambda x: x * 2 if x.sum() > 0 else x - 1)
        x = lib.tensor(x)
        return [f(x), f(-x), f(x)], bool(f.why)

    x = normal(2, 3) + 5
    found, why = facts(program, x)
    assert close(found, [2 * x, -x - 1, 2 * x]), "each call takes the branch of its own numbers"
    assert why is True, "`why` says that there is no script"


@pytest.mark.edge_case
def test_integers_and_other_ops_are_called(agree):
    def program(lib, x, i):
        def f(x, i):
            return i * 2 + i // 2, i / 2, x.cumsum(dim=1) ** 2, x.max(), (x > 0).sum(), x[i]

        x, i = lib.tensor(x), lib.tensor(i)
        f = lib.compile(f) if hasattr(lib, "compiling") else f
        return [f(x * n, i) for n in (1, 2, 3)]

    agree(program, normal(4, 3), integers(0, 4, 3))
