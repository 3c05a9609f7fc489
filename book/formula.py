"""A formula of a lesson -> MathML, with each shape below its factor. Browsers draw it without a
script.

    formula(("dW        =  A.T    dZ", "(in, out)   (in, n) (n, out)"))

What stands between two gaps of two spaces or more is one piece, and a shape belongs to the piece
that it begins below. What is written as in Python is drawn as on paper: `W1` has an index, `x ** 2`
an exponent, `A.T` and `A[r, i]` likewise; `dL/dx` is a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from .notation import SHAPE, SHAPES
from .symbols import SIGNS, symbols, with_shape
from .words import with_code

PIECE = re.compile(r"\S+(?: \S+)*")
PROSE = re.compile(
    r"(?!sum over|integral of)[a-z]{2,},? (?:[a-z]{2,}|\.\.\.)|.*?(?:\b[a-z]{2,},? ){3}"
)
CHANGED_SHAPE = re.compile(rf"{SHAPE} +-> +{SHAPE}")
SAID = re.compile(r"[a-z]+ \.\.\. is ")  # what the dots of a formula stand for
REMARK = re.compile(r" {4,}(?=\S)")
SIGN = re.compile(r"([-+]?=|->|<-|[-+*@])(?: |$)")  # a long formula may be broken before it
MATH = '<math displaystyle="true"><mrow>'
Piece = tuple[int, int, str]  # where it begins and ends, and its text
FAR = 4  # spaces, between two formulas in a line


def formula(lines: tuple[str, ...]) -> str:
    """The lines as one element, a row each; a remark stands at the right."""
    rows = [_row(line, shapes) for line, shapes in _rows(lines)]
    body = "".join(f"<tr><td>{math}</td><td>{with_code(said)}</td></tr>" for math, said in rows)
    return f'<div class="formula"><table>{body}</table></div>'


def shapeless(lines: tuple[str, ...]) -> list[str]:
    """The factors that have no shape below them."""
    found = []
    for line, shapes in _rows(lines):
        pieces, below, _ = _laid_out(line, shapes)
        found += [text for start, _, text in pieces if _is_factor(text) and start not in below]
    return found


def _rows(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each expression, and the shapes below it, or ""."""
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        yield line, rest.pop(0) if rest and SHAPES.match(rest[0]) else ""


def _laid_out(line: str, shapes: str) -> tuple[list[Piece], dict[int, str], str]:
    """The pieces of an expression, the shapes of those that have one, and what is said of it."""
    line, said = _without_remark(line)
    end = SHAPES.match(shapes).end() if shapes else 0  # type: ignore[union-attr]
    said = "; ".join(filter(None, (said, shapes[end:].strip())))
    pieces = [(m.start(), m.end(), m[0]) for m in PIECE.finditer(line)]
    factors = [piece for piece in pieces if _is_factor(piece[2])]
    found = list(re.finditer(SHAPE, shapes[:end]))
    beside = [m[0] for m in found[len(factors) :] if m.start() > len(line)]  # of what is said
    said = " ".join((said, *beside)).strip()
    return pieces, _below(factors, found[: len(found) - len(beside)]), said


def _row(line: str, shapes: str) -> tuple[str, str]:
    """The expression, drawn, and what is said of it."""
    pieces, below, said = _laid_out(line, shapes)
    drawn, last = "", len(line)
    for i, (start, end, text) in enumerate(pieces):
        is_side = [p[2] for p in pieces[i + 1 : i + 2]] == ["="] or " = " in text
        begins_anew = PROSE.match(text) or is_side
        is_far = start - last > FAR and (begins_anew or text[0] == "(")
        if drawn and (is_far or SIGN.match(text)):
            drawn += f"</mrow></math> {MATH}"
        gap = "2em" if is_far else "0.3em"
        drawn += f'<mspace width="{gap}"/>{_piece(text, below.get(start, ""))}'
        last = end
    return f"{MATH}{drawn}</mrow></math>", said


def _is_factor(text: str) -> bool:
    """Whether a piece has a shape: it is neither an operator nor an opened call, nor words."""
    is_part = text.endswith(("(", " of")) or text.startswith((",", ")"))
    is_said = ("," in text and re.fullmatch(SHAPE, text)) or PROSE.match(text)
    return bool(re.search(r"\w", text)) and not is_part and not is_said


def _below(factors: list[Piece], shapes: list[re.Match[str]]) -> dict[int, str]:
    """The shape of each factor, by where it begins: in order, or else of the nearest one."""
    if len(factors) == len(shapes):
        return {start: m[0] for (start, *_), m in zip(factors, shapes, strict=True)}
    below: dict[int, str] = {}
    for m in shapes:
        start, *_ = min(factors, key=lambda f: abs(f[0] + f[1] - m.start() - m.end()))
        below[start] = f"{below.get(start, '')} {m[0]}".strip()
    return below


def _without_remark(line: str) -> tuple[str, str]:
    """A formula, and the words behind it, if no sign is among them; or the shapes."""
    *_, last = [0, *(m.end() for m in REMARK.finditer(line))]
    words = line[last:]
    if last and CHANGED_SHAPE.fullmatch(words):
        return line[:last].rstrip(), words
    has_words = len(re.findall(r"[a-z]{2,}", words)) >= 2
    is_sum = re.search(r"(?:^| )[=+*] ", words) and not SAID.match(words)
    if last and has_words and not is_sum:
        return line[:last].rstrip(), words
    return line, ""


def _piece(text: str, shape: str) -> str:
    if PROSE.match(text):
        return f"<mtext>{escape(text)}</mtext>"
    if m := SIGN.match(text):
        rest = text[m.end() :]
        return f'<mo form="infix">{SIGNS.get(m[1], m[1])}</mo>{_piece(rest, shape) if rest else ""}'
    drawn = symbols(text)
    return with_shape(drawn, shape) if shape else drawn
