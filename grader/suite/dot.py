"""Reads drawings in DOT, Graphviz's language, as far as drawings of graphs use it.

read("digraph { a [label=x]; a -> b }").arrows    # Counter({("a", "b"): 1})
"""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from itertools import pairwise
from textwrap import shorten
from typing import NamedTuple

from .blame import AnswerForm

# Whatever a source leaves open ends where the source does, so that reading it takes linear time.
TOKENS = re.compile(
    r"""
    (?: //[^\n]* | /\*.*?(?:\*/|\Z) )       # a comment
    | ( "(?:[^"\\]|\\.?)*(?:"|\Z)           # a quoted string
      | <(?:[^<>]|<[^<>]*>)*(?:>|\Z)         # an HTML-like string
      | -> | -?[\w.]+ | [\[\]{};,=:] )        # an arrow, a word, a sign
    """,
    re.VERBOSE | re.DOTALL,
)
ARRAY = re.compile(r"\bfloat(16|32|64)\b")
TORCHS = re.compile(r"\btorch\.(?:Size\(\[(?P<sizes>[\d, ]*)\]\)|(?=[a-z]+\d*\b))")
PIECE = re.compile(r"\([\d,\s]*\)|[^\s,]+")  # of a label: a shape, or a word
SOURCE = re.compile(r"\s*(?:strict\s+)?digraph\b")
LONGEST = 40  # characters of a label that are quoted

Label = tuple[str, ...]  # its pieces, in order of the alphabet


class Drawing(NamedTuple):
    """The nodes of a DOT source, by their id, and its arrows.

    `attributes` holds what else is said of a node, by its id, of all `node`s and of the `graph`;
    `redrawn` are two labels that one id was given, where there are any, and `undrawn` the ids that
    only arrows name.
    """

    labels: dict[str, str]
    arrows: Counter[tuple[str, str]]
    attributes: dict[str, dict[str, str]]
    redrawn: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()

    @property
    def arrays(self) -> list[str]:
        """The ids of the nodes that show a dtype."""
        return [node for node, label in self.labels.items() if ARRAY.search(label)]

    @property
    def ops(self) -> list[str]:
        """The labels of all other nodes, sorted."""
        return sorted(label for label in self.labels.values() if not ARRAY.search(label))

    def the(self, *words: str) -> str:
        """The id of the only node whose label has all these words, or shapes, in it.

        Raises AnswerForm where there is none, or more than one.
        """
        found = [node for node, label in self.labels.items() if _has(label, words)]
        if len(found) != 1:
            said = f"one node should say {' '.join(words)}; there are {len(found)}"
            raise AnswerForm(self.why(said))
        return found[0]

    def listed(self) -> str:
        """What is drawn, a line each: the arrows, and before them the nodes that none touches."""
        touched = {node for arrow in self.arrows for node in arrow}
        alone = [self._named(node) for node in self.labels if node not in touched]
        ends = [(" -> ".join(map(self._named, arrow)), n) for arrow, n in self.arrows.items()]
        return "\n".join([*alone, *(f"{text}  ({n} times)" if n > 1 else text for text, n in ends)])

    def _named(self, node: str) -> str:
        label = " ".join(self.labels[node].split())
        return node if label == node else f"{node} {_quoted(label)}"

    def why(self, said: str) -> str:
        """What is wrong with the names of nodes, if that may be the reason; else what is `said`."""
        if self.redrawn:
            one, other = map(_quoted, self.redrawn)
            return f"two nodes have one name, so DOT draws one: {one} and {other}"
        if self.undrawn:
            node = _quoted(self.undrawn[0])
            return f"an arrow starts or ends at {node}, and no node of that name was drawn"
        if self.labels and not self.arrays:
            return "no label shows a dtype, so no node can be told to be an array's"
        return said

    def looks(self) -> tuple[Counter[Label], Counter[tuple[Label, Label]]]:
        """What there is to see, whatever the nodes' ids and the order of their labels: how often
        each label is there, and each arrow from one to another. What only arrows name has none."""
        seen = {node: _pieces(label) for node, label in self.labels.items()}
        seen |= dict.fromkeys(self.undrawn, ())
        between = Counter[tuple[Label, Label]]()
        for (a, b), times in self.arrows.items():
            between[seen[a], seen[b]] += times
        return Counter(seen.values()), between


def _pieces(label: str) -> Label:
    return tuple(sorted(re.sub(r"\s", "", piece) for piece in PIECE.findall(label)))


def _quoted(label: str) -> str:
    return f'"{shorten(label, LONGEST, placeholder=" ...")}"'


def _has(label: str, words: tuple[str, ...]) -> bool:
    found = re.findall(r"\w+", label)
    closed_up = re.sub(r"\s", "", label)
    return all(w in found or ("(" in w and w.replace(" ", "") in closed_up) for w in words)


def read(source: str) -> Drawing:
    """Parse DOT. Raises AnswerForm for what is not a text, or ends too early."""
    if not isinstance(source, str):
        raise AnswerForm("a drawing's source should be a text")
    tokens = deque(token for token in TOKENS.findall(source) if token)
    labels: dict[str, str] = {}
    arrows: Counter[tuple[str, str]] = Counter()
    said: dict[str, dict[str, str]] = {}
    given: dict[str, str] = {}
    redrawn: tuple[str, ...] = ()
    while tokens:
        first = tokens.popleft()
        if first in ("strict", "digraph", "subgraph", "{", "}", ";", "graph", "node", "edge"):
            if tokens and first in ("digraph", "subgraph") and tokens[0] != "{":
                tokens.popleft()
            said.setdefault(first, {}).update(_attributes(tokens))
            continue
        chain = [_text(first)]
        while tokens and tokens[0] in ("->", ":", "="):
            sign = tokens.popleft()
            following = _text(_next(tokens))
            if sign == "->":
                chain.append(following)
            elif sign == "=":  # an attribute of the whole drawing
                said.setdefault("graph", {})[chain.pop()] = following
        attributes = _attributes(tokens)
        arrows.update(pairwise(chain))
        for node in chain:
            labels.setdefault(node, node)
        if len(chain) == 1:
            node = chain[0]
            labels[node] = attributes.get("label", labels[node])
            if given.setdefault(node, labels[node]) != labels[node]:
                redrawn = redrawn or (_shown(given[node], node), _shown(labels[node], node))
            said.setdefault(node, {}).update(attributes)
    shown = {node: _shown(label, node) for node, label in labels.items()}
    return Drawing(shown, arrows, said, redrawn, tuple(n for n in labels if n not in given))


def in_brief(source: str) -> str:
    """What a DOT source draws, without how it looks; "" where it can't be read, or isn't one."""
    try:
        return read(source).listed() if SOURCE.match(source) else ""
    except AnswerForm:
        return ""


def _attributes(tokens: deque[str]) -> dict[str, str]:
    found = {}
    while tokens and tokens[0] == "[":
        tokens.popleft()
        while (key := _next(tokens)) != "]":
            if tokens and tokens[0] == "=":
                tokens.popleft()
                found[_text(key)] = _text(_next(tokens))
    return found


def _next(tokens: deque[str]) -> str:
    if not tokens:
        raise AnswerForm("a drawing's source should not end within a statement")
    return tokens.popleft()


def _text(token: str) -> str:
    """An id or a label: a quoted one without its quotes, an HTML-like one without its tags."""
    if token.startswith('"'):
        return token[1:-1].replace(r"\"", '"')
    if token.startswith("<"):
        return html.unescape(re.sub(r"<[^<>]*>", "\n", token[1:-1])).replace("\\", r"\\")
    return token


def _shown(label: str, node: str) -> str:
    """A label as it is drawn: its escapes replaced, and torch's sizes and dtypes as NumPy's."""
    escapes = {"n": "\n", "l": "\n", "r": "\n", "N": node}
    drawn = re.sub(r"\\(.)", lambda m: escapes.get(m[1], m[1]), label).strip()
    return TORCHS.sub(_as_numpys, drawn)


def _as_numpys(found: re.Match[str]) -> str:
    sizes = found["sizes"]
    if sizes is None:
        return ""
    return f"({sizes},)" if sizes.isdigit() else f"({sizes})"
