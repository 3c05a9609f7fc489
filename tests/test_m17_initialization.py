"""m17 initialization: fans and gains, torch's own draws, and weights that travel."""

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_each_function_has_its_gain(agree):
    def program(lib, names):
        return [float(lib.nn.init.calculate_gain(name)) for name in names]

    agree(program, ["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])


def test_the_gain_of_a_leaky_relu_depends_on_its_slope(agree):
    def program(lib, name, slope):
        return float(lib.nn.init.calculate_gain(name, slope)) + 1.0

    agree(program, "leaky_relu", 0.3)
    agree(program, "leaky_relu", 0)
    agree(program, "leaky_relu", 5**0.5)
    agree(program, "swish", None, raises=ValueError)


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
    agree(program, (6,), raises=ValueError)


def test_constants_are_written_into_the_tensor_and_it_is_given_back(agree):
    def program(lib, x):
        tensors = [lib.tensor(row, requires_grad=True) for row in x]
        init = lib.nn.init
        same = [
            init.constant_(tensors[0], 2.5) is tensors[0],
            init.zeros_(tensors[1]) is tensors[1],
            init.ones_(tensors[2]) is tensors[2],
        ]
        return tensors, same, [t.requires_grad and t.is_leaf for t in tensors]

    agree(program, normal(4, 3))


@pytest.mark.public
def test_uniform_numbers_are_torchs_from_the_same_seed(agree):
    def program(lib, shape, low, high):
        lib.manual_seed(1)
        w = lib.empty(*shape, requires_grad=True)
        lib.nn.init.uniform_(w, low, high)
        return w, lib.nn.init.uniform_(lib.empty(3))

    agree(program, (5, 3), -0.25, 0.75)
    agree(program, (2, 3, 4), 1.0, 3.0)


def test_normal_numbers_are_torchs_from_the_same_seed(agree):
    def program(lib, shape, mean, std):
        lib.manual_seed(1)
        w = lib.empty(*shape, requires_grad=True)
        lib.nn.init.normal_(w, mean, std)
        return w, lib.nn.init.normal_(lib.empty(3))

    agree(program, (5, 3), 2.0, 0.5)
    agree(program, (3, 5, 4), -1.0, 0.1)


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


@pytest.mark.public
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
    agree(program, (5, 3), "fan_both", raises=ValueError)


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


def test_a_signal_keeps_its_size_through_many_layers(agree):
    def program(lib, x, names):
        lib.manual_seed(5)
        spreads = []
        for name in names:
            y = lib.tensor(x)
            for _ in range(8):
                w = lib.empty(30, 30, dtype=lib.float64)
                y = (y @ getattr(lib.nn.init, name)(w).T).relu()
            spreads.append((y**2).mean())
        return spreads

    agree(program, normal(20, 30), ["kaiming_normal_", "xavier_normal_", "normal_"])


def test_weights_go_to_torch_as_ndarrays(agree):
    def program(lib, w, b):
        layer = lib.nn.Linear(3, 2).double()
        layer.load_state_dict({"weight": lib.tensor(w), "bias": lib.tensor(b)})
        state = lib.as_ndarrays(layer.state_dict(keep_vars=True))
        state["bias"][0] = 7.0
        return state, layer.bias

    def with_torch(lib, w, b):
        b[0] = 7.0
        return {"weight": w, "bias": b}, lib.tensor(b)

    agree(program, normal(2, 3), normal(2), reference=with_torch)


def test_weights_come_from_torch_or_from_ndarrays(agree):
    def program(lib, w, b):
        class Foreign:
            def detach(self):
                return self

            def numpy(self):
                return w

        state = lib.as_tensors({"weight": Foreign(), "bias": b, "half": lib.tensor(b) / 2})
        b[0] = 7.0
        return state

    def with_torch(lib, w, b):
        return {"weight": lib.tensor(w), "bias": lib.tensor(b), "half": lib.tensor(b) / 2}

    agree(program, normal(2, 3), normal(2), reference=with_torch)


def test_nested_data_comes_back_from_a_file(agree):
    def program(lib, x, extra):
        data = {"x": lib.tensor(x), 3: [x, extra], "step": (4, 2.5, None, True, "word")}
        lib.save(data, "nested.file")
        with open("nested.file", "rb") as file:
            again = lib.load(file)
        return lib.load("nested.file", map_location="cpu", weights_only=True), again

    def with_torch(lib, x, extra):
        data = {"x": lib.tensor(x), 3: [x, extra], "step": (4, 2.5, None, True, "word")}
        return data, data

    agree(program, normal(2, 3), {"lr": float("inf"), "betas": []}, reference=with_torch)


def test_a_network_goes_on_from_its_file(agree):
    def program(lib, x, seed):
        lib.manual_seed(seed)
        nets = [lib.nn.Linear(3, 2), lib.nn.Linear(3, 2)]
        with open("weights.file", "wb") as file:
            lib.save(nets[0].state_dict(), file)
        nets[1].load_state_dict(lib.load("weights.file"))
        return nets[1](lib.tensor(x)), nets[1].weight

    def with_torch(lib, x, seed):
        lib.manual_seed(seed)
        net = lib.nn.Linear(3, 2)
        return net(lib.tensor(x)), net.weight

    agree(program, normal(5, 3).astype(np.float32), 6, reference=with_torch)


def test_a_damaged_file_says_so(agree):
    def program(lib, x, keep, name):
        lib.save({"x": lib.tensor(x)}, "whole.file")
        with open("whole.file", "rb") as file:
            start = file.read()
        with open("part.file", "wb") as file:
            file.write(start[: int(len(start) * keep)])
        return lib.load(name)

    def with_torch(lib, x, keep, name):
        if name == "nowhere.file":
            raise FileNotFoundError(name)
        if keep < 1:
            raise RuntimeError("damaged")
        return {"x": lib.tensor(x)}

    agree(program, normal(9), 1, "part.file", reference=with_torch)
    for keep in (0, 0.2, 0.7):
        agree(program, normal(9), keep, "part.file", raises=RuntimeError, reference=with_torch)
    agree(program, normal(9), 1, "nowhere.file", raises=FileNotFoundError, reference=with_torch)


def test_what_can_not_be_saved_leaves_the_file_alone(agree):
    def program(lib, x, spoiled):
        data = lib.tensor(x) * 2
        lib.save([data, lib.nn.Linear(1, 1)] if spoiled else data, "kept.file")
        return lib.load("kept.file")

    def with_torch(lib, x, spoiled):
        if spoiled:
            raise TypeError("a module")
        return lib.tensor(x) * 2

    def what_is_left(lib, x):
        return lib.load("kept.file")

    def left_with_torch(lib, x):
        return lib.tensor(x) * 2

    x = normal(3)
    agree(program, x, False, reference=with_torch)
    agree(program, x, True, raises=TypeError, reference=with_torch)
    agree(what_is_left, x, reference=left_with_torch)
