"""All files of a folder or of a zip, also of zips within it: their paths, and their bytes when they
are asked for.

    for entry in entries(Path("submissions.zip")):
        entry.path, entry.trouble or entry.read()

Nothing is unpacked onto the disk, no link is followed, and no more is read than a file of the
course may be large.
"""

from __future__ import annotations

import io
import lzma
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from grader.files import LIMIT, LINK, STRANGE, read

DEEPEST = 4  # zips within zips
LARGEST = 32 << 20  # bytes of a zip within another one
MOST = 5_000  # entries of such a zip; of the download itself, there may be any number
JUNK = ("__MACOSX", "__pycache__")  # and what begins with a dot: nobody has written that
UTF8 = 0x800  # the flag of a zip's entry whose name is in UTF-8
ENCRYPTED = 0x1

# What a zip raises that is damaged, or of a kind that Python does not know.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, LookupError),
)

OUTSIDE = "would lie outside of its folder"
SECRET = "is encrypted"
DAMAGED = "is damaged"
NESTED = f"lies in zips more than {DEEPEST} deep"
HUGE = f"is a zip of more than {LARGEST >> 20} MiB or {MOST} files"
TOO_LARGE = f"is larger than {LIMIT >> 20} MiB"


@dataclass(frozen=True)
class Entry:
    """A file: where it is, from the source on, and why it can't be taken, if it can't."""

    path: PurePosixPath  # through zips, too, whose names are those of folders
    trouble: str = ""
    _read: Callable[[], bytes] = bytes

    def read(self) -> bytes:
        """Its bytes. Raises ValueError, which says why not, for more than the LIMIT and where it
        is damaged."""
        if self.trouble:
            raise ValueError(self.trouble)
        return self._read()

    def below(self, count: int) -> Entry:
        """The same, as it is called from so many folders further in."""
        return replace(self, path=PurePosixPath(*self.path.parts[count:]))

    def moved(self, top: str) -> Entry:
        """The same, with another name for its first folder, or for itself if it is in none."""
        return replace(self, path=PurePosixPath(top, *self.path.parts[1:]))


def entries(source: Path) -> Iterator[Entry]:
    """All files of a folder or a zip, but for what systems leave in there.

    Raises ValueError where `source` is neither.
    """
    if source.is_dir():
        yield from _of_a_folder(source)
        return
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, *UNREADABLE) as error:
        raise ValueError(f"{source.name} is neither a folder nor a zip: {error}") from None
    yield from _of_a_zip(archive, PurePosixPath(), 0)


def _of_a_folder(source: Path) -> Iterator[Entry]:
    for top, folders, files in os.walk(source):
        folders.sort()
        for name in [each for each in folders if os.path.islink(os.path.join(top, each))]:
            yield Entry(_named((Path(top) / name).relative_to(source)), LINK)
        for name in sorted(files):
            path = Path(top) / name
            shown = _named(path.relative_to(source))
            if _is_junk(shown):
                continue
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode) or not stat.S_ISREG(mode):
                yield Entry(shown, LINK if stat.S_ISLNK(mode) else STRANGE)
            elif _is_a_zip(shown):
                yield from _nested(shown, partial(_bounded, path), 1)
            else:
                yield Entry(shown, "", partial(_contents, path))


def _of_a_zip(archive: zipfile.ZipFile, above: PurePosixPath, depth: int) -> Iterator[Entry]:
    for info in archive.infolist():
        path, trouble = _path(info)
        shown = above / path
        if not path.parts or info.is_dir() or _is_junk(path):
            continue
        if not trouble and info.flag_bits & ENCRYPTED:
            trouble = SECRET
        if not trouble and stat.S_ISLNK(info.external_attr >> 16):
            trouble = LINK
        if trouble:
            yield Entry(shown, trouble)
        elif _is_a_zip(path):
            yield from _nested(shown, partial(_inflated, archive, info, LARGEST), depth + 1)
        else:
            yield Entry(shown, "", partial(_inflated, archive, info, LIMIT))


def _nested(path: PurePosixPath, get: Callable[[], bytes], depth: int) -> Iterator[Entry]:
    """What is in a zip that is itself a file."""
    if depth > DEEPEST:
        yield Entry(path, NESTED)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(get()))
    except UNREADABLE as error:
        yield Entry(path, HUGE if str(error) == TOO_LARGE else DAMAGED)
        return
    if len(archive.infolist()) > MOST:
        yield Entry(path, HUGE)
        return
    yield from _of_a_zip(archive, path.with_suffix(""), depth)


def _path(info: zipfile.ZipInfo) -> tuple[PurePosixPath, str]:
    """Where an entry of a zip says that it lies, and what is wrong with that."""
    name = info.filename
    if not info.flag_bits & UTF8:
        with suppress(UnicodeError):  # many write UTF-8, and do not say so
            name = name.encode("cp437").decode("utf-8")
    path = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")))
    has_drive = any(":" in part for part in path.parts[:1])
    is_inside = not path.is_absolute() and ".." not in path.parts and not has_drive
    return (path, "") if is_inside else (PurePosixPath(path.name), OUTSIDE)


def _named(path: Path) -> PurePosixPath:
    """As it may be printed and saved: an old disk's names are not in UTF-8."""
    data = os.fsencode(path.as_posix())
    try:
        name = data.decode("utf-8")
    except UnicodeDecodeError:
        name = data.decode("latin-1")
    return PurePosixPath(unicodedata.normalize("NFC", name))


def _is_junk(path: PurePosixPath) -> bool:
    return any(part.startswith(".") or part in JUNK for part in path.parts)


def _is_a_zip(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".zip"


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """An entry's bytes, however many it says that there are."""
    try:
        with archive.open(info) as stream:
            data = stream.read(most + 1)
    except (OSError, *UNREADABLE):
        raise ValueError(DAMAGED) from None
    if len(data) > most:
        raise ValueError(TOO_LARGE)
    return data


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(TOO_LARGE)
    return data


def _contents(path: Path) -> bytes:
    file = read(path)
    if file.trouble:
        raise ValueError(file.trouble)
    return file.data
