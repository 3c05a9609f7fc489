"""The zip that Gradescope takes for an autograder: `nox -s handout -- --gradescope FILE.zip`.

It holds what grades, the solutions and hidden tests among it, and a key for secret seeds: it is for
Gradescope and its instructors alone. Versions are those that are installed here.
"""

from __future__ import annotations

import io
import json
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

from ..files import replace
from ..manifest import ROOT, Milestone
from ..stubs.issued import NAME
from .project import TEXTS, noxfile, with_torch

FOLDERS = ("grader", "classroom", "solutions", "tests/hints", "demos", "environment")
SCRIPTS = ("setup.sh", "run_autograder")
FEEDBACK = "names"
EXECUTABLE, ORDINARY = 0o755, 0o644
SKIPPED = {"__pycache__"}


def gradescope_zip(path: Path, milestones: Sequence[Milestone]) -> None:
    """Write the zip. Raises OSError."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(milestones):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (EXECUTABLE if name in SCRIPTS else ORDINARY) << 16
            archive.writestr(info, data)
    replace(path, packed.getvalue())


def pinned(requirement: str) -> str:
    """A requirement of the version that is installed here: `pytest==8.4.1`."""
    name = Requirement(requirement).name
    return f"{name}=={version(name).partition('+')[0]}"


def _files(milestones: Sequence[Milestone]) -> Iterator[tuple[str, bytes]]:
    for name in SCRIPTS:
        yield name, (TEXTS / name).read_bytes()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not SKIPPED & set(path.parts):
                yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted((ROOT / "tests").glob("test_m*.py")):
        yield f"tests/{path.name}", path.read_bytes()
    issued = f"exercises/{NAME}"  # by which a stub is told from somebody's work
    yield issued, (ROOT / issued).read_bytes()
    yield "noxfile.py", noxfile()
    yield "pyproject.toml", with_torch(pinned)
    told = {"milestones": [m.id for m in milestones], "feedback": FEEDBACK}
    yield "gradescope.json", json.dumps(told).encode()
    yield "key", secrets.token_hex(32).encode()
