"""Devices, of which there is one: the CPU. (Given code.)"""

from __future__ import annotations

from typing import NamedTuple, Self


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
