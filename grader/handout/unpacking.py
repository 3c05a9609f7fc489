"""What is in a file, however it is packed: archives, databases, JSON, strings of Python, base64.

for name, data in unpacked("a.zip", data, seen): ...    # ("a.zip", ...), ("a.zip > b.py", ...), ...
"""

from __future__ import annotations

import ast
import base64
import binascii
import bz2
import gzip
import io
import json
import keyword
import lzma
import re
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import lru_cache

Inner = tuple[str, bytes]  # what it is called, and what is in it

DEEPEST = 6  # archives within archives
SHORTEST = 24  # bytes of a string that could hold an answer
BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]{40,}={0,2}|[A-Za-z0-9_\r\n-]{40,}={0,2}")
PROSE = re.compile(r"\s*([A-Za-z]+),? [A-Za-z]")
KEYWORDS = {*keyword.kwlist, *keyword.softkwlist}
BLOCKS = re.compile(r"(?ms)^ *(`{3,}|~{3,})[^\n]*\n(.*?)^ *\1")
SQUEEZED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ\0": lzma.decompress,
    b"\x78\x01": zlib.decompress,  # git's objects, too
    b"\x78\x5e": zlib.decompress,
    b"\x78\x9c": zlib.decompress,
    b"\x78\xda": zlib.decompress,
}
DAMAGED = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


def unpacked(name: str, data: bytes, seen: set[bytes], depth: int = 0) -> Iterator[Inner]:
    """The data itself, and all that is packed in it; but for what was `seen` before."""
    if data in seen:
        return
    seen.add(data)
    yield name, data
    if depth < DEEPEST:
        for inner, content in _within(data):
            yield from unpacked(f"{name} > {inner}", content, seen, depth + 1)


def text_of(data: bytes) -> str:
    """The text that these bytes are; "" where they are not."""
    if b"\0" in data:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


@lru_cache(maxsize=16)
def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a text, if it is Python. Prose is known by its first two words."""
    words = PROSE.match(text)
    if words and words[1] not in KEYWORDS:
        return None
    with suppress(SyntaxError, ValueError):
        return ast.parse(text)
    return None


def _within(data: bytes) -> Iterator[Inner]:
    for start, squeezed in SQUEEZED.items():
        if data.startswith(start):
            with suppress(*DAMAGED):
                yield "unpacked", squeezed(data)
    if data.startswith(b"blob "):  # of git's
        yield "unpacked", data.partition(b"\0")[2]
    if data.startswith(b"PK"):
        with suppress(*DAMAGED), zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((each.filename, archive.read(each)) for each in archive.infolist())
    elif data[257:262] == b"ustar":
        yield from _of_tar(data)
    elif data.startswith(b"SQLite format 3\0"):
        yield from _of_database(data)
    elif text := text_of(data):
        yield from _of_text(text)


def _of_tar(data: bytes) -> Iterator[Inner]:
    with suppress(tarfile.TarError), tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                yield member.name, file.read()


def _of_database(data: bytes) -> Iterator[Inner]:
    """Each value of each table that is a text or bytes."""
    with closing(sqlite3.connect(":memory:")) as file:
        file.deserialize(data)
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in file.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, str | bytes):
                        yield table, value.encode() if isinstance(value, str) else value


def _of_text(text: str) -> Iterator[Inner]:
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError):
            yield from (("a string", each.encode()) for each in _strings(json.loads(text)))
    for found in BASE64.finditer(text):
        with suppress(binascii.Error, ValueError):
            letters = "".join(found[0].split()).rstrip("=").translate({45: "+", 95: "/"})
            decoded = base64.b64decode(letters + "=" * (-len(letters) % 4))
            if text_of(decoded) or decoded[:2] in {each[:2] for each in (*SQUEEZED, b"PK")}:
                yield "base64", decoded
    for block in BLOCKS.finditer(text):
        yield "a block", block[2].encode()
    for node in ast.walk(parsed(text) or ast.Module([], [])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            value = node.value
            inner = value.encode("utf-8", "replace") if isinstance(value, str) else value
            if len(inner) >= SHORTEST:
                yield "a string", inner


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) >= SHORTEST:
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(key)
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
