"""Hooks before and after a module's `forward`, and on the way back: their order, what they are
given and what they change, as in torch."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch


def scaler(lib: Any) -> Any:
    """A module whose forward takes a keyword."""

    class Scaler(lib.nn.Module):
        def forward(self, x: Any, *, by: float = 1.0) -> Any:
            return x * by

    return Scaler()


def test_a_hook_may_see_and_change_keywords(lib):
    def play(lib: Any) -> list[Any]:
        layer, seen = scaler(lib), []

        def double(module: Any, args: Any, kwargs: Any) -> Any:
            seen.append(["double", len(args), dict(kwargs)])
            return args, {"by": 2 * kwargs["by"]}

        def watch(module: Any, args: Any, kwargs: Any) -> None:
            seen.append(["watch", len(args), dict(kwargs)])

        def after(module: Any, args: Any, kwargs: Any, output: Any) -> Any:
            seen.append(["after", dict(kwargs), output.tolist()])
            return output + 1

        def plain(module: Any, args: Any, output: Any) -> None:
            seen.append(["plain", len(args), output.tolist()])

        handle = layer.register_forward_pre_hook(double, with_kwargs=True)
        layer.register_forward_pre_hook(watch, with_kwargs=True)
        layer.register_forward_pre_hook(lambda module, args: (args[0] + 1,), prepend=True)
        layer.register_forward_hook(after, with_kwargs=True)
        layer.register_forward_hook(plain, prepend=True)
        layer.register_forward_hook(after, with_kwargs=True, prepend=True)
        found = [layer(lib.ones(2), by=3.0).tolist()]
        handle.remove()
        found += [layer(lib.ones(2), by=3.0).tolist(), copy.deepcopy(layer)(lib.ones(1)).tolist()]
        return [found, seen]

    assert play(lib) == play(torch)


@pytest.mark.parametrize("wrong", [{"by": 2.0}, (1,), 3, (1, 2, 3)])
def test_a_hook_with_keywords_returns_both_or_none(lib, wrong):
    def play(lib: Any) -> type[BaseException]:
        layer = scaler(lib)
        layer.register_forward_pre_hook(lambda *_: wrong, with_kwargs=True)
        with pytest.raises(RuntimeError) as caught:
            layer(lib.ones(2), by=1.0)
        return caught.type

    assert play(lib) is play(torch)


def test_first_comes_who_was_put_in_front_last(lib):
    def play(lib: Any) -> list[str]:
        layer, seen = scaler(lib), []
        for name, prepend in (("a", False), ("b", True), ("c", True), ("d", False)):
            layer.register_forward_pre_hook(
                lambda *_, name=name: seen.append(name), prepend=prepend
            )
        layer(lib.ones(1))
        return seen

    assert play(lib) == play(torch) == ["c", "b", "a", "d"]


def test_hooks_on_the_way_back(agree):
    def program(lib, numbers):
        class Both(lib.nn.Module):
            def forward(self, a, b, scale, c):
                return a * b * scale, "text", a + c

        seen, seed = [], lib.tensor(numbers)

        def watch(name, factor=None):
            def hook(module, grad_input, grad_output):
                seen.append([name, grad_input, grad_output])
                if factor is not None:
                    return tuple(None if g is None else factor * g for g in grad_input)

            return hook

        first, both = lib.nn.Linear(2, 2), Both()
        net = lib.nn.Sequential(first, lib.nn.Tanh(), lib.nn.Linear(2, 1))
        with lib.no_grad():
            for i, p in enumerate([*net.parameters()]):
                p.copy_(lib.arange(float(p.numel())).view(p.shape) / 4 - i)
        handles = [first.register_full_backward_hook(watch("first"))]
        handles += [net[1].register_full_backward_hook(watch("tanh", 2))]
        handles += [net[1].register_full_backward_hook(watch("again", 3))]
        handles += [net[1].register_full_backward_hook(watch("before"), prepend=True)]
        handles += [both.register_full_backward_hook(watch("both"))]
        handles += [both.register_forward_hook(lambda module, args, output: output[:2])]
        x = seed.clone().requires_grad_()
        product, _ = both(net(x), net(seed).detach(), 2.0, x[:, :1])
        product.sum().backward()
        net[1](net[1](x)).sum().backward()
        net(seed).sum().backward()
        for handle in handles:
            handle.remove()
        net(x).sum().backward()
        with lib.no_grad():
            net(x)
        return seen, x.grad, [p.grad for p in net.parameters()]

    agree(program, torch.tensor([[1.0, 2.0], [-1.0, 0.5]]).numpy())


def test_a_hook_on_the_way_back_returns_as_many_gradients(agree):
    def program(lib):
        layer = lib.nn.Tanh()
        layer.register_full_backward_hook(lambda *_: (lib.ones(2), lib.ones(2)))
        layer(lib.ones(2, requires_grad=True)).sum().backward()

    agree(program, raises=RuntimeError)
