"""Nested data as a description and a list of ndarrays, and back; damaged files. (Given code.)

The description is of the kind that JSON can write, so that files hold no code: unlike a pickle, one
that a stranger sends can be read without danger.

    pack({"w": tensor([1., 2.]), "lr": 0.1})
    ({"dict": [["w", {"tensor": 0}], ["lr", 0.1]]}, [array([1., 2.])])
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m16_modules import Parameter
from ..compat.device import device
from ..core.changes import owner_of
from ..core.dtypes import SUPPORTED
from ..protocols.dtypes import as_torchs, is_dtype
from ..protocols.size import Size

TUPLES = {"tuple": tuple, "size": Size}
ARRAYS = {"parameter": Parameter, "tensor": Tensor, "ndarray": np.ndarray}


def pack(data: Any) -> tuple[Any, list[np.ndarray]]:
    """The description of `data`, and the ndarrays that it refers to by their places.

    `data` may be None, a bool, number, string, dtype, device, ndarray, tensor, or a list, tuple,
    Size or dict of these. Tensors that share memory will share it again: of a view all the memory
    that it lies in is kept, and where in it. Raises TypeError for anything else.
    """
    arrays: list[np.ndarray] = []
    places: dict[int, int] = {}

    def place(array: np.ndarray) -> int:
        if id(array) not in places:
            places[id(array)] = len(arrays)
            arrays.append(array)
        return places[id(array)]

    def walk(item: Any) -> Any:
        if isinstance(item, np.generic):
            item = item.item()
        if item is None or isinstance(item, bool | int | float | str):
            return item
        if isinstance(item, Tensor):
            kind = "parameter" if isinstance(item, Parameter) else "tensor"
            array, owner = item.value, owner_of(item.value)
            part = array is not owner and array.size and array.dtype == owner.dtype
            where = {}
            if part and owner.flags.c_contiguous:
                offset = array.ctypes.data - owner.ctypes.data
                array, where = owner, {"at": [array.shape, offset, array.strides]}
            return {kind: place(array), "requires_grad": item.requires_grad, **where}
        if isinstance(item, np.ndarray) and item.dtype in SUPPORTED:
            return {"ndarray": place(item)}
        if is_dtype(item) or isinstance(item, device):
            return {"dtype": item.name} if is_dtype(item) else {"device": str(item)}
        if isinstance(item, Mapping):
            return {"dict": [[walk(key), walk(value)] for key, value in item.items()]}
        if type(item) is list:
            return [walk(part) for part in item]
        if type(item) in TUPLES.values():
            kind = next(kind for kind, each in TUPLES.items() if type(item) is each)
            return {kind: [walk(part) for part in item]}
        raise TypeError(f"can't save a {type(item).__name__}; of a module save its state_dict()")

    return walk(data), arrays


def unpack(description: Any, arrays: list[np.ndarray]) -> Any:
    """What `pack` was given. Raises ValueError for a description that it can't have made."""
    if isinstance(description, list):
        return [unpack(part, arrays) for part in description]
    if not isinstance(description, dict):
        return description
    kind, content = next(iter(description.items()), ("", None))
    if kind == "dict":
        return {unpack(key, arrays): unpack(value, arrays) for key, value in content}
    if kind in TUPLES:
        return TUPLES[kind]([unpack(part, arrays) for part in content])
    if kind in ("dtype", "device"):
        return as_torchs(content) if kind == "dtype" else device(content)
    if kind not in ARRAYS or content not in range(len(arrays)):
        raise ValueError(f"there is no {kind} {content}")
    if kind == "ndarray":
        return arrays[content]
    array = arrays[content]
    if "at" in description:
        shape, offset, strides = description["at"]
        array = np.ndarray(shape, array.dtype, array, offset, strides)
    tensor = Tensor(array)
    requires_grad = bool(description.get("requires_grad"))
    if kind == "parameter":
        return Parameter(tensor, requires_grad)
    return tensor.requires_grad_(requires_grad)


@contextmanager
def refusing_damage(file: Any) -> Iterator[None]:
    """Whatever reading a damaged `file` raises becomes a RuntimeError, in one line."""
    from zipfile import BadZipFile  # it takes 10 ms to import, and `np.load` has done so by now

    damage = (ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError)
    try:
        yield
    except (*damage, RecursionError, zlib.error, BadZipFile):
        raise RuntimeError(f"{file} is damaged, or was not written by save()") from None
