"""No public name that people could use is lost."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.manifest import PACKAGE

LISTED = Path(__file__).with_name("public_names.txt").read_text("utf-8")
BLOCKS = re.findall(r"^(\w[\w.]*)\n((?: +.*\n)+)", LISTED, re.MULTILINE)


def owner(lib: ModuleType, path: str) -> Any:
    """What the list names: a module, a class, or, under `tensor`, a tensor."""
    if path == "tensor":
        return lib.ones(1, 1)
    found: Any = lib
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


@pytest.mark.parametrize(("path", "names"), BLOCKS, ids=[path for path, _ in BLOCKS])
def test_every_public_name_is_still_there(lib, path, names):
    found = owner(lib, path)
    assert [name for name in names.split() if not hasattr(found, name)] == []


def test_the_list_is_read_as_a_whole():
    lines = [line for line in LISTED.splitlines() if line and not line.startswith("#")]
    assert len(lines) == sum(1 + names.count("\n") for _, names in BLOCKS)
    assert {PACKAGE, f"{PACKAGE}.nn.functional", "tensor"} <= {path for path, _ in BLOCKS}
    assert sum(len(names.split()) for _, names in BLOCKS) > 900
