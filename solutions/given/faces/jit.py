"""`autodiff.jit` and `autodiff.fx`: nothing is scripted or rewritten, and all runs as it is. (Given
code.)

So a function that is scripted or traced gives the same results, no faster.
"""

from __future__ import annotations

from typing import Any, Final  # noqa: F401

from ...m16_modules import Module

ScriptModule = Module


def script(obj: Any = None, *_: Any, **options: Any) -> Any:
    """`obj`, a function, a class or a module, as it is; without one, a decorator that leaves it so.
    All else is for a compiler, or an example to run."""
    return script if obj is None else obj


trace = unused = export = script_if_tracing = script_method = wrap = script


def ignore(drop: Any = False, **kwargs: Any) -> Any:
    """A decorator, `@ignore` or `@ignore(drop=True)`, that leaves the function as it is."""
    return drop if callable(drop) else script


def annotate(the_type: Any, the_value: Any) -> Any:
    """`the_value`."""
    return the_value


def is_scripting() -> bool:
    """False."""
    return False


is_tracing = is_scripting
