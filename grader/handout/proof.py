"""The proof that no answer is in a folder: neither its lines, nor its syntax tree, nor its code.

    prove(folder)    # "none of 260 answers is in its 812 files"

Every file is taken apart (unpacking.py), and what is in it is compared with what stands in each
place of the solutions (secrets.py), by its shape, too (alike.py): other names make no other
answer. What is too short to be told from what anybody would write is not looked for.
"""

from __future__ import annotations

import ast
import marshal
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

from ..manifest import MILESTONES
from .alike import are_alike, names, runs
from .secrets import Secret, code_lines, codes, essence, secrets
from .torchs_answers import Unfit
from .unpacking import parsed, text_of, unpacked

WORD = re.compile(r"\w+")
HEADER = 16  # bytes of a .pyc before its code


def prove(folder: Path) -> str:
    """What was proved, in a line. Raises Unfit where an answer is in one of the folder's files."""
    known = [secret for milestone in MILESTONES for secret in secrets(milestone)]
    finder, count = Finder(known), 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            count += 1
            name = path.relative_to(folder).as_posix()
            if found := next(iter(finder.found(name, path.read_bytes())), ""):
                raise Unfit(found)
    places = len({secret.place for secret in known})
    return f"none of {places} answers is in its {count} files"


class Finder:
    """Looks for secrets in files."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._by_line: dict[str, list[Secret]] = defaultdict(list)
        self._by_shape: dict[int, list[Secret]] = defaultdict(list)
        self._words = {secret.words for secret in secrets}
        self._seen = set[bytes]()
        self._by_code = {each.code: each for each in secrets if each.code}
        for secret in secrets:
            self._by_line[secret.lines[0]].append(secret)
            self._by_shape[secret.shapes[0]].append(secret)

    def found(self, name: str, data: bytes) -> Iterator[str]:
        """Where an answer is in a file, in a line each."""
        for inner, content in unpacked(name, data, self._seen):
            yield from (f"{inner} has {each}" for each in self._within(content))

    def _within(self, content: bytes) -> Iterator[str]:
        text = text_of(content)
        yield from (f"the lines of {each.place}" for each in self._lines(text))
        words = frozenset(WORD.findall(text))
        is_likely = any(words >= each for each in self._words)
        if is_likely and (tree := parsed(text)):
            yield from (f"the code of {each.place}" for each in self._trees(tree))
        if content.startswith(MAGIC_NUMBER):
            yield from (f"{each.place}, compiled" for each in self._compiled(content))

    def _lines(self, text: str) -> Iterator[Secret]:
        lines = code_lines(text)
        for i, line in enumerate(lines):
            for secret in self._by_line.get(line, ()):
                if tuple(lines[i : i + len(secret.lines)]) == secret.lines:
                    yield secret

    def _trees(self, tree: ast.Module) -> Iterator[Secret]:
        for nodes, shapes in runs(tree):
            for i, shape in enumerate(shapes):
                for secret in self._by_shape.get(shape, ()):
                    end = i + len(secret.shapes)
                    theirs = list(names(nodes[i:end]))
                    if shapes[i:end] == secret.shapes and are_alike(
                        secret.names, theirs, secret.local
                    ):
                        yield secret

    def _compiled(self, data: bytes) -> Iterator[Secret]:
        code = marshal.loads(data[HEADER:])
        for each in codes(code) if isinstance(code, CodeType) else ():
            if secret := self._by_code.get(essence(each)):
                yield secret
