"""Writes a handout into a folder, which may be a git repository of one commit.

A folder that was begun is left as it is: it has another name until all is there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ..asking import travelling
from ..asking.travelling import torch_version
from ..manifest import HANDOUT, MILESTONES, ROOT
from .inventory import files
from .proof import prove
from .torchs_answers import asked

ANSWERS = travelling.FILE.relative_to(ROOT)
LIBRARY = HANDOUT.relative_to(ROOT) / "library"
MESSAGE = "The kata as it was handed out"
AS = ("-c", "user.name=The kata", "-c", "user.email=kata@localhost", "-c", "commit.gpgsign=false")


def write(folder: Path, with_git: bool = False) -> str:
    """Write a handout, and prove that it holds no answer; what was proved, in a line.

    Raises Unfit where something can't be handed out, FileExistsError where something is there, and
    OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is not empty; name another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(unfinished)
        proved = prove(unfinished)
        if with_git:
            _commit(unfinished)
        unfinished.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return proved


def _fill(folder: Path) -> None:
    for name, data in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / HANDOUT.name).mkdir(exist_ok=True)
    stubs = {m.module: (folder / LIBRARY / f"{m.module}.py").read_bytes() for m in MILESTONES}
    found = asked(MILESTONES, stubs)
    travelling.write(folder / ANSWERS, found.answers, found.calls, torch_version())


def _commit(folder: Path) -> None:
    """Make it a repository. Nothing of this checkout's history is in it."""
    for command in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        (*AS, "commit", "--quiet", "--message", MESSAGE),
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)
