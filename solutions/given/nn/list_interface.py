"""Modules that are lists: what Sequential, ModuleList and ParameterList have in common. (Given
code.)

Their items are attributes named "0", "1", ..., and the only content of one of their three books.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self


class Listed:
    """What a list can do, for a Module."""

    book = "_modules"

    def _items(self) -> dict[str, Any]:
        return getattr(self, self.book)

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._items())

    def __iter__(self) -> Iterator[Any]:
        """The items, in order."""
        return iter(self._items().values())

    def __getitem__(self, index: int | slice) -> Any:
        """An item by its place, counted from the end if negative, or a new list of a slice.

        Raises IndexError for a place that is not there.
        """
        items = [*self]
        return type(self)(items[index]) if isinstance(index, slice) else items[index]

    def __setitem__(self, index: int, item: Any) -> None:
        """Put an item in the place of another. Raises IndexError for a place that is not there."""
        setattr(self, [*self._items()][index], item)

    def __delitem__(self, index: int | slice) -> None:
        """Take items out; those that stay are named by their new places."""
        items = [*self]
        del items[index]
        self._replace(items)

    def __iadd__(self, items: Iterable[Any]) -> Self:
        return self.extend(items)

    def __add__(self, items: Iterable[Any]) -> Self:
        """A new list of the items of both."""
        return type(self)().extend(self).extend(items)

    def append(self, item: Any) -> Self:
        """Add an item at the end, named by its place, and return this list.

        Raises TypeError for an item of another kind.
        """
        self.add_module(str(len(self)), item)
        return self

    def extend(self, items: Iterable[Any]) -> Self:
        """Add items at the end, and return this list."""
        for item in items:
            self.append(item)
        return self

    def insert(self, index: int, item: Any) -> Self:
        """Add an item before the place `index`, and return this list."""
        items = [*self]
        items.insert(index, item)
        self._replace(items)
        return self

    def pop(self, index: int) -> Any:
        """Take an item out, and return it. Raises IndexError for a place that is not there."""
        item = self[index]
        del self[index]
        return item

    def _replace(self, items: list[Any]) -> None:
        for name in [*self._items()]:
            delattr(self, name)
        self.extend(items)


def in_brackets(parts: list[str]) -> str:
    """Parts of a repr, each on its own lines, indented by two."""
    lines = [line for part in parts for line in part.split("\n")]
    return "(\n  " + "\n  ".join(lines) + "\n)" if lines else "()"
