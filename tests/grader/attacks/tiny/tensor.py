"""A wrapper around an ndarray."""

import numpy as np


class Tensor:
    def __init__(self, value: object) -> None:
        self.value = value


def tensor(value: object) -> Tensor:
    return Tensor(np.asarray(value, dtype=np.float32))
