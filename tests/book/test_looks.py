"""What is wrong with a picture on a page is seen, in a browser."""

from __future__ import annotations

import pytest

from book import looks

WORDS = '<text x="{}" y="{}" font-family="sans-serif" font-size="{}" fill="{}">{}</text>'
PAGE = """<!DOCTYPE html><html><style>body{{margin:0;background:{back}}}.picture svg{{display:block;
max-width:100%;height:auto}}</style><body><article><p style="color:{ink}">A page</p>
<div class="picture"><svg width="390" height="200" viewBox="0 0 390 200">{drawn}</svg></div>
</article></body></html>"""


def page(*drawn: str, back: str = "#fff", ink: str = "#222") -> str:
    return PAGE.format(drawn="".join(drawn), back=back, ink=ink)


def words(text: str, x: int = 20, y: int = 50, size: int = 16, color: str = "#222") -> str:
    return WORDS.format(x, y, size, color, text)


def box(x: int, y: int, wide: int, fill: str = "#dbe9fb") -> str:
    return f'<rect x="{x}" y="{y}" width="{wide}" height="40" fill="{fill}"/>'


CURVE = '<polyline points="0,0 50,90" fill="none" stroke-width="2" stroke="{}"/>'
GOOD = page(box(10, 25, 200), words("a box"), CURVE.format("#1f6fb4"))
SPOILED = {
    "a text of 9.0 pixels: too small": page(words("too small", size=9)),
    "it leaves its picture: far to the right": page(words("far to the right", x=330)),
    "it leaves its picture: too low": page(words("too low", y=210)),
    "it leaves its box: wider than its box": page(box(20, 25, 90), words("wider than its box")),
    "it is covered: hidden": page(words("hidden"), box(30, 25, 90)),
    "on each other: one, another": page(words("one"), words("another", x=30)),
    "in a picture: pale": page(words("pale", color="#aaa")),
    "in a picture: on a box": page(box(10, 25, 200, "#1f6fb4"), words("on a box")),
    "of a curve: rgb(255, 127, 14)": page(CURVE.format("#ff7f0e")),
    "in a picture: dark": page(words("dark"), back="#131416", ink="#eee"),
}


@pytest.mark.skipif(looks.browser() is None, reason="no browser is installed")
def test_a_spoiled_picture_is_noticed_and_a_good_one_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(looks, "SHADES", {"light": looks.SHADES["light"]})
    (tmp_path / "good.html").write_text(GOOD, encoding="utf-8")
    for i, text in enumerate(SPOILED.values()):
        (tmp_path / f"spoiled{i}.html").write_text(text, encoding="utf-8")
    found = looks.faults(tmp_path)
    assert found is not None
    assert [fault for fault in found if fault.startswith("good")] == []
    for i, said in enumerate(SPOILED):
        mine = [fault for fault in found if fault.startswith(f"spoiled{i}.html")]
        assert any(said in fault for fault in mine), (said, mine)
