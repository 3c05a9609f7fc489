"""A record as JSON: written, and checked when it is read.

    path.write_text(to_json(record))
    record = load(path)    # raises RecordError where anything in it is not as it should be

Of a failure, only the fields that say something are written. When a record is read, what this
version does not know is left out; what it knows must be of the right type, and must be possible
(contradictions.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from sys import float_info
from types import UnionType
from typing import Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from .contradictions import contradictions
from .failure import Failure
from .record import MilestoneResult, Record

SCHEMA = 2
LARGEST = 2**53  # of whole numbers: what every reader of JSON can hold
LONGEST = 40  # characters of a strange value that are shown
NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
COUNTED = {Record: ("score", "max_score"), MilestoneResult: ("passed", "total", "earned")}


class RecordError(ValueError):
    """A file is not a record that this version can read; the message says why, in one line."""


def to_json(record: Record) -> str:
    """The record as JSON text, in ASCII."""
    return json.dumps({"schema": SCHEMA} | _plain(record), indent=2, allow_nan=False) + "\n"


def load(path: Path | str) -> Record:
    """Read a record that was saved. Raises RecordError where it is not one, and OSError."""
    try:
        return from_json(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise RecordError(f"{path}: is not JSON (it is not even text)") from None
    except RecordError as problem:
        raise RecordError(f"{path}: {problem}") from None


def from_json(text: str) -> Record:
    """The record that `to_json` wrote. Raises RecordError where it is not one."""
    if not text.strip():
        raise RecordError("is empty")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RecordError(f"is not JSON ({problem})") from None
    if not isinstance(data, dict) or "schema" not in data:
        raise RecordError("is not a record that `nox -s grade -- --json` wrote")
    if (found := data["schema"]) != SCHEMA:
        raise RecordError(f"has schema {_shown(found)}; this version reads {SCHEMA}{_age(found)}")
    record: Record = _read(Record, data, "")
    for contradiction in contradictions(record):
        _refuse(*contradiction)
    return record


def _age(schema: Any) -> str:
    """What to do about a record of another version."""
    if type(schema) is not int or schema < 1:
        return ""
    if schema < SCHEMA:
        return "; it is older than this version, so grade again"
    return "; it is newer than this version, so update the kata"


def _plain(value: Any) -> Any:
    """Dataclasses as dicts, with what is counted; of a failure, the fields that say something."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not is_dataclass(value):
        return value
    is_sparse = type(value).__module__ == Failure.__module__
    names = [
        f.name for f in fields(value) if not (is_sparse and getattr(value, f.name) == f.default)
    ]
    return {name: _plain(getattr(value, name)) for name in [*names, *COUNTED.get(type(value), ())]}


def _read(kind: Any, data: Any, place: str) -> Any:
    """`data` as a value of this type. Raises RecordError where it is not one."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _read_fields(kind, _of(dict, data, place, "an object"), place)
    if origin is UnionType:  # something, or None
        return None if data is None else _read(arguments[0], data, place)
    if origin is Literal:
        return data if data in arguments else _refuse(place, data, f"one of {', '.join(arguments)}")
    if origin is tuple:
        return _read_tuple(arguments, _of(list, data, place, "a list"), place)
    if origin is Mapping:
        items = _of(dict, data, place, "an object").items()
        return {name: _read(arguments[1], each, f"{place}.{name}") for name, each in items}
    return _read_plain(kind, data, place)


def _read_fields(kind: Any, data: dict[str, Any], place: str) -> Any:
    """A dataclass, from its fields; those that have a default may be missing."""
    needed = [f.name for f in fields(kind) if f.default is f.default_factory is MISSING]
    if missing := [name for name in needed if name not in data]:
        raise RecordError(f"{place or 'the record'} has no {', '.join(missing)}")
    kinds, within = _kinds(kind), f"{place}." if place else ""
    known = {name: data[name] for name in kinds if name in data}
    made = kind(**{name: _read(kinds[name], each, within + name) for name, each in known.items()})
    for name in COUNTED.get(kind, ()):
        counted = getattr(made, name)
        if name in data and data[name] != counted:
            _refuse(within + name, data[name], f"{counted}, which its tests add up to")
    return made


def _read_tuple(kinds: tuple[Any, ...], data: list[Any], place: str) -> tuple[Any, ...]:
    if Ellipsis in kinds:
        kinds = kinds[:1] * len(data)
    elif len(kinds) != len(data):
        _refuse(place, data, f"a list of {len(kinds)}")
    pairs = enumerate(zip(kinds, data, strict=True))
    return tuple(_read(kind, each, f"{place}[{i}]") for i, (kind, each) in pairs)


def _read_plain(kind: type, data: Any, place: str) -> Any:
    """A text, a truth value, or a number, none of which is negative."""
    largest = LARGEST if type(data) is int else float_info.max
    if kind is float and type(data) is int and data <= largest:
        data = float(data)
    data = _of(kind, data, place, NAMES[kind])
    if kind in (int, float) and not 0 <= data <= largest:  # nor is it NaN
        _refuse(place, data, "a number from 0 up")
    return data


def _of(kind: type, data: Any, place: str, wanted: str) -> Any:
    return data if type(data) is kind else _refuse(place, data, wanted)


_kinds = cache(get_type_hints)  # of a dataclass: its fields' types


def _refuse(place: str, found: Any, wanted: str) -> NoReturn:
    where = ascii(place or "the record")[1:-1]
    raise RecordError(f"{_shortened(where, 80)} is {_shown(found)}, not {wanted}")


def _shown(found: Any) -> str:
    """A stranger's value, short and safe to print."""
    return _shortened(ascii(found))


def _shortened(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[:most] + "..."
