"""What a checkout remembers between commands: only answers, and only this grader's."""

from __future__ import annotations

import shutil
import sqlite3
import time

import pytest

from grader import cache
from grader.cache import CONFIRMED, HINTS, TORCH, Memory, Store
from grader.manifest import ROOT
from tests.waiting import slowness

STORES = [value for value in vars(cache).values() if isinstance(value, Store)]
LINE = "\nchanged = True\n"


@pytest.fixture
def grader_at(tmp_path, monkeypatch):
    """A copy of the grader, whose digest is asked for from now on."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "grader", copy / "grader")
    monkeypatch.setattr(cache, "ROOT", copy)
    monkeypatch.setattr(cache, "grader_digest", cache.grader_digest.__wrapped__)
    return copy / "grader"


def kept(folder, store, **answers):
    memory = Memory(store, folder)
    for key, answer in answers.items():
        memory.put(key, answer)
    memory.save()
    return Memory(store, folder)


def test_every_store_has_a_file_and_a_limit_of_its_own():
    assert len({store.name for store in STORES}) == len(STORES) == 5
    assert all(store.most > 0 for store in STORES)


def test_what_was_saved_is_known_to_the_next_and_nothing_else(tmp_path):
    memory = kept(tmp_path, TORCH, a=b"1", b=b"")
    assert [memory.get(key) for key in "abc"] == [b"1", b"", None]
    assert not memory.is_empty
    assert Memory(CONFIRMED, tmp_path).is_empty


def test_without_a_store_all_is_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "STATE", tmp_path)
    memory = Memory(None)
    memory.put("a", b"1")
    memory.save()
    assert memory.get("a") == b"1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.name)
def test_another_grader_knows_nothing_but_the_hints_that_were_given(store, tmp_path, grader_at):
    assert kept(tmp_path, store, a=b"1").get("a") == b"1"
    with open(grader_at / "sandbox" / "inside" / "wire.py", "a", encoding="utf-8") as file:
        file.write(LINE)
    later = Memory(store, tmp_path)
    assert later.get("a") == (b"1" if store is HINTS else None)
    assert later.is_empty is (store is not HINTS)


def test_every_source_file_of_the_grader_counts_and_nothing_else(grader_at):
    sources = [*grader_at.rglob("*.py")]
    digests = {cache.grader_digest()}
    for path in sources:
        with open(path, "a", encoding="utf-8") as file:
            file.write(LINE)
        digests.add(cache.grader_digest())
    assert len(digests) == len(sources) + 1 > 100
    (grader_at / "__pycache__").mkdir(exist_ok=True)
    (grader_at / "__pycache__" / "wire.py").write_text(LINE)
    (grader_at / "notes.txt").write_text(LINE)
    assert cache.grader_digest() in digests


@pytest.mark.parametrize("which", ["python_version", "version"])
def test_another_python_or_numpy_is_another_grader(which, grader_at, monkeypatch):
    before = cache.grader_digest()
    where = cache.platform if which == "python_version" else cache
    monkeypatch.setattr(where, which, lambda *_: "0.0")
    assert cache.grader_digest() != before


def test_the_digest_takes_a_few_milliseconds():
    seconds = []
    for _ in range(20):
        began = time.thread_time()
        cache.grader_digest.__wrapped__()
        seconds.append(time.thread_time() - began)
    assert min(seconds) < 0.01 * slowness()


def test_too_much_is_forgotten_at_once(tmp_path):
    small = Store("small", 3)
    kept(tmp_path, small, a=b"1", b=b"2")
    memory = kept(tmp_path, small, c=b"3", d=b"4")
    assert [memory.get(key) for key in "abcd"] == [None, None, b"3", b"4"]


def test_only_what_is_asked_for_is_read(tmp_path):
    kept(tmp_path, TORCH, a=b"1", **{f"k{i}": b"x" for i in range(1000)})
    queries = []
    memory = Memory(TORCH, tmp_path)
    memory._open().set_trace_callback(queries.append)
    assert (memory.get("a"), memory.get("b")) == (b"1", None)
    assert len(queries) == 2
    with sqlite3.connect(tmp_path / "torch.sqlite") as file:
        plans = [file.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for query in queries]
    assert all("SEARCH" in plan[0][-1] for plan in plans)  # by its key, and no SCAN


@pytest.mark.parametrize("content", [b"", b"no database" * 500])
def test_a_damaged_file_is_begun_anew(tmp_path, content):
    (tmp_path / "torch.sqlite").write_bytes(content)
    memory = Memory(TORCH, tmp_path)
    assert memory.get("a") is None and memory.is_empty
    memory.put("a", b"1")
    memory.save()
    assert Memory(TORCH, tmp_path).get("a") == b"1"
