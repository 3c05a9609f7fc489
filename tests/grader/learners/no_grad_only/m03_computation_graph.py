"""m03, begun at the end: no_grad works, but nothing can be recorded yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ContextDecorator
from typing import Any, NamedTuple

from .todo import todo_op


class Node(NamedTuple):
    op: Callable[..., Any]
    args: tuple[Any, ...]
    values: tuple[Any, ...]
    params: dict[str, Any]
    version: int


def freed():
    pass


FREED = Node(freed, (), (), {}, 0)


def primitive(function):
    return todo_op("m03: primitive")


def record(op, function, args, params):
    raise NotImplementedError("m03: record")


def parents(array):
    raise NotImplementedError("m03: parents")


class Recorded:
    __slots__ = ()

    @property
    def is_leaf(self):
        raise NotImplementedError("m03: Recorded.is_leaf")

    @property
    def grad_fn(self):
        raise NotImplementedError("m03: Recorded.grad_fn")


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
