"""Devices, of which there is one: the CPU. (Given code.)"""

from typing import Any
from typing import NamedTuple
from typing import Self
from collections.abc import Callable

class device(NamedTuple('device', [('type', str), ('index', 'int | None')])):
    """Where a tensor lives: `device("cpu")`, also as a `with` block; `device("cuda:1")` is a name"""

    def __new__(cls, type: str | device='cpu', index: int | None=None) -> Self:
        ...

    def __repr__(self) -> str:
        ...

    def __str__(self) -> str:
        ...

    def __enter__(self) -> Self:
        ...

    def __exit__(self, *exception: Any) -> None:
        ...

def no_device(place: Any) -> RuntimeError:
    """What is said of any place but the CPU."""
CPU: Any

def set_default_device(device: Any) -> None:
    """Raises RuntimeError for anything but the CPU, or None, which means it."""

def get_default_device() -> device:
    """The CPU."""

class memory_format(str):
    """How the elements of images lie in memory. All but `channels_last` mean the same here."""
    __repr__: Any
preserve_format: Any
contiguous_format: Any
channels_last: Any
strided: Any

def check_place(device_: Any=None, pin_memory: bool=False, layout: Any=None, memory_format: memory_format | None=None) -> None:
    """Raise RuntimeError for another device than the CPU, for memory that is to be pinned (for the"""

def check_places(function: Callable[..., Any], args: tuple[Any, ...], kwargs: Any) -> None:
    """`check_place` of the argument `device` that `function` is called with, if it takes one."""
