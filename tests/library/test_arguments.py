"""What torch's names for arguments, and its further arguments, do: the same as in torch.

The calls stand in arguments.txt; each is made in both libraries, and the results, their dtypes, the
gradients and what was written to are compared.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from tests.library.plain import parts, plain

LISTED = Path(__file__).with_name("arguments.txt").read_text("utf-8")
GROUPS = dict(re.findall(r"^(\w+)\n((?: +.*\n)+)", LISTED, re.MULTILINE))
CALLS = {
    group: [each.strip() for each in re.split(r" \| |\n", lines.strip())]
    for group, lines in GROUPS.items()
}
LEAVES = ("x", "y", "v", "table", "s", "p")


def inputs(lib: ModuleType) -> dict[str, Any]:
    """What the names in a call stand for."""
    numbers = np.random.default_rng(5)
    names = {
        name: lib.tensor(numbers.normal(size=shape).astype(np.float32), requires_grad=True)
        for name, shape in {"x": (3, 4), "y": (3, 4), "v": (4,), "table": (5, 4)}.items()
    }
    names["s"] = lib.tensor(numbers.normal(size=(2, 3, 7, 6)).astype(np.float32))
    names["p"] = lib.tensor(numbers.uniform(0.1, 0.9, (3, 4)).astype(np.float32))
    names["n"] = lib.tensor(numbers.integers(0, 8, (3, 4)))
    names["b"] = lib.tensor(numbers.integers(0, 2, (3, 4)) > 0)
    names["i"] = lib.tensor(numbers.integers(0, 3, (3, 4)))
    names["c"] = lib.tensor([2, 0, 1])
    return names


def seeded(lib: ModuleType) -> Callable[..., Any]:
    """A layer's class, and its arguments -> the layer, with the same weights in both libraries."""

    def made(kind: Callable[..., Any], *args: Any, **params: Any) -> Any:
        lib.manual_seed(7)
        return kind(*args, **params)

    return made


def grown(lib: ModuleType) -> Callable[..., Any]:
    """A lazy layer's class, and its arguments -> what becomes of it when it sees the input."""

    def made(kind: Callable[..., Any], *args: Any) -> Callable[[Any], list[Any]]:
        net = lib.nn.Sequential(kind(*args))
        before = [*net.parameters()]

        def seen(x: Any) -> list[Any]:
            out = net(x)
            same = [p is q for p, q in zip(before, net.parameters(), strict=True)]
            return [out, same, repr(net), [*net.state_dict()], *net.state_dict().values()]

        return seen

    return made


def tracked(layer: Any, x: Any) -> list[Any]:
    """What a layer makes of an input in training and then in evaluation, and what it remembers."""
    return [layer(x), layer.eval()(x), *layer.state_dict().values()]


def read(lib: ModuleType) -> Callable[..., Any]:
    """A recurrent layer's class, and its arguments -> what it makes of packed sequences."""

    def made(kind: Callable[..., Any], *args: Any, **params: Any) -> Callable[..., list[Any]]:
        lib.manual_seed(7)
        layer = kind(*args, **params)
        return lambda *inputs: parts(layer(*inputs))

    return made


def known(lib: ModuleType) -> Callable[..., Any]:
    """A change of a layer's weights, and its arguments -> what the layer makes of an input, twice
    in training and once in evaluation, its parameters' gradients and its state."""

    def made(change: Callable[..., Any], layer: Any, *how: Any, **more: Any) -> Callable[..., Any]:
        with lib.no_grad():
            for parameter in layer.parameters():
                parameter.copy_(lib.arange(parameter.numel()).reshape(parameter.shape).cos())
        layer = change(layer, *how, **more)

        def seen(x: Any) -> list[Any]:
            found = [layer(x), layer(2 * x)]
            (found[0] * found[1]).sum().backward(None, True, inputs=[*layer.parameters()])
            state = layer.state_dict()
            found += [[*state], *state.values(), *[p.grad for p in layer.parameters()]]
            return [*found, layer.eval()(x), repr(layer)]

        return seen

    return made


def into(x: Any, y: Any, run: Callable[[], Any]) -> list[Any]:
    """Both gradients after a run."""
    run()
    found = [x.grad, y.grad]
    x.grad = y.grad = None
    return found


def steps(lib: ModuleType) -> dict[str, Any]:
    """Runs of an optimiser, of a schedule and of hooks, by what makes them."""
    S = lib.optim.lr_scheduler

    def trained(make: Callable[[Any], Any]) -> Any:
        w = lib.tensor([1.0, -2.0, 0.5], requires_grad=True)
        optimizer = make(w)
        for _ in range(3):
            optimizer.zero_grad()
            (w * w * w).sum().backward()
            optimizer.step()
        return w.detach()

    def rates(make: Callable[[Any], Any]) -> list[Any]:
        optimizer = lib.optim.SGD([lib.ones(1, requires_grad=True)], lr=0.1, momentum=0.5)
        schedule, found = make(optimizer), []
        for epoch in (None, 4, 0, None, 2, 2, None):
            optimizer.step()
            schedule.step(epoch)
            found += [schedule.last_epoch, lib.tensor(schedule.get_last_lr())]
        return found

    def watched(run: Callable[[Any], Any]) -> list[Any]:
        optimizer = lib.optim.SGD([lib.ones(1, requires_grad=True)], lr=1.0)
        schedule = S.ReduceLROnPlateau(optimizer, patience=1)
        run(schedule)
        return [schedule.last_epoch, optimizer.param_groups[0]["lr"]]

    def hooked(layer: Any, **how: Any) -> list[str]:
        calls: list[str] = []
        for name, options in (("first", {}), ("second", how)):
            before, after = f"{name}, before", f"{name}, after"
            layer.register_forward_pre_hook(lambda *_, said=before: calls.append(said), **options)
            layer.register_forward_hook(lambda *_, said=after: calls.append(said), **options)
        layer(lib.ones(1))
        return calls

    return {"S": S, "trained": trained, "rates": rates, "watched": watched, "hooked": hooked}


def functions(lib: ModuleType) -> dict[str, Any]:
    """Functions of several results, with rules of their own."""

    class Two(lib.autograd.Function):
        @staticmethod
        def forward(x: Any, y: Any) -> Any:
            return x * y, x + y.sum()

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.save_for_backward(*inputs)
            ctx.shape = output[1].shape

        @staticmethod
        def backward(ctx: Any, g: Any, h: Any) -> Any:
            x, y = ctx.saved_tensors
            return g * y + 3 * h, g * x + h.sum().expand(ctx.shape)

    class TwoOfKinds(lib.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            values, places = x.sort(1)
            ctx.mark_non_differentiable(places)
            ctx.save_for_backward(places)
            return values, places

        @staticmethod
        def backward(ctx: Any, g: Any, _: Any) -> Any:
            (places,) = ctx.saved_tensors
            return lib.zeros(g.shape).scatter(1, places, g)

    class Apart(lib.autograd.Function):
        @staticmethod
        def forward(x: Any, y: Any) -> Any:
            return x * y

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            x, y = ctx.saved_tensors
            return 2 * g * y, g * x

    return {"two": Two.apply, "two_of_kinds": TwoOfKinds.apply, "apart": Apart.apply}


def answers(lib: ModuleType, call: str) -> list[Any]:
    """The results of a call, and the gradients; or the type of the exception."""
    names = inputs(lib)
    lib.manual_seed(3)
    scope = {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "into": into, "seeded": seeded(lib)}
    scope |= {"grown": grown(lib), "tracked": tracked, "read": read(lib), "known": known(lib)}
    scope["R"] = import_module(f"{lib.__name__}.nn.utils.rnn")
    try:
        found = parts(eval(call, scope | steps(lib) | functions(lib) | names))
    except Exception as error:
        return [type(error), str(error)]
    outs = [out for out in found if getattr(out, "requires_grad", False)]
    grads: list[Any] = []
    leaves = [names[name] for name in LEAVES if names[name].requires_grad]
    if outs:
        weights = [(lib.arange(o.numel()) % 3 + 1).to(o.dtype).reshape(o.shape) for o in outs]
        grads = [*lib.autograd.grad(outs, leaves, weights, allow_unused=True)]
        grads = [lib.zeros(1) if g is None or not g.any() else g for g in grads]
    return [plain(part) for part in [*found, *grads, *leaves]]


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, tuple):
        close = isinstance(found, tuple) and found[:2] == expected[:2]
        return close and np.allclose(found[2], expected[2], 1e-4, 1e-5, equal_nan=True)
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize("group", CALLS)
def test_torchs_names_and_arguments_do_what_they_do_in_torch(lib, group):
    wrong, refused = [], 0
    for call in CALLS[group]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mine, torchs = answers(lib, call), answers(torch, call)
        if isinstance(torchs[0], type):
            refused += 1
            if mine[0] is not torchs[0]:
                wrong.append((call, mine[:2], torchs[:2]))
        elif len(mine) != len(torchs) or not all(map(same, mine, torchs)):
            wrong.append((call, str(mine)[:300], str(torchs)[:300]))
    print(f"{group}: {len(CALLS[group])} tried, {refused} refused by both, 0 skipped")
    assert not wrong, "\n".join(map(str, wrong))
