"""m17 initialization: fans and gains, torch's own draws, and signals that stay alive."""

import pytest

from grader.asking.inputs import normal
from grader.suite.forms import are_numbers


@pytest.mark.public
def test_the_gain_of_a_relu_and_of_its_leaky_sisters(agree):
    def program(lib, slopes):
        gains = [lib.nn.init.calculate_gain("leaky_relu", slope) for slope in slopes]
        return [float(gain) for gain in [*gains, lib.nn.init.calculate_gain("relu")]]

    agree(program, [0.3, 0.01, 5**0.5])


@pytest.mark.public
def test_fan_in_is_the_second_size_and_fan_out_the_first(agree):
    def program(lib, shape):
        return lib.nn.init._calculate_fan_in_and_fan_out(lib.empty(*shape))

    agree(program, (5, 3))
    agree(program, (4, 1))


def test_a_kernel_multiplies_both_fans_by_its_size(agree):
    def program(lib, shape):
        return lib.nn.init._calculate_fan_in_and_fan_out(lib.empty(*shape))

    agree(program, (5, 3, 2, 4))
    agree(program, (2, 6, 3))


def test_xavier_weighs_both_fans(agree):
    def program(lib, shape, gain):
        lib.manual_seed(2)
        w = lib.empty(*shape, dtype=lib.float64, requires_grad=True)
        return lib.nn.init.xavier_uniform_(w, gain), w

    agree(program, (5, 3), 1.0)
    agree(program, (2, 7), 1.7)
    agree(program, (4, 3, 2, 2), 1.0)


def test_xavier_draws_normal_numbers_too(agree):
    def program(lib, shape, gain):
        lib.manual_seed(2)
        w = lib.empty(*shape, dtype=lib.float64, requires_grad=True)
        return lib.nn.init.xavier_normal_(w, gain), w

    agree(program, (5, 3), 1.0)
    agree(program, (2, 9), 1.7)
    agree(program, (4, 3, 2, 2), 1.0)


def test_kaiming_divides_by_one_fan(agree):
    def program(lib, shape, mode):
        lib.manual_seed(3)
        w = lib.empty(*shape, dtype=lib.float64, requires_grad=True)
        lib.nn.init.kaiming_uniform_(w, mode=mode)
        return w

    for shape in ((5, 3), (4, 3, 2, 2)):
        agree(program, shape, "fan_in")
        agree(program, shape, "fan_out")


def test_kaiming_draws_normal_numbers_too(agree):
    def program(lib, shape, mode):
        lib.manual_seed(3)
        w = lib.empty(*shape, dtype=lib.float64, requires_grad=True)
        lib.nn.init.kaiming_normal_(w, mode=mode)
        return w

    for shape in ((5, 3), (4, 3, 2, 2)):
        agree(program, shape, "fan_in")
        agree(program, shape, "fan_out")


def test_kaiming_knows_the_function_that_follows(agree):
    def program(lib, a, nonlinearity):
        lib.manual_seed(3)
        w, v = lib.empty(6, 4, dtype=lib.float64), lib.empty(6, 4, dtype=lib.float64)
        lib.nn.init.kaiming_uniform_(w, a, nonlinearity=nonlinearity)
        lib.nn.init.kaiming_normal_(v, a, nonlinearity=nonlinearity)
        return w, v

    agree(program, 0.5, "leaky_relu")
    agree(program, 0.5, "relu")
    agree(program, 0, "tanh")
    agree(program, 0, "linear")


def test_a_linear_starts_with_kaimings_odd_slope(agree):
    def program(lib, sizes):
        lib.manual_seed(4)
        layer = lib.nn.Linear(*sizes)
        lib.manual_seed(4)
        return lib.nn.init.kaiming_uniform_(lib.empty(*sizes[::-1]), a=5**0.5), layer.weight

    agree(program, [7, 4])


@pytest.mark.public
def test_signals_are_measured_after_each_layer(agree):
    def program(lib, x, first, second):
        return lib.nn.init.signal_sizes([lib.tensor(first), lib.tensor(second)], lib.tensor(x))

    def with_torch(lib, x, first, second):
        one = (lib.tensor(x) @ lib.tensor(first).T).relu()
        two = (one @ lib.tensor(second).T).relu()
        return [float((y * y).mean().sqrt()) for y in (one, two)]

    agree(program, normal(2, 3), normal(2, 3), normal(3, 2), reference=with_torch)


@pytest.mark.public
def test_kaiming_keeps_signals_alive_and_others_do_not(facts):
    def program(lib, x):
        lib.manual_seed(5)
        names = ["kaiming_normal_", "kaiming_uniform_", "xavier_normal_", "normal_"]
        last = []
        for name in names:
            draw = getattr(lib.nn.init, name)
            weights = [draw(lib.empty(200, 200, dtype=lib.float64)) for _ in range(12)]
            last.append(lib.nn.init.signal_sizes(weights, lib.tensor(x))[-1])
        return last

    sizes = facts(program, normal(50, 200))
    assert are_numbers(sizes), "a size should be a number"
    kaiming, evenly, xavier, raw = sizes
    assert 0.4 < kaiming < 2.5 and 0.4 < evenly < 2.5, "numbers should stay as large as they are"
    assert xavier < 0.05, "half of the mean square is lost in each relu"
    assert raw > 1e9, "weights of variance 1 blow numbers up, ten times and more in each layer"


@pytest.mark.edge_case
def test_a_slope_of_zero_is_a_slope(agree):
    def program(lib, name, slope):
        return float(lib.nn.init.calculate_gain(name, slope)) + 1.0

    agree(program, "leaky_relu", 0)
    agree(program, "leaky_relu", None)
    agree(program, "relu", 3.0)


@pytest.mark.edge_case
def test_a_weight_without_elements_is_left_alone(agree):
    def program(lib, name):
        lib.manual_seed(4)  # what is left alone draws nothing
        fill = getattr(lib.nn.init, name)
        return fill(lib.empty(3, 0)), fill(lib.empty(3, 2))

    agree(program, "kaiming_uniform_")
    agree(program, "kaiming_normal_")


@pytest.mark.edge_case
def test_float64_weights_get_float64_numbers(agree):
    def program(lib, names):
        lib.manual_seed(8)
        return [getattr(lib.nn.init, n)(lib.empty(5, 4, dtype=lib.float64)) for n in names]

    agree(program, ["normal_", "xavier_uniform_", "kaiming_normal_", "orthogonal_"])


@pytest.mark.edge_case
def test_numbers_can_come_from_a_generator_of_ones_own(agree):
    def program(lib, names):
        lib.manual_seed(1)
        results = []
        for name in names:
            generator = lib.Generator().manual_seed(7)
            init = getattr(lib.nn.init, name)
            results.append(init(lib.empty(5, 3), generator=generator))
        return results, lib.rand(2)

    names = ["uniform_", "normal_", "xavier_uniform_", "xavier_normal_"]
    agree(program, [*names, "kaiming_uniform_", "kaiming_normal_"])


@pytest.mark.edge_case
def test_a_weight_is_filled_where_it_lies_and_stays_a_leaf(agree):
    def program(lib, names):
        lib.manual_seed(9)
        init = lib.nn.init
        weights = [lib.empty(4, 2, requires_grad=True) for _ in names]
        views = [weight.detach() for weight in weights]
        same = [getattr(init, n)(w) is w for n, w in zip(names, weights, strict=True)]
        return views, same, [w.requires_grad and w.is_leaf for w in weights]

    agree(program, ["xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_"])
