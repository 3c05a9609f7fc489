"""`e` and `--edit` in `nox -s watch`: which editor opens which file, and at which line."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from textual.widgets import Static

from grader.manifest import MILESTONES, ROOT, find_milestone
from grader.watch.app import Watch
from grader.watch.editor import NO_EDITOR, Editor, chosen
from tests.grader.folders import fresh, stub, write
from tests.waiting import ENOUGH, wait_until

M05, M06 = find_milestone("m05"), find_milestone("m06")
HOLE, RAISES = 'raise NotImplementedError("m05: toposort")', "raise KeyError(node)"


@pytest.mark.parametrize(
    "environment, typed, at_12",
    [
        ({"EDITOR": "vim"}, "vim", "vim +12 a.py"),
        ({"EDITOR": "vim", "VISUAL": "/usr/bin/hx"}, "/usr/bin/hx", "/usr/bin/hx a.py:12"),
        ({"EDITOR": "vim", "VISUAL": " "}, "vim", "vim +12 a.py"),
        ({"EDITOR": "vim", "TERM_PROGRAM": "vscode"}, "code", "code --goto a.py:12"),
        ({"VISUAL": "'my editor' -n"}, "my editor -n", "my editor -n a.py"),
        ({"EDITOR": "'my editor"}, "'my editor", "'my editor a.py"),
        ({"EDITOR": "charm --wait"}, "charm --wait", "charm --wait --line 12 a.py"),
    ],
)
def test_which_editor_is_opened_at_which_line(environment, typed, at_12):
    editor = chosen(environment)
    assert editor is not None and " ".join(editor.typed) == typed
    assert " ".join(editor.command(Path("a.py"), 12)) == at_12


def test_none_may_be_known():
    assert chosen({}) is None
    assert chosen({"EDITOR": ""}) is None


@pytest.mark.parametrize("name, has_window", [("code", True), ("vim", False), ("strange", False)])
def test_what_may_need_the_terminal_gets_it(name, has_window):
    assert Editor((f"/opt/{name}", "-x")).has_window == has_window


@pytest.fixture
def opened(tmp_path, monkeypatch) -> Path:
    """A file with a line for each time that the editor was started."""
    told = tmp_path / "opened"
    program = tmp_path / "code"
    program.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
    program.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(program))
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    return told


def lines(told: Path) -> list[str]:
    return told.read_text().splitlines() if told.exists() else []


def said(app: Watch) -> str:
    return str(app.screen_stack[0].query_one("#verdict", Static).content)


def play(folder: Path, follows: bool, *steps) -> None:
    """Start watch on m05; press a key, and wait for what is to come of it, in turn."""

    async def session() -> None:
        app = Watch(folder, M05, remember=False, follows=follows)
        async with app.run_test(size=(100, 24)) as pilot:
            await until(lambda app: M05 in app.page.course.results, app)
            for key, happened in steps:
                await pilot.press(*key)
                await until(happened, app)
        app.examiner.join(ENOUGH)

    async def until(happened, app) -> None:
        async with asyncio.timeout(ENOUGH):
            while not happened(app):
                await asyncio.sleep(0.02)

    asyncio.run(session())


def test_e_opens_the_lesson_of_what_is_untouched(tmp_path, opened):
    folder = fresh(tmp_path / "exercises")
    play(folder, False, ("e", lambda app: lines(opened) and "Opened in code." in said(app)))
    assert lines(opened) == [f"--goto {folder}/{M05.module}.py:1"]


def test_e_opens_what_fails_at_its_line(tmp_path, opened):
    folder = write(fresh(tmp_path / "exercises"), M05, stub(M05).replace(HOLE, RAISES))
    play(folder, False, ("e", lambda app: lines(opened) and "Opened in code." in said(app)))
    raised = stub(M05).split("\n").index(f"    {HOLE}") + 1
    assert lines(opened) == [f"--goto {folder}/{M05.module}.py:{raised}"]


def test_with_edit_each_file_is_opened_that_is_turned_to(tmp_path, opened):
    folder = fresh(tmp_path / "exercises")
    before = MILESTONES[MILESTONES.index(M05) - 1]
    steps = [("", 1), ("n", 2), ("p", 3), ("p", 4)]
    play(folder, True, *((key, lambda _, n=n: len(lines(opened)) == n) for key, n in steps))
    files = [Path(line.split()[1].rpartition(":")[0]).stem for line in lines(opened)]
    assert files == [M05.module, M06.module, M05.module, before.module]


def test_an_editor_that_is_not_there_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor")
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    folder = fresh(tmp_path / "exercises")
    play(folder, True, ("e", lambda app: "no-such-editor" in said(app)))


def test_a_click_on_the_file_name_is_e(tmp_path, opened):
    async def session() -> None:
        app = Watch(fresh(tmp_path / "exercises"), M05, remember=False)
        async with app.run_test(size=(300, 24)) as pilot:
            async with asyncio.timeout(ENOUGH):
                while M05.module not in str(app.screen.query_one("#head", Static).content):
                    await pilot.pause(0.02)
                while not lines(opened):
                    await pilot.click("#head", offset=(12, 1))
                    await pilot.pause(0.1)

    asyncio.run(session())


EDITOR = """#!/bin/sh
echo "$@" >> {told}
echo "# mended" >> "$2"
printf 'the editor has the terminal'
"""


def test_an_editor_for_the_terminal_has_it_until_it_is_left(tmp_path):
    folder, told, program = fresh(tmp_path / "exercises"), tmp_path / "opened", tmp_path / "vim"
    program.write_text(EDITOR.format(told=told))
    program.chmod(0o755)
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "VISUAL": str(program), "COLUMNS": "100"}
    environment |= {"LINES": "30", "PYTHONPATH": str(ROOT)}
    environment.pop("TERM_PROGRAM", None)
    typed = [sys.executable, "-P", "-m", "grader.commands.watch", "m05", "--target", str(folder)]
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    seen = bytearray()

    def sees(words: bytes) -> bool:
        os.set_blocking(ours, False)
        with suppress(OSError):  # nothing was written meanwhile, or the other end is closed
            seen.extend(os.read(ours, 2**16))
        return words in seen

    with subprocess.Popen(typed, cwd=ROOT, env=environment, **streams) as process:
        os.close(theirs)
        wait_until(lambda: sees(b"topological sort"))
        os.write(ours, b"e")
        wait_until(lambda: sees(b"the editor has the terminal") and sees(b"Back from vim."))
        os.write(ours, b"q")
        wait_until(lambda: sees(b"?1049l") and process.poll() is not None)  # the screen of before
    os.close(ours)
    assert [line.split()[0][0] for line in lines(told)] == ["+"]
    assert process.returncode == 0


def test_edit_without_an_editor_is_refused_in_one_line(monkeypatch):
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    for name in ("VISUAL", "EDITOR", "TERM_PROGRAM"):
        environment.pop(name, None)
    typed = [sys.executable, "-P", "-m", "grader.commands.watch", "--edit"]
    done = subprocess.run(
        typed,
        cwd=ROOT,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        timeout=ENOUGH,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr == f"nox -s watch: --edit: {NO_EDITOR}\n"
