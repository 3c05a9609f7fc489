"""The kernel of a notebook: it has the library of a folder, or says why it can not have it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from grader.commands import notebook
from grader.manifest import ROOT, SOLUTIONS, find_milestone
from tests.grader.folders import fresh, solution, write

TOPOSORT = find_milestone("toposort")


def kernel(tmp_path, target) -> list[str]:
    """The command with which Jupyter starts a kernel."""
    notebook.write_kernel(tmp_path, target)
    told = json.loads((tmp_path / "kernels" / "autodiff" / "kernel.json").read_text())
    assert told["language"] == "python" and target.name in told["display_name"]
    return told["argv"]


def test_a_kernel_that_can_not_import_the_library_says_why(tmp_path):
    folder = write(fresh(tmp_path / "mine"), TOPOSORT, "def toposort(:\n")
    command = [each.format(connection_file=tmp_path / "x") for each in kernel(tmp_path, folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert f"{TOPOSORT.module}.py:1" in done.stderr and "Traceback" not in done.stderr


def test_cells_have_the_library_and_see_tensors_and_graphs(tmp_path, monkeypatch):
    pytest.importorskip("ipykernel")
    client = pytest.importorskip("jupyter_client")
    kernel(tmp_path, write(fresh(tmp_path / "mine"), TOPOSORT, solution(TOPOSORT)))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager, talk = client.manager.start_new_kernel(kernel_name="autodiff", cwd=str(ROOT))
    try:
        shown: list[dict] = []

        def hear(message: dict) -> None:
            shown.append(message["content"].get("data", {}))

        code = "import autodiff as torch\nx = torch.tensor([1., 2.], requires_grad=True)\nx * 2"
        talk.execute_interactive(code, output_hook=hear, timeout=60)
        drawn = "torch.autograd.make_dot((x * 2).sum())"
        talk.execute_interactive(drawn, output_hook=hear, timeout=60)
    finally:
        manager.shutdown_kernel(now=True)
    told = [data for data in shown if data]
    assert told[0]["text/plain"] == "tensor([2., 4.], grad_fn=<mul>)"
    assert told[1]["image/svg+xml"].count("<svg") == 1


def test_the_reference_may_be_chosen(tmp_path):
    assert str(SOLUTIONS) in kernel(tmp_path, SOLUTIONS)
    assert sys.executable in kernel(tmp_path / "again", SOLUTIONS)


@pytest.mark.parametrize("user, allows", [(0, True), (1000, False)])
def test_there_is_one_kernel_and_root_may_have_it(user, allows, monkeypatch):
    monkeypatch.setattr(notebook.os, "geteuid", lambda: user, raising=False)
    typed = notebook.lab()
    assert ("--allow-root" in typed) is allows
    assert "--KernelSpecManager.allowed_kernelspecs=autodiff" in typed


def test_a_server_lists_no_other_kernel(tmp_path, monkeypatch):
    specs = pytest.importorskip("jupyter_client.kernelspec")
    config = pytest.importorskip("traitlets.config.loader")
    kernel(tmp_path, SOLUTIONS)
    other = tmp_path / "kernels" / "python3"
    other.mkdir()
    (other / "kernel.json").write_text('{"argv": [], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    told = config.KVCommandLineConfigLoader([*notebook.ONLY_OURS]).load_config()
    assert list(specs.KernelSpecManager(config=told).find_kernel_specs()) == ["autodiff"]
