"""README and docs/ say what is so: tables, screens, a recording, commands, links; a home for each
topic."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from contextlib import nullcontext

import pytest

from grader.commands import readme
from grader.manifest import MILESTONES, ROOT
from grader.views import overview
from grader.watch.film import Run, Shot, film
from tests.grader.test_plain_words import RIDDLE
from tests.grader.today import todays

TEXTS = readme.pages()
TEXT, FILM = TEXTS["README.md"], TEXTS[readme.FILM]
PAGES = [name for name in TEXTS if name.endswith(".md")]
HOMES = ["Start", "Why this one", "The path", "What you will have", "Read on", "Progress log"]
LONGEST = 150  # lines of README
SVG = "{http://www.w3.org/2000/svg}"
KB = 60  # of the recording


def part(name: str, texts: dict[str, str] = TEXTS) -> str:
    """What stands behind the comment of this name, on whichever page."""
    (text,) = (text for text in texts.values() if f"<!-- {name}: " in text)
    return text.split(f"<!-- {name}: ")[1].split("-->\n\n")[1].split("\n\n<!-- end")[0]


def sessions() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    return {f.name for f in tree.body if isinstance(f, ast.FunctionDef) and f.decorator_list}


def slug(heading: str) -> str:
    """A heading as links name it."""
    return re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")


def test_the_tables_are_the_manifests():
    assert part("milestones") == overview.table(), "nox -s readme"
    assert (part("path"), part("numbers")) == (overview.path(), overview.numbers()), "nox -s readme"
    row = r"(?m)^\| (m\d\d) \| (\w+) \| (.+?) \| (\d+) \| (★+) \| (\d+) \|$"
    listed = re.findall(row, part("milestones"))
    assert [(i, s, int(m), len(d), int(p)) for i, s, _, m, d, p in listed] == [
        (m.id, m.slug, m.minutes, m.difficulty, m.points) for m in MILESTONES
    ]
    removed = [each[2] for each in listed]
    assert len(set(removed)) == len(removed)


def test_what_there_is_is_counted():
    passed = re.search(r"(?m)^total +0/(\d+) +0/(\d+)", part("first screen"))
    assert passed and f"{sum(map(int, passed.groups()))} tests" in part("numbers")


@pytest.mark.parametrize(
    "shown", todays(["screens", "recording"], 2 - bool(os.environ.get("KATA_ALL")))
)
def test_what_is_shown_is_what_grade_and_watch_show(shown):
    with readme.checkout() as kata:
        if shown == "recording":
            assert readme.steady(readme.recording(kata)) == readme.steady(FILM), "nox -s readme"
            return
        for name, screen in readme.screens(kata).items():
            assert readme.steady(part(name)) == readme.steady(screen), "nox -s readme"


@pytest.fixture
def known(monkeypatch) -> dict[str, str]:
    """Screens that take no time: what stands there, but for one of them."""
    screens = {"first screen": part("first screen"), "mistake": "```\nhere a mistake  7.0 s\n```"}
    monkeypatch.setattr(readme, "screens", lambda _: screens)
    monkeypatch.setattr(readme, "recording", lambda _: FILM)
    monkeypatch.setattr(readme, "coverage", lambda: part("coverage"))
    monkeypatch.setattr(readme, "checkout", lambda: nullcontext(ROOT))
    return screens


def test_what_is_out_of_date_is_written_anew_and_the_rest_is_left(known):
    table = TEXTS["docs/course.md"]
    old = TEXTS | {"docs/course.md": table.replace("| m05 | toposort |", "| m04 | toposort |")}
    new = readme.renewed(old)
    assert part("milestones", new) == overview.table() and part("mistake", new) == known["mistake"]
    changed = [name for name in new if new[name] != TEXTS[name]]
    assert changed == ["docs/learning.md"]
    known["mistake"] = known["mistake"].replace("7.0", "0.3")
    assert readme.renewed(new) == new, "a time alone tells nothing new"
    with pytest.raises(ValueError, match="has a place for the mistake"):
        readme.renewed({n: text.replace("<!-- mistake", "<!-- error") for n, text in new.items()})


def test_a_time_in_the_recording_tells_nothing_new(known, monkeypatch):
    later = re.sub(r"saved [\d:]+, graded in [\d.]+ s", "saved 00:00:00, graded in 9.99 s", FILM)
    assert later != FILM
    monkeypatch.setattr(readme, "recording", lambda _: later)
    assert readme.renewed(TEXTS)[readme.FILM] == FILM
    monkeypatch.setattr(readme, "recording", lambda _: later.replace("hint", "hunt"))
    assert "hunt" in readme.renewed(TEXTS)[readme.FILM]


def test_check_says_so_and_writes_nothing(known, monkeypatch, tmp_path, capsys):
    known["mistake"] = part("mistake")
    (tmp_path / "docs").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(readme, "ROOT", tmp_path)
    page = tmp_path / "README.md"
    page.write_text(TEXT.replace(overview.path(), "| old |"), encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    assert readme.main(["--check"]) == 1
    assert page.read_text(encoding="utf-8") == before
    assert capsys.readouterr().out == "README.md was out of date\n"
    assert readme.main([]) == 0 and page.read_text(encoding="utf-8") == TEXT
    assert readme.main(["--check"]) == 0


def test_every_command_is_in_the_table_and_every_command_that_is_shown_is_one():
    listed = set(re.findall(r"(?m)^\| `nox -s (\w+)", TEXTS["docs/commands.md"]))
    assert listed == sessions()
    for name in PAGES:
        assert set(re.findall(r"nox -s ([a-z]+)", TEXTS[name])) <= sessions(), name


def test_a_command_without_a_file_of_its_name_is_said_to_be_in_noxfile():
    own = {path.stem for path in (ROOT / "grader" / "commands").glob("*.py")}
    told = re.search(r"\(([\w, ]+ and \w+): noxfile\.py", TEXTS["docs/how_it_is_built.md"])
    assert told and set(re.split(", | and ", told[1])) == sessions() - own


@pytest.mark.parametrize("name", PAGES)
def test_what_is_linked_is_there(name):
    page = ROOT / name
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[name]):
        file, _, heading = link.partition("#")
        if "://" not in link:
            linked = page.parent / file if file else page
            assert linked.is_file(), link
            titles = re.findall(r"(?m)^#+ (.*)$", linked.read_text("utf-8"))
            assert not heading or heading in map(slug, titles), link
    for script in re.findall(r"-- (docs/\w+\.py)", TEXTS[name]):
        assert (ROOT / script).is_file(), script


@pytest.mark.parametrize("name", PAGES)
def test_sentences_are_plain(name):
    assert RIDDLE.findall(TEXTS[name]) == []


def test_every_topic_has_a_home_and_the_last_is_the_log():
    assert re.findall(r"(?m)^## (.+)$", TEXT) == HOMES
    assert len(TEXT.splitlines()) < LONGEST
    linked = set(re.findall(r"\]\((docs/\w+\.md)\b", TEXT))
    assert linked == {name for name in PAGES if name.startswith("docs/")}


def test_the_first_command_is_on_the_first_screen_and_what_to_do_then_is_short():
    first = TEXT[: TEXT.index("```sh\npython3 -m pip install nox && nox -s grade\n")]
    rows = [row for line in first.split("\n") for row in textwrap.wrap(line, 80) or [""]]
    assert len(rows) <= 20
    steps = TEXTS["docs/learning.md"].split("\n## How to work\n")[1].split("\n## ")[0]
    assert len(steps.split()) <= 110


def test_the_picture_is_what_its_command_draws():
    command = "nox -s demo -- m08 --target solutions --svg docs/two_moons.svg"
    assert command in TEXTS["docs/maintain.md"] and "](docs/two_moons.svg)" in TEXT
    picture = (ROOT / "docs" / "two_moons.svg").read_text(encoding="utf-8")
    assert picture.count("<circle") == picture.count("<path") == 100 and "Two moons" in picture


def test_the_recording_is_small_and_moves_by_css_alone():
    assert len(FILM.encode()) < KB * 1000
    assert "](docs/watch.svg)" in TEXT and not re.search(
        r"<script|<animate|href|url\(|@import", FILM
    )
    for query in ("prefers-color-scheme:dark", "prefers-reduced-motion:no-preference"):
        assert f"@media({query})" in FILM


def test_where_nothing_moves_the_last_moment_is_shown():
    """And while it moves, each line when it is its turn."""
    stays, first, last = ((Run(text),) for text in ("stays", "first", "last"))
    drawing = film([Shot(1, [stays], [first]), Shot(3, [stays], [last])], ("a", "b"), "two moments")
    texts = {
        "".join(t.itertext()): t.get("class") for t in ET.fromstring(drawing).iter(f"{SVG}text")
    }
    assert texts["stays"] is None and drawing.count("stays") == 1
    assert f".{texts['first']}{{opacity:0}}" in drawing
    assert f".{texts['last']}{{opacity:0}}" not in drawing
    frames = dict(re.findall(r"@keyframes k(\d)\{(.*)\}", drawing))
    assert frames[texts["first"][1:]] == "0%{opacity:1}25%{opacity:0}"
    assert frames[texts["last"][1:]] == "0%{opacity:0}25%{opacity:1}"


def test_a_script_that_draws_leaves_the_pictures_of_the_checkout_alone(tmp_path):
    committed = ROOT / "docs" / "graph.svg"
    before = committed.stat().st_mtime_ns
    script = [sys.executable, "-P", "-m", "grader.commands.shell", str(ROOT / "docs/draw_graph.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for named, place in (([], ".kata/graph.svg"), (["mine.svg"], "mine.svg")):
        subprocess.run([*script, *named], cwd=tmp_path, env=environment, check=True)
        assert (tmp_path / place).read_bytes().count(b"<polygon") > 10
    assert committed.stat().st_mtime_ns == before
