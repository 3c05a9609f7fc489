"""In-place operations inside transforms. (Given code.)

A Traced on an ndarray is written to, and recorded, as any Tensor. A batch is written to in its
memory, one level below. All others take over the value of a new result: then nobody else may share
the memory, which is asked where it can be known, and noticed on the walk back where it can't.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m31_reverse_transforms import Traced
from ...m32_forward_mode import Dual
from ...m33_vmap import Batched, align, elementwise
from ..core import changes
from ..in_place.bases import becomes, links_down, path_of
from ..in_place.history import Written, twin
from ..in_place.on_record import transforms
from ..in_place.parts import view_from_before
from ..in_place.views import holders, memory_of
from ..ops.in_place import updated
from ..ops.index import with_part
from .batch_rules import whole
from .batchers import Flags, Op, defbatch, logical_shape
from .interpreters import Wrapped, lift


def placed(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`with_part(x, part, *key)` of x itself, and a key without arrays; others ask for a loop."""
    x, part, *key = args
    if params.get("path") or any(isinstance(item, np.ndarray) for item in key) or any(batched[2:]):
        return NotImplemented
    if batched[1]:
        target = np.broadcast_to(0, logical_shape(x, batched[0]))[tuple(key)]
        part = align(part, np.ndim(target))
    return op(whole(x, batched[0], size), part, slice(None), *key, **params)


defbatch(placed, with_part)
defbatch(elementwise, view_from_before)


def written(array: Array, source: Any, key: tuple[Any, ...] | None) -> bool:
    """Do `array[key] = source` inside transforms, or, without a key, make of `array` what `source`
    is; and say whether it was done. A Traced on an ndarray is written to as any Tensor.

    Raises RuntimeError where the result belongs to another level than `array`.
    """
    if isinstance(array, Traced) and _is_plain(array) and _is_plain(source, array.level):
        return False
    links, root = links_down(array)
    if isinstance(root, Batched):
        links, root = [], array  # whoever shares the memory sees the change
    if isinstance(root, Traced) and root.node is None:
        raise RuntimeError("a leaf that requires grad can't be changed by an in-place operation")
    whole = key is None and not links
    new = source if whole else with_part(root, source, *(key or ()), path=path_of(links))
    if type(new) is not type(root) or getattr(new, "level", None) is not getattr(root, "level", 0):
        raise RuntimeError(
            "inside a transform, an in-place operation can't write into a tensor that does not "
            "depend on the transform's inputs; begin with x.new_zeros(...), or make a new tensor"
        )
    known = len(links) + (bool(links) and memory_of(root) is root.value)
    known += isinstance(source, Array) and memory_of(source) is memory_of(root)  # as in y[0] += 1
    _adopt(root, new, known)
    for view, node in reversed(links):
        base, root = root, view
        _adopt(view, node.op(base, *node.args[1:], **node.params), None)
    return True


def _is_plain(x: Any, level: Any = None) -> bool:
    """Whether x is a constant, or a Traced of an ndarray (and of `level`, if there is one)."""
    if not isinstance(x, Wrapped):
        return not (isinstance(x, Array) and x.requires_grad)
    mine = isinstance(x, Traced) and level in (None, x.level)
    return mine and isinstance(x.value, np.ndarray)


def _adopt(array: Array, new: Array, known: int | None) -> None:
    """Make of `array` what `new` is; so many views of it are `known`, None if it is one itself."""
    if isinstance(array, Batched):
        _write_below(array.value, new.value)
    elif isinstance(array, Dual):
        others = isinstance(array.value, Array) or (known is not None and holders(array) > known)
        if others:
            raise RuntimeError(
                "under jvp, a tensor is changed in place only if nobody shares its memory; "
                "make a new tensor"
            )
        array.value, array.tangent = new.value, new.tangent
    else:
        before, node = twin(array, array.node), new.node
        args = [before if arg is array else arg for arg in node.args]
        changes.tick()
        array.value = new.value
        becomes(array, before, node._replace(args=Written(args)))


def _write_below(value: Any, new: Any) -> None:
    if isinstance(value, Array):
        updated(value, lift(new))
    elif isinstance(new, Array):
        raise RuntimeError("vmap: what is written differs by more than the batch")
    else:
        value[...] = new
        changes.mark_changed(value)


transforms.append(written)
