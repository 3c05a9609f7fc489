"""`autodiff.optim`: optimisers. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
from ..m19_sgd import Params as Params
from collections.abc import Callable
import numpy as np
from ..given.optim.rmsprop import RMSprop as RMSprop
from ..m19_sgd import SGD as SGD
from ..m19_sgd import Optimizer as Optimizer
from ..m22_adam import Adagrad as Adagrad
from ..m22_adam import Adam as Adam
from ..m22_adam import AdamW as AdamW
from ..optim import lr_scheduler as lr_scheduler

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""
swa_utils: Any

class LBFGS(Optimizer):
    """Limited-memory BFGS. `step` needs a closure, which it calls several times."""

    def __init__(self, params: Params, lr: float=1, max_iter: int=20, max_eval: int | None=None, tolerance_grad: float=1e-07, tolerance_change: float=1e-09, history_size: int=100, line_search_fn: str | None=None) -> None:
        """Args:"""

    def step(self, closure: Callable[[], Any]) -> Any:
        """Several steps; returns what the closure returned first."""

    def _iterate(self, evaluate: Any, state: dict[str, Any], group: dict[str, Any], loss: Any, grad: Any) -> int:
        """The steps of one call; how often the closure was called again."""

    def _direction(self, state: dict[str, Any], grad: np.ndarray, most: int) -> np.ndarray:
        """Minus the gradient, times what is known of the inverse of the Hessian."""

    def _objective(self, closure: Callable[[], Any]) -> Any:
        """(direction, length) -> the loss there, as the closure gives it, and the gradient there."""

    def _move(self, direction: np.ndarray, length: float) -> None:
        ...

class Adadelta(Optimizer):
    """Gradients divided by the root of their mean square, times that of the steps so far."""

    def __init__(self, params: Params, lr: float=1.0, rho: float=0.9, eps: float=1e-06, weight_decay: float=0, *, maximize: bool=False) -> None:
        """The options of `update`. Raises ValueError for a negative number, or a rho above 1."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]) -> None:
        """One step, where v is "square_avg" and u "acc_delta", both 0 at first:"""

class Adamax(Optimizer):
    """Adam with the largest gradient in the place of the root of the mean square."""

    def __init__(self, params: Params, lr: float=0.002, betas: tuple[float, float]=..., eps: float=1e-08, weight_decay: float=0, *, maximize: bool=False) -> None:
        """The options of `update`. Raises what Adam raises."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]) -> None:
        """One step, the t-th, where m is "exp_avg" and u "exp_inf", both 0 at first:"""

class NAdam(Optimizer):
    """Adam with Nesterov's momentum: the step looks one gradient ahead."""

    def __init__(self, params: Params, lr: float=0.002, betas: tuple[float, float]=..., eps: float=1e-08, weight_decay: float=0, momentum_decay: float=0.004, decoupled_weight_decay: bool=False, *, maximize: bool=False) -> None:
        """The options of `update`. Raises what Adam raises, and for a negative momentum_decay."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]) -> None:
        """One step, the t-th, where P is "mu_product", 1 at first, and m and v are Adam's:"""

class RAdam(Optimizer):
    """Adam that does without the mean square as long as that is of too few gradients."""

    def __init__(self, params: Params, lr: float=0.001, betas: tuple[float, float]=..., eps: float=1e-08, weight_decay: float=0, decoupled_weight_decay: bool=False, *, maximize: bool=False) -> None:
        """The options of `update`. Raises what Adam raises."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]) -> None:
        """One step, the t-th, where m and v are Adam's, and m' = m / (1 - beta1 ** t):"""
