"""One piece of a formula as on paper: `W1` gets an index, `x ** 2` an exponent, `dL/dx` a bar.

symbols("A.T")    # "<msup><mi>A</mi><mi>T</mi></msup>"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

TOKEN = re.compile(
    r"(?P<fraction>\bd\w+ ?/ ?d\w+)|(?P<sum>sum over (?P<over>\w+) of)|(?P<integral>integral of)"
    r"|(?P<word>[A-Za-z]\w*'?(?:\.[a-z]\w+)*)|(?P<number>\d[\d.]*)|(?P<transpose>\.T\b)"
    r"|(?P<index>\[(?:[^\[\]]|\[[^\]]*\])*\])|(?P<power>\*\*|\^)|(?P<dots>\.\.\.)"
    r"|(?P<shape>(?<=[\w\]] )\((?:[\w.* ]+,)+[\w.* ]*\))"
    r"|(?P<operator>->|<-|//|[-+<>=]=|[-+*/@=|,;:()<>])|(?P<other>\S)"
)
INDEXED = re.compile(r"([A-Za-z])_(\w+)|([A-Za-z]+)(\d+)")
SIDE = re.compile(r"[\w)'\]] $")  # a product without a sign: `2 x`
SIGNS = {"*": "&#183;", "->": "&#8594;", "<-": "&#8592;", "-": "&#8722;", "@": "@"}


def symbols(text: str) -> str:
    """The piece in MathML."""
    return f"<mrow>{''.join(_tokens(text))}</mrow>"


def with_shape(drawn: str, shape: str) -> str:
    return f"<munder>{drawn}<mtext>{escape(shape)}</mtext></munder>"


def _tokens(text: str) -> Iterator[str]:
    drawn: list[str] = []
    power = False
    for m in TOKEN.finditer(text):
        kind = m.lastgroup if m.lastgroup != "over" else "sum"
        if kind == "power":
            power = True
            continue
        if kind == "shape" and drawn:
            drawn[-1] = with_shape(drawn[-1], m[0])
        elif power and drawn:
            drawn[-1] = f"<msup>{drawn[-1]}{_token(kind, m)}</msup>"
            power = False
        elif kind in ("transpose", "index") and drawn:
            tag, small = ("msup", "<mi>T</mi>") if kind == "transpose" else ("msub", _inside(m[0]))
            drawn[-1] = f"<{tag}>{drawn[-1]}{small}</{tag}>"
        else:
            side_by_side = SIDE.search(text[: m.start()]) and re.match(r"[\w(]", m[0])
            drawn += ['<mspace width="0.2em"/>'] if side_by_side else []
            drawn.append(_token(kind, m))
    yield from drawn


def _token(kind: str | None, m: re.Match[str]) -> str:
    if kind == "fraction":
        above, _, under = m[0].partition("/")
        return f"<mfrac>{_change(above.strip())}{_change(under.strip())}</mfrac>"
    if kind == "sum":
        return f"<munder><mo>&#8721;</mo>{_word(m['over'])}</munder>"
    if kind == "integral":
        return "<mo>&#8747;</mo>"
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
    if len(word) > 1 and word[0] == "d" and (word[1:2].isupper() or len(word) == 2):
        return f"<mrow><mi>d</mi><mi>{escape(word[1:])}</mi></mrow>"
    upright = ' mathvariant="normal"' if len(word) > 1 else ""
    return f"<mi{upright}>{escape(word)}</mi>"
