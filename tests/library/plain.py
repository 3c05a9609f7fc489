"""What a call gives, as plain data that can be compared with torch's."""

from __future__ import annotations

from typing import Any


def parts(result: Any) -> list[Any]:
    """The results of a call, one by one."""
    if isinstance(result, tuple | list):
        return [part for each in result for part in parts(each)]
    return [result]


def plain(part: Any) -> Any:
    """A tensor as (dtype, shape, numbers)."""
    if hasattr(part, "detach"):
        return str(part.dtype).removeprefix("torch."), tuple(part.shape), part.detach().tolist()
    return part
