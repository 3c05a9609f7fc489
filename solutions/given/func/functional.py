"""`autograd.functional`: derivatives of a function at a point, all at once. (Given code.)

They are the transforms of `reverse_transforms` and `forward_mode` under torch's older names.
`inputs` is a tensor or a tuple of tensors, and what is built like them, is so too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..._tensor import Tensor
from ...m04_magic_methods import reshape
from ...m09_autograd_mechanics import as_tuple
from ...m31_reverse_transforms import jacrev
from ...m31_reverse_transforms import vjp as pull_back
from ...m32_forward_mode import hvp as along
from ...m32_forward_mode import jvp as push_forward
from ..ops.create import ones_like
from .trees import tree_map

Tensors = Tensor | tuple[Tensor, ...]


def jacobian(func: Callable[..., Any], inputs: Tensors, create_graph: bool = False) -> Any:
    """The Jacobian: for a result of shape s and an input of shape t, (*s, *t).

    Several inputs have a tuple of Jacobians, several results a tuple of these. Without
    `create_graph` they have no history.
    """
    return _detached(jacrev(func, _argnums(inputs))(*as_tuple(inputs)), create_graph)


def hessian(func: Callable[..., Tensor], inputs: Tensors, create_graph: bool = False) -> Any:
    """The second derivatives of a function that returns one number, in every pair of inputs."""
    argnums = _argnums(inputs)
    found = jacrev(jacrev(_number(func), argnums), argnums)(*as_tuple(inputs))
    return _detached(found, create_graph)


def vjp(
    func: Callable[..., Any], inputs: Tensors, v: Any = None, create_graph: bool = False
) -> tuple[Any, Any]:
    """The result, and the product of `v`, which is built like it, and the Jacobian.

    `v` may be left out for a single number. Raises RuntimeError where it does not fit.
    """
    result, pullback = pull_back(func, *as_tuple(inputs))
    if v is None:
        if not (isinstance(result, Tensor) and result.numel() == 1):
            raise RuntimeError("vjp needs v unless the result is a single number")
        v = ones_like(result)
    products = pullback(v)
    return _detached((result, _like(inputs, products)), create_graph)


def jvp(
    func: Callable[..., Any], inputs: Tensors, v: Tensors, create_graph: bool = False
) -> tuple[Any, Any]:
    """The result, and the product of the Jacobian and `v`, which is built like the inputs."""
    return _detached(push_forward(func, as_tuple(inputs), as_tuple(v)), create_graph)


def hvp(
    func: Callable[..., Tensor], inputs: Tensors, v: Tensors, create_graph: bool = False
) -> tuple[Tensor, Any]:
    """The result, one number, and the product of its Hessian and `v`, built like the inputs."""
    number, primals = _number(func), as_tuple(inputs)
    products = along(number, primals, as_tuple(v))
    return _detached((func(*primals), _like(inputs, products)), create_graph)


def _number(func: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return lambda *inputs: reshape(func(*inputs), ())


def _argnums(inputs: Tensors) -> int | tuple[int, ...]:
    return 0 if isinstance(inputs, Tensor) else tuple(range(len(inputs)))


def _like(inputs: Tensors, found: tuple[Tensor, ...]) -> Tensors:
    return found[0] if isinstance(inputs, Tensor) else found


def _detached(tree: Any, create_graph: bool) -> Any:
    return tree if create_graph else tree_map(lambda x: x.detach(), tree)
