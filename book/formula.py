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

from .blocks import SHAPE, SHAPES

PIECE = re.compile(r"\S+(?: \S+)*")
PROSE = re.compile(r"(?!sum over)[a-z]{2,},? (?:[a-z]{2,}|\.\.\.)|.*?(?:\b[a-z]{2,},? ){3}")
CHANGED_SHAPE = re.compile(rf"{SHAPE} +-> +{SHAPE}")
SAID = re.compile(r"[a-z]+ \.\.\. is ")  # what the dots of a formula stand for
SUMMAND = re.compile(r"([-+*]) (\S.*)")  # in one piece with its sign
REMARK = re.compile(r" {4,}(?=\S)")
TOKEN = re.compile(
    r"(?P<fraction>\bd\w+ ?/ ?d\w+)|(?P<sum>sum over (?P<over>\w+) of)|(?P<word>[A-Za-z]\w*'?)"
    r"|(?P<number>\d[\d.]*)|(?P<transpose>\.T\b)|(?P<index>\[[^\]]*\])|(?P<power>\*\*|\^)"
    r"|(?P<dots>\.\.\.)|(?P<operator>->|<-|[-+*/@=|,;:()<>]+?)|(?P<other>\S)"
)
INDEXED = re.compile(r"([A-Za-z])_(\w+)|([A-Za-z]+)(\d+)")
FAR = 4  # spaces, between two formulas in a line
SIGNS = {"*": "&#183;", "->": "&#8594;", "<-": "&#8592;", "-": "&#8722;", "@": "@"}


def formula(lines: tuple[str, ...]) -> str:
    """The lines as one element, a row each; a remark stands at the right."""
    rows, rest = [], list(lines)
    while rest:
        line = rest.pop(0)
        shapes = rest.pop(0) if rest and SHAPES.match(rest[0]) else ""
        rows.append(_row(line, shapes))
    body = "".join(f"<tr><td>{math}</td><td>{escape(said)}</td></tr>" for math, said in rows)
    return f'<div class="formula"><table>{body}</table></div>'


def _row(line: str, shapes: str) -> tuple[str, str]:
    """The expression, and what is said of it."""
    line, said = _without_remark(line)
    end = SHAPES.match(shapes).end() if shapes else 0  # type: ignore[union-attr]
    said = "; ".join(filter(None, (said, shapes[end:].strip())))
    pieces = [(m.start(), m.end(), m[0]) for m in PIECE.finditer(line)]
    factors = [piece for piece in pieces if _is_factor(piece[2])]
    found = list(re.finditer(SHAPE, shapes[:end]))
    beside = [m[0] for m in found[len(factors) :] if m.start() > len(line)]  # of what is said
    said = " ".join((said, *beside)).strip()
    below = _below(factors, found[: len(found) - len(beside)])
    drawn, last = [], len(line)
    for i, (start, end, text) in enumerate(pieces):
        begins_anew = PROSE.match(text) or [p[2] for p in pieces[i + 1 : i + 2]] == ["="]
        wide = "1.2em" if start - last > FAR and (begins_anew or text[0] == "(") else "0.4em"
        drawn += [f'<mspace width="{wide}"/>', _piece(text, below.get(start, ""))]
        last = end
    return f'<math displaystyle="true"><mrow>{"".join(drawn)}</mrow></math>', said


def _is_factor(text: str) -> bool:
    """Whether a piece has a shape: it is neither an operator nor an opened call, nor words."""
    return bool(re.search(r"\w", text)) and not text.endswith("(") and not PROSE.match(text)


def _below(factors: list[tuple[int, int, str]], shapes: list[re.Match[str]]) -> dict[int, str]:
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
    if m := SUMMAND.match(text):
        return f'<mo form="infix">{SIGNS.get(m[1], m[1])}</mo>{_piece(m[2], shape)}'
    drawn = f"<mrow>{''.join(_tokens(text))}</mrow>"
    return f"<munder>{drawn}<mtext>{escape(shape)}</mtext></munder>" if shape else drawn


def _tokens(text: str) -> Iterator[str]:
    drawn: list[str] = []
    power = False
    for m in TOKEN.finditer(text):
        kind = m.lastgroup if m.lastgroup != "over" else "sum"
        if kind == "power":
            power = True
            continue
        if power and drawn:
            drawn[-1] = f"<msup>{drawn[-1]}{_token(kind, m)}</msup>"
            power = False
        elif kind in ("transpose", "index") and drawn:
            tag, small = ("msup", "<mi>T</mi>") if kind == "transpose" else ("msub", _inside(m[0]))
            drawn[-1] = f"<{tag}>{drawn[-1]}{small}</{tag}>"
        else:
            drawn.append(_token(kind, m))
    yield from drawn


def _token(kind: str | None, m: re.Match[str]) -> str:
    if kind == "fraction":
        above, _, under = m[0].partition("/")
        return f"<mfrac>{_change(above.strip())}{_change(under.strip())}</mfrac>"
    if kind == "sum":
        return f"<munder><mo>&#8721;</mo>{_word(m['over'])}</munder>"
    if kind == "word":
        return _word(m[0])
    if kind == "dots":
        return "<mi>&#8230;</mi>"
    if kind == "number":
        return f"<mn>{m[0]}</mn>"
    return f'<mo stretchy="false">{SIGNS.get(m[0], escape(m[0]))}</mo>'


def _change(word: str) -> str:
    """`dx`, a small change of x."""
    return f"<mrow><mi>d</mi>{_word(word[1:])}</mrow>"


def _inside(index: str) -> str:
    """`[r, j]` as an index."""
    return f"<mtext>{escape(index[1:-1])}</mtext>"


def _word(word: str) -> str:
    if len(word) > 1 and (m := INDEXED.fullmatch(word)):
        name, index = filter(None, m.groups())
        return f'<msub>{_word(name)}<mi mathvariant="normal">{escape(index)}</mi></msub>'
    if word.endswith("'"):
        return f'<mrow>{_word(word[:-1])}<mo lspace="0" rspace="0">&#8242;</mo></mrow>'
    if len(word) > 1 and word[0] == "d" and word[1:2].isupper():
        return f"<mrow><mi>d</mi><mi>{escape(word[1:])}</mi></mrow>"
    upright = ' mathvariant="normal"' if len(word) > 1 else ""
    return f"<mi{upright}>{escape(word)}</mi>"
