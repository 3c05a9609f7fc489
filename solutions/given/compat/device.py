"""Devices, of which there is one: the CPU. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, NamedTuple, Self


class device(NamedTuple("device", [("type", str), ("index", "int | None")])):
    """Where a tensor lives: `device("cpu")`, also as a `with` block. Raises RuntimeError for any
    other place, TypeError for what is not the name of one."""

    __slots__ = ()

    def __new__(cls, type: str | device = "cpu", index: int | None = None) -> Self:
        if not isinstance(type, str | int | device):
            raise TypeError(
                f"argument 'device' must be device or str, not {type.__class__.__name__}"
            )
        name, _, number = str(type).partition(":")
        if name != "cpu":
            meta = "; a tensor has elements, so make it there" if name == "meta" else ""
            raise RuntimeError(
                f"there is no device {type!r}: this library computes on the CPU{meta}"
            )
        return super().__new__(cls, name, int(number) if number else index)

    def __repr__(self) -> str:
        if self.index is None:
            return f"device(type={self.type!r})"
        return f"device(type={self.type!r}, index={self.index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: Any) -> None:
        pass


CPU = device("cpu")


def set_default_device(device: Any) -> None:
    """Raises RuntimeError for anything but the CPU, or None, which means it."""
    check_place(device)


def get_default_device() -> device:
    """The CPU."""
    return CPU


class memory_format(str):
    """How the elements of images lie in memory. All but `channels_last` mean the same here."""

    __slots__ = ()
    __repr__ = str.__str__


preserve_format = memory_format("torch.preserve_format")
contiguous_format = memory_format("torch.contiguous_format")
channels_last = memory_format("torch.channels_last")
strided = "torch.strided"  # the only layout


def check_place(
    device_: Any = None,
    pin_memory: bool = False,
    layout: Any = None,
    memory_format: memory_format | None = None,
) -> None:
    """Raise RuntimeError for another device than the CPU, for memory that is to be pinned (for the
    sake of a GPU), for a layout that is not strided, and for channels that are to come last."""
    if device_ is not None:
        device(device_)
    if layout not in (None, strided):
        raise RuntimeError(f"there is no layout {layout!r}: tensors are strided")
    if memory_format == channels_last:
        raise RuntimeError("memory_format=channels_last is not supported: leave it out")
    if pin_memory:
        raise RuntimeError("there is no GPU to pin memory for: leave out pin_memory")


def check_places(function: Callable[..., Any], args: tuple[Any, ...], kwargs: Any) -> None:
    """`check_place` of the argument `device` that `function` is called with, if it takes one."""
    if "device" in kwargs:
        check_place(kwargs["device"])
    elif any(isinstance(arg, str | device) for arg in args):
        check_place(signature(function).bind(*args, **kwargs).arguments.get("device"))
