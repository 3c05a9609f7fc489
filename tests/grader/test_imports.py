"""Nothing is imported from what was changed, moved or linked to since the work began."""

from __future__ import annotations

import ast
import os
import py_compile
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module, invalidate_caches
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from grader.imports import as_it_was
from grader.manifest import ROOT

TICK = 0.03  # seconds; the kernel's clock for files may be so late


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What `sys.path` finds: a module, a package; and a submission that lay there before."""
    found, prepared = tmp_path / "found", tmp_path / "prepared"
    for place, text in (found, "SAYS = 'truth'\n"), (prepared / "found", "SAYS = 'lie'\n"):
        (place / "late_package").mkdir(parents=True)
        for file in ("late_module.py", "late_package/__init__.py", "late_package/inner.py"):
            (place / file).write_text(text)
            os.utime(place / file, (0, 0))
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(str(found))
    yield found
    for name in [name for name in list(sys.modules) if name.startswith("late_")]:
        del sys.modules[name]


def overwritten(found: Path, lie: Path) -> None:
    for file in found.rglob("*.py"):
        file.write_text("SAYS = 'lie'\n")
        os.utime(file, (0, 0))


def moved_files(found: Path, lie: Path) -> None:
    for file in found.rglob("*.py"):
        os.replace(lie / file.relative_to(found), file)


def linked_files(found: Path, lie: Path) -> None:
    for file in found.rglob("*.py"):
        file.unlink()
        file.symlink_to(lie / file.relative_to(found))


def hard_links(found: Path, lie: Path) -> None:
    for file in found.rglob("*.py"):
        file.unlink()
        file.hardlink_to(lie / file.relative_to(found))


def moved_folder(found: Path, lie: Path) -> None:
    (found / "late_module.py").unlink()
    (found / "late_package").rename(found / "away")
    (lie / "late_package").rename(found / "late_package")


def linked_folder(found: Path, lie: Path) -> None:
    (found / "late_module.py").unlink()
    (found / "late_package").rename(found / "away")
    (found / "late_package").symlink_to(lie / "late_package")


def moved_whole(found: Path, lie: Path) -> None:
    found.rename(found.with_name("away"))
    lie.rename(found)


def linked_whole(found: Path, lie: Path) -> None:
    found.rename(found.with_name("away"))
    found.symlink_to(lie)


HARM = [
    overwritten,
    moved_files,
    linked_files,
    hard_links,
    moved_folder,
    linked_folder,
    moved_whole,
    linked_whole,
]
NAMES = ("late_module", "late_package", "late_package.inner")


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("name", NAMES)
def test_what_has_changed_is_refused(
    name: str, harm: Callable[[Path, Path], None], folder: Path
) -> None:
    with as_it_was():
        if name == "late_package.inner":
            import_module("late_package")
        time.sleep(TICK)
        harm(folder, folder.parent / "prepared" / "found")
        invalidate_caches()
        with pytest.raises(ImportError):
            import_module(name)


def test_what_is_new_is_refused(folder: Path) -> None:
    with as_it_was():
        time.sleep(TICK)
        (folder / "late_news.py").write_text("")
        invalidate_caches()
        with pytest.raises(ImportError, match=r"late_news\.py was changed"):
            import_module("late_news")
    import_module("late_news")  # afterwards, nobody minds


@pytest.mark.parametrize("name", NAMES)
def test_what_was_there_is_imported_and_its_compiled_form_is_kept(name: str, folder: Path) -> None:
    with as_it_was():
        time.sleep(TICK)
        module = import_module(name)
    assert module.SAYS == "truth"
    assert os.path.exists(cache_from_source(module.__file__))


def plant(folder: Path) -> None:
    """Something else as the compiled form of a module."""
    compiled = cache_from_source(str(folder / "late_module.py"))
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    lie = folder.parent / "prepared" / "found" / "late_module.py"
    py_compile.compile(str(lie), compiled, invalidation_mode=unchecked)


def test_a_compiled_form_is_taken_where_it_was_there_before(folder: Path) -> None:
    plant(folder)
    with as_it_was():
        assert import_module("late_module").SAYS == "lie"


@pytest.mark.parametrize("is_older", [False, True])
def test_a_compiled_form_that_is_new_is_not_taken(is_older: bool, folder: Path) -> None:
    compiled = Path(sys.pycache_prefix)
    compiled.mkdir()
    if is_older:  # and is moved to its place
        plant(folder)
        compiled.rename(compiled.with_name("older"))
        compiled.mkdir()
    with as_it_was():
        time.sleep(TICK)
        if is_older:
            compiled.rmdir()
            compiled.with_name("older").rename(compiled)
        else:
            plant(folder)
        assert import_module("late_module").SAYS == "truth"


FOLDERS = ("grader", "tests", "parity", "benchmarks", "demos")
SHARED = re.compile(r"sys\.modules(\.(items|keys|values)\(\))?|.*\.loggerDict\b.*")


def test_nobody_goes_through_what_an_import_in_another_thread_adds_to():
    """torch is imported in a thread, and a dict that grows can't be gone through; a copy can."""
    found = []
    for path in [path for top in FOLDERS for path in (ROOT / top).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.For | ast.comprehension) and SHARED.fullmatch(
                ast.unparse(node.iter)
            ):
                found.append((path.name, ast.unparse(node.iter)))
    assert found == []


def test_no_test_begins_with_a_walk_through_all_loggers(request):
    """As pytest's own plugin for logging does, while torch adds loggers in a thread."""
    assert not request.config.pluginmanager.hasplugin("logging-plugin")
