"""The learner's drawing of a graph, drawn anew as a picture that is safe to look at.

Graphviz never sees what the learner's code wrote: it is given nodes, arrows and a few attributes
that were read from it, and everything else (links, files, markup) is left behind.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping

from ..imports import check
from ..judging.wording import one_line
from ..sandbox.time_out_sentences import took_longer
from ..suite.blame import AnswerForm
from ..suite.dot import Drawing, read

MOST_NODES, MOST_ARROWS = 100, 300
MOST_LINES, LONGEST_LINE = 4, 40  # of a label
SECONDS = 10
PROGRAM = "graphviz-pure"
LARGEST = 150_000  # bytes of SVG
OUR_FAULT = "this is the grader's fault, not yours"

COLOR = re.compile(r"[a-z]{2,20}\d?|#[0-9a-fA-F]{6}")
ALLOWED = {
    "shape": re.compile("box|rect|square|oval|ellipse|circle|diamond|hexagon|note|plaintext|none"),
    "style": re.compile("(filled|rounded|bold|dashed|dotted|,)+"),
    "fillcolor": COLOR,
    "color": COLOR,
    "fontcolor": COLOR,
}
DIRECTION = re.compile("LR|TB|BT|RL")


class NoPicture(Exception):
    """Why a drawing can't be shown, in a sentence."""


def picture(source: str) -> bytes:
    """What DOT text shows, as SVG. Raises NoPicture."""
    drawing = _read(source)
    if drawing is None:
        most = f"{MOST_NODES} nodes and {MOST_ARROWS} arrows"
        raise NoPicture(f"It is not DOT text, has no arrow, or has more than {most}.")
    program = shutil.which(PROGRAM, path=sysconfig.get_path("scripts"))
    if program is None:
        raise NoPicture(f"{PROGRAM} is missing: {OUR_FAULT}.")
    try:
        check(program)
    except ImportError as problem:
        raise NoPicture(f"{one_line(str(problem))}: it is not run.") from None
    dot = _drawn_anew(drawing).encode()
    try:
        done = subprocess.run([program, "-Tsvg"], input=dot, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise NoPicture(f"{took_longer(f'{PROGRAM} ', SECONDS)}: {OUR_FAULT}.") from None
    if done.returncode:
        said = one_line(done.stderr.decode(errors="replace").strip())
        raise NoPicture(f"{PROGRAM} failed: {OUR_FAULT}. {said}")
    if len(done.stdout) > LARGEST:
        raise NoPicture(f"It is larger than {LARGEST:,} bytes.")
    return done.stdout


def in_words(source: str) -> str:
    """What DOT text shows, for those who cannot see it."""
    drawing = _read(source)
    if drawing is None:
        return ""
    labels = ", ".join(_lines(label)[0] for label in drawing.labels.values())
    return f"{len(drawing.labels)} nodes: {labels}; {drawing.arrows.total()} arrows between them"


def _read(source: str) -> Drawing | None:
    try:
        drawing = read(source)
    except AnswerForm:
        return None
    small = len(drawing.labels) <= MOST_NODES and drawing.arrows.total() <= MOST_ARROWS
    return drawing if small and drawing.arrows else None


def _drawn_anew(drawing: Drawing) -> str:
    """Its nodes, arrows and allowed attributes, in DOT."""
    import graphviz

    said = drawing.attributes
    direction = said.get("graph", {}).get("rankdir", "")
    dot = graphviz.Digraph(
        graph_attr={
            "rankdir": direction if DIRECTION.fullmatch(direction) else "TB",
            "bgcolor": "transparent",
            "ranksep": "0.2",
            "nodesep": "0.15",
        },
        node_attr={
            "fontname": "Helvetica",
            "fontsize": "11",
            "margin": "0.09,0.05",
            "width": "0.3",
            "height": "0.3",
        }
        | _allowed(said.get("node", {})),
        edge_attr={"arrowsize": "0.6"},
    )
    numbers = {node: str(i) for i, node in enumerate(drawing.labels)}
    for node, label in drawing.labels.items():
        shown = r"\n".join(graphviz.escape(line) for line in _lines(label))
        dot.node(numbers[node], graphviz.nohtml(shown), **_allowed(said.get(node, {})))
    for (tail, head), times in drawing.arrows.items():
        for _ in range(times):
            dot.edge(numbers[tail], numbers[head])
    return str(dot.source)


def _allowed(attributes: Mapping[str, str]) -> dict[str, str]:
    return {
        name: attributes[name]
        for name, pattern in ALLOWED.items()
        if pattern.fullmatch(attributes.get(name, ""))
    }


def _lines(label: str) -> list[str]:
    return [one_line(line, LONGEST_LINE) for line in label.split("\n")[:MOST_LINES]]
