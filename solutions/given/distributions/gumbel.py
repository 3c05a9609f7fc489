"""Classes that are drawn softly, so that there is a gradient. (Given code.)"""

from __future__ import annotations

from typing import Any


def gumbel_softmax(
    logits: Any, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Any:
    """A class drawn by its score, softly: the softmax of the scores and of noise (E. Jang, S. Gu,
    B. Poole, 2017). With `hard` it is one-hot, and its gradient that of the soft one."""
    noise = -logits.new_empty(logits.shape).exponential_().log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    chosen = soft.detach().argmax(dim, keepdim=True)
    hard_one = logits.new_zeros(logits.shape).scatter(dim, chosen, 1.0)
    return hard_one - soft.detach() + soft
