"""What was on a screen, moment by moment -> a drawing that moves: an SVG with CSS, no script.

    film([Shot(1.5, editor, screen, "types"), ...])    # "<svg ..."

An editor stands above a terminal. A line that stays is drawn once. Where nothing may move, the last
moment is shown; it is dark where the reader's pages are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate
from typing import NamedTuple

WIDE, HIGH = 8.4, 16.5  # a letter's place, in pixels
EDGE, BAR = 12, 30  # around the text of a window; above it, for its title
INK = {"ink": ("#1f2328", "#e6edf3"), "dim": ("#59636e", "#9198a1"), "page": ("#fff", "#0d1117")}
LINES = {"bar": ("#eff2f5", "#1c2129"), "edge": ("#d1d9e0", "#3d444d")}
ANSI = {
    "c1": ("#cf222e", "#ff7b72"),
    "c2": ("#116329", "#3fb950"),
    "c3": ("#7d4e00", "#d29922"),
    "c4": ("#0550ae", "#58a6ff"),
    "c5": ("#8250df", "#d2a8ff"),
    "c6": ("#0f5e63", "#39c5cf"),
    "c8": ("#6e7781", "#848d97"),
}
# Letters that one font has, and between which no more than a space stands.
STRETCH = re.compile(r"[!-~]+(?: [!-~]+)*|[^ -~]+")


class Run(NamedTuple):
    """Letters of one look: "bold c1" is bold and of the terminal's first color, red."""

    text: str
    look: str = ""


Line = tuple[Run, ...]


class Shot(NamedTuple):
    """A moment: how long it lasts, the lines of both windows, and what the person does."""

    seconds: float
    editor: Sequence[Line]
    screen: Sequence[Line]
    does: str = ""


class Drawn(NamedTuple):
    """A line of a window: where it begins, and what is there."""

    y: float
    line: Line


def film(shots: Sequence[Shot], names: tuple[str, str], said: str) -> str:
    """The shots as one drawing; `names` stand above the windows, `said` is for who can't see it."""
    columns = max(_length(line) for shot in shots for line in (*shot.editor, *shot.screen))
    rows = max(len(shot.editor) for shot in shots), max(len(shot.screen) for shot in shots)
    width = columns * WIDE + 2 * EDGE
    tops = 1.0, 1 + BAR + rows[0] * HIGH + 2 * EDGE + 10
    height = tops[1] + BAR + rows[1] * HIGH + 2 * EDGE + 1
    when: dict[Drawn, list[int]] = {}
    for i, shot in enumerate(shots):
        for drawn in _drawn(shot, tops, columns):
            when.setdefault(drawn, []).append(i)
    spans = sorted({tuple(each) for each in when.values() if len(each) < len(shots)})
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img">',
        f"<title>{escape(said)}</title>",
        f"<style>{_style(spans, [shot.seconds for shot in shots])}</style>",
        *(_window(top, width, rows[i], names[i]) for i, top in enumerate(tops)),
    ]
    for drawn, shown in when.items():
        hidden = f' class="s{spans.index(tuple(shown))}"' if tuple(shown) in spans else ""
        parts.append(f'<text y="{drawn.y:g}"{hidden}>{"".join(_runs(drawn.line))}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _length(line: Line) -> int:
    return sum(len(run.text) for run in line)


def _drawn(shot: Shot, tops: tuple[float, float], columns: int) -> Iterator[Drawn]:
    """All lines of a moment that are not empty."""
    for top, lines in zip(tops, (shot.editor, shot.screen), strict=True):
        for i, line in enumerate(lines):
            if any(run.text.strip() for run in line):
                yield Drawn(top + BAR + EDGE + HIGH * i + 13, line)
    if shot.does:
        room = " " * (columns - len(shot.does))
        yield Drawn(tops[0] + 20, (Run(room), Run(shot.does, "bold c6")))


def _window(top: float, width: float, rows: int, name: str) -> str:
    place = f'x="1" y="{top:g}" width="{width - 2:.0f}" rx="8"'
    dots = "".join(
        f'<circle class="dot" cx="{20 + 18 * i}" cy="{top + 15:g}" r="5"/>' for i in range(3)
    )
    return (
        f'<rect class="page" {place} height="{BAR + rows * HIGH + 2 * EDGE:g}"/>'
        f'<rect class="bar" {place} height="{BAR}"/>{dots}'
        f'<text class="name" x="76" y="{top + 20:g}">{escape(name)}</text>'
    )


def _runs(line: Line) -> Iterator[str]:
    """The letters, each stretch at its place, whatever the font."""
    column = 0
    for run in line:
        for found in STRETCH.finditer(run.text):
            place = f'x="{EDGE + WIDE * (column + found.start()):g}"'
            length = f'textLength="{WIDE * len(found[0]):g}"'
            kind = f' class="{run.look}"' if run.look else ""
            yield f"<tspan {place} {length}{kind}>{escape(found[0], quote=False)}</tspan>"
        column += len(run.text)


def _style(spans: Sequence[tuple[int, ...]], seconds: Sequence[float]) -> str:
    """Colors for light and dark pages, and when each span is to be seen."""
    begins = [0.0, *accumulate(seconds)]
    whole = begins[-1]
    colors = INK | LINES | ANSI
    light, dark = (";".join(f"--{name}:{pair[i]}" for name, pair in colors.items()) for i in (0, 1))
    rules = [
        f"svg{{{light}}}",
        f"@media(prefers-color-scheme:dark){{svg{{{dark}}}}}",
        "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
        "fill:var(--ink)}",
        ".page{fill:var(--page);stroke:var(--edge)}.bar{fill:var(--bar);stroke:var(--edge)}",
        ".dot{fill:var(--edge)}.name,.dim{fill:var(--dim)}.bold{font-weight:bold}",
        *(f".{name}{{fill:var(--{name})}}" for name in ANSI),
    ]
    last = len(seconds) - 1
    for i, span in enumerate(spans):
        if last not in span:
            rules.append(f".s{i}{{opacity:0}}")
        changes = [j for j in range(last + 1) if j == 0 or (j in span) != (j - 1 in span)]
        steps = "".join(
            f"{100 * begins[j] / whole:.4g}%{{opacity:{int(j in span)}}}" for j in changes
        )
        rules.append(f"@keyframes k{i}{{{steps}}}")
    moving = "".join(
        f".s{i}{{animation:k{i} {whole:g}s step-end infinite}}" for i in range(len(spans))
    )
    rules.append(f"@media(prefers-reduced-motion:no-preference){{{moving}}}")
    return "\n".join(rules)
