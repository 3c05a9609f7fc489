"""m16 modules: parameters, book-keeping, names, states."""

import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_a_parameter_asks_for_gradients_and_what_is_made_from_it_is_a_plain_tensor(agree):
    def program(lib, x):
        p = lib.nn.Parameter(lib.tensor(x))
        y = p * 2
        kinds = [isinstance(each, lib.nn.Parameter) for each in (p, y, p.detach(), y.sum())]
        y.sum().backward()
        return y, p.grad, kinds, [isinstance(each, lib.Tensor) for each in (p, y)]

    agree(program, normal(2, 3))


@pytest.mark.public
def test_whatever_is_assigned_is_found_by_its_path(agree):
    def program(lib, x):
        class Block(lib.nn.Module):
            def __init__(self, size):
                super().__init__()
                self.inner = lib.nn.Linear(size, 2)
                self.scale = lib.nn.Parameter(lib.ones(size))

        class Net(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.first = Block(3)
                self.second = Block(4)
                self.shift = lib.nn.Parameter(lib.tensor(x))
                self.note = "no part"

        net = Net()
        found = [(name, tuple(p.shape)) for name, p in net.named_parameters()]
        own = [name for name, p in net.named_parameters(recurse=False)]
        return found, own, [name for name, p in net.first.named_parameters(prefix="a")], net.shift

    agree(program, normal(5))


def test_paths_lead_through_the_tree_of_modules(agree):
    def program(lib, depth):
        nn = lib.nn
        net = nn.Sequential()
        for _ in range(depth):
            net = nn.Sequential(nn.Linear(2, 2), net, nn.Tanh())
        paths = [(name, type(m).__name__) for name, m in net.named_modules()]
        children = [name for name, m in net.named_children()]
        return paths, children, [name for name, m in net[1].named_modules(prefix="a.b")]

    agree(program, 2)


def test_a_part_that_stands_in_two_places_is_one(agree):
    def program(lib, x):
        class Tied(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.encode = lib.nn.Linear(3, 3)
                self.again = self.encode
                self.decode = lib.nn.Linear(3, 3)
                self.decode.weight = self.encode.weight

        net = Tied()
        once = [name for name, p in net.named_parameters()]
        always = [name for name, p in net.named_parameters(remove_duplicate=False)]
        modules = [name for name, m in net.named_modules()]
        children = [name for name, m in net.named_children()]
        return once, always, modules, children, list(net.state_dict())

    agree(program, normal(3))


def test_modules_in_a_plain_list_are_not_found(agree):
    def program(lib, sizes):
        class Net(lib.nn.Module):
            def __init__(self, container):
                super().__init__()
                self.layers = container([lib.nn.Linear(n, 2) for n in sizes])

        return [
            [(name, tuple(p.shape)) for name, p in Net(container).named_parameters()]
            for container in (list, lib.nn.ModuleList)
        ]

    agree(program, [3, 4, 5])


@pytest.mark.public
def test_a_state_holds_every_weight_by_its_path_and_shares_memory(agree):
    def program(lib, w):
        net = lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.Linear(2, 1, bias=False))
        net[0].weight.data = lib.tensor(w)
        state = net.state_dict()
        with lib.no_grad():
            weight = net[0].weight
            weight *= 2
        prefixed = list(net.state_dict(prefix="net."))
        return list(state), state["0.weight"], state["0.weight"].requires_grad, prefixed

    agree(program, normal(2, 3))


@pytest.mark.public
def test_train_and_eval_reach_every_module(agree):
    def program(lib, mode):
        nn = lib.nn
        net = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Tanh(), nn.Sequential(nn.Tanh())))
        modes = [[m.training for m in net.modules()]]
        net.eval()
        modes.append([m.training for m in net.modules()])
        net[1].train(mode)
        modes.append([m.training for m in net.modules()])
        return modes, net.train() is net

    agree(program, True)
    agree(program, False)
    agree(program, 3, raises=ValueError)


@pytest.mark.public
def test_sequential_hands_on_what_each_module_gives(agree):
    def program(lib, x, w):
        net = lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.Tanh(), lib.nn.Flatten(0))
        net[0].load_state_dict({"weight": lib.tensor(w), "bias": lib.tensor(w)[:, 0]})
        return net(lib.tensor(x)), net[:2](lib.tensor(x)), len(net), [type(m).__name__ for m in net]

    agree(program, normal(2, 3).astype("float32"), normal(2, 3))


def test_a_linear_starts_as_torchs_does_from_the_same_seed(agree):
    def program(lib, seed, sizes, bias):
        lib.manual_seed(seed)
        layers = [lib.nn.Linear(n, 3, bias=bias) for n in sizes]
        layers[0].reset_parameters()
        return [(layer.weight, layer.bias) for layer in layers]

    agree(program, 0, [4, 7], True)
    agree(program, 1, [5], False)


def test_a_network_of_modules_learns_as_torchs_does(agree):
    def program(lib, x, y):
        class Net(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.hidden = lib.nn.Linear(3, 8)
                self.out = lib.nn.Linear(8, 1)

            def forward(self, x):
                return self.out(self.hidden(x).tanh())

        lib.manual_seed(0)
        net, losses = Net().double(), []
        for _ in range(5):
            loss = ((net(lib.tensor(x)) - lib.tensor(y)) ** 2).mean()
            net.zero_grad()
            loss.backward()
            with lib.no_grad():
                for p in net.parameters():
                    p -= 0.1 * p.grad
            losses.append(loss.item())
        return losses, net.hidden.weight

    agree(program, normal(10, 3), normal(10, 1))


@pytest.mark.edge_case
def test_a_parameter_shares_memory_with_its_tensor_and_has_no_history(agree):
    def program(lib, x):
        data = lib.tensor(x)
        source = lib.tensor(x, requires_grad=True)
        p, q = lib.nn.Parameter(data), lib.nn.Parameter(source * 3)
        data.zero_()
        (p + q * q).sum().backward()
        return p, p.is_leaf, q, q.is_leaf, q.grad, source.grad

    agree(program, normal(2, 3))


@pytest.mark.edge_case
def test_a_parameter_may_be_frozen_and_must_be_floating_if_it_is_not(agree):
    def program(lib, x, dtype, requires_grad):
        data = lib.tensor(x, dtype=getattr(lib, dtype))
        p = lib.nn.Parameter(data, requires_grad=requires_grad)
        return p, p.requires_grad

    agree(program, normal(3) * 9, "float32", True)
    agree(program, normal(3) * 9, "float32", False)
    agree(program, normal(3) * 9, "int64", False)
    agree(program, normal(3) * 9, "int64", True, raises=RuntimeError)


@pytest.mark.edge_case
def test_a_name_in_a_book_takes_its_own_kind_or_none(agree):
    def program(lib, x, name, value):
        class Net(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.w = lib.nn.Parameter(lib.tensor(x))
                self.v = lib.nn.Parameter(lib.tensor(x) * 2)
                self.part = lib.nn.Linear(3, 2)
                self.register_buffer("kept", lib.tensor(x))

        net = Net()
        new = {
            "None": None,
            "tensor": lib.tensor(x) * 3,
            "parameter": lib.nn.Parameter(lib.tensor(x) * 4),
            "module": lib.nn.Linear(1, 1),
        }[value]
        setattr(net, name, new)
        books = net.named_parameters(), net.named_modules(), net.named_buffers()
        return net.v, getattr(net, name) is new, [[name for name, _ in book] for book in books]

    agree(program, normal(3), "w", "None")
    agree(program, normal(3), "w", "parameter")
    agree(program, normal(3), "kept", "tensor")
    agree(program, normal(3), "part", "parameter")
    agree(program, normal(3), "kept", "module")
    agree(program, normal(3), "other", "tensor")
    agree(program, normal(3), "w", "module", raises=TypeError)
    agree(program, normal(3), "w", "tensor", raises=TypeError)
    agree(program, normal(3), "part", "tensor", raises=TypeError)


@pytest.mark.edge_case
def test_parts_are_assigned_after_super_init(agree):
    def program(lib, x, late):
        class Net(lib.nn.Module):
            def __init__(self):
                if late:
                    self.w = lib.nn.Parameter(lib.tensor(x))
                super().__init__()
                self.v = lib.nn.Parameter(lib.tensor(x) * 2)

        return dict(Net().named_parameters())["v"] * 3

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=AttributeError)


@pytest.mark.edge_case
def test_buffers_belong_to_the_state_unless_they_are_not_persistent(agree):
    def program(lib, x):
        class Inner(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.register_buffer("mean", lib.tensor(x))
                self.register_buffer("cache", lib.tensor(x), persistent=False)
                self.register_buffer("nothing", None)
                self.scale = lib.nn.Parameter(lib.tensor(x))

        net = lib.nn.Sequential(Inner(), lib.nn.Linear(3, 2))
        net[0].mean = net[0].mean + 1
        buffers = [name for name, b in net.named_buffers()]
        parameters = [name for name, p in net.named_parameters()]
        return buffers, parameters, list(net.state_dict()), net.state_dict()["0.mean"]

    agree(program, normal(3))


@pytest.mark.edge_case
def test_a_state_is_copied_into_the_tensors_that_are_there(agree):
    def program(lib, w, b):
        layer = lib.nn.Linear(3, 2)
        before = layer.weight
        state = {"weight": lib.tensor(w), "bias": lib.tensor(b)}
        result = layer.load_state_dict(state)
        state["weight"].zero_()
        same = layer.weight is before
        return layer.weight, layer.bias, same, layer.weight.requires_grad, list(result)

    agree(program, normal(2, 3), normal(2))


@pytest.mark.edge_case
def test_a_state_is_a_dict_that_must_fit_exactly_unless_not_strict(agree):
    def program(lib, w, names, rows, strict, kind):
        layer = lib.nn.Linear(3, 2)
        layer.load_state_dict({"weight": lib.tensor(w) * 0, "bias": lib.tensor(w)[:, 0]})
        state = {name: lib.tensor(w)[:rows] for name in names}
        result = layer.load_state_dict(state if kind == "dict" else [state], strict=strict)
        return layer.weight, layer.bias, result.missing_keys, result.unexpected_keys

    agree(program, normal(2, 3), ["weight"], 2, False, "dict")
    agree(program, normal(2, 3), ["weight", "extra"], 2, False, "dict")
    agree(program, normal(2, 3), ["weight"], 2, True, "dict", raises=RuntimeError)
    agree(program, normal(2, 3), ["weight", "bias", "extra"], 2, True, "dict", raises=RuntimeError)
    agree(program, normal(2, 3), ["weight"], 1, False, "dict", raises=RuntimeError)
    agree(program, normal(2, 3), ["weight"], 2, False, "list", raises=TypeError)


@pytest.mark.edge_case
def test_the_modules_of_a_sequential_may_have_names(agree):
    def program(lib, sizes):
        a, b, c = sizes
        net = lib.nn.Sequential({"body": lib.nn.Linear(a, b), "head": lib.nn.Linear(b, c)})
        return list(net.state_dict()), repr(net)

    def with_torch(lib, sizes):
        a, b, c = sizes
        net = lib.nn.Sequential()
        net.add_module("body", lib.nn.Linear(a, b))
        net.add_module("head", lib.nn.Linear(b, c))
        return list(net.state_dict()), repr(net)

    agree(program, [3, 4, 2], reference=with_torch)


@pytest.mark.edge_case
def test_a_linear_without_a_bias_or_in_float64_is_a_module_all_the_same(agree):
    def program(lib, x, bias):
        lib.manual_seed(2)
        layer = lib.nn.Linear(3, 2, bias=bias, dtype=lib.float64)
        y = layer(lib.tensor(x))
        y.sum().backward()
        return y, layer.weight.grad, layer.bias, list(layer.state_dict()), repr(layer)

    agree(program, normal(5, 3), True)
    agree(program, normal(5, 3), False)


@pytest.mark.edge_case
def test_a_part_that_is_replaced_keeps_its_place(agree):
    def program(lib, x):
        net = lib.nn.Module()
        net.w, net.v = lib.nn.Parameter(lib.tensor(x)), lib.nn.Parameter(lib.tensor(x) * 2)
        net.plain = lib.tensor(x)
        net.register_buffer("kept", lib.tensor(x))
        net.w = lib.nn.Parameter(lib.tensor(x) * 3)
        net.kept = lib.tensor(x) * 4
        return [(name, t) for name, t in net.state_dict(keep_vars=True).items()]

    agree(program, normal(3))


@pytest.mark.edge_case
def test_hooks_of_the_parts_of_a_sequential_are_called(agree):
    def program(lib, x):
        net = lib.nn.Sequential(lib.nn.Tanh(), lib.nn.Tanh())
        net[1].register_forward_hook(lambda module, args, out: out * 3)
        return net(lib.tensor(x))

    agree(program, normal(2, 3))
