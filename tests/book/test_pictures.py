"""Pictures have no empty bands, and no word in them stands on another, or beyond the edge."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from book.pictures import library
from demos.svg import LETTER, MARGIN, WIDTH, cells, curves, graph
from grader.manifest import MILESTONES
from grader.stubs.order import DRAWERS


def height_of(picture: str) -> float:
    found = re.search(r'viewBox="0 0 \d+ (\d+)"', picture)
    assert found
    return float(found[1])


def texts_of(picture: str, number: str = r"\d+") -> list[tuple[float, float, str]]:
    found = re.findall(rf'<text x="({number})" y="({number})"[^>]*>([^<]*)<', picture)
    return [(float(x), float(y), text) for x, y, text in found]


def lowest(picture: str) -> float:
    """Where the lowest box ends."""
    found = re.findall(r'<rect x="[^"]*" y="([^"]*)" width="[^"]*" height="([^"]*)"', picture)
    return max(float(y) + float(height) for y, height in found)


def test_the_map_shows_every_milestone_every_drawer_and_who_imports_whom(monkeypatch):
    monkeypatch.setattr(library, "MODULES", ("given.nn", "given.nn.layers", "nn", "m08_backward"))
    monkeypatch.setattr(library, "imports", lambda m: {"given.nn.layers"} if m == "nn" else set())
    picture = library.picture()
    words = [text for _, _, text in texts_of(picture, r"[\d.]+")]
    assert {f"{m.id} {m.title}" for m in MILESTONES} | {*DRAWERS.split()} <= {*words}
    assert "autodiff.nn" in words and picture.count("<path") == 1
    assert all(int(size) >= 16 for size in re.findall(r'font-size="(\d+)"', picture))


def test_a_picture_ends_with_its_cells():
    for shape in ((2, 30), (8, 24), (12, 3)):
        picture = cells("shades", np.arange(np.prod(shape)).reshape(shape))
        assert abs(height_of(picture) - lowest(picture) - MARGIN) < 2


def test_a_legend_has_room():
    names = [f"a name that is long, {i}" for i in range(7)]
    picture = curves("", {name: [0.0, 1.0] for name in names})
    legend = [(x, y, text) for x, y, text in texts_of(picture) if text in names]
    assert len(legend) == len(names)
    for (x, y, text), (later, below, _) in pairwise(legend):
        assert later > x + LETTER * len(text) or below > y
    assert all(x + LETTER * len(text) <= WIDTH for x, _, text in legend)
    assert max(y for _, y, _ in legend) < height_of(picture)


def test_boxes_hold_their_labels():
    names = [f"v{i}" for i in range(9)]
    labels = {name: f"y ** {i} = 6.25, grad 18" for i, name in enumerate(names)}
    layers = {name: i for i, name in enumerate(names)}
    picture = graph("", layers, labels, list(pairwise(names)))
    wide = float(re.findall(r'width="([^"]*)" height="[^"]*" rx', picture)[0])
    assert all(len(text) * 6 < wide for _, y, text in texts_of(picture) if y > MARGIN)
    assert 0 < height_of(picture) - lowest(picture) < MARGIN


def test_rows_and_columns_have_names_and_a_gap_is_empty():
    picture = cells("", np.array([[1.0, np.nan, 2.0]]), ["a row"], ["x", "", "y"])
    assert [text for _, _, text in texts_of(picture)] == ["", "x", "", "y", "a row"]
    assert picture.count("<rect") == 3  # the background, and two squares
