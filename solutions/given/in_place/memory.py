"""Where a tensor's elements lie in memory, and that they lie nowhere special. (Given code.)"""

from __future__ import annotations

from typing import Any

from ..core.changes import owner_of


class InMemory:
    """What a Tensor says of its memory."""

    __slots__ = ()

    is_cpu = True
    is_sparse = is_quantized = is_meta = is_mps = is_xpu = False

    def is_complex(self) -> bool:
        """False: there are no complex numbers."""
        return False

    def is_signed(self) -> bool:
        """Whether numbers below 0 fit."""
        return self.value.dtype.kind in "if"

    def get_device(self) -> int:
        """-1: the CPU has no number."""
        return -1

    def stride(self, dim: int | None = None) -> Any:
        """How many elements apart neighbours along each dim, or along one, are in memory."""
        strides = tuple(step // self.value.itemsize for step in self.value.strides)
        return strides if dim is None else strides[dim]

    def data_ptr(self) -> int:
        """Where the first element is in memory; 0 where there is none."""
        return self.value.ctypes.data if self.value.size else 0

    def storage(self) -> Any:
        """All the memory that this tensor lies in, shared, as a vector."""
        return type(self)(owner_of(self.value).ravel("K"))

    def storage_offset(self) -> int:
        """At which element of the storage this tensor begins."""
        start = owner_of(self.value).ctypes.data
        return (self.value.ctypes.data - start) // self.value.itemsize

    @property
    def itemsize(self) -> int:
        """How many bytes an element takes."""
        return self.value.itemsize

    def new(self, *args: Any) -> Any:
        """A tensor of the same dtype, as it was made once: of these sizes, or of data."""
        if len(args) == 1 and not isinstance(args[0], int):
            return self.new_tensor(args[0])
        return self.new_empty(args or (0,))
