"""What is wrong with a finished page is found: links, what comes from elsewhere, how it looks."""

from __future__ import annotations

import pytest

from book import links, looks
from book.single import inlined, own_ids

PAGE = """<!DOCTYPE html><meta charset="utf-8"><body style="background: white"><article>
<h1 id="top">A page</h1><p style="color: #222">Words.</p>{more}</article>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.html").write_text(PAGE.format(more='<a href="#top">up</a>'))
    more = '<a href="gone.html">x</a> <a href="good.html#gone">y</a> <a href="https://a.org/">z</a>'
    more += '<img src="https://a.org/x.png"><p style="color: #bbb">Pale.</p>'
    more += '<div style="width: 1500px; color: #222">Wide.</div>'
    (tmp_path / "bad.html").write_text(PAGE.format(more=more))
    return tmp_path


def test_links_that_lead_nowhere_are_found(folder):
    assert links.broken(folder) == ["bad.html: gone.html", "bad.html: good.html#gone"]


def test_a_form_that_leads_nowhere_and_a_name_that_is_there_twice_are_found(tmp_path):
    (tmp_path / "a.html").write_text('<form action="s.html"></form><p id="x"><p id="x"><p id="y">')
    assert links.broken(tmp_path) == ["a.html: s.html"] and links.remote(tmp_path) == []
    assert links.repeated(tmp_path) == ["a.html: x stands there 2 times"]


def test_what_comes_from_elsewhere_is_found(folder):
    assert links.remote(folder) == ["bad.html: https://a.org/x.png"]


def test_what_can_not_be_read_is_found(folder):
    found = looks.faults(folder)
    if found is None:
        pytest.skip("no browser is installed")
    assert not [fault for fault in found if fault.startswith("good.html")]
    assert "bad.html at 390: cut off: Wide. (light)" in found
    assert "bad.html at 1200: contrast 1.9: Pale. (dark)" in found


def test_one_file_has_all_inside(tmp_path):
    (tmp_path / "_images").mkdir()
    (tmp_path / "_images" / "a.svg").write_text("<svg/>")
    (tmp_path / "s.css").write_text("p { color: red }")
    page = tmp_path / "index.html"
    page.write_text(
        '<link rel="stylesheet" href="s.css?v=1" /><link rel="search" href="s.html">'
        '<script src="a.js?v=2"></script><p>x</p><img alt="a" src="_images/a.svg" />'
    )
    assert inlined(page) == (
        "<style>p { color: red }</style><p>x</p>"
        '<img alt="a" src="data:image/svg+xml;base64,PHN2Zy8+" />'
    )


def test_one_file_has_nothing_that_needs_a_script(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(
        "<script>let x</script>"
        '<form class="sidebar-search-container" action="s.html"><input></form>'
        '<div class="theme-toggle-container x"><button></button></div><p>x</p>'
        '<a href="#" class="back-to-top y">up</a>'
    )
    assert inlined(page) == "<p>x</p>"


def test_chapters_of_one_file_have_places_of_their_own():
    chapters = [
        f'<span id="document-{name}"></span><h2 id="trap">x<a href="#trap">¶</a></h2>'
        '<a href="#document-a">a</a>'
        for name in "ab"
    ]
    made = own_ids(f'<p id="top">{"".join(chapters)}</article><a href="#top">')
    assert made.count('<h2 id="a-trap">x<a href="#a-trap">') == 1
    assert made.count('<h2 id="b-trap">x<a href="#b-trap">') == 1
    assert made.count('<a href="#document-a">') == 2 and made.endswith('<a href="#top">')
