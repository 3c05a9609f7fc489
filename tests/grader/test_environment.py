"""The environment of all sessions: torch's CPU build comes by itself, from a small index on the
loopback here; whoever has configured an index keeps it; what is made once is not made again."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import environment
from environment import torch_build
from grader.manifest import ROOT

PIP = [sys.executable, "-m", "pip"]
TORCH = "torch==2.13.0"
CPU = "torch-2.13.0+cpu-py3-none-any.whl"
OTHERS = (
    "torch-2.12.0+cpu-py3-none-any.whl",  # another version
    "torch-2.13.0+cpu-cp27-cp27m-win32.whl",  # another Python
    "torch-2.13.0.tar.gz",  # not a wheel
)


class Index(ThreadingHTTPServer):
    """A simple index (PEP 503) with the page of one package; notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}/whl/cpu"
        self.wheels: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.silent = threading.Event()  # set while it takes connections and says nothing
        self.over = threading.Event()
        self.broken = False  # the wheel is listed, and can't be had


class Handler(BaseHTTPRequestHandler):
    server: Index

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.silent.is_set():
            self.server.over.wait()
            return
        name = self.path.rpartition("/")[2].replace("%2B", "+")
        if self.path == "/whl/cpu/torch/":
            self._answer("".join(map(self._link, self.server.wheels)).encode(), "text/html")
        elif name in self.server.wheels and not (self.server.broken and self.command == "GET"):
            self._answer(self.server.wheels[name], "application/zip")
        else:
            self.send_error(404)

    do_HEAD = do_GET

    def _link(self, name: str) -> str:
        digest = hashlib.sha256(self.server.wheels[name]).hexdigest()
        path = name.replace("+", "%2B")
        return f'<a data-x="1" href="/whl/cpu/{path}#sha256={digest}">{name}</a><br/>\n'

    def _answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def wheel(version: str) -> bytes:
    """A wheel of a package `torch` that holds nothing but its version, and needs numpy."""
    info = f"torch-{version}.dist-info"
    files = {
        "torch.py": f"__version__ = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n"
        "Requires-Dist: numpy\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{info}/RECORD,,"]
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
        rows.append(f"{name},sha256={digest.rstrip('=')},{len(text)}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": "\n".join(rows)}.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.fixture
def index() -> Iterator[Index]:
    server = Index()
    server.wheels = {name: b"" for name in OTHERS} | {CPU: wheel("2.13.0+cpu")}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch, tmp_path) -> None:
    for name in [each for each in os.environ if each.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Path:
    """The file in which pip looks for its settings."""
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    return tmp_path / "pip.conf"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def pip(tmp_path) -> list[str]:
    """The command that runs pip in a new, empty environment."""
    return make(tmp_path / "new")


def make(folder: Path) -> list[str]:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return [*PIP, "--python", environment.python(folder)]


def installed(pip: list[str]) -> list[str]:
    """What is in the environment that is pip's."""
    folder = Path(pip[-1]).parent.parent
    return [path.name.removesuffix(".dist-info") for path in folder.rglob("*.dist-info")]


def test_the_cpu_build_comes_alone_and_stays(index, pip, said):
    torch_build.install_torch(pip, [*pip, "install"], TORCH, said.append, index.address, "linux")
    assert said == [f"The CPU build of torch comes, from {index.address}: {CPU}, 0 MB."]
    assert installed(pip) == ["torch-2.13.0+cpu"], "numpy, which it needs, comes from elsewhere"
    assert not [each for each in index.asked if "numpy" in each]
    nowhere = [f"--index-url={index.address}/nowhere", "--retries=0", "--no-deps", "--quiet"]
    subprocess.run([*pip, "install", *nowhere, TORCH], check=True)
    assert installed(pip) == ["torch-2.13.0+cpu"]


def test_a_size_is_the_files(index):
    found = torch_build.look_for(TORCH, index.address)
    assert found == torch_build.Wheel(CPU, len(index.wheels[CPU]))


def test_a_size_is_told_in_megabytes():
    assert str(torch_build.Wheel(CPU, 191_794_682)) == f"{CPU}, 192 MB"
    assert str(torch_build.Wheel(CPU, None)) == CPU


def usual(pip, said, address) -> str:
    """What is said of an index that is not used, and nothing is installed."""
    torch_build.install_torch(pip, [*pip, "install"], TORCH, said.append, address, "linux")
    assert installed(pip) == [] and "\n" not in said[-1]
    assert said[-1].endswith(": pip's usual torch comes, which brings several GB of CUDA on Linux.")
    return said[-1]


def test_an_index_that_is_silent_for_two_seconds_is_left(index, pip, said):
    assert torch_build.PATIENCE == 2
    index.silent.set()
    assert "builds did not answer within 2 seconds: " in usual(pip, said, index.address)
    assert index.asked == ["GET /whl/cpu/torch/"] and len(said) == 1


def test_an_index_that_refuses_is_left(index, pip, said):
    index.shutdown()
    index.server_close()
    assert "builds can't be asked (" in usual(pip, said, index.address) and len(said) == 1


def test_an_index_without_the_package_is_left(index, pip, said):
    assert "(HTTP Error 404: Not Found)" in usual(pip, said, f"{index.address}/other")


def test_an_index_without_a_file_for_this_python_is_left(index, pip, said):
    del index.wheels[CPU]
    assert f"builds has no {TORCH} for this Python and machine: " in usual(pip, said, index.address)


def test_an_index_that_breaks_off_is_left(index, pip, said):
    index.broken = True
    assert "builds broke off (" in usual(pip, said, index.address)
    assert "The CPU build of torch comes" in said[0] and len(said) == 2


VARIABLES = {
    **{f"PIP_{name}": "x" for name in ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS")},
    **{f"UV_{name}": "x" for name in ("INDEX", "INDEX_URL", "DEFAULT_INDEX", "EXTRA_INDEX_URL")},
    **{"PIP_NO_INDEX": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": "x"},
}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_may_configure_an_index(name, monkeypatch):
    monkeypatch.setenv(name, VARIABLES[name])
    assert torch_build.configured(PIP)


@pytest.mark.parametrize("section", ["global", "install"])
def test_a_file_of_pips_may_configure_an_index(section, settings):
    settings.write_text(f"[{section}]\ntimeout = 60\n")
    assert not torch_build.configured(PIP)
    settings.write_text(f"[{section}]\ntimeout = 60\nindex-url = http://127.0.0.1:9/simple\n")
    assert torch_build.configured(PIP)


def test_settings_that_can_not_be_read_are_left_to_pip(settings):
    settings.write_text("index-url = http://127.0.0.1:9/simple\n")  # in no section
    assert torch_build.configured(PIP)


def test_an_index_that_is_configured_is_kept(index, pip, said, settings):
    settings.write_text("[global]\nindex-url = http://127.0.0.1:9/simple\n")
    torch_build.install_torch(pip, [*pip, "install"], TORCH, said.append, index.address, "linux")
    assert index.asked == [] and installed(pip) == []
    assert len(said) == 1 and said[0].startswith("An index is configured, so torch comes as pip")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_usual_build_is_for_the_cpu(platform, index, pip, said):
    torch_build.install_torch(pip, [*pip, "install"], TORCH, said.append, index.address, platform)
    assert index.asked == [] and "usual build, which is for the CPU" in said[0]


def test_the_requirement_is_the_projects():
    assert f'"{TORCH}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


PIP_INSTALLS = "-m", "pip", "install", "--quiet"


@pytest.fixture
def made(monkeypatch) -> list[list[str]]:
    """The commands of `prepare`, none of which is run."""
    commands: list[list[str]] = []

    def recorded(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        if "virtualenv" in command:
            Path(command[-1]).mkdir(parents=True, exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr(environment.subprocess, "run", recorded)
    monkeypatch.setattr(
        environment, "install_torch", lambda pip, installs, torch, log: log(f"({torch})")
    )
    return commands


def test_a_second_command_makes_nothing_again(made, said, tmp_path):
    folder, wanted = tmp_path / "kata", ["numpy>=2.1", TORCH]
    environment.prepare(wanted, said.append, folder)
    assert said == ["Setting up the environment, once.", f"({TORCH})"]
    assert made[1][1:4] == ["-m", "pip", "install"] and made[1][-2:] == wanted
    first = len(made)
    environment.prepare(wanted, said.append, folder)
    assert len(made) == first and len(said) == 2
    environment.prepare([*wanted, "more"], said.append, folder)
    assert len(made) == 2 * first, "other requirements make it again"


@pytest.mark.parametrize("is_configured", [False, True])
def test_uv_installs_where_it_is_there_and_pip_what_is_configured_for_it(
    is_configured, made, said, tmp_path, monkeypatch
):
    monkeypatch.setattr(environment.shutil, "which", {"uv": "/bin/uv"}.get)
    monkeypatch.setattr(environment, "pip_is_configured", lambda _: is_configured)
    folder = tmp_path / "kata"
    environment.prepare([TORCH], said.append, folder)
    environment.add(["furo"], said.append, folder)
    python = environment.python(folder)
    uv = ["/bin/uv", "pip", "install", "--python", python]
    installs = [python, "-m", "pip", "install"] if is_configured else uv
    assert [c for c in made if "install" in c] == [
        [*installs, "--quiet", "--no-compile", TORCH],
        [*installs, "--quiet", "furo"],
    ]


def test_a_file_of_uvs_may_configure_an_index(tmp_path):
    (tmp_path / "settings" / "uv").mkdir(parents=True)
    file = tmp_path / "settings" / "uv" / "uv.toml"
    file.write_text("native-tls = true\nindex-strategy = 'first-index'\n")
    assert not torch_build.uv_is_configured()
    for line in ("[[index]]", 'index-url = "x"', "index = []", "find-links = []"):
        file.write_text(f"native-tls = true\n{line}\n")
        assert torch_build.uv_is_configured(), line


def test_what_one_session_needs_comes_once(made, said, tmp_path):
    environment.add(["sphinx>=8", "furo"], said.append, tmp_path)
    assert said == ["Installing sphinx>=8, furo, once."]
    assert made == [[environment.python(tmp_path), *PIP_INSTALLS, "sphinx>=8", "furo"]]
    environment.add(["sphinx>=8", "furo"], said.append, tmp_path)
    assert len(made) == 1
    environment.add(["sphinx>=9", "furo"], said.append, tmp_path)
    assert len(made) == 2


def test_an_environment_that_could_not_be_made_is_made_again(made, said, tmp_path, monkeypatch):
    def fails(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 7 if "pip" in command else 0)

    with monkeypatch.context() as patch:
        patch.setattr(environment.subprocess, "run", fails)
        with pytest.raises(SystemExit) as exit:
            environment.prepare([TORCH], said.append, tmp_path / "kata")
    assert exit.value.code == 7
    environment.prepare([TORCH], said.append, tmp_path / "kata")
    assert [each for each in made if "virtualenv" in each]
