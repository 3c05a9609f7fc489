"""Devices, of which there is one: the CPU. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, NamedTuple, Self


class device(NamedTuple("device", [("type", str), ("index", "int | None")])):
    """Where a tensor lives: `device("cpu")`. Raises RuntimeError for any other place."""

    __slots__ = ()

    def __new__(cls, type: str | device = "cpu", index: int | None = None) -> Self:
        name, _, number = getattr(type, "type", type).partition(":")
        if name != "cpu":
            raise RuntimeError(f"there is no device {type!r}: this library computes on the CPU")
        return super().__new__(cls, name, int(number) if number else index)

    def __repr__(self) -> str:
        if self.index is None:
            return f"device(type={self.type!r})"
        return f"device(type={self.type!r}, index={self.index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"


CPU = device("cpu")


def check_place(device_: Any = None, pin_memory: bool = False) -> None:
    """Raise RuntimeError for another device than the CPU, and for memory that is to be pinned: it
    is pinned for the sake of a GPU."""
    if device_ is not None:
        device(device_)
    if pin_memory:
        raise RuntimeError("there is no GPU to pin memory for: leave out pin_memory")


def check_places(function: Callable[..., Any], args: tuple[Any, ...], kwargs: Any) -> None:
    """`check_place` of the argument `device` that `function` is called with, if it takes one."""
    if "device" in kwargs:
        check_place(kwargs["device"])
    elif any(isinstance(arg, str | device) for arg in args):
        check_place(signature(function).bind(*args, **kwargs).arguments.get("device"))
