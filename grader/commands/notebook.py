"""`nox -s notebook`: JupyterLab, in whose notebooks `import autodiff` is the learner's library.

A kernel reads the files when it starts: restart it to have what was saved since. Tensors print as
torch's do; what `make_dot` returns is shown as a picture.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import SUPPRESS
from collections.abc import Sequence
from pathlib import Path

from ..asking.at_hand import opened
from ..judging.explain import explain
from ..judging.failure_facts import failure_of
from ..manifest import ROOT
from ..sandbox.answer import Answer
from .exit_status import Status, command, leave
from .options import Parser

NAME = "autodiff"
LAB = ("--ServerApp.root_dir", str(ROOT), f"--MultiKernelManager.default_kernel_name={NAME}")
# Python's own kernel would lack the library; it may also be installed where Jupyter looks.
ONLY_OURS = (
    "--KernelSpecManager.ensure_native_kernel=False",
    f"--KernelSpecManager.allowed_kernelspecs={NAME}",
)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Start JupyterLab, and end when it ends; or be one of its kernels."""
    p = Parser("notebook", "JupyterLab, with your library as `autodiff`.")
    p.add_target()
    p.add_argument("--kernel", metavar="FILE", help=SUPPRESS)
    options = p.parse_args(argv)
    if options.kernel:
        return _kernel(options.target, options.kernel)
    with tempfile.TemporaryDirectory() as folder:
        write_kernel(Path(folder), options.target)
        paths = [folder, *filter(None, [os.environ.get("JUPYTER_PATH")])]
        variables = os.environ | {"JUPYTER_PATH": os.pathsep.join(paths)}
        return subprocess.run(lab(), env=variables).returncode


def lab() -> list[str]:
    """What starts JupyterLab. In many containers there is nobody but root, whom it would refuse."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    root = ["--allow-root"] if is_root else []
    return [sys.executable, "-P", "-m", "jupyterlab", *LAB, *ONLY_OURS, *root]


def write_kernel(folder: Path, target: Path) -> None:
    """What tells Jupyter, which looks below `folder`, how to start a kernel with a library."""
    this = [sys.executable, "-P", "-m", "grader.commands.notebook", "--target", str(target)]
    told = {
        "argv": [*this, "--kernel", "{connection_file}"],
        "display_name": f"{NAME} ({target.name})",
        "language": "python",
        "env": {"PYTHONPATH": str(ROOT)},
    }
    place = folder / "kernels" / NAME
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(json.dumps(told))


def _kernel(target: Path, connection: str) -> int:
    """Be a kernel; where the library can't be imported, its log says why."""
    said = opened(target)
    if isinstance(said, Answer):
        print(explain(failure_of("", (), said, learner=target)), file=sys.stderr)
        return Status.UNMET
    from ipykernel.kernelapp import launch_new_instance

    print(said, file=sys.stderr)
    launch_new_instance(argv=["-f", connection])
    return Status.DONE


if __name__ == "__main__":
    leave(main())
