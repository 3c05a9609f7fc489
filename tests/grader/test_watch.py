"""`nox -s watch`: its screens and keys, and that nothing a file can hold ends it."""

from __future__ import annotations

import asyncio
import math
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList, Static

from benchmarks import watch as bench
from grader.feedback import demonstration
from grader.feedback.demonstration import Screen as Screenful
from grader.feedback.known_misconceptions import misconceptions
from grader.grading.first_incomplete import first_incomplete
from grader.manifest import MILESTONES, ROOT, find_milestone
from grader.record import MilestoneResult
from grader.sandbox.inside import wire
from grader.sandbox.inside.normal_form import Pair
from grader.suite.run import SuitesBroken
from grader.views import progress
from grader.views.next_step import next_step
from grader.views.words import passed
from grader.watch import examiner as examiner_module
from grader.watch import prefetch
from grader.watch.agenda import Agenda, Call, Judge, Settle
from grader.watch.app import Told, Watch
from grader.watch.course import Course, affected
from grader.watch.events import Broken, Event, Settled, Verdict, Working
from grader.watch.examiner import Examiner
from grader.watch.log import write_down
from grader.watch.screens import Celebration, Diff, Pick, descent
from tests.grader.folders import fresh, solution, solved, stub, write
from tests.grader.today import todays
from tests.waiting import ENOUGH, wait_until

M04, M05, M07 = (find_milestone(name) for name in ("m05", "m06", "m07"))
RIGHT = solution(M04)
WRONG = misconceptions(M04)[0].apply(RIGHT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder, with a mistake in m05."""
    target = tmp_path / "exercises"
    return write(fresh(target), M04, WRONG)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's pilot gives the screen half a minute; a busy machine may need more."""
    waits = Pilot._wait_for_screen
    monkeypatch.setattr(Pilot, "_wait_for_screen", lambda pilot, _=None: waits(pilot, ENOUGH))


def _file(folder: Path) -> Path:
    return folder / f"{M04.module}.py"


class Session:
    """The app as somebody sees it who waits for things to happen."""

    def __init__(self, app: Watch, pilot: Any) -> None:
        self.app, self.pilot = app, pilot

    async def until(self, happened: Callable[[], object]) -> None:
        deadline = time.monotonic() + ENOUGH
        while not happened():
            assert time.monotonic() < deadline, f"not in time; the screen says:\n{self.text()}"
            await self.pilot.pause(0.02)

    async def sees(self, *words: str) -> None:
        await self.until(lambda: all(word in self.text() for word in words))

    async def saves(self, content: str) -> None:
        """Write the file, and wait for its verdict."""
        before = len(self.app.celebrations.descents.get(M04, ()))
        _file(self.app.page.target).write_text(content)
        await self.until(lambda: len(self.app.celebrations.descents.get(M04, ())) > before)

    async def on(self, screen: type[Screen]) -> str:
        """Wait until the app is on such a screen; what it says."""
        await self.until(
            lambda: isinstance(self.app.screen, screen) and self.app.screen.query(Static)
        )
        return "".join(str(each.content) for each in self.app.screen.query(Static))

    def celebrates(self, result: MilestoneResult) -> None:
        """Have it told that m05 has come this far."""
        self.app.celebrations.descents[M04] = [2, 0]
        self.app.settled(result)

    def over(self) -> str:
        """What lies over the main screen."""
        return "".join(str(each.content) for each in self.app.screen.query(Static))

    def text(self) -> str:
        main = self.app.screen_stack[0]
        return "\n".join(str(main.query_one(f"#{name}", Static).content) for name in PARTS)


PARTS = ("head", "verdict", "foot")


def _watch(
    folder: Path, play: Callable[[Session], Coroutine[Any, Any, None]], is_graded: bool = True
) -> None:
    """Play a session; unless it is not waited for, m05's first result is there already."""

    async def session() -> None:
        app = Watch(folder, M04, remember=False)
        async with app.run_test(size=(80, 24)) as pilot:
            session = Session(app, pilot)
            await session.until(lambda: not is_graded or M04 in app.page.course.results)
            await play(session)
        app.examiner.join(ENOUGH)
        assert not app.examiner.is_alive()

    asyncio.run(session())


def test_the_first_failure_is_shown_as_grade_shows_it(folder: Path) -> None:
    async def play(session: Session) -> None:
        result = session.app.page.course.results[M04]
        view = session.app.view
        shown = partial(next_step, [result], view.page.folder, width=view.text_width, has_keys=True)
        said, whole = ("\n".join(line.text for line in shown(rows=n)) for n in (18, math.inf))
        assert "yours" in said and said in session.text()
        assert "Stuck? press h" in said and len(said.split("\n")) <= 18
        await session.pilot.press("f")
        await session.sees(whole)
        await session.pilot.press("f")
        await session.sees(said)
        for group in ("idea", "edge_case"):
            assert passed(result, group) in session.text()

    _watch(folder, play)


def test_a_finished_milestone_is_celebrated_logged_and_followed_by_the_next(folder: Path) -> None:
    async def play(session: Session) -> None:
        await session.saves(WRONG + "\n")
        await session.saves(RIGHT)
        card = await session.on(Celebration)
        assert "m05 topological sort is complete" in card
        assert "in 2 saves" in card and "nox -s compare -- m05" in card
        assert "See it: nox -s demo -- m05" in card
        await session.until(lambda: session.app.screen.query_one(Static).size.width > 40)
        await session.pilot.press("enter")
        await session.until(lambda: "100,001 in order" in session.over())
        await session.until(lambda: session.app.screen.query_one(Static).size.width > 78)
        await session.pilot.press("enter")
        await session.until(lambda: session.app.page.milestone == M05)

    _watch(folder, play)
    log = (folder.parent / progress.NAME).read_text()
    assert log.count("**[DONE]**") == 1 and date.today().isoformat() in log


def test_what_fails_later_is_not_hidden_by_a_celebration(folder: Path) -> None:
    async def play(session: Session) -> None:
        await session.saves(WRONG + "\n")
        await session.saves(RIGHT)
        await session.on(Celebration)
        await session.saves(WRONG)
        await session.until(lambda: not isinstance(session.app.screen, Celebration))
        assert len(session.app.screen_stack) == 1
        assert session.app.page.milestone == M04
        await session.sees("yours")

    _watch(folder, play)


def test_a_second_celebration_takes_the_place_of_the_first(folder: Path) -> None:
    async def play(session: Session) -> None:
        result = session.app.page.course.results[M04]
        session.celebrates(replace(result, state="working"))
        await session.on(Celebration)
        session.celebrates(replace(result, state="complete"))
        await session.until(lambda: "is complete" in session.over())
        assert len(session.app.screen_stack) == 2
        await session.pilot.press("enter")
        await session.until(lambda: session.app.screen.query("#demo"))
        await session.pilot.press("enter")
        await session.until(lambda: len(session.app.screen_stack) == 1)

    _watch(folder, play)


def test_a_demo_that_takes_long_keeps_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def slow(*_: object, **__: object) -> Screenful:
        may_end.wait(ENOUGH)
        return Screenful("seen")

    monkeypatch.setattr(examiner_module, "demonstrate", slow)

    async def play(session: Session) -> None:
        result = session.app.page.course.results[M04]
        session.celebrates(replace(result, state="working"))
        await session.on(Celebration)
        await session.pilot.press("enter")
        assert "at work" in session.over()
        await session.pilot.press("enter")
        await session.until(lambda: session.app.page.milestone == M05)
        session.celebrates(replace(result, state="complete"))
        await session.on(Celebration)
        await session.pilot.press("enter")
        may_end.set()
        await session.until(lambda: "seen" in session.over())
        await session.pilot.press("q")

    _watch(folder, play)


@pytest.mark.parametrize("keys", ["q", "dq", "lq", "qd", "ql", "qh"])
def test_q_quits_whatever_is_on_the_screen_and_once_for_all(folder: Path, keys: str) -> None:
    async def play(session: Session) -> None:
        await session.pilot.press(*keys)
        await session.until(lambda: session.app.return_code is not None)

    _watch(folder, play, is_graded="h" in keys)


def test_q_quits_from_a_celebration(folder: Path) -> None:
    async def play(session: Session) -> None:
        result = session.app.page.course.results[M04]
        session.celebrates(replace(result, state="complete"))
        await session.on(Celebration)
        await session.pilot.press("q")
        await session.until(lambda: session.app.return_code is not None)

    _watch(folder, play)


def test_what_can_not_be_imported_is_a_friendly_line(folder: Path) -> None:
    async def play(session: Session) -> None:
        await session.saves(RIGHT + "\n\ndef half_sav")
        await session.sees("Not importable as saved", f"{M04.module}.py:", "def half_sav")
        await session.saves("")
        await session.saves(WRONG)
        await session.sees("yours")

    _watch(folder, play)


def test_a_renamed_function_is_missed(folder: Path) -> None:
    async def play(session: Session) -> None:
        await session.saves(RIGHT.replace("toposort(", "topo_sort("))
        await session.sees("m05 has no `toposort`; did you rename it to `topo_sort`?")
        assert session.app.page.folder not in session.text().partition("cannot import name")[2]

    _watch(folder, play)


def test_files_may_be_deleted_renamed_and_saved_in_bursts(folder: Path) -> None:
    async def play(session: Session) -> None:
        before = len(session.app.celebrations.descents.get(M04, ()))
        _file(folder).unlink()
        await session.until(lambda: len(session.app.celebrations.descents.get(M04, ())) > before)
        draft = folder / "draft.tmp"
        draft.write_text(WRONG)
        os.replace(draft, _file(folder))
        await session.sees("yours")
        for i in range(10):
            _file(folder).write_text(f"{WRONG}\n# {i}")
            await asyncio.sleep(0.01)
        await session.saves(RIGHT)
        await session.sees("All 24 pass.")

    _watch(folder, play)


def test_a_folder_may_vanish_and_come_back(folder: Path) -> None:
    async def play(session: Session) -> None:
        away = folder.with_name("away")
        folder.rename(away)
        await session.sees("is gone")
        away.rename(folder)
        await session.until(lambda: "is gone" not in session.text())
        await session.saves(RIGHT)
        await session.sees("All 24 pass.")

    _watch(folder, play)


EVIL = [
    "import os; os._exit(0)",
    "while True: pass",
    "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    "import os\n    while True: os.fork()",
    "hog = [bytes(1 << 28) for _ in range(40)]",
]


@pytest.mark.parametrize("evil", EVIL if os.environ.get("KATA_ALL") else todays(EVIL, 2))
def test_what_ends_a_worker_does_not_end_the_watch(
    folder: Path, evil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "BRISK", prefetch.BRISK._replace(program=0.7))

    async def play(session: Session) -> None:
        await session.saves(f"def toposort(root, parents):\n    {evil}\n    return []\n")
        await session.saves(RIGHT)
        await session.sees("All 24 pass.")

    _watch(folder, play)


def test_a_save_does_not_wait_for_what_hangs(folder: Path) -> None:
    async def play(session: Session) -> None:
        _file(folder).write_text("def toposort(root, parents):\n    while True: pass\n")
        await session.sees("grading m05")
        await asyncio.sleep(0.5)
        await session.saves(RIGHT)
        assert session.app.celebrations.descents[M04][-1] == 0, (
            "the verdict of what hangs did not come first"
        )

    _watch(folder, play)


def test_what_is_told_while_the_screen_is_closing_does_no_harm(folder: Path) -> None:
    async def play(session: Session) -> None:
        await session.app.screen.query(Static).remove()
        session.app.on_told(Told(Working(M04)))
        session.app.view.change(notice="closing")

    _watch(folder, play)


def test_the_keys(folder: Path) -> None:
    async def play(session: Session) -> None:
        app, press = session.app, session.pilot.press
        await press("h")
        await session.sees("toposort, ", "hint 1 of 5")
        await press("h")
        await session.sees("toposort, ", "hint 2 of 5")
        body = app.query_one("#body")
        await session.until(lambda: body.scroll_y == body.max_scroll_y)
        await press("d")
        difference = await session.on(Diff)
        assert '-    raise NotImplementedError("m05: toposort")' in difference
        await press("escape")
        await press("n")
        await session.until(lambda: app.page.milestone == M05)
        await press("p", "p")
        await session.until(lambda: app.page.milestone == MILESTONES[MILESTONES.index(M04) - 1])
        await press("l")
        await session.until(lambda: isinstance(app.screen, Pick))
        assert len(app.screen.query_one(OptionList).options) == len(MILESTONES)
        await press("down", "enter")
        await session.until(lambda: app.page.milestone == M04)
        await press("r")
        await session.until(lambda: app.page.course.results.keys() == set(MILESTONES))
        await session.pilot.resize_terminal(120, 40)
        await session.pilot.resize_terminal(20, 5)
        await session.sees("m05")
        await press("q")

    _watch(folder, play)


def test_h_is_answered_at_once_and_the_hint_comes_when_it_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, asked = threading.Event(), []
    hint = Examiner.hint

    def slowly(*arguments: Any) -> Any:
        asked.append(arguments)
        known.wait(ENOUGH)
        return hint(*arguments)

    monkeypatch.setattr(Examiner, "hint", slowly)

    async def play(session: Session) -> None:
        await session.pilot.press("h")
        assert session.text().count("Looking for a hint ...") == 1
        await session.pilot.press("h")  # once more, since it takes so long
        known.set()
        await session.sees("toposort, ", "hint 1 of 5")
        assert "Looking" not in session.text() and len(asked) == 1
        known.clear()
        await session.pilot.press("h", "n")
        known.set()
        await session.until(lambda: len(asked) == 2 and not session.app.agenda._calls)
        assert session.app.page.milestone == M05 and session.app.page.hints == ()

    _watch(folder, play)


def test_a_hint_does_not_wait_for_what_is_graded_in_full() -> None:
    class Work:
        interrupted = 0

        def interrupt(self) -> None:
            self.interrupted += 1

    for job, interrupted in ((Settle, 1), (Judge, 0), (Call, 0)):
        agenda, work = Agenda(), Work()
        if job is Settle:
            agenda.in_full([M04])
        elif job is Judge:
            agenda.saved([M04])
        else:
            agenda.call(lambda: Working(None))
        assert isinstance(agenda.next(), job)
        agenda.works_on(work)
        agenda.call(lambda: Working(None))
        assert work.interrupted == 0
        agenda.call(lambda: Working(None), hurries=True)
        assert work.interrupted == interrupted


def test_a_given_file_changes_nothing_and_is_told_apart(folder: Path) -> None:
    async def play(session: Session) -> None:
        (folder / "_tensor.py").write_text("Tensor = None\n")
        await session.sees("_tensor.py: given")

    _watch(folder, play)


def test_saving_another_milestone_turns_to_it(folder: Path) -> None:
    async def play(session: Session) -> None:
        (folder / f"{M05.module}.py").write_text("half a")
        await session.until(lambda: session.app.page.milestone == M05)
        await session.sees("Not importable as saved")

    _watch(folder, play)


def test_what_is_timed_is_right_and_wrong_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "WRONG", 1)
    saves = asyncio.run(bench.measure([M04]))  # nox -s bench -- watch: how long it takes
    assert [save.passed == save.total for save in saves] == [False, True]
    assert all(save.seconds > 0 for save in saves)


def test_a_save_encodes_each_question_at_most_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode, times = wire.encode, Counter[bytes]()

    def counted(header: dict[str, Any], pairs: Sequence[Pair] = ()) -> bytes:
        program = header.get("program") or (header.get("source"), header.get("name"))
        if program != (None, None):
            times[encode({"program": program}, pairs)] += 1
        return encode(header, pairs)

    for module in list(sys.modules.values()):
        if vars(module).get("encode") is encode:
            monkeypatch.setattr(module, "encode", counted)
    told: SimpleQueue[Counter[bytes]] = SimpleQueue()

    def tell(event: object) -> None:
        if isinstance(event, Verdict):
            told.put(times.copy())
        if isinstance(event, Working) and not event.done:
            times.clear()

    write(folder, M07, solution(M07))
    agenda = Agenda()
    examiner = Examiner(agenda, folder, tell, remember=False)
    agenda.look_at(M07)
    examiner.start()
    wait_until(lambda: M07 in examiner._warmed)
    agenda.saved([M07])
    found = told.get(timeout=ENOUGH)
    agenda.stop()
    examiner.join(ENOUGH)
    assert len(found) >= len(examiner._asked[M07]) > 25
    assert set(found.values()) == {1, 2}


def test_a_save_affects_itself_and_the_later_files_of_the_learner(folder: Path) -> None:
    (folder / f"{M05.module}.py").write_text("mine")
    assert affected(folder, [M04]) == [M04, M05]
    assert affected(folder, [M05]) == [M05]


def test_it_begins_where_work_goes_on_as_the_hints_do(folder: Path) -> None:
    write(solved(folder, MILESTONES[0]), MILESTONES[1], stub(MILESTONES[1]) + "\n# mine\n")
    first, second = MILESTONES[1:3]

    async def session() -> None:
        app = Watch(folder, None, remember=False)
        async with app.run_test(size=(80, 24)) as pilot:
            assert app.page.milestone == MILESTONES[0]
            await Session(app, pilot).until(lambda: app.page.milestone == first)
            await Session(app, pilot).until(lambda: app.page.result)
            await pilot.press("n")
            await Session(app, pilot).until(lambda: app.page.milestone == second)
        app.examiner.join(ENOUGH)

    asyncio.run(session())
    result = first_incomplete(folder)
    assert result and result.id == first.id


def _examined(agenda: Agenda, folder: Path, log: Path) -> list[Event]:
    """What an examiner tells until it has settled a milestone; whoever sees it fail presses r."""
    told: SimpleQueue[Event] = SimpleQueue()
    examiner = Examiner(agenda, folder, told.put, remember=False, log=log)
    examiner.start()
    found: list[Event] = []
    while not found or not isinstance(found[-1], Settled):
        found.append(told.get(timeout=ENOUGH))
        if isinstance(found[-1], Broken):
            agenda.in_full([])
    agenda.stop()
    examiner.join(ENOUGH)
    return found


def test_a_verdict_is_not_complete_before_it_is_confirmed(folder: Path, tmp_path: Path) -> None:
    _file(folder).write_text(RIGHT)
    agenda = Agenda()
    agenda.saved([M04])
    found = _examined(agenda, folder, tmp_path / "log")
    results = [event.result for event in found if isinstance(event, Verdict | Settled)]
    count = M04.suite.read_text("utf-8").count("\ndef test_")
    assert [(r.passed, r.state) for r in results[:2]] == [(count, "started"), (count, "complete")]


@pytest.mark.parametrize("fault", [KeyError("toposort"), SuitesBroken("test_x: NameError")])
def test_a_mistake_of_the_graders_is_written_down_and_tried_again(
    fault: Exception, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, works = tmp_path / "state" / "watch.log", examiner_module.run

    def breaks(*arguments: Any, **more: Any) -> Any:
        monkeypatch.setattr(examiner_module, "run", works)
        raise fault

    monkeypatch.setattr(examiner_module, "run", breaks)
    agenda = Agenda()
    agenda.saved([M04])
    found = _examined(agenda, folder, log)
    (broken,) = (event for event in found if isinstance(event, Broken))
    assert broken.milestone == M04
    assert "at fault here, not your file" in broken.message and str(log) in broken.message
    assert "could not be run" not in broken.message
    written = log.read_text()
    assert "Traceback" in written and type(fault).__name__ in written and "breaks" in written
    settled = [event.result.id for event in found if isinstance(event, Settled)]
    assert settled == ["m05"]


def test_where_the_log_can_not_be_written_the_traceback_is_shown(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "KeyError: 1" in write_down(KeyError(1), "work", tmp_path / "file" / "watch.log")


def test_what_the_grader_got_wrong_leaves_no_old_result_on_the_screen(folder: Path) -> None:
    async def play(session: Session) -> None:
        session.app.on_told(Told(Broken("The grader is at fault.", M04)))
        await session.sees("The grader is at fault.", "Looking at")
        assert "23" not in session.text().splitlines()[0]

    _watch(folder, play)


def test_a_demo_that_hangs_ends_with_the_watch(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = demonstration.PATIENT._replace(program=ENOUGH)
    monkeypatch.setattr(demonstration, "PATIENT", patient)
    first = "    order, seen, stack = "
    _file(folder).write_text(RIGHT.replace(first, f"    while True:\n        pass\n{first}"))
    agenda, told = Agenda(), SimpleQueue()
    examiner = Examiner(agenda, folder, told.put, remember=False)
    agenda.call(partial(examiner.demo, M04))
    examiner.start()
    wait_until(lambda: agenda._work is not None)
    agenda.stop()
    examiner.join(ENOUGH)
    assert not examiner.is_alive()
    assert told.empty()


def test_a_job_stays_until_it_is_done() -> None:
    agenda = Agenda()
    agenda.in_full([M05])
    agenda.saved([M04])
    judge = agenda.next()
    assert isinstance(judge, Judge) and judge.milestone == M04
    assert agenda.next() == judge
    agenda.put_off(judge)
    assert agenda.next() == Settle(M05)
    agenda.done(Settle(M05))
    assert agenda.is_empty()
    agenda.in_full([M07])
    assert [agenda.next(), agenda.done(Settle(M07)), agenda.next()] == [
        Settle(M07),
        None,
        Settle(M04),
    ]


def test_what_is_saved_again_meanwhile_is_judged_again() -> None:
    agenda = Agenda()
    agenda.saved([M04])
    first = agenda.next()
    assert first
    agenda.saved([M04])
    agenda.done(first)
    again = agenda.next()
    assert isinstance(again, Judge) and again != first


def test_after_the_last_milestone_comes_one_that_was_left_out(folder: Path) -> None:
    assert Course().after(MILESTONES[-1]) == MILESTONES[0]


def test_the_log_is_only_added_to(tmp_path: Path) -> None:
    log = tmp_path / progress.NAME
    assert progress.add(log, M04, date(2025, 1, 2))
    log.write_text(log.read_text() + "my own words")
    assert not progress.add(log, M04, date(2025, 1, 3))
    assert progress.add(log, M05, date(2025, 1, 3))
    assert log.read_text() == (
        "# Progress log\n\n- **[DONE]** 2025-01-02: m05 topological sort\nmy own words\n"
        "- **[DONE]** 2025-01-03: m06 visualizer\n"
    )


def test_the_descent_shows_how_failures_fell() -> None:
    assert descent([7, 3, 0]) == "█▄▁"
    assert descent([0]) == "▁"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "needs a terminal"),
        (["m99"], "is not a milestone"),
        (["--target", "nowhere"], "there is no such folder"),
    ],
)
def test_without_a_terminal_or_with_mistaken_arguments_one_line_says_so(
    arguments: list[str], says: str
) -> None:
    command = [sys.executable, "-m", "grader.commands.watch", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert says in done.stderr and done.stderr.count("\n") == 1
