"""Reads what untrusted code wrote: nothing about its form is taken for granted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .answer import Answer, Frame
from .clock import Clock
from .endings import Lost
from .inside import normal_form, wire
from .inside.faults import FRAMES, MESSAGE


def read(frame: bytes, nonce: str, printed: str, clock: Clock) -> Answer:
    """The answer in the bytes that a program wrote, whose time was taken."""
    try:
        header, pairs = wire.decode(frame)
    except normal_form.WireError:
        raise Lost("crashed", "answer was not understood") from None
    if header.get("nonce") != nonce:
        raise Lost("crashed", "answer was not understood")
    if refused := header.get("refused"):
        return Answer("crashed", message=f"answer is {_text(refused)}", printed=printed)
    if header.get("late"):
        return _late(header, printed, clock)
    if "exception" in header:
        return _raised(header, printed)
    if len(pairs) != 1:
        raise Lost("crashed", "answer was not understood")
    return Answer("answered", pairs[0], printed=printed)


def not_imported(header: dict[str, Any], printed: str, clock: Clock) -> Answer:
    """The answer of a library whose import raised an exception, or took too long."""
    is_late = header.get("late")
    made = _late(header, printed, clock) if is_late else _raised(header, printed)
    return replace(made, stage="import")


def _late(header: dict[str, Any], printed: str, clock: Clock) -> Answer:
    line, frames = clock.told(header["late"] == "clock"), _frames(header)
    return Answer("timeout", message=line, frames=frames, printed=printed)


def _raised(header: dict[str, Any], printed: str) -> Answer:
    """The exception that it describes."""
    return Answer(
        "raised",
        exception=_text(header.get("exception"))[:200],
        message=_text(header.get("message")),
        frames=_frames(header),
        missing=_text(header.get("missing"))[:200],
        printed=printed,
        stage="answer" if header.get("stage") == "answer" else "program",
    )


def _frames(header: dict[str, Any]) -> tuple[Frame, ...]:
    frames = header.get("frames")
    return tuple(map(_frame, frames[:FRAMES])) if type(frames) is list else ()


def _frame(fields: object) -> Frame:
    if type(fields) is not list or [type(field) for field in fields] != [str, int, str, str]:
        return Frame("", 0, "", "")
    path, line, function, text = fields
    return Frame(_text(path), line, _text(function), _text(text))


def _text(value: object) -> str:
    return normal_form.clean(value[:MESSAGE]) if type(value) is str else ""
