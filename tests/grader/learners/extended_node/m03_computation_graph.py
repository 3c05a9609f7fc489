"""m03, redesigned: a note also lists what wants a gradient, so that m08 need not find out again."""

from __future__ import annotations

import functools
import threading
from contextlib import ContextDecorator

import numpy as np

from .given.core import changes
from .given.core.dtypes import is_floating
from .m02_wrapper import Array


class Node:
    """My note. `wants` holds (position among the arguments, the Array there) pairs."""

    __slots__ = ("args", "op", "params", "values", "version", "wants")

    def __init__(self, op, args, values, params, version, wants=()):
        self.op = op
        self.args = args
        self.values = values
        self.params = params
        self.version = version
        self.wants = wants

    def _replace(self, **changed):
        """The same note with other fields, as a named tuple has it."""
        return Node(**{name: getattr(self, name) for name in self.__slots__} | changed)


def freed():
    pass


FREED = Node(freed, (), (), {}, 0)


def primitive(function):
    @functools.wraps(function)
    def op(*args, **params):
        arrays = [a for a in args if isinstance(a, Array)]
        if not arrays:
            return function(*args, **params)
        return type(arrays[0]).interpreter(op, function, args, params)

    return op


def plain(arg):
    return arg.value if isinstance(arg, Array) else arg


def record(op, function, args, params):
    args = tuple(a.item() if isinstance(a, np.generic) else a for a in args)
    cls = type(next(a for a in args if isinstance(a, Array)))
    args = tuple(arg.item() if isinstance(arg, np.generic) else arg for arg in args)
    values = tuple(map(plain, args))
    out = np.asarray(function(*values, **params))
    wants = [(i, a) for i, a in enumerate(args) if isinstance(a, Array) and a.requires_grad]
    if wants and is_grad_enabled() and is_floating(out.dtype):
        return cls(out, True, Node(op, args, values, params, changes.now(), wants))
    return cls(out)


def parents(array):
    return tuple(a for _, a in array.node.wants) if array.node else ()


class Recorded:
    __slots__ = ()

    @property
    def is_leaf(self):
        return not self.node

    @property
    def grad_fn(self):
        return self.node


class Recording(threading.local):
    enabled = True


recording = Recording()


def is_grad_enabled():
    return recording.enabled


class grad_mode(ContextDecorator):
    def __init__(self, enabled):
        self.enabled = enabled
        self.outer = ()

    def __enter__(self):
        self.outer = (recording.enabled, self.outer)
        recording.enabled = self.enabled
        return self

    def __exit__(self, *exception):
        recording.enabled, self.outer = self.outer


def no_grad(function=None):
    return grad_mode(False)(function) if function else grad_mode(False)


def enable_grad(function=None):
    return grad_mode(True)(function) if function else grad_mode(True)
