"""`autodiff.amp`: mixed precision, which is for GPUs; all is as if it were off. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from ...m02_wrapper import Array
from ...m19_sgd import Optimizer
from ..protocols.made_with import make_with


class autocast:
    """A `with` block, or a decorator, in which dtypes are what they are outside.

    So it is in torch for a GPU that is not there. Raises NotImplementedError for the CPU, where
    torch would compute with bfloat16.
    """

    def _take(self, device_type: str | bool, enabled: bool, **options: Any) -> None:
        if device_type == "cpu" and enabled:
            raise NotImplementedError("autocast for the CPU needs bfloat16: say enabled=False")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: Any) -> None:
        pass

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


HOW = {"device_type": "cuda", "dtype": None, "enabled": True, "cache_enabled": None}
make_with(autocast, HOW)


class GradScaler:
    """Scales by 1: torch's, where there is no GPU."""

    def __init__(self, device: str = "cuda", *_: Any, **options: Any) -> None:
        """The options say how a scale would change."""

    def scale(self, outputs: Any) -> Any:
        """`outputs` as they are: a tensor, or several."""
        return outputs

    def unscale_(self, optimizer: Optimizer) -> None:
        """Nothing to undo."""

    def step(self, optimizer: Optimizer, *args: Any, **kwargs: Any) -> Any:
        """`optimizer.step()`."""
        return optimizer.step(*args, **kwargs)

    def update(self, new_scale: float | Array | None = None) -> None:
        """The scale stays."""

    def is_enabled(self) -> bool:
        """False."""
        return False

    def get_scale(self) -> float:
        """1."""
        return 1.0

    def state_dict(self) -> dict[str, Any]:
        """Nothing to keep."""
        return {}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Nothing to take over."""
