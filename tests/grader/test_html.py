"""The HTML report: what it shows, what it keeps to itself, and that nothing in it can do harm."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.commands import report as command
from grader.failure import Difference, Failure, FrameSummary
from grader.manifest import find_milestone
from grader.record import Diagnosis, Hint, MilestoneResult, Record
from grader.redacted import redacted
from grader.saved import from_json, to_json
from grader.views import html as view
from grader.views.graph import NoPicture, in_words, picture
from grader.views.html import fit_beside, html
from grader.views.words import percent
from tests.grader.records import EXAMPLES, complete, result

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
CSS = Path(view.__file__).with_name("report.css").read_text()
VOID = {"meta", "img"}
GRAPH = 'digraph { rankdir=LR; a [label="x\\n(3,)" shape=box]; b [label=mul]; a -> b; a -> b }'
FAILURE = Failure(
    program="def program(lib, x):\n    return x",
    difference=Difference("value", index=(0,)),
    yours="tensor([1.,\n        2.])",
    torch="tensor([3.,\n        4.])",
    printed="torch  is fine",
)
EVIL = (
    "<script>alert(1)</script>",
    "</details></section></style></title></main>",
    "\"' onmouseover=alert(1) style='x' <img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "<!-- --> <![CDATA[ &lt;b&gt; &#60;script&#62;",
    "{{ record }} {% raw %} {#",
    "url(http://evil.example/x) @import 'x';",
    "\u202eevil\u2066 \x00\x1b[31m\ud800\ufeff",
    "x" * 1_000_000,
    "<b>" * 300_000,
)


class Page(HTMLParser):
    """A document's elements; reading it fails where one is not closed in its place."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self._open = [], [], []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        assert len(dict(attributes)) == len(attributes), "no attribute comes twice"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open and self._open.pop() == tag

    def handle_data(self, text):
        self.text.append(text)

    def all(self, tag):
        return [attributes for each, attributes in self.elements if each == tag]

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]

    @property
    def words(self):
        return " ".join("".join(self.text).split())


HIDDEN = Failure(fact="a hidden answer", yours="1", frames=(FrameSummary("at", 1, "f"),))


def learner(text="ordinary"):
    """A record of someone half done, with this text wherever a learner's may be."""
    frame = FrameSummary(text, 1, text, text)
    compared = replace(FAILURE, yours=text, frames=(frame,), printed=text)
    raised = Failure(exception=text, message=f"two\n{text}", frames=(frame,), printed=text)
    tests = [
        result("passed", "ok"),
        result("wrong", text, failure=compared),
        result("error", f"{text} again", failure=compared),
        result("wrong", "secret", "hidden", HIDDEN),
        result("not_started", "later"),
    ]
    known = Diagnosis("swapped", "Your `2 - x` is a <known> mistake.", "Operators.__rsub__", text)
    hint = Hint("Operators.__rsub__", 1, 4, "Whose turn is it in `2 - x`? <Try> it.", text)
    said = {"diagnosis": known, "hint": hint}
    started = MilestoneResult.of(EXAMPLES[3], tests, untouched=False, so_far=1, where=text, **said)
    complete = MilestoneResult.of(EXAMPLES[0], tests[:1], untouched=False, so_far=1)
    raising = [result("error", text, failure=raised)]
    raising = MilestoneResult.of(EXAMPLES[4], raising, untouched=False, where=text)
    later = find_milestone("modules")._replace(points=20)
    untouched = MilestoneResult.of(later, tests[4:], untouched=True, where=text)
    return Record(
        target=text,
        seed=7,
        isolation="sealed",
        torch="2.13.0",
        milestones=(complete, started, raising, untouched),
        seconds=2.5,
        python="3.11.7",
        numpy="2.4.0",
        confirmed_seed=99,
        ignored=(text,),
        partial=True,
        graph=GRAPH,
    )


# What it shows


def test_it_shows_scores_failures_next_step_and_how_it_was_graded():
    said = Page(html(learner())).words
    for expected in (
        "14 of 60 points",
        "1 of 4 milestones works",
        "m04 magic methods",
        "1/5",
        "4/20",
        "4 of 5 tests do not pass",
        "value differs first at [0]",
        "ordinary again",
        "99",
        "sealed",
        "2.13.0",
        "2.4.0",
        "3.11.7",
        "2.5 s",
        "Some tests were left out",
    ):
        assert expected in said, expected


def test_parts_have_their_points():
    r = replace(learner(), milestones=(*learner().milestones, *complete().milestones[-1:]))
    said = Page(html(r)).words
    assert all(part in said for part in ("core14/40", "networks0/20", "compilers12/12"))


def test_a_diagnosis_is_told_and_its_code_is_code():
    page = Page(html(learner()))
    assert "Your 2 - x is a <known> mistake." in page.words
    assert "<code>2 - x</code> is a &lt;known&gt; mistake" in html(learner())
    assert "Operators.__rsub__" in page.words


def test_a_hint_waits_to_be_opened_and_only_where_all_is_shown():
    hint = "Whose turn is it in <code>2 - x</code>? &lt;Try&gt; it."
    page = html(learner())
    assert page.index('<details class="hint">') < page.index(hint)
    assert from_json(to_json(learner())) == learner()
    assert "Whose turn" not in html(redacted(learner(), "names"))


def test_what_passes_alone_but_not_together_comes_next():
    r = complete()
    apart = replace(r, milestones=(*r.milestones[:-1], replace(r.milestones[-1], so_far=0)))
    said, fails = Page(html(apart)).words, "m36 compile: 2 of its 2 tests fail"
    assert fails in said and "my library works" not in said
    assert fails not in Page(html(redacted(apart, "score"))).words


def test_the_badge_is_for_a_library_that_works():
    assert "my library works" in Page(html(complete())).words
    assert "my library works" not in Page(html(learner())).words
    assert "What to do next" not in html(complete())


def test_the_first_failure_of_a_milestone_is_open_and_the_others_are_closed():
    details = Page(html(learner())).all("details")
    assert ["open" in attributes for attributes in details] == [False, True, False, True], (
        "a hint first"
    )


def test_an_untouched_library_points_to_the_first_lesson():
    tests = [result("not_started", "x")]
    untouched = MilestoneResult.of(EXAMPLES[0], tests, untouched=True, where="a.py", function="f")
    said = Page(html(replace(learner(), milestones=(untouched,)))).words
    assert "Open a.py and read its lesson. The first function to write is f." in said


def test_yours_stands_beside_torchs():
    tests = [result("wrong", "x", failure=FAILURE)]
    started = MilestoneResult.of(EXAMPLES[3], tests, untouched=False)
    source = html(replace(learner(), milestones=(started,)))
    assert (
        '<div class="message beside">\n'
        "<pre>def program(lib, x):\n    return x</pre>\n"
        "<pre>value differs first at [0]</pre>\n"
        '<div class="answer yours"><h3>yours</h3><pre>tensor([1.,\n        2.])</pre></div>\n'
        '<div class="answer torch"><h3>torch</h3><pre>tensor([3.,\n        4.])</pre></div>\n'
        "<pre>printed:</pre>\n"
        '<pre class="quote">torch  is fine</pre>\n'
        "</div>"
    ) in source
    assert fit_beside(FAILURE)
    assert not fit_beside(replace(FAILURE, torch="3." * 40))
    assert not fit_beside(replace(FAILURE, exception="ValueError"))


# What it keeps to itself


def test_it_needs_no_script_and_no_network():
    source = html(learner())
    page = Page(source)
    assert {"http-equiv": "Content-Security-Policy", "content": CSP} in page.all("meta")
    assert page.elements.index(("meta", page.all("meta")[1])) < page.tags.index("style")
    assert not re.search(r"https?:|//|url\(|@import", re.sub(r"base64,[\w+/=]+", "", source))
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & set(page.tags)


@pytest.mark.parametrize("text", EVIL, ids=lambda text: ascii(text)[:30])
def test_nothing_that_a_learner_wrote_is_markup(text):
    page, harmless = Page(html(learner(text))), Page(html(learner()))
    assert page.tags == harmless.tags
    for (_, found), (_, expected) in zip(page.elements, harmless.elements, strict=True):
        assert found.keys() == expected.keys()
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
        assert (
            attributes.get("src", "data:image/svg+xml;base64,")[:26] == "data:image/svg+xml;base64,"
        )
        assert re.fullmatch(r"--share: \d+(\.\d)?%", attributes.get("style", "--share: 0%")), tag


def test_control_characters_and_bidirectional_marks_are_spelled_out():
    source = html(learner(EVIL[7]))
    assert all(c.isprintable() or c == "\n" for c in source)
    assert "\\u202eevil\\u2066 \\x00\\x1b[31m\\ud800\\ufeff" in Page(source).words


def test_a_flood_of_text_is_cut():
    assert len(html(learner("x" * 1_000_000))) < 200_000
    long = [Failure(fact=f"{i} ", yours="x" * 50_000) for i in range(500)]
    many = [result("wrong", f"t{i}", failure=each) for i, each in enumerate(long)]
    flood = MilestoneResult.of(EXAMPLES[3], many, untouched=False)
    source = html(replace(learner(), milestones=(flood,)))
    assert len(source) < 1_500_000
    assert "and 460 more" in Page(source).words


def test_feedback_withholds_the_same_as_everywhere():
    full, names, score = (html(redacted(learner(), f)) for f in ("full", "names", "score"))
    assert "a hidden answer" in full and "at:1" in full
    assert "a hidden answer" not in names and "at:1" not in names
    assert "secret" in names and "value differs" in names
    for withheld in ("secret", "a hidden answer", "value differs", "base64", "nox -s hint"):
        assert withheld not in score
    assert "4/20" in score


# The graph


def svg_of(source):
    (image,) = Page(html(replace(learner(), graph=source))).all("img")
    return ElementTree.fromstring(base64.b64decode(image["src"].partition(",")[2])), image["alt"]


def test_the_graph_is_a_picture_and_described_in_words():
    svg, alt = svg_of(GRAPH)
    assert alt == "2 nodes: x, mul; 2 arrows between them"
    assert [t.text for t in svg.findall(".//{*}text")] == ["x", "(3,)", "mul"]
    assert len([g for g in svg.findall(".//{*}g") if g.get("class") == "edge"]) == 2
    assert float(svg.get("width").removesuffix("pt")) > float(svg.get("height").removesuffix("pt"))


@pytest.mark.parametrize(
    "attribute",
    [
        'URL="javascript:alert(1)" href="http://evil.example" target=x',
        'image="/etc/passwd" shapefile="/etc/passwd" imagepath="/etc"',
        "label=<<table><tr><td href='http://evil.example'><img src='/etc/x'/></td></tr></table>>",
        'label="<script>alert(1)</script>"',
        'label="</text></svg><script>alert(1)</script>"',
        'tooltip="<x>" id="x onload=alert(1)" class="x" fontname="x\\" onload=\\"alert(1)"',
        'fillcolor="red\\" onload=\\"alert(1)" style="filled;evil" shape="epsf"',
    ],
)
def test_a_drawing_brings_nodes_and_arrows_and_nothing_else(attribute):
    svg, _ = svg_of(f"digraph {{ a [{attribute}]; a -> b [{attribute}]; node [{attribute}] }}")
    tags = {element.tag.partition("}")[2] for element in svg.iter()}
    assert tags <= {"svg", "g", "title", "polygon", "ellipse", "path", "text"}
    names = {name for element in svg.iter() for name in element.attrib}
    assert not any("href" in name or name.startswith("on") for name in names)
    written = " ".join(v for e in svg.iter() for v in e.attrib.values())
    assert not re.search("evil|passwd|/etc|alert", written)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "no drawing",
        "digraph {",
        'digraph { a [label="',
        "digraph { a -> ",
        "digraph { a [label=",
        "digraph {" + "".join(f"a{i} -> a{i + 1};" for i in range(200)) + "}",
        "digraph {" + "a -> b;" * 1000 + "}",
        "<" * 20_000,
        '"' * 20_000,
    ],
    ids=lambda source: source[:20],
)
def test_what_is_not_a_drawing_or_too_large_is_left_out(source):
    with pytest.raises(NoPicture):
        picture(source)
    assert in_words(source) == ""
    shown = html(replace(learner(), graph=source))
    assert "base64" not in shown
    assert ("What it draws can't be shown" in shown) == bool(source)


# Who reads it


def _schemes():
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    colors = [dict(re.findall(r"--(\w+): (#\w{6})", scheme)) for scheme in (light, dark)]
    assert colors[0].keys() == colors[1].keys()
    return dict(zip(("light", "dark"), colors, strict=True))


def _luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "good", "yours", "torch"])
@pytest.mark.parametrize("ground", ["page", "card"])
def test_every_text_has_enough_contrast(scheme, text, ground):
    colors = _schemes()[scheme]
    dark, light = sorted(_luminance(colors[name]) for name in (text, ground))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_headings_do_not_skip_a_level_and_the_table_is_labelled():
    page = Page(html(learner()))
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.tags.count("caption") == page.tags.count("table") == 1
    assert all(attributes.get("scope") for attributes in page.all("th"))
    assert page.all("html") == [{"lang": "en"}]


def test_no_state_is_told_by_color_alone():
    labels = [a["aria-label"] for a in Page(html(learner())).all("span") if a.get("role") == "img"]
    assert labels == ["complete", "started", "started", "untouched"]


def test_every_link_and_label_leads_somewhere():
    page = Page(html(learner()))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    wanted = {a["href"][1:] for a in page.all("a")} | {
        a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a
    }
    assert wanted and wanted <= set(ids)


# The command


def test_every_view_can_be_made_of_a_saved_record(tmp_path, capsys):
    saved = tmp_path / "record.json"
    saved.write_text(to_json(learner()))
    names = ("json", "html", "junit", "markdown", "gradescope")
    assert command.main([str(saved), *(f"--{n}={tmp_path / n}" for n in names)]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "json").read_text() == saved.read_text()
    assert (tmp_path / "html").read_text() == html(learner())
    for name in names:
        assert "a hidden answer" in (tmp_path / name).read_text()
        assert "mistake." in (tmp_path / name).read_text()
    assert (
        command.main([str(saved), "--feedback=names", *(f"--{n}={tmp_path / n}" for n in names)])
        == 0
    )
    for name in names:
        assert "a hidden answer" not in (tmp_path / name).read_text()
        assert "mistake." not in (tmp_path / name).read_text()


def test_without_files_it_shows_the_table(tmp_path, capsys):
    (tmp_path / "record.json").write_text(to_json(learner()))
    assert command.main([str(tmp_path / "record.json")]) == 0
    assert "m04 magic methods" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "problem"),
    [
        (None, [], "there is no such file; nox -s grade -- --json FILE writes one"),
        (b"{", [], "is not JSON"),
        (b"\x89PNG\r\n\x1a\n\0", [], "is not JSON (it is not even text)"),
        (b'{"schema": 9}', [], "has schema 9"),
        (b'{"schema": -9}', [], "has schema -9; this version reads 2\n"),
        (b"{}", ["--html", "nowhere/x"], "there is no folder nowhere"),
        (b"{}", ["--feedback", "all"], "invalid choice: 'all'"),
    ],
)
def test_a_mistake_is_told_in_one_line(content, arguments, problem, tmp_path, capsys):
    saved = tmp_path / "record.json"
    if content is not None:
        saved.write_bytes(content)
    with pytest.raises(SystemExit) as exit:
        command.main([str(saved), *arguments])
    out, err = capsys.readouterr()
    assert exit.value.code == 2 and out == ""
    assert err.count("\n") == 1 and err.startswith("nox -s report: ") and problem in err
    assert ("--help shows all options" in err) == bool(arguments)


def test_a_share_has_one_decimal_and_is_never_rounded_up():
    shares = [(38.08, 400), (399.99, 400), (1, 3), (400, 400), (0, 0), (2, 4)]
    assert [percent(*each) for each in shares] == ["9.5", "99.9", "33.3", "100", "0", "50"]
    tests = [result("passed", str(i)) for i in range(19)] + [result("wrong", "x")] * 181
    found = MilestoneResult.of(EXAMPLES[0], tests, untouched=False)
    assert "<span>9.5<small>%</small></span>" in html(replace(learner(), milestones=(found,)))
