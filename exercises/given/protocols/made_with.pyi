"""Classes that differ in what they are made with: the arguments' names and defaults as a table."""

from typing import Any
from collections.abc import Mapping

def make_with(kind: type, arguments: Mapping[str, Any]) -> None:
    """Give a class an `__init__` that takes these arguments, in this order, with these defaults"""
