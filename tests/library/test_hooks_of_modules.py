"""Hooks before and after a module's `forward`: their order, and keyword arguments, as in torch."""

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
