"""`autograd.Function`: an op with a rule of one's own, spelled as a class. (Given code.)"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import no_grad as no_grad
from ...m03_computation_graph import primitive as primitive
from ...m04_magic_methods import reshape as reshape
from ...m07_chain_rule import defvjp_variadic as defvjp_variadic
from ...m10_shapes import narrow as narrow
from ...given.core.dtypes import is_floating as is_floating
from ...given.core.gradient import takes_undefined as takes_undefined
from ...given.core.gradient import undefined_like as undefined_like
from ...given.core.observers import expect_undefined as expect_undefined

def is_broadcast(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    """Whether broadcasting could have stretched one shape to the other."""

class Context:
    """What `forward` leaves for `backward`: any attributes, and `saved_tensors`."""

    def __init__(self, function: type[Function], args: tuple[Any, ...]) -> None:
        ...

    def save_for_backward(self, *tensors: Array | None) -> None:
        """Keep tensors for `backward`, as `saved_tensors`."""

    def mark_non_differentiable(self, *tensors: Array) -> None:
        """Say that no gradient flows through some of the results."""

    def set_materialize_grads(self, value: bool) -> None:
        """Gradients that are not there are zeros. Raises NotImplementedError for False."""

    def gradient(self, argnum: int, g: Any) -> Any:
        """What `backward`, which is called once for all, returns for one argument. Raises"""

    def _parts_of(self, g: Any) -> list[Any]:
        """The gradient of each result."""

    def _check(self, found: tuple[Any, ...]) -> None:
        ...

def custom(*args: Any, ctx: Context, result: Tensor) -> Tensor:
    """What a Function made of `args`: `result`."""

def _custom_vjp(argnum: int, g: Any, out: Any, *args: Any, ctx: Context, result: Any) -> Any:
    ...

class Function:
    """Subclasses say in `forward` what they compute, and in `backward` its gradient."""

    @staticmethod
    def forward(ctx: Context, *args: Any) -> Array:
        """One result of the arguments, or a tuple of several."""

    @staticmethod
    def backward(ctx: Context, *g: Array) -> Any:
        """For the gradient of each result, that of each argument, or None for one that has none."""

    @staticmethod
    def setup_context(ctx: Context, inputs: tuple[Any, ...], output: Any) -> None:
        """What `backward` is to find in `ctx`, if `forward` takes no ctx itself."""

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """The result of `forward`, or a tuple of them, recorded. Raises TypeError for a single one"""

def _several(ctx: Context, args: tuple[Any, ...], results: tuple[Any, ...]) -> tuple[Any, ...]:
    """The results as parts of one, so that `backward` is called once, with the gradients of all;"""
