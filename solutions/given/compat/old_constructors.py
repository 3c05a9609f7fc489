"""torch's old constructors: `torch.Tensor(2, 3)`, `torch.LongTensor([1, 2])`. (Given code.)

They take sizes, for elements that are to be written to, or data, which is cast. In `isinstance`
each stands for the tensors of its dtype, and `torch.Tensor` for all of them: calling the class of
`_tensor.py` itself wraps an ndarray, as each op does with its result, and has no time for
questions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor as Wrapper
from ...m02_wrapper import Array
from ..core import dtypes
from ..core.new_tensors import filled, read_size
from ..protocols.size import Size


class Constructor(type):
    """The type of the old constructors. Their attributes are those of the class Tensor, from which
    a class that is derived from one of them is derived as well."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        if bases:
            return type(name, (Wrapper,), namespace)
        return super().__new__(cls, name, bases, namespace)

    def __call__(cls, *data: Any, size: Any = None, device: Any = None) -> Wrapper:
        """Elements of the class's dtype; the `device` is the CPU.

        Raises TypeError for data that is neither a sequence nor a tensor of that dtype.
        """
        dtype = cls.elements or dtypes.get_default_dtype()
        data = data if size is None else (Size(size),)
        if len(data) != 1 or isinstance(data[0], int | Size):
            return filled(Wrapper, read_size(data or ((0,),)), 0, dtype)
        (source,) = data
        if isinstance(source, Array):
            if cls.elements not in (None, source.dtype):
                raise TypeError(f"expected a tensor of {dtype}, got {source.dtype}")
            return source.detach()
        if isinstance(source, float):
            raise TypeError("data must be a sequence, got float")
        return Wrapper.from_data(source).to(dtype)

    def __instancecheck__(cls, x: Any) -> bool:
        return isinstance(x, Wrapper) and cls.elements in (None, x.dtype)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return cls is subclass or (cls.elements is None and issubclass(subclass, Wrapper))

    def __getattr__(cls, name: str) -> Any:
        return getattr(Wrapper, name)


def _constructor(elements: np.dtype | None) -> type:
    name = dtypes.CONSTRUCTORS.get(elements, "Tensor")
    doc = f"A tensor of {elements or 'the default dtype'}, of a size or with data."
    return Constructor(name, (), {"elements": elements, "__doc__": doc})


Tensor = _constructor(None)
HalfTensor, FloatTensor = _constructor(dtypes.float16), _constructor(dtypes.float32)
DoubleTensor, CharTensor = _constructor(dtypes.float64), _constructor(dtypes.int8)
ShortTensor, IntTensor = _constructor(dtypes.int16), _constructor(dtypes.int32)
LongTensor, ByteTensor = _constructor(dtypes.int64), _constructor(dtypes.uint8)
BoolTensor = _constructor(dtypes.bool_)
