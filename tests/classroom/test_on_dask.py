"""On other machines a class gets the same grades: here dask is a small thing that looks like it,
and where dask is installed, it is dask, one of whose workers is killed."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import sys
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, local
from types import ModuleType, SimpleNamespace

import pytest

from classroom.__main__ import main
from classroom.running import on_dask
from classroom.running.on_dask import Host
from classroom.running.process import REFUSED, Processes
from tests.classroom.downloads import laid
from tests.classroom.test_run import FILE, HANDED_IN

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone seals")
INSTALLED = importlib.util.find_spec("distributed") is not None
ADDRESS = "tcp://127.0.0.1:8786"


class Dask(ModuleType):
    """As much of `distributed` as is asked of it, with two workers that are threads.

    `losing` names what befalls the first tasks, and `answers` says whether there is a scheduler.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__("distributed")
        self.folder, self.worker = folder, local()
        self.losing: list[Exception] = []
        self.answers, self.sent = True, list[tuple]()
        self.Client = lambda address, timeout: self._connected()

    def _connected(self) -> Dask:
        if not self.answers:
            raise OSError("Timed out trying to connect")
        self.pool = ThreadPoolExecutor(2)
        return self

    def get_worker(self) -> SimpleNamespace:
        return SimpleNamespace(address="tcp://far:1", local_directory=str(self.folder))

    def wait_for_workers(self, count: int, timeout: float) -> None: ...

    def nthreads(self) -> dict[str, int]:
        return {"tcp://far:1": 1, "tcp://far:2": 1}

    def submit(self, function, *arguments, pure: bool):
        self.sent.append(arguments)
        return self.pool.submit(self._run, function, arguments)

    def _run(self, function, arguments):
        if self.losing:
            raise self.losing.pop()
        return function(*arguments)

    def close(self) -> None:
        self.pool.shutdown()


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    """A class that was graded on this machine, and its gradebook."""
    folder = tmp_path_factory.mktemp("class")
    tree = {f"{name}/{FILE}": text for name, (text, _) in HANDED_IN.items()}
    assert main(["intake", str(laid(tmp_path_factory.mktemp("download"), tree)), str(folder)]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.sandbox.escapes.trial.escapes", lambda: [])
        assert main(["run", str(folder)]) == 0
    assert main(["gradebook", str(folder)]) == 0
    return folder


@pytest.fixture
def there(here, tmp_path) -> Path:
    """The same class, not graded yet."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("submissions", "key", "intake.json"):
        copy = shutil.copytree if (here / name).is_dir() else shutil.copy
        copy(here / name, folder / name)
    return folder


@pytest.fixture
def dask(tmp_path, monkeypatch) -> Dask:
    fake = Dask(tmp_path / "worker")
    fake.folder.mkdir()
    monkeypatch.setitem(sys.modules, "distributed", fake)
    monkeypatch.setattr(on_dask.importlib.util, "find_spec", lambda name: fake)
    monkeypatch.setattr(on_dask, "HOST", host := Host())
    monkeypatch.setattr(host, "refuses", lambda told: "")  # the trial of the seal takes a minute
    yield fake
    host.processes.close()


def kept(folder: Path) -> dict[str, object]:
    """What the records say, but for when that was, and how long it took."""

    def timeless(value):
        if isinstance(value, dict):
            times = ("seconds", "graded_at")
            return {name: timeless(each) for name, each in value.items() if name not in times}
        return [timeless(each) for each in value] if isinstance(value, list) else value

    texts = {path.name: path.read_text() for path in (folder / "records").iterdir()}
    return {
        name: timeless(json.loads(text.replace(str(folder), "CLASS")))
        for name, text in texts.items()
        if name.endswith(".json")
    } | {name: text for name, text in texts.items() if not name.endswith(".json")}


def same(here: Path, there: Path) -> bool:
    """Whether the gradebooks are the same, byte for byte."""
    assert main(["gradebook", str(there)]) == 0
    return (here / "gradebook.csv").read_bytes() == (there / "gradebook.csv").read_bytes()


def test_the_records_are_those_that_are_made_here(here, there, dask, capsys):
    assert main(["run", str(there), "--dask", ADDRESS]) == 0
    assert kept(there) == kept(here) and len(kept(here)) == 2 * len(HANDED_IN)
    assert same(here, there)
    assert [*dask.folder.iterdir()] == []
    names = {path.name for path in there.iterdir()}
    assert names - {"gradebook.csv", "class.html", "reports"} == {
        *("submissions", "key", "intake.json", "records")
    }
    assert main(["run", str(there), "--dask", ADDRESS]) == 0
    assert len(dask.sent) == len(HANDED_IN)  # what has a record is not sent again


def test_what_was_lost_is_sent_again(here, there, dask):
    dask.losing = [ConnectionError("the worker was killed")]
    assert main(["run", str(there), "--dask", ADDRESS]) == 0
    assert len(dask.sent) == len(HANDED_IN) + 1
    assert same(here, there)


def test_what_kills_each_worker_is_listed_apart(there, dask, capsys):
    dask.losing = [ConnectionError("killed")] * 2 * len(HANDED_IN)
    assert main(["run", str(there), "--dask", ADDRESS]) == 3
    said = capsys.readouterr().out
    assert "right: not graded, by the grader's fault: ConnectionError: killed\n" in said


def test_a_run_whose_scheduler_is_gone_goes_on_when_it_is_run_again(here, there, dask, capsys):
    dask.losing = [CancelledError()]
    with pytest.raises(SystemExit, match="2"):
        main(["run", str(there), "--dask", ADDRESS])
    assert capsys.readouterr().err.endswith(
        f"{ADDRESS}: the scheduler is gone; run this again, and it goes on\n"
    )
    assert [*there.glob("records/*.failed")] == []
    assert main(["run", str(there), "--dask", ADDRESS]) == 0
    assert same(here, there)


@pytest.mark.parametrize(
    "other, said",
    [
        ({"checkout": lambda: "another"}, "its checkout, torch or Python is another one"),
        ({"isolation": lambda: "sealed by magic"}, "and not sealed by magic"),
    ],
)
def test_who_would_grade_otherwise_refuses(other, said, there, dask, monkeypatch, capsys):
    for name, told in other.items():
        monkeypatch.setattr(f"classroom.commands.run.{name}", told)
    with pytest.raises(SystemExit, match="2"):
        main(["run", str(there), "--dask", ADDRESS])
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("nox -s classroom: tcp://far:1: refused: ") and last.endswith(said)
    assert [*there.glob("records/*")] == []


def test_a_process_is_not_used_again_once_the_thread_has_ended_with_which_it_ends():
    processes, made = Processes(lambda: True), []

    def use() -> None:
        with processes.one() as process:
            made.append(process)

    for _ in range(2):
        thread = Thread(target=use)
        thread.start()
        thread.join()
    use()
    use()
    assert made[0] is not made[1] is not made[2] is made[3]
    processes.close()


def test_the_seal_is_tried_until_it_holds_and_then_not_again(monkeypatch):
    host, asked = Host(), []
    answers = iter([f"{REFUSED}the seal does not hold: read the answers", ""])

    @contextmanager
    def one():
        yield SimpleNamespace(grade=lambda told, *_: asked.append(told) or next(answers))

    monkeypatch.setattr(host.processes, "one", one)
    assert host.refuses({"checkout": "x"}).endswith("read the answers")
    assert [host.refuses({"checkout": "x"}) for _ in range(3)] == ["", "", ""]
    assert asked == [{"checkout": "x"}] * 2


def test_without_dask_one_line_says_what_to_install(there, monkeypatch, capsys):
    monkeypatch.setattr(on_dask.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="2"):
        main(["run", str(there), "--dask", ADDRESS])
    assert capsys.readouterr().err.endswith("-m pip install distributed\n")


def test_a_scheduler_that_does_not_answer_is_named(there, dask, capsys):
    dask.answers = False
    with pytest.raises(SystemExit, match="2"):
        main(["run", str(there), "--dask", ADDRESS])
    assert f"{ADDRESS}: Timed out trying to connect\n" in capsys.readouterr().err


@pytest.mark.skipif(not INSTALLED, reason="dask is not installed")
def test_with_dask_itself_a_worker_may_be_killed(here, there):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        address = cluster.scheduler_address
        running = pool.submit(main, ["run", str(there), "--dask", address])
        while not [*there.glob("records/*.digest")]:
            assert not running.done()
        os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)
        assert running.result() == 0
    assert same(here, there)
