"""What a tensor becomes by an in-place operation that is recorded. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import Node as Node
from ...m03_computation_graph import is_grad_enabled as is_grad_enabled
from ...m03_computation_graph import no_grad as no_grad
from ...m04_magic_methods import Number as Number
from ...m04_magic_methods import overwrite as overwrite
from ...m11_indexing import assign as assign
from ...given.core import changes as changes
from ...given.core.cast_and_clone import clone as clone
from ...given.core.dtypes import is_floating as is_floating
from ...given.core.index_keys import split_key as split_key
from ...given.core.index_keys import without_leading_ones as without_leading_ones
from ...given.ops.index import with_part as with_part
from ...given.ops.index import Steps as Steps
from ...given.in_place.history import Written as Written
from ...given.in_place.history import twin as twin
from ...given.in_place.views import node_of_view as node_of_view
Links: Any

def becomes(array: Array, before: Array, node: Node | None) -> None:
    """From now on `array` was made as `node` says; until now, as `before` was."""

def path_of(links: Links) -> Steps:
    """The ops that lead from the tensor up to its view, each with the rest of its arguments."""

def spread(views: list[Array]) -> None:
    """The tensor that these are views of, without notes, has a history now, and so have they."""

def writable(array: Array, node_of_result: Node | None=None) -> tuple[Links, Array, list[Array]]:
    """The views from `array` down, each with its node; the tensor whose memory it is; and, if that"""

def read_places(node: Node) -> set[int]:
    """Which arguments, and perhaps OUT, the rules read that will be called for this node."""
transforms: Any

def is_recorded(array: Array, source: Any) -> bool:
    """Whether it has to be recorded that `source` is written into `array`."""

def replace(array: Array, result: Array) -> Array:
    """Make of `array` what `result` is, which a recorded op has made of it, and return it."""

def copy(array: Array, source: Array | Number) -> Array:
    """`overwrite`, recorded."""

def assign_items(array: Array, key: tuple[Any, ...], source: Array | Number) -> None:
    """`assign`, of indexing, recorded."""

def _in_transforms(array: Array, source: Any, key: tuple[Any, ...] | None) -> bool:
    """Whether a transform has written; None for a key: `source` takes the place of `array`."""

def forget(array: Array) -> None:
    """Make a leaf of `array` that requires no gradient; notes made so far mean what it was."""

def _part(source: Any, array: Array) -> Any:
    ...

def _record(links: Links, root: Array, views: list[Array], source: Any, key: tuple[Any, ...]=...) -> None:
    """Note that `source` was assigned to the items `key` of a view of `root`."""

def _value(x: Any) -> Any:
    ...
