"""`autodiff.optim`: optimisers. (Given code.)"""

from typing import Any
from ..given.optim.optimizer_state import WithOptions as WithOptions
from ..m19_sgd import Params as Params
from collections.abc import Callable
import numpy as np
from ..given.optim.optimizer_state import Named as Named
from ..given.optim.optimizer_state import OfAdam as OfAdam
from ..given.optim.rmsprop import RMSprop as RMSprop
from ..m19_sgd import SGD as SGD
from ..m19_sgd import Optimizer as Optimizer
from ..m22_adam import Adagrad as Adagrad
from ..m22_adam import Adam as Adam
from ..m22_adam import AdamW as AdamW
from ..optim import lr_scheduler as lr_scheduler
swa_utils: Any

class LBFGS(WithOptions):
    """Limited-memory BFGS. `step` needs a closure, which it calls several times."""

    def _take(self, params: Params, line_search_fn: Any, **options: Any) -> None:
        """Raises ValueError for a negative lr, and for more than one group of parameters;"""

    def step(self, closure: Callable[[], Any]) -> Any:
        """Several steps; returns what the closure returned first."""

    def _direction(self, state: dict[str, Any], grad: np.ndarray, most: int) -> np.ndarray:
        """Minus the gradient, times what is known of the inverse of the Hessian."""

    def _evaluated(self, closure: Callable[[], Any], state: dict) -> tuple[Any, np.ndarray]:
        """The loss, as the closure gives it, and all gradients in a row."""

    def _move(self, step: np.ndarray) -> None:
        ...

class Adadelta(WithOptions):
    """Gradients divided by the root of their mean square, times that of the steps so far. The"""

    def _take(self, **options: Any) -> None:
        """Raises ValueError for a rho above 1, too."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, where v is "square_avg" and u "acc_delta", both 0 at first:"""

class Adamax(OfAdam):
    """Adam with the largest gradient in the place of the root of the mean square."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where m is "exp_avg" and u "exp_inf", both 0 at first:"""

class NAdam(OfAdam):
    """Adam with Nesterov's momentum: the step looks one gradient ahead."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where P is "mu_product", 1 at first, and m and v are Adam's:"""

class RAdam(OfAdam):
    """Adam that does without the mean square as long as that is of too few gradients."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where m and v are Adam's, and m' = m / (1 - beta1 ** t):"""
required: Any
