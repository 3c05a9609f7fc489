"""Modules as functions of their weights, which is what transforms take. (Given code.)

functional_call(net, {"0.weight": w}, x)        net(x), with w in the place of its first weight
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..._tensor import Tensor
from ...m10_shapes import stack
from ...m16_modules import Module


def functional_call(
    module: Module,
    parameter_and_buffer_dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]],
    args: Any = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """`module(*args, **kwargs)`, with other tensors in the places of its parameters and buffers.

    Args:
        module: is as it was afterwards, also after an exception.
        parameter_and_buffer_dicts: path -> tensor, as in `state_dict`; or several of these. Paths
            that are left out keep their tensors.
        args: a tuple, or the only argument.
        tie_weights: a parameter that stands under several paths is replaced under all of them.
        strict: refuse paths that the module does not have, and those that are missing.

    Raises ValueError for a path that is in two dicts, and RuntimeError as `strict` says.
    """
    places = _places(module)
    new = _merged(parameter_and_buffer_dicts)
    if strict and new.keys() != places.keys():
        raise RuntimeError(f"unexpected or missing: {sorted(new.keys() ^ places.keys())}")
    held = {path: book[name] for path, (_, book, name) in places.items()}
    twins = {id(held[path]): tensor for path, tensor in new.items() if path in held}
    args = args if isinstance(args, tuple) else () if args is None else (args,)
    try:
        for path, tensor in held.items():
            other = new.get(path, twins.get(id(tensor), tensor) if tie_weights else tensor)
            _put(*places[path], other)
        return module(*args, **(kwargs or {}))
    finally:
        for path, tensor in held.items():
            _put(*places[path], tensor)


def stack_module_state(models: Sequence[Module]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The parameters and the buffers of several alike modules, those of one path stacked: what
    `vmap` of a `functional_call` takes. Raises RuntimeError without modules."""
    if not models:
        raise RuntimeError("stack_module_state takes at least one module")
    parameters = _stacked([dict(m.named_parameters()) for m in models])
    return parameters, _stacked([dict(m.named_buffers()) for m in models])


def _stacked(books: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    found = {path: stack([book[path] for book in books]) for path in books[0]}
    return {path: x.detach().requires_grad_(x.requires_grad) for path, x in found.items()}


def _places(module: Module) -> dict[str, tuple[Module, dict[str, Any], str]]:
    """Where each parameter and buffer is kept: path -> (module, its book, name in it)."""
    return {
        f"{path}.{name}".lstrip("."): (part, book, name)
        for path, part in module.named_modules(remove_duplicate=False)
        for book in (part._parameters, part._buffers)
        for name, tensor in book.items()
        if tensor is not None
    }


def _merged(dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    merged: dict[str, Tensor] = {}
    for each in (dicts,) if isinstance(dicts, Mapping) else dicts:
        if merged.keys() & each.keys():
            raise ValueError(f"{sorted(merged.keys() & each.keys())} are in several dicts")
        merged.update(each)
    return merged


def _put(module: Module, book: dict[str, Any], name: str, tensor: Tensor) -> None:
    """Past `__setattr__`, which would insist on a Parameter."""
    book[name] = vars(module)[name] = tensor
