"""Places in a learner's files are links where a terminal shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.views.links import linked, places


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("my files", "given").mkdir(parents=True)
    for name in ("m05_toposort.py", "given/arrays.py"):
        Path("my files", name).touch()
    return tmp_path / "my files"


@pytest.mark.parametrize(
    "text, named, fragment",
    [
        ("Next: my files/m05_toposort.py:12 in toposort", "m05_toposort.py", "#12"),
        ("save my files/m05_toposort.py", "m05_toposort.py", ""),
        ("(my files/given/arrays.py:3)", "given/arrays.py", "#3"),
    ],
)
def test_a_place_is_a_link(folder, text, named, fragment):
    (place,) = places(text, "my files")
    assert place.path == Path("my files", named)
    assert place.url == folder.as_uri() + f"/{named}{fragment}"
    assert place.url.startswith("file:///") and "my%20files" in place.url
    shown = text[place.start : place.end]
    assert linked(text, "my files") == text.replace(
        shown, f"\x1b]8;;{place.url}\x1b\\{shown}\x1b]8;;\x1b\\"
    )


@pytest.mark.parametrize(
    "text", ["my files/m06_other.py:1", "m05_toposort.py:1", "other/my.py", "my files/m05_toposort"]
)
def test_what_names_no_file_there_is_left_alone(folder, text):
    assert list(places(text, "my files")) == [] and linked(text, "my files") == text


def test_a_line_may_name_several(folder):
    text = "my files/m05_toposort.py:1 and my files/given/arrays.py:2"
    assert [place.line for place in places(text, "my files")] == [1, 2]
    assert linked(text, "my files").count("\x1b]8;;file:") == 2
