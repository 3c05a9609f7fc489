"""m21 debugging: numbers in columns, a table of layers, norms of gradients, and the first NaN."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import are_numbers


@pytest.mark.public
def test_numbers_are_printed_in_columns(agree):
    def program(lib, x):
        return lib.training.array_text(x.astype(np.float32), 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x.astype(np.float32)))[7:-1]

    agree(program, normal(2, 3), reference=with_torch)
    agree(program, np.array([[1.0, -2.0], [30.0, 0.0]]), reference=with_torch)
    agree(program, np.array([0.00001, 0.5, -1.0]), reference=with_torch)


def test_the_widest_number_decides_on_the_columns(agree):
    def program(lib, x):
        return lib.training.array_text(x.astype(np.float32), 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x.astype(np.float32)))[7:-1]

    agree(program, np.array([[1.5, -200.25], [3.0, 0.0]]), reference=with_torch)
    agree(program, np.array([-0.5, 0.25, 123.0]), reference=with_torch)
    agree(program, 10 * normal(4), reference=with_torch)


def test_one_way_of_writing_serves_the_whole_array(agree):
    def program(lib, x):
        return lib.training.array_text(x.astype(np.float32), 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x.astype(np.float32)))[7:-1]

    agree(program, np.array([5000.0, 1.5, 0.001]), reference=with_torch)
    agree(program, np.array([2e8, 3e8, -5e8]), reference=with_torch)
    agree(program, np.array([-2000.0, 1.0, -3.0]), reference=with_torch)
    agree(program, np.array([-2000.0, 1.5]), reference=with_torch)
    agree(program, np.array([2e-5, 3e-5]), reference=with_torch)
    agree(program, np.array([1000.0, 1.0]), reference=with_torch)


@pytest.mark.public
def test_matrices_of_a_3d_array_are_kept_apart(agree):
    def program(lib, x):
        return lib.training.array_text(x.astype(np.float32), 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x.astype(np.float32)))[7:-1]

    agree(program, normal(2, 1, 2), reference=with_torch)
    agree(program, normal(1, 3, 2), reference=with_torch)
    agree(program, normal(2, 1, 1, 3), reference=with_torch)


def test_layers_are_counted_by_their_own_parameters(facts):
    def program(lib, sizes):
        nn, layers = lib.nn, lib.training.layer_sizes
        net = nn.Sequential(nn.Linear(*sizes[:2]), nn.Sequential(nn.Tanh(), nn.Linear(*sizes[1:])))
        return [[path, type(module).__name__, size] for path, module, size in layers(net)]

    assert facts(program, [3, 4, 2]) == [
        ["", "Sequential", 0],
        ["0", "Linear", 16],
        ["1", "Sequential", 0],
        ["1.0", "Tanh", 0],
        ["1.1", "Linear", 10],
    ], "a Linear(3, 4) has 3 * 4 weights and 4 biases; a Sequential has no parameters of its own"


def test_shapes_are_those_that_flow_through(facts):
    def program(lib, x):
        nn = lib.nn
        net = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.Tanh(), nn.Linear(4, 2)))
        return lib.training.output_shapes(net, lib.tensor(x.astype(np.float32)))

    shapes = facts(program, normal(5, 3))
    assert {path: list(shape) for path, shape in shapes.items()} == {
        "": [5, 2],
        "0": [5, 4],
        "1": [5, 2],
        "1.0": [5, 4],
        "1.1": [5, 2],
    }, "each module's path should have the shape of what it gives"


@pytest.mark.public
def test_a_summary_shows_both(facts):
    def program(lib, x):
        nn = lib.nn
        net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
        net[2].bias.requires_grad_(False)
        return lib.training.summary(net, lib.tensor(x.astype(np.float32)))

    lines = facts(program, normal(5, 3)).splitlines()
    assert [line.split() for line in lines[2:-1]] == [
        ["0", "Linear", "(5,", "4)", "16"],
        ["1", "Tanh", "(5,", "4)"],
        ["2", "Linear", "(5,", "2)", "10"],
    ], "a row for each layer: its path, kind, shape and size"
    assert lines[-1].startswith("26 parameters, 24 of them to be trained")


@pytest.mark.public
def test_the_norm_of_a_gradient_is_the_root_of_its_squares(agree):
    def program(lib, x):
        net = lib.nn.Sequential(lib.nn.Linear(3, 1), lib.nn.Linear(1, 1)).double()
        net[1].requires_grad_(False)
        (net[0](lib.tensor(x)) * 2).sum().backward()
        return lib.training.gradient_norms(net)

    def with_torch(lib, x):
        gradient = 2 * x.sum(0)
        return {"0.weight": float((gradient**2).sum() ** 0.5), "0.bias": 2.0 * len(x)}

    agree(program, normal(2, 3), reference=with_torch)


def test_gradients_die_in_a_deep_net_of_sigmoids(facts):
    def program(lib, x):
        lib.manual_seed(0)
        nn, layers = lib.nn, []
        for _ in range(8):
            layers += [nn.Linear(6, 6), nn.Sigmoid()]
        net = nn.Sequential(*layers)
        net(lib.tensor(x.astype(np.float32))).sum().backward()
        norms = lib.training.gradient_norms(net)
        return [norms["0.weight"], norms["14.weight"]]

    norms = facts(program, normal(4, 6))
    assert are_numbers(norms), "a norm should be a number"
    first, last = norms
    assert 0 < first < last / 1000, "each sigmoid's slope is at most 1/4"


@pytest.mark.public
def test_watching_for_anomalies_changes_nothing_where_there_are_none(agree):
    def program(lib, x, w):
        x, w = lib.tensor(x), lib.tensor(w, requires_grad=True)
        with lib.autograd.detect_anomaly():
            y = (x @ w).tanh()
            y.sum().backward()
        return y.detach(), w.grad

    agree(program, normal(2, 3), normal(3, 2))


@pytest.mark.public
def test_a_rule_that_makes_nan_is_found_out(agree):
    def program(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(all="ignore"), lib.autograd.detect_anomaly():
            (x.sqrt() * lib.tensor(w)).sum().backward()
        return x.grad

    agree(program, np.array([4.0, 9.5]), np.array([2.5, 0.0]))
    agree(program, np.array([4.0, 0.0]), np.array([2.5, 0.0]), raises=RuntimeError)


def test_the_op_that_made_the_first_nan_is_named(facts):
    def program(lib, x):
        class Caught:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                self.said = f"{kind.__name__}: {error}"
                return kind is not NotImplementedError

        said = []
        for f in (
            lambda x: (x.exp() * x.log()).sum(),
            lambda x: ((x.relu() ** 0.5) * 0).sum(),
            lambda x: (x.relu().sqrt() * 0).exp().sum(),
        ):
            caught, x1 = Caught(), lib.tensor(x, requires_grad=True)
            with np.errstate(all="ignore"), caught, lib.autograd.detect_anomaly():
                f(x1).backward()
            said += [caught.said, x1.grad is None]
        return said

    log, first, power, second, sqrt, third = facts(program, np.array([2.5, -1.0, 3.0]))
    assert log.startswith("RuntimeError") and "log" in log, "the log of -1 is the first NaN forward"
    assert power.startswith("RuntimeError") and "pow" in power, "pow's rule makes the first NaN"
    assert sqrt.startswith("RuntimeError") and "sqrt" in sqrt, "sqrt's rule makes the first NaN"
    assert first and second and third, "x comes after the op to blame, so it gets no gradient"


@pytest.mark.edge_case
def test_watching_takes_no_second_walk(agree):
    def program(lib, x):
        x, seen = lib.tensor(x, requires_grad=True), []
        with lib.autograd.detect_anomaly():
            y = x.exp()
            y.retain_grad()
            y.register_hook(lambda g: seen.append(g.tolist()))
            (y * y).sum().backward()
        return x.grad, y.grad, seen

    agree(program, normal(3))


@pytest.mark.edge_case
def test_every_way_back_is_watched(agree):
    def by_grad(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(all="ignore"), lib.autograd.detect_anomaly():
            return lib.autograd.grad((x.sqrt() * lib.tensor(w)).sum(), x)

    def of_several(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(all="ignore"), lib.autograd.detect_anomaly():
            lib.autograd.backward([x.exp().sum(), (x.sqrt() * lib.tensor(w)).sum()])
        return x.grad

    for way in (by_grad, of_several):
        agree(way, np.array([4.0, 9.5]), np.array([2.5, 0.0]))
        agree(way, np.array([4.0, 0.0]), np.array([2.5, 0.0]), raises=RuntimeError)


@pytest.mark.edge_case
def test_everything_is_as_before_when_the_block_ends(agree):
    def program(lib, x):
        class Caught:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                self.kind = kind
                return kind is not NotImplementedError

        caught = Caught()
        with lib.autograd.detect_anomaly():
            with lib.autograd.detect_anomaly():
                lib.tensor(x).exp()
            inner = lib.tensor(x).tanh()
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(all="ignore"):
            with caught, lib.autograd.detect_anomaly():
                (x.sqrt() * 0).sum().backward()
            (x.sqrt() * 0).sum().backward()
            return caught.kind.__name__, inner, x.grad, x.detach().log()

    agree(program, np.array([4.0, 0.0, 2.5]))


@pytest.mark.edge_case
def test_infinity_and_nan_are_words(agree):
    def program(lib, x):
        return lib.training.array_text(x.astype(np.float32), 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x.astype(np.float32)))[7:-1]

    agree(program, np.array([1.0, np.inf, -np.inf, np.nan]), reference=with_torch)
    agree(program, np.array([1.5, -np.inf, 0.0]), reference=with_torch)
    agree(program, np.array([1e-5, np.nan, 1.0]), reference=with_torch)


@pytest.mark.edge_case
def test_integers_bools_and_single_numbers(agree):
    def program(lib, x):
        return lib.training.array_text(x, 7)

    def with_torch(lib, x):
        return repr(lib.tensor(x))[7:-1]

    agree(program, integers(-50, 500, 2, 3), reference=with_torch)
    agree(program, np.array([[True, False], [False, False]]), reference=with_torch)
    agree(program, np.array(7), reference=with_torch)


@pytest.mark.edge_case
def test_a_weight_that_is_shared_is_counted_at_the_first(facts):
    def program(lib, sizes):
        nn = lib.nn
        net = nn.Sequential(nn.Linear(*sizes), nn.Tanh(), nn.Linear(*sizes))
        net[2].weight = net[0].weight
        return [size for _, _, size in lib.training.layer_sizes(net)]

    assert facts(program, [4, 4]) == [0, 20, 0, 4], "the second layer has only its bias left"


@pytest.mark.edge_case
def test_no_hook_is_left_behind(facts):
    def program(lib, x):
        class Caught:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                return kind is not NotImplementedError

        nn, shapes = lib.nn, lib.training.output_shapes
        net, x = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), lib.tensor(x.astype(np.float32))
        told = [shapes(net, x)]
        told.append([len(m._forward_hooks) for m in net.modules()])
        with Caught():
            shapes(net, lib.ones(2, 7))
        return [*told, [len(m._forward_hooks) for m in net.modules()]]

    told, after, failed = facts(program, normal(5, 3))
    assert told["0"] == (5, 4) or told["0"] == [5, 4]
    assert after == [0, 0, 0], "every hook should be removed"
    assert failed == [0, 0, 0], "also when the model has failed"


@pytest.mark.edge_case
def test_who_was_given_a_nan_is_not_said_to_have_made_it(facts):
    def program(lib, x):
        class Caught:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                self.said = f"{kind.__name__}: {error}"
                return kind is not NotImplementedError

        x, said = lib.tensor(x), []
        with np.errstate(invalid="ignore"):
            nan = x.log()
        for y in (nan, x):
            caught = Caught()
            with np.errstate(all="ignore"), caught, lib.autograd.detect_anomaly():
                y.log().exp()
            said.append(caught.said)
        return said

    given, made = facts(program, np.array([2.0, -1.0]))
    assert "given" in given, "the NaN was there before log got it"
    assert "made" in made, "log makes a NaN of -1"


@pytest.mark.edge_case
def test_a_sum_of_opposite_infinities_is_found_out(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(all="ignore"), lib.autograd.detect_anomaly():
            y = x * 1
            (2 * y.sqrt() - y.sqrt()).sum().backward()
        return x.grad

    agree(program, np.array([4.0, 2.5]))
    agree(program, np.array([4.0, 0.0]), raises=RuntimeError)


@pytest.mark.edge_case
def test_a_total_that_the_next_rule_would_hide_is_found_out(facts):
    def program(lib, x):
        class Caught:
            said = "nothing"

            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                self.said = f"{kind.__name__}: {error}" if kind else "nothing"
                return kind is not NotImplementedError

        x, caught = lib.tensor(x, requires_grad=True), Caught()
        y = lib.where(lib.tensor([True, False]), x, lib.zeros_like(x))
        with np.errstate(all="ignore"), caught, lib.autograd.detect_anomaly():
            (2 * y.sqrt() - y.sqrt()).sum().backward()
        return caught.said

    said = facts(program, np.array([4.0, 2.5]))
    assert said.startswith("RuntimeError") and "where" in said, (
        "2 * infinity - infinity came back to the result of where, whose rule throws it away"
    )
