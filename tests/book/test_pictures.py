"""Pictures have no empty bands, no word in them stands on another or beyond the edge, and each page
has a picture of its own."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from book.alike import shared, undrawn
from book.inline import css, inline, with_pictures
from book.pictures import library
from demos.marks import EDGE, TEXT, WIDTH, width_of
from demos.palette import CURVES, FILLS, GRAY, GREEN, IN_THE_DARK, INK, RED, WHITE
from demos.svg import cells, curves, graph, panels
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


def contrast(a: str, b: str) -> float:
    """As WCAG 2.2 defines it, of two colours such as #1f6fb4 and #fff."""
    one, other = sorted((_light(a), _light(b)))
    return (other + 0.05) / (one + 0.05)


def _light(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    values = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_the_map_shows_every_milestone_every_drawer_and_who_imports_whom(monkeypatch):
    monkeypatch.setattr(library, "MODULES", ("given.nn", "given.nn.layers", "nn", "m08_backward"))
    monkeypatch.setattr(library, "imports", lambda m: {"given.nn.layers"} if m == "nn" else set())
    picture = library.picture()
    words = [text for _, _, text in texts_of(picture, r"[\d.]+")]
    assert {f"{m.id} {m.title}" for m in MILESTONES} | {*DRAWERS.split()} <= {*words}
    assert "autodiff.nn" in words and picture.count("<path") == 1
    assert all(int(size) >= 16 for size in re.findall(r'font-size="(\d+)"', picture))


def test_texts_and_curves_can_be_read_on_a_page_of_either_kind():
    pairs = [(color, WHITE) for color in (INK, GRAY, *CURVES)]
    pairs += [(color, fill) for color in (INK, RED, GREEN) for fill in FILLS[:1]]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
    dark = [(IN_THE_DARK[a], IN_THE_DARK[b]) for a, b in pairs]
    assert [pair for pair in dark if contrast(*pair) < 4.5] == []


def test_every_color_of_a_picture_has_one_for_the_dark():
    named = {"a": [1.0, 2.0, 3.0], "b": [3.0, 1.0, 2.0]}
    pictures = curves("t", named, "x"), cells("t", np.eye(2)), library.picture()
    used = {color for each in pictures for color in re.findall(r'(?:fill|stroke)="([^"]+)"', each)}
    assert used - {"none"} <= set(IN_THE_DARK)
    assert all(f'[fill="{color}"]' in css() for color in used - {"none"})


def test_a_picture_ends_with_its_cells():
    for shape in ((2, 30), (8, 24), (12, 3)):
        picture = cells("shades", np.arange(np.prod(shape)).reshape(shape))
        assert abs(height_of(picture) - lowest(picture) - EDGE) < 2


def test_a_legend_has_room():
    names = [f"a name that is long, {i}" for i in range(7)]
    picture = curves("", {name: [0.0, 1.0] for name in names}, "step")
    legend = [(x, y, text) for x, y, text in texts_of(picture) if text in names]
    assert len(legend) == len(names)
    for (x, y, text), (later, below, _) in pairwise(legend):
        assert later > x + width_of(text) or below > y
    assert all(x + width_of(text) <= WIDTH for x, _, text in legend)
    assert max(y for _, y, _ in legend) < height_of(picture)


def test_an_axis_says_what_it_is_and_curves_differ_in_their_dashes():
    picture = curves("", {"a": [0.0, 1.0], "b": [1.0, 0.0]}, "epoch", (1, 12))
    words = [text for _, _, text in texts_of(picture)]
    assert {"epoch", "1", "12", "a", "b"} <= {*words}
    assert len(set(re.findall(r"<polyline[^>]*?(stroke=.*?) points", picture))) == 2


def test_curves_that_lie_on_each_other_have_a_plot_each():
    same = {"sin": [0.0, 1.0, 0.0], "again": [0.0, 1.0, 0.0]}
    for columns in (1, 2):
        picture = panels("", same, "x", columns=columns)
        first, second = re.findall(r'<polyline[^>]* points="([^"]*)"', picture)
        assert first != second
        assert {"sin", "again", "x"} <= {text for _, _, text in texts_of(picture)}


def test_boxes_hold_their_labels():
    names = [f"v{i}" for i in range(9)]
    labels = {name: f"y ** {i} = 6.25, grad 18" for i, name in enumerate(names)}
    layers = {name: i for i, name in enumerate(names)}
    picture = graph("", layers, labels, list(pairwise(names)))
    wide = float(re.findall(r'width="([^"]*)" height="[^"]*" rx', picture)[0])
    assert all(width_of(text) < wide for _, _, text in texts_of(picture))
    assert 0 < height_of(picture) - lowest(picture) < 2 * EDGE
    assert f'font-size="{TEXT}"' in picture


def test_rows_and_columns_have_names_and_a_gap_is_empty():
    picture = cells("", np.array([[1.0, np.nan, 2.0]]), ["a row"], ["x", "", "y"])
    assert [text for _, _, text in texts_of(picture)] == ["x", "", "y", "a row"]
    assert picture.count("<rect") == 3  # the background, and two squares


def test_a_picture_in_a_page_is_named_and_has_no_colors_of_its_own():
    picture = curves("Loss", {"a & b": [0.0, 1.0]}, "step")
    assert "prefers-color-scheme" in picture
    drawn = inline(picture, 'a "loss"')
    assert 'role="img" aria-label="a &quot;loss&quot;"' in drawn
    assert "<style" not in drawn and "xmlns" not in drawn and 'class="picture"' in drawn
    assert 'class="picture wide"' in inline('<svg width="1464pt"/>', "")
    assert "<svg" in with_pictures("a\n\n![said](x.svg)\n", lambda name: picture)


def test_pages_that_show_the_same_are_noticed():
    losses, others = np.exp(-np.linspace(0, 3, 20)), np.linspace(0, 1, 20)
    first = curves("XOR", {"loss": losses}, "step")
    again = curves("A title that is so long that it stands in two lines", {"": losses}, "turn")
    other = curves("XOR", {"loss": others}, "step")
    assert shared({"m00": first, "m35": other}) == []
    assert shared({"m00": first, "m35": again}) == ["m00 and m35 show the same curve"]
    worded = first.replace("XOR", "and again")
    assert shared({"m00": first, "m35": worded}) == ["m00 and m35 show the same picture"]


def test_every_page_has_a_picture_that_its_own_code_draws(tmp_path):
    assert undrawn(MILESTONES) == []
    for each in MILESTONES[1:]:
        (tmp_path / f"{each.module}.py").write_text("def picture():\n    return ''\n")
    (tmp_path / f"{MILESTONES[0].module}.py").write_text("from other import picture\n")
    assert undrawn(MILESTONES, [tmp_path]) == [MILESTONES[0].id]
