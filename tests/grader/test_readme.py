"""README says what is so: its table and screens, its commands, its links, a home for each topic."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import textwrap

import pytest

from grader.commands import readme
from grader.manifest import COURSE, MILESTONES, ROOT
from tests.grader.test_plain_words import RIDDLE

TEXT = readme.README.read_text(encoding="utf-8")
PAGES = sorted([readme.README, *(ROOT / "docs").glob("*.md")])
HOMES = [
    *("Start", "Learn", "The course", "What comes back", "Commands", "Teach", "Maintain"),
    "How it is built",
    *("Departures from torch", "How good is the library?", "References", "Progress log"),
]


def part(name: str, text: str = TEXT) -> str:
    """What stands behind the comment of this name."""
    return text.split(f"<!-- {name}: ")[1].split("-->\n\n")[1].split("\n\n<!-- end")[0]


def sessions() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    return {f.name for f in tree.body if isinstance(f, ast.FunctionDef) and f.decorator_list}


def test_the_table_is_the_manifests():
    assert part("milestones") == readme.table(), "nox -s readme"
    listed = re.findall(r"(?m)^\| (m\d\d) \| (\w+) \| (.+?) \| (\d+) \| (★+) \| (\d+) \|$", TEXT)
    assert [(i, s, int(m), len(d), int(p)) for i, s, _, m, d, p in listed] == [
        (m.id, m.slug, m.minutes, m.difficulty, m.points) for m in MILESTONES
    ]
    removed = [each[2] for each in listed]
    assert len(set(removed)) == len(removed)


def test_each_milestone_of_the_course_says_which_limit_it_removes():
    assert readme.REMOVES.keys() == set(COURSE)


def test_the_screens_are_what_grade_prints():
    for name, screen in readme.screens().items():
        assert readme.steady(part(name)) == readme.steady(screen), "nox -s readme"


def test_what_is_out_of_date_is_written_anew_and_the_rest_is_left(monkeypatch):
    screens = {name: f"```\nhere a {name}  7.0 s\n```" for name in ("first screen", "mistake")}
    monkeypatch.setattr(readme, "screens", lambda: screens)
    monkeypatch.setattr(readme, "coverage", lambda: part("coverage"))
    new = readme.renewed(TEXT.replace("| m05 | toposort |", "| m04 | toposort |"))
    assert part("milestones", new) == readme.table() and part("mistake", new) == screens["mistake"]
    assert new.split("## Commands")[1] == TEXT.split("## Commands")[1]
    monkeypatch.setattr(
        readme, "screens", lambda: {name: s.replace("7.0", "0.3") for name, s in screens.items()}
    )
    assert readme.renewed(new) == new, "a time alone tells nothing new"
    with pytest.raises(ValueError, match="no place for the mistake"):
        readme.renewed(TEXT.replace("<!-- mistake", "<!-- error"))


def test_check_says_so_and_writes_nothing(monkeypatch, tmp_path, capsys):
    page = tmp_path / "README.md"
    page.write_text(TEXT.replace(readme.table(), "| old |"), encoding="utf-8")
    monkeypatch.setattr(readme, "README", page)
    monkeypatch.setattr(readme, "screens", lambda: {"mistake": part("mistake")})
    monkeypatch.setattr(readme, "coverage", lambda: part("coverage"))
    before = page.read_text(encoding="utf-8")
    assert readme.main(["--check"]) == 1
    assert page.read_text(encoding="utf-8") == before
    assert capsys.readouterr().out == "README.md was out of date\n"
    assert readme.main([]) == 0 and page.read_text(encoding="utf-8") == TEXT
    assert readme.main(["--check"]) == 0


def test_every_command_is_in_the_table_and_every_command_that_is_shown_is_one():
    commands = TEXT.split("## Commands")[1].split("\n## ")[0]
    assert set(re.findall(r"(?m)^\| `nox -s (\w+)", commands)) == sessions()
    for page in PAGES:
        assert set(re.findall(r"nox -s ([a-z]+)", page.read_text("utf-8"))) <= sessions(), page


def test_a_command_without_a_file_of_its_name_is_said_to_be_in_noxfile():
    own = {path.stem for path in (ROOT / "grader" / "commands").glob("*.py")}
    told = re.search(r"\(([\w, ]+ and \w+): noxfile\.py", TEXT)
    assert told and set(re.split(", | and ", told[1])) == sessions() - own


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_is_linked_is_there(page):
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, heading = link.partition("#")
        if "://" not in link:
            assert (page.parent / path).is_file(), link
            assert not heading or f"\n## {heading.title()}\n" in TEXT, link
    for script in re.findall(r"-- (docs/\w+\.py)", text):
        assert (ROOT / script).is_file(), script


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_sentences_are_plain(page):
    assert RIDDLE.findall(page.read_text(encoding="utf-8")) == []


def test_every_topic_has_a_home_and_the_last_is_the_log():
    assert re.findall(r"(?m)^## (.+)$", TEXT) == HOMES
    linked = re.findall(r"\]\((docs/\w+\.md)\)", TEXT)
    assert {ROOT / page for page in linked} == set(PAGES) - {readme.README}


def test_the_first_command_is_on_the_first_screen_and_what_to_do_then_is_short():
    first = TEXT[: TEXT.index("```sh\npython3 -m pip install nox && nox -s grade\n```")]
    rows = [row for line in first.split("\n") for row in textwrap.wrap(line, 80) or [""]]
    assert len(rows) <= 20
    learn = TEXT.split("\n## Learn\n")[1].split("\n![")[0]
    assert len(learn.split()) <= 110


def test_the_picture_is_what_its_command_draws():
    command = "nox -s demo -- m08 --target solutions --svg docs/two_moons.svg"
    assert command in TEXT and "](docs/two_moons.svg)" in TEXT
    picture = (ROOT / "docs" / "two_moons.svg").read_text(encoding="utf-8")
    assert picture.count("<circle") == 200 and "Two moons" in picture


def test_a_script_that_draws_leaves_the_pictures_of_the_checkout_alone(tmp_path):
    committed = ROOT / "docs" / "graph.svg"
    before = committed.stat().st_mtime_ns
    script = [sys.executable, "-P", "-m", "grader.commands.shell", str(ROOT / "docs/draw_graph.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for named, place in (([], ".kata/graph.svg"), (["mine.svg"], "mine.svg")):
        subprocess.run([*script, *named], cwd=tmp_path, env=environment, check=True)
        assert (tmp_path / place).read_bytes().count(b"<polygon") > 10
    assert committed.stat().st_mtime_ns == before
