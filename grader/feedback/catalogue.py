"""What `tests/` lists for each milestone in a file of its own: hints, and misconceptions."""

from __future__ import annotations

import importlib.util
from functools import cache
from types import ModuleType

from ..manifest import TESTS, Milestone


@cache
def catalogue(kind: str, milestone: Milestone) -> ModuleType | None:
    """The module `tests/<kind>/<milestone>.py`; None where there is none."""
    path = TESTS / kind / f"{milestone.module}.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(f"{kind}_{milestone.slug}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
