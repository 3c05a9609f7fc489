"""Which build of torch a new environment gets: on Linux the one for the CPU, without being asked.

pip's usual torch brings several GB of CUDA there. So torch alone is installed from PyTorch's own
index of CPU builds, unless an index is configured, or that one does not answer; then pip is left to
its usual way. Builds for macOS and Windows are for the CPU anyway.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin
from urllib.request import Request, urlopen

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PATIENCE = 2.0  # seconds in which it has to answer
# What tells pip, and uv, where packages come from.
PIP_SETTINGS = {"index-url", "extra-index-url", "no-index", "find-links"}
UV_VARIABLES = {
    *("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"),
    *("UV_NO_INDEX", "UV_FIND_LINKS"),
}
UV_SETTINGS = re.compile(
    r"^\s*(?:\[\[index\]\]|(?:extra-)?index(?:-url)?\s*=|no-index|find-links)", re.M
)
USUAL = "pip's usual torch comes, which brings several GB of CUDA on Linux."

Log = Callable[[str], object]


@dataclass(frozen=True)
class Wheel:
    """A build of torch that an index offers."""

    name: str
    size: int | None  # bytes

    def __str__(self) -> str:
        return self.name if self.size is None else f"{self.name}, {self.size / 1e6:,.0f} MB"


class NotOffered(Exception):
    """The index can't give what is wanted; the message says why, as in "it ..."."""


def install_torch(
    pip: Sequence[str],
    installs: Sequence[str],
    torch: str,
    log: Log,
    index: str = CPU_INDEX,
    platform: str = sys.platform,
) -> None:
    """Install the CPU build of the requirement `torch` where pip's usual build would be another.

    Logs in one line which build comes, and how big it is; installs nothing where that is pip's to
    choose. `pip` is the command that runs pip in the new environment, and `installs` the one that
    installs there, pip's or uv's.
    """
    if platform != "linux":
        log("Torch comes in its usual build, which is for the CPU: 200 MB or less.")
    elif configured(pip):
        log("An index is configured, so torch comes as pip finds it: 200 MB if it is for the CPU.")
    else:
        try:
            log(f"The CPU build of torch comes, from {index}: {look_for(torch, index)}.")
            _install(installs, torch, index)
        except NotOffered as why:
            log(f"PyTorch's index of CPU builds {why}: {USUAL}")


def configured(pip: Sequence[str]) -> bool:
    """Whether the user has said where packages come from: in a file of pip's or uv's, or in a
    variable."""
    return uv_is_configured() or pip_is_configured(pip)


def pip_is_configured(pip: Sequence[str]) -> bool:
    """Whether an index is configured for pip; settings that it can't read are left to it."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True)
    # Lines such as global.index-url='...' and :env:.find-links='...'.
    names = {line.partition("=")[0].rpartition(".")[2] for line in listed.stdout.splitlines()}
    return listed.returncode != 0 or bool(PIP_SETTINGS & names)


def uv_is_configured() -> bool:
    """Whether an index is configured for uv, in a variable or a file of settings."""
    if UV_VARIABLES & os.environ.keys():
        return True
    folders = [Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser(), Path("/etc")]
    files = [
        Path(os.environ.get("UV_CONFIG_FILE") or "uv.toml"),
        *(f / "uv/uv.toml" for f in folders),
    ]
    return any(UV_SETTINGS.search(f.read_text("utf-8", "replace")) for f in files if f.is_file())


def look_for(torch: str, index: str = CPU_INDEX) -> Wheel:
    """The wheel for this Python and machine that an index offers.

    Raises NotOffered where there is none, or no answer within `PATIENCE`, whatever it is that takes
    long: a name server, a connection, an answer that trickles.
    """
    answer: Future[Wheel] = Future()

    def ask() -> None:
        try:
            answer.set_result(_offered(torch, index))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(PATIENCE)
    except TimeoutError:
        raise NotOffered(f"did not answer within {PATIENCE:g} seconds") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotOffered(f"can't be asked ({error})") from None


def _offered(torch: str, index: str) -> Wheel:
    """What pip will choose of the index's page for the requirement (PEP 503)."""
    wanted = Requirement(torch)
    ranks = {tag: rank for rank, tag in enumerate(sys_tags())}
    with _open(f"{index}/{wanted.name}/", "GET") as page:
        links = re.findall(r'<a\s[^>]*?href="([^"#]+)', page.read().decode())
        addresses = [urljoin(page.url, html.unescape(link)) for link in links]
    found = []
    for address in addresses:
        name = unquote(address.rpartition("/")[2])
        try:
            _, version, _, tags = parse_wheel_filename(name)
        except InvalidWheelFilename:
            continue
        fitting = [ranks[tag] for tag in tags if tag in ranks]
        if fitting and version in wanted.specifier:
            found.append((version, -min(fitting), name, address))
    if not found:
        raise NotOffered(f"has no {torch} for this Python and machine")
    *_, name, address = max(found)
    return Wheel(name, _size(address))


def _size(address: str) -> int | None:
    try:
        with _open(address, "HEAD") as answer:
            return int(answer.headers["Content-Length"])
    except (OSError, HTTPException, TypeError):
        return None


def _open(address: str, method: str) -> HTTPResponse:
    headers = {"User-Agent": "autodiff-kata", "Accept": "text/html"}
    return urlopen(Request(address, headers=headers, method=method), timeout=PATIENCE)


def _install(installs: Sequence[str], torch: str, index: str) -> None:
    """Torch without what it needs, which comes from the usual index; from this index nothing else
    is taken, or a package of one's own name there could stand in for another's."""
    options = ["--quiet", "--no-compile", "--no-deps", "--index-url", index]
    done = subprocess.run([*installs, *options, torch], capture_output=True, text=True)
    if done.returncode:
        said = re.findall(r"^(?:ERROR|error): (.*)", done.stderr, re.MULTILINE)
        reason = said[-1] if said else f"status {done.returncode}"
        raise NotOffered(f"broke off ({reason.rstrip('.')})")
