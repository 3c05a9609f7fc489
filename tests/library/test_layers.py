"""Given modules: what they print, what their states hold, and what they compute is torch's."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

Make = Callable[[Any, Any], Any]
ACTIVATIONS: list[Make] = [
    lambda lib, nn: nn.ReLU(inplace=True),
    lambda lib, nn: nn.ReLU6(),
    lambda lib, nn: nn.SiLU(),
    lambda lib, nn: nn.Mish(),
    lambda lib, nn: nn.GELU(),
    lambda lib, nn: nn.GELU("tanh"),
    lambda lib, nn: nn.LeakyReLU(0.2, True),
    lambda lib, nn: nn.ELU(),
    lambda lib, nn: nn.Hardtanh(-2, 0.5),
    lambda lib, nn: nn.Softplus(2, 10),
    lambda lib, nn: nn.Softmax(1),
    lambda lib, nn: nn.Softmax(),
    lambda lib, nn: nn.LogSoftmax(-1),
    lambda lib, nn: nn.Sigmoid(),
    lambda lib, nn: nn.Tanh(),
    lambda lib, nn: nn.LogSigmoid(),
    lambda lib, nn: nn.Softsign(),
    lambda lib, nn: nn.Identity(3),
    lambda lib, nn: nn.Flatten(0),
]
LOSSES: list[Make] = [
    lambda lib, nn: nn.MSELoss(),
    lambda lib, nn: nn.L1Loss(reduction="sum"),
    lambda lib, nn: nn.SmoothL1Loss(beta=0.1),
    lambda lib, nn: nn.HuberLoss(delta=0.2),
    lambda lib, nn: nn.KLDivLoss(reduction="batchmean"),
    lambda lib, nn: nn.BCELoss(reduction="none"),
    lambda lib, nn: nn.BCEWithLogitsLoss(pos_weight=lib.tensor([1.0, 2.0, 3.0])),
    lambda lib, nn: nn.CrossEntropyLoss(label_smoothing=0.1),
    lambda lib, nn: nn.CrossEntropyLoss(lib.tensor([1.0, 2.0, 3.0])),
]
CONTAINERS: list[Make] = [
    lambda lib, nn: nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 3)]),
    lambda lib, nn: nn.ModuleList([nn.Linear(1, 2)] * 3)[1:],
    lambda lib, nn: nn.ModuleList(),
    lambda lib, nn: nn.ModuleDict({"a": nn.Linear(2, 2), "b": nn.ReLU()}),
    lambda lib, nn: nn.Sequential(nn.ModuleList([nn.Identity()] * 3), nn.Linear(1, 1, bias=False)),
    lambda lib, nn: nn.Sequential(nn.Linear(1, 2), nn.Tanh()).append(nn.Linear(2, 1))[1:],
    lambda lib, nn: nn.Module(),
]


@pytest.mark.parametrize("make", [*ACTIVATIONS, *LOSSES, *CONTAINERS])
def test_modules_print_and_save_what_torchs_do(lib, make):
    theirs, ours = make(torch, torch.nn), make(lib, lib.nn)
    assert repr(ours) == repr(theirs)
    assert list(ours.state_dict()) == list(theirs.state_dict())


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_activations_compute_what_torchs_do(lib, make):
    x = np.linspace(-3, 3, 12).reshape(4, 3)
    theirs, ours = make(torch, torch.nn)(torch.tensor(x)), make(lib, lib.nn)(lib.tensor(x))
    np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=1e-12)


@pytest.mark.parametrize("make", LOSSES)
def test_losses_compute_what_torchs_do(lib, make):
    x, y = np.linspace(0.1, 0.9, 12).reshape(4, 3), np.linspace(0.8, 0.2, 12).reshape(4, 3)
    losses = [
        make(each, each.nn).double()(each.tensor(x), each.tensor(y)).numpy()
        for each in (torch, lib)
    ]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-12)


def test_lists_and_dicts_of_modules_behave_as_lists_and_dicts(lib):
    def play(nn: Any) -> list[Any]:
        layers = nn.ModuleList(nn.Linear(1, n) for n in (1, 2, 3))
        layers.insert(1, nn.Tanh())
        del layers[0]
        layers[-1] = nn.ReLU()
        layers += [nn.Sigmoid()]
        named = nn.ModuleDict({"a": nn.Tanh()})
        named["b"] = nn.ReLU()
        named.pop("a")
        parameters = nn.ParameterList([layers[1].weight]).append(layers[1].bias)
        states = [*layers.state_dict(), *named, *parameters.state_dict()]
        return [repr(layers), repr(named), states, "b" in named, len(layers), len(parameters)]

    assert play(lib.nn) == play(torch.nn)


def test_a_sequential_is_a_list_of_its_modules(lib):
    def play(nn: Any) -> list[str]:
        net = nn.Sequential(nn.Linear(1, 2), nn.Tanh(), nn.Linear(2, 1))
        net[-1] = nn.Linear(2, 5)
        said = [repr(net), repr(net.insert(1, nn.ReLU())), repr(net.pop(0)), repr(net)]
        del net[0]
        added = (net + nn.Sequential(nn.Sigmoid())).extend([nn.ReLU()])
        return [*said, repr(net), repr(added), repr(added[1:3]), *added.state_dict()]

    assert play(lib.nn) == play(torch.nn)
    with pytest.raises(TypeError):
        lib.nn.Sequential(lib.nn.Tanh())[0] = "no module"


def test_modules_are_visited_from_the_bottom_and_forget_their_gradients(lib):
    def play(lib: Any) -> list[Any]:
        nn, seen = lib.nn, []
        net = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.Tanh(), nn.Linear(2, 1)))
        assert net.apply(lambda m: seen.append(f"{type(m).__name__} {len([*m.children()])}")) is net
        net(lib.ones(4, 3)).sum().backward()
        net.zero_grad(set_to_none=False)
        grads = [p.grad.tolist() for p in net.parameters()]
        net.zero_grad()
        return [seen, grads, [p.grad for p in net.parameters()]]

    assert play(lib) == play(torch)


def test_a_deep_copy_shares_nothing(lib):
    net = lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.Linear(2, 1))
    net(lib.ones(4, 3)).sum().backward()
    twin = copy.deepcopy(net)
    before = net[0].weight.detach().numpy().copy()
    with lib.no_grad():
        twin[0].weight.zero_()
        twin[0].weight.grad.zero_()
    assert isinstance(twin[0].weight, lib.nn.Parameter)
    assert [*dict(twin.named_parameters())] == [*dict(net.named_parameters())]
    assert np.array_equal(net[0].weight.detach().numpy(), before)
    assert net[0].weight.grad.numpy().any()


def test_a_norm_keeps_what_its_gradient_needs_to_itself(lib):
    grads = []
    for each in (torch, lib):
        x = each.tensor([[1.0, 2.0, 4.0], [0.0, 1.0, 5.0]], requires_grad=True)
        y = each.nn.functional.layer_norm(x, (3,))
        loss = (y * each.tensor([1.0, 2.0, 3.0])).sum()
        with each.no_grad():
            y.zero_()
        loss.backward()
        grads.append(x.grad.numpy())
    np.testing.assert_allclose(grads[1], grads[0], rtol=1e-4)


def test_a_module_changes_its_dtype_and_keeps_its_parameters(lib):
    net = lib.nn.Linear(3, 2)
    weight = net.weight
    net(lib.ones(4, 3)).sum().backward()
    assert net.double() is net
    assert net.weight is weight
    assert weight.dtype == weight.grad.dtype == lib.float64
    with pytest.raises(TypeError):
        net.to(lib.int64)


def test_weights_travel_to_torch_and_back(lib):
    theirs, ours = torch.nn.Linear(3, 2), lib.nn.Linear(3, 2)
    state = lib.as_ndarrays(ours.state_dict())
    theirs.load_state_dict({name: torch.from_numpy(x.copy()) for name, x in state.items()})
    x = np.ones((4, 3), np.float32)
    expected = theirs(torch.from_numpy(x)).detach().numpy()
    np.testing.assert_allclose(ours(lib.from_numpy(x)).detach().numpy(), expected, rtol=1e-6)
    other = lib.nn.Linear(3, 2)
    other.load_state_dict(theirs.state_dict())
    assert np.array_equal(other.weight.detach().numpy(), theirs.weight.detach().numpy())


def test_an_optimisers_state_survives_a_file(lib):
    net = lib.nn.Linear(3, 2)
    optimiser = lib.optim.Adam(net.parameters(), lr=0.1)
    net(lib.ones(4, 3)).sum().backward()
    optimiser.step()
    file = io.BytesIO()
    lib.save({"optimiser": optimiser.state_dict(), "shared": [net.weight, net.weight]}, file)
    file.seek(0)
    loaded = lib.load(file)
    assert repr(loaded["optimiser"]) == repr(optimiser.state_dict())
    first, second = loaded["shared"]
    assert isinstance(first, lib.nn.Parameter)
    assert np.shares_memory(first.detach().numpy(), second.detach().numpy())
