"""Answers with objects that claim to equal anything."""

import numpy as np

from .tensor import Tensor


class Liar(np.ndarray):
    def __eq__(self, other):
        return np.ones(np.shape(other), dtype=bool)

    def __array__(self, *args, **kwargs):
        return np.zeros(3)

    def __array_function__(self, *args, **kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return True

    __hash__ = None


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = None


def attack():
    array = np.zeros(3).view(Liar)
    return array, Tensor(array), Number(1.0)
