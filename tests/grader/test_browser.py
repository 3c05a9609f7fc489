"""The HTML report in a real browser, where there is one: it fits a phone, and nothing runs."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from book.looks import BROWSERS, FLAGS, browser
from grader.failure import Difference, Failure, FrameSummary
from grader.manifest import MILESTONES
from grader.record import MilestoneResult, Record, TestResult
from grader.views import html as report
from tests.waiting import ENOUGH

GRAPH = "digraph { rankdir=LR; " + "".join(f"array{i} -> array{i + 1}; " for i in range(30)) + "}"
HOSTILE = (
    "<img src=x onerror=\"parent.document.title='owned'\"><script>parent.document.title=1</script>"
)

# A page around the report, which says how wide the report's own content is. It opens every failure.
FRAME = """<!DOCTYPE html><body><iframe id=f width={width} height=900 srcdoc="{source}"></iframe>
<script>f.onload = () => {{
  const page = f.contentDocument, root = page.documentElement;
  page.querySelectorAll("details").forEach(each => each.open = true);
  const img = page.querySelector("img"), [yours, torchs] = page.querySelectorAll(".answer pre");
  const found = [root.clientWidth, root.scrollWidth, img.naturalWidth, page.scripts.length,
    f.contentWindow.getComputedStyle(page.body).backgroundColor,
    torchs.offsetTop - yours.offsetTop];
  if (!document.title) document.title = found.join(";");
}}</script>"""


@pytest.fixture(scope="module")
def browse(tmp_path_factory):
    """Opens a page, and returns its document as it is then."""
    program = browser()
    if program is None:
        pytest.skip(f"no browser is installed; any of {', '.join(BROWSERS)} will do")
    profile = tmp_path_factory.mktemp("profile")

    def browse(page: Path, *flags: str) -> str:
        command = [program, *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
        return subprocess.run(
            command, capture_output=True, timeout=ENOUGH, check=True
        ).stdout.decode()

    return browse


def at(failure: Failure, name: str) -> Failure:
    return replace(failure, frames=(FrameSummary(f"exercises/{name}", 1, name),))


def learner() -> Record:
    """Someone whose every text is long, or hostile, or both."""
    failure = Failure(
        program="def program(lib, x):\n    return x",
        difference=Difference("value"),
        yours="tensor([1.])",
        torch="tensor([2.])",
        printed=f"{HOSTILE}{'w' * 3000}",
    )
    names = ("an ordinary title", "w" * 300, HOSTILE)
    tests = [TestResult(n, n, "public", "wrong", at(failure, n), 0.1) for n in names]
    started = [
        MilestoneResult.of(m, tests, untouched=False, so_far=0, where=f"exercises/{m.module}.py")
        for m in MILESTONES[:3]
    ]
    untouched = [MilestoneResult.of(m, tests, untouched=True) for m in MILESTONES[3:]]
    record = Record("exercises", 0, "local", "2.13.0", (*started, *untouched), graph=GRAPH)
    return replace(record, target="t" * 300, ignored=("i" * 300,))


def measure(browse, tmp_path, width: int, *flags: str) -> list[str]:
    source = html.escape(report.html(learner()))
    page = tmp_path / "frame.html"
    page.write_text(FRAME.format(width=width, source=source), encoding="utf-8")
    document = browse(page, "--dump-dom", "--virtual-time-budget=5000", *flags)
    found = re.search("<title>(.*?)</title>", document)
    assert found, "the report was not loaded"
    return found[1].split(";")


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_the_page_never_scrolls_sideways_and_nothing_of_the_learners_runs(browse, tmp_path, width):
    inside, content, picture, scripts, *_ = measure(browse, tmp_path, width)
    assert width - 20 <= int(inside) <= width
    assert int(content) <= int(inside)
    assert int(picture) > 0, "the graph is shown"
    assert scripts == "0"


def test_answers_are_beside_one_another_where_there_is_room(browse, tmp_path):
    *_, below = measure(browse, tmp_path, 1400)
    assert below == "0"
    *_, below = measure(browse, tmp_path, 360)
    assert int(below) > 0


def test_it_is_dark_where_that_is_preferred(browse, tmp_path):
    light = measure(browse, tmp_path, 800, "--blink-settings=preferredColorScheme=1")[4]
    dark = measure(browse, tmp_path, 800, "--blink-settings=preferredColorScheme=0")[4]
    shades = [sum(map(int, re.findall(r"\d+", color))) for color in (light, dark)]
    assert shades[0] > 700 and shades[1] < 100
