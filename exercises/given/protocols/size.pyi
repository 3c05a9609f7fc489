"""`torch.Size`: a shape, which is a tuple, and knows how many elements it has room for. (Given"""

from typing import Any
from collections.abc import Iterable
from typing import Self

class Size(tuple[int, ...]):
    """The size of each dimension. Slices, sums and multiples of it are of this class, too."""

    def __new__(cls, sizes: Iterable[int]=...) -> Self:
        """Raises TypeError for what holds anything but integers."""

    def numel(self) -> int:
        """How many elements a tensor of this size has."""

    def __getitem__(self, key: Any) -> Any:
        ...

    def __add__(self, other: tuple[int, ...]) -> Size:
        """Raises TypeError for anything but a tuple."""

    def __radd__(self, other: tuple[int, ...]) -> Size:
        ...

    def __mul__(self, times: Any) -> Size:
        ...
    __rmul__: Any

    def __repr__(self) -> str:
        ...

    def __reduce__(self) -> tuple[Any, ...]:
        ...

def broadcast_shapes(*shapes: int | tuple[int, ...]) -> Size:
    """The shape that tensors of these shapes have together."""
as_size = tuple.__new__
