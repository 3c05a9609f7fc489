"""m35 tracing: programs that give what their functions give, and the facts of programs.

torch runs the function itself. A program prints one line for each equation; the facts are read
there.
"""

from collections import Counter

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.forms import close, equal


def equations(text):
    """(name, dtype and shape, op, words) of each equation that a program prints."""
    found = []
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, rest = line.strip().partition(": ")
            kind, _, made = rest.partition(" = ")
            op, *words = made.split()
            found.append((name, kind, op, words))
    return found


def ops(text):
    """The names of the ops, in their order."""
    return [op for _, _, op, _ in equations(text)]


def line(text, head):
    """What a program prints behind "inputs", "captured", "constants" or "outputs"."""
    found = [each for each in text.splitlines() if each.startswith(head)]
    return found[0].removeprefix(head).strip() if found else ""


@pytest.mark.public
def test_a_program_gives_what_its_function_gives(agree):
    def program(lib, x, y):
        def f(x, y):
            return (x @ y).tanh() * 2 + x.sum(dim=1, keepdim=True)

        x, y = lib.tensor(x), lib.tensor(y)
        return lib.tracing.eval_program(lib.tracing.trace(f)(x, y), x, y)

    def torchs(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return (x @ y).tanh() * 2 + x.sum(dim=1, keepdim=True)

    agree(program, normal(2, 3), normal(3, 4), reference=torchs)


@pytest.mark.public
def test_each_op_is_one_equation(facts):
    def program(lib, x):
        def f(x):
            return (x * x + 1.5).sum(dim=0)

        return str(lib.tracing.trace(f)(lib.tensor(x)))

    text = facts(program, normal(4, 3))
    assert ops(text) == ["mul", "add", "sum"], "f calls mul, add and sum, once each, in this order"
    (_, first, _, squared), (_, _, _, added), (last, kind, _, _) = equations(text)
    assert squared == ["a", "a"], "x * x reads the input twice"
    assert added[1] == "1.5", "a number stays as it is"
    assert (first, kind) == ("float64[4,3]", "float64[3]"), "each has the shape of its result"
    assert equal(line(text, "outputs"), last), "what the last equation makes is returned"


def test_a_program_runs_on_other_numbers(agree):
    def program(lib, x, y):
        def f(x):
            if len(x) > 1:
                x = x * 3
            for _ in range(3):
                x = x.exp().sqrt()
            return x

        traced = lib.tracing.trace(f)(lib.tensor(x))
        return lib.tracing.eval_program(traced, lib.tensor(y))

    def torchs(lib, x, y):
        x = lib.tensor(y) * 3
        for _ in range(3):
            x = x.exp().sqrt()
        return x

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.public
def test_inputs_captured_tensors_and_constants_are_told_apart(facts):
    def program(lib, x, c, y):
        c = lib.tensor(c)

        def f(x):
            return (x * c + lib.ones(3) * 2) * y

        return str(lib.tracing.trace(f)(lib.tensor(x)))

    text = facts(program, normal(2, 3), normal(3), normal(2, 1))
    assert line(text, "inputs") == "a: float64[2,3]", "x is the only input"
    assert line(text, "captured") == "b: float64[3]", "c was there before, and is not an argument"
    assert line(text, "constants") == "c: float32[3], d: float64[2,1]", (
        "the ones were made while tracing, and y is an ndarray"
    )
    assert ops(text) == ["mul", "mul", "add", "mul"], "ops on constants are written down as well"


def test_captured_tensors_are_read_anew_by_each_run(agree):
    def program(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)
        traced = lib.tracing.trace(lambda x: (x * c).sum())(x)
        first = lib.tracing.eval_program(traced, x)
        c.mul_(3)
        return first, lib.tracing.eval_program(traced, x)

    def torchs(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)
        return (x * c).sum(), (x * c * 3).sum()

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.public
def test_a_branch_on_a_value_is_refused(agree):
    def program(lib, x, asks):
        def f(x):
            if asks == "branch" and x.sum() > 0:
                return x
            if asks == "number":
                return x * float(x[0])
            return lib.where(x > 0, x, -x) if asks == "where" else x * x[0].item()

        x = lib.tensor(x)
        return lib.tracing.eval_program(lib.tracing.trace(f)(x), -x)

    def torchs(lib, x, asks):
        if asks != "where":
            raise RuntimeError("a staged tensor has no number")
        return lib.tensor(x).abs()

    agree(program, normal(3), "where", reference=torchs)
    for asks in ("branch", "number", "item"):
        agree(program, normal(3), asks, reference=torchs, raises=RuntimeError)


def test_the_way_back_is_a_program_too(agree):
    def program(lib, w, x):
        def loss(w, x):
            return (w @ x).tanh().square().sum()

        w, x = lib.tensor(w), lib.tensor(x)
        grad = lib.func.grad(loss)
        traced = lib.tracing.trace(grad)(w, x)
        return lib.tracing.eval_program(traced, w + 1, x)

    def torchs(lib, w, x):
        w = (lib.tensor(w) + 1).requires_grad_()
        (w @ lib.tensor(x)).tanh().square().sum().backward()
        return w.grad

    agree(program, normal(2, 3), normal(3, 2), reference=torchs)


def test_batches_and_tangents_are_programs_too(agree):
    def program(lib, x, v):
        def f(x):
            return (x.exp() * x[0]).sum()

        def both(x, v):
            slopes = lib.func.vmap(lib.func.grad(f))(x)
            return slopes, lib.func.jvp(lambda x: x.tanh() * x, (x,), (v,))

        x, v = lib.tensor(x), lib.tensor(v)
        return lib.tracing.eval_program(lib.tracing.trace(both)(x, v), x, v)

    def torchs(lib, x, v):
        def f(x):
            return (x.exp() * x[0]).sum()

        x, v = lib.tensor(x), lib.tensor(v)
        slopes = lib.func.vmap(lib.func.grad(f))(x)
        return slopes, lib.func.jvp(lambda x: x.tanh() * x, (x,), (v,))

    agree(program, normal(4, 3), normal(4, 3), reference=torchs)


@pytest.mark.public
def test_what_nobody_needs_is_dropped(facts):
    def program(lib, x):
        tracing = lib.tracing
        a, b, c, d, e = (tracing.Variable(x.shape, x.dtype, None) for _ in range(5))
        lines = [
            tracing.Equation(b, lib.exp, (a,), {}),
            tracing.Equation(c, lib.tanh, (a,), {}),
            tracing.Equation(d, lib.sqrt, (c,), {}),
            tracing.Equation(e, lib.sub, (b, a), {}),
        ]
        made = tracing.Program((a,), {}, {}, tuple(lines), (e,))
        return str(tracing.drop_unused(made)), str(made)

    text, before = facts(program, normal(3))
    assert ops(text) == ["exp", "sub"], "only what the output needs stays, in its order"
    assert ops(before) == ["exp", "tanh", "sqrt", "sub"], "the program itself stays as it was"


@pytest.mark.public
def test_what_is_computed_twice_is_joined(facts):
    def program(lib, x):
        tracing = lib.tracing
        a, b, c, d, e, f, g = (tracing.Variable(x.shape, x.dtype, None) for _ in range(7))
        lines = [
            tracing.Equation(b, lib.exp, (a,), {}),
            tracing.Equation(c, lib.exp, (a,), {}),
            tracing.Equation(d, lib.tanh, (b,), {}),
            tracing.Equation(e, lib.tanh, (c,), {}),
            tracing.Equation(f, lib.mul, (d, e), {}),
            tracing.Equation(g, lib.mul, (e, 2), {}),
        ]
        made = tracing.Program((a,), {}, {}, tuple(lines), (f, c, g))
        return str(tracing.join_equal(made)), str(made)

    text, before = facts(program, normal(3))
    assert ops(text) == ["exp", "tanh", "mul", "mul"], "exp of a and tanh of that are needed once"
    _, _, (_, _, _, factors), (_, _, _, doubled) = equations(text)
    assert factors == ["c", "c"] and doubled == ["c", "2"], (
        "who read the second now reads the first"
    )
    assert line(text, "outputs") == "d, b, e", "so do the outputs"
    assert len(ops(before)) == 6, "the program itself stays as it was"


@pytest.mark.public
def test_what_depends_on_constants_alone_is_a_constant(facts):
    def program(lib, x, y):
        tracing = lib.tracing
        a, b, c, d, e, f = (tracing.Variable(x.shape, x.dtype, None) for _ in range(6))
        lines = [
            tracing.Equation(c, lib.exp, (b,), {}),
            tracing.Equation(d, lib.mul, (c, 2), {}),
            tracing.Equation(e, lib.add, (a, d), {}),
            tracing.Equation(f, lib.mul, (e, e), {}),
        ]
        made = tracing.Program((a,), {}, {b: y}, tuple(lines), (f, d))
        folded = tracing.fold_constants(made)
        return str(folded), list(folded.constants.values()), len(made.constants)

    y = normal(3)
    text, constants, count = facts(program, normal(3), y)
    assert ops(text) == ["add", "mul"], "exp and the product with 2 read nothing but constants"
    assert len(constants) == 1, "constants that nobody reads any more are left out"
    assert close(constants[0], 2 * np.exp(y)), "the constant is what the equations made"
    assert count == 1, "the program itself stays as it was"


@pytest.mark.public
def test_the_step_of_by_hand_comes_back(facts):
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
        made = lib.tracing.trace(step)(weights, x, t)
        short = lib.tracing.simplified(made)
        for _ in range(3):
            weights = lib.tracing.eval_program(short, weights, x, t)
        return str(made), str(short), weights

    weights = [normal(2, 5), normal(5), normal(5, 1), normal(1)]
    x, t = normal(4, 2), uniform(0, 1, 4, 1)
    whole, text, trained = facts(program, weights, x, t)
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
    found = equations(text)
    made = [(op, tuple(words)) for _, _, op, words in found]
    assert len(set(made)) == len(made), "nothing is computed twice"
    read = Counter([*[x for _, words in made for x in words], *line(text, "outputs").split(", ")])
    assert [name for name, _, _, _ in found if not read[name]] == [], "what is computed is needed"
    assert ops(text).count("sigmoid") == 2 and ops(text).count("matmul") == 5, (
        "by_hand has two sigmoids and five products of matrices"
    )
    assert len(found) < len(equations(whole)), "the loss itself is not needed, only its slopes"


@pytest.mark.edge_case
def test_arguments_and_results_may_be_trees(agree):
    def program(lib, x, y):
        def f(d, scale, *, keep=None):
            return {"sum": d["x"] + d["rest"][0], "rest": [d["x"] * scale, scale], "none": keep}

        args = {"x": lib.tensor(x), "rest": (lib.tensor(y),)}, 2.5
        return lib.tracing.eval_program(lib.tracing.trace(f)(*args), *args)

    def torchs(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return {"sum": x + y, "rest": [x * 2.5, 2.5], "none": None}

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.edge_case
def test_results_may_be_anything(agree):
    def program(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)

        def f(x):
            y = x * 2
            return y, y, x, c, lib.ones(2), 3, "text"

        made = lib.tracing.trace(f)(x)
        return lib.tracing.eval_program(lib.tracing.simplified(made), x)

    def torchs(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)
        return x * 2, x * 2, x, c, lib.ones(2), 3, "text"

    agree(program, normal(3), normal(2), reference=torchs)


@pytest.mark.edge_case
def test_a_function_runs_once_and_not_with_its_program(facts):
    def program(lib, x):
        seen = []

        def f(x):
            seen.append([type(x).__name__, list(x.shape), str(x.dtype).split(".")[-1]])
            return x * 2

        x = lib.tensor(x)
        traced = lib.tracing.trace(f)
        before = len(seen)
        made = traced(x)
        for _ in range(3):
            doubled = lib.tracing.eval_program(made, x)
        return before, seen, type(doubled).__name__

    before, seen, kind = facts(program, normal(2, 3))
    assert before == 0, "trace(f) alone runs nothing yet"
    assert seen == [["Staged", [2, 3], "float64"]], (
        "f is called once, by the trace, with a Staged; what it does in Python, such as printing, "
        "is not in the program"
    )
    assert kind == "Tensor", "a program returns Tensors"


@pytest.mark.edge_case
def test_a_trace_leaves_nothing_behind(facts):
    def program(lib, x):
        kept = []
        lib.tracing.trace(lambda x: kept.append(x * 2))(lib.tensor(x))
        x = lib.tensor(x, requires_grad=True)
        y = (x * x).sum()
        y.backward()
        return type(y).__name__, x.grad, [type(each).__name__ for each in kept]

    x = normal(3)
    kind, slope, kept = facts(program, x)
    assert kept == ["Staged"], "within the trace, f sees Staged tensors"
    assert kind == "Tensor", "afterwards, ops are as ever"
    assert close(slope, 2 * x), "and gradients flow"


@pytest.mark.edge_case
def test_a_run_leaves_the_program_as_it_is(agree):
    def program(lib, x, y):
        traced = lib.tracing.trace(lambda x: (x * 3).exp())(lib.tensor(x))
        first = lib.tracing.eval_program(traced, lib.tensor(x))
        shorter = lib.tracing.simplified(traced)
        return first, lib.tracing.eval_program(shorter, lib.tensor(y))

    def torchs(lib, x, y):
        return (lib.tensor(x) * 3).exp(), (lib.tensor(y) * 3).exp()

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.edge_case
def test_params_are_part_of_an_equation(agree):
    def program(lib, x):
        def f(x):
            return x.softmax(dim=0) - x.softmax(dim=1), x.sum(dim=0), x.sum(dim=1)

        x = lib.tensor(x)
        made = lib.tracing.simplified(lib.tracing.trace(f)(x))
        return lib.tracing.eval_program(made, x)

    def torchs(lib, x):
        x = lib.tensor(x)
        return x.softmax(dim=0) - x.softmax(dim=1), x.sum(dim=0), x.sum(dim=1)

    agree(program, normal(3, 3), reference=torchs)


@pytest.mark.edge_case
def test_numbers_are_drawn_by_each_run(agree):
    def program(lib, x):
        def f(x):
            return x + lib.rand(3), x * lib.rand(3), lib.randn(2)

        x = lib.tensor(x)
        lib.manual_seed(7)
        made = lib.tracing.simplified(lib.tracing.trace(f)(x))
        return lib.tracing.eval_program(made, x), lib.tracing.eval_program(made, x)

    def torchs(lib, x):
        def f(x):
            return x + lib.rand(3), x * lib.rand(3), lib.randn(2)

        x = lib.tensor(x)
        lib.manual_seed(7)
        f(x)
        return f(x), f(x)

    agree(program, normal(3), reference=torchs)


@pytest.mark.edge_case
def test_effects_stay_each_in_its_place(facts):
    def program(lib, x, c):
        c = lib.tensor(c)

        def f(x):
            lib.rand(2)
            noise = lib.rand(2)
            c.add_(x)
            c.mul_(noise)
            return x * 1

        made = lib.tracing.trace(f)(lib.tensor(x))
        passes = lib.tracing.fold_constants, lib.tracing.join_equal, lib.tracing.drop_unused
        draw = made.equations[0]
        other = draw._replace(variable=lib.tracing.Variable((2,), made.inputs[0].dtype, None))
        twice = lib.tracing.Program((), {}, {}, (draw, other), (draw.variable, other.variable))
        return [str(each(made)) for each in passes], [str(each(twice)) for each in passes]

    texts, draws = facts(program, normal(2), normal(2))
    assert [ops(text) for text in draws] == [["random"] * 2] * 3, "two draws are two, though alike"
    for text in texts:
        found = [op for op in ops(text) if op in ("random", "write")]
        assert found == ["random", "random", "write", "write"], (
            "draws and writes are neither folded, nor joined, nor dropped, nor moved"
        )


@pytest.mark.edge_case
def test_what_was_there_before_is_written_by_each_run(agree):
    def program(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)

        def f(x):
            part, first = c[1:], x.exp()
            before = x[1:] * part
            c.mul_(2)
            c[0] = x.sum()
            after = x[1:] * part
            c.copy_(x.exp())
            x.add_(1)
            return first, before, after, c.sum()

        made = lib.tracing.simplified(lib.tracing.trace(f)(x))
        return lib.tracing.eval_program(made, x), lib.tracing.eval_program(made, x), x, c

    def torchs(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)

        def f(x):
            part, first = c[1:], x.exp()
            before = x[1:] * part
            c.mul_(2)
            c[0] = x.sum()
            after = x[1:] * part
            c.copy_(x.exp())
            x.add_(1)
            return first, before, after, c.sum()

        f(x)
        return f(x), f(x), x, c

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.edge_case
def test_what_f_has_made_itself_is_new_in_each_run(agree):
    def program(lib, x):
        def f(x):
            y = lib.zeros(3, dtype=x.dtype)
            y += x
            y[0] = 5
            z = x * 2
            z -= y
            return y, z

        x = lib.tensor(x)
        made = lib.tracing.simplified(lib.tracing.trace(f)(x))
        first = lib.tracing.eval_program(made, x)
        return first, lib.tracing.eval_program(made, x + 1), x

    def torchs(lib, x):
        def f(x):
            y = lib.zeros(3, dtype=x.dtype)
            y += x
            y[0] = 5
            z = x * 2
            z -= y
            return y, z

        x = lib.tensor(x)
        return f(x), f(x + 1), x

    agree(program, normal(3), reference=torchs)


@pytest.mark.edge_case
def test_a_step_of_training_is_a_program(agree):
    def program(lib, x, t, adam):
        lib.manual_seed(0)
        nn = lib.nn
        net = nn.Sequential(
            nn.Linear(3, 4, bias=False), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2)
        )
        make = lib.optim.Adam if adam else lib.optim.SGD
        optimizer = make(net.parameters(), lr=0.1)

        def step(x, t):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), t)
            loss.backward()
            optimizer.step()
            return loss

        x, t = lib.tensor(x), lib.tensor(t)
        made = lib.tracing.simplified(lib.tracing.trace(step)(x, t))
        losses = [lib.tracing.eval_program(made, x, t) for _ in range(3)]
        return losses, list(net.parameters()), list(net.buffers()), net[0].weight.grad

    def torchs(lib, x, t, adam):
        lib.manual_seed(0)
        nn = lib.nn
        net = nn.Sequential(
            nn.Linear(3, 4, bias=False), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2)
        )
        make = lib.optim.Adam if adam else lib.optim.SGD
        optimizer = make(net.parameters(), lr=0.1)

        def step(x, t):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), t)
            loss.backward()
            optimizer.step()
            return loss.detach()

        x, t = lib.tensor(x), lib.tensor(t)
        step(x, t)
        losses = [step(x, t) for _ in range(3)]
        return losses, list(net.parameters()), list(net.buffers()), net[0].weight.grad

    x, t = normal(6, 3).astype(np.float32), integers(0, 2, 6)
    agree(program, x, t, False, reference=torchs)
    agree(program, x, t, True, reference=torchs)


@pytest.mark.edge_case
def test_programs_go_into_other_functions(agree):
    def program(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)
        tracing = lib.tracing
        made = tracing.trace(lambda x: (x.exp() * c).sum())(x)

        def run(x):
            return tracing.eval_program(made, x)

        def within(x):
            y = x * 2
            inner = tracing.trace(lambda z: z * y)(x)
            return tracing.eval_program(inner, x)

        again = tracing.trace(lib.func.grad(run))(x)
        nested = tracing.eval_program(tracing.trace(within)(x), x + 1)
        leaf = x.clone().requires_grad_()
        run(leaf).backward()
        return lib.func.grad(run)(x), tracing.eval_program(again, x), nested, leaf.grad

    def torchs(lib, x, c):
        x, c = lib.tensor(x), lib.tensor(c)
        slope = x.exp() * c
        return slope, slope, 2 * (x + 1) ** 2, slope

    agree(program, normal(3), normal(3), reference=torchs)


@pytest.mark.edge_case
def test_a_folded_number_is_an_array(facts):
    def program(lib, x, y):
        tracing = lib.tracing
        a, b, c, d = (tracing.Variable(x.shape, x.dtype, None) for _ in range(4))
        lines = [
            tracing.Equation(c, lib.sum, (b,), {}),
            tracing.Equation(d, lib.add, (a, c), {}),
        ]
        made = tracing.Program((a,), {}, {b: y}, tuple(lines), (d,))
        (value,) = tracing.fold_constants(made).constants.values()
        return type(value).__name__, value

    y = normal(3)
    kind, value = facts(program, normal(3), y)
    assert close(value, np.asarray(y.sum())), "the sum of a constant is a constant"
    assert kind == "ndarray", "a constant is an ndarray, also where NumPy returns a scalar"


@pytest.mark.edge_case
def test_what_may_change_is_not_a_constant(facts):
    def program(lib, x, c):
        c = lib.tensor(c)

        def f(x):
            return x * c.exp() * lib.ones(2).exp()

        made = lib.tracing.trace(f)(lib.tensor(x))
        return str(lib.tracing.fold_constants(made))

    text = facts(program, normal(2), normal(2))
    assert ops(text) == ["exp", "mul", "mul"], (
        "exp of ones is known for good, exp of a captured tensor only until somebody changes it"
    )


@pytest.mark.edge_case
def test_other_shapes_are_refused(agree):
    def program(lib, x, y):
        made = lib.tracing.trace(lambda x: x * 2)(lib.tensor(x))
        return lib.tracing.eval_program(made, lib.tensor(y))

    def torchs(lib, x, y):
        if (x.shape, x.dtype) != (y.shape, y.dtype):
            raise ValueError("a program is for one shape and one dtype")
        return lib.tensor(y) * 2

    agree(program, normal(2), normal(2), reference=torchs)
    agree(program, normal(2), normal(3), reference=torchs, raises=ValueError)
    agree(program, normal(2), normal(2).astype(np.float32), reference=torchs, raises=ValueError)
