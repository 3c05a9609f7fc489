"""A failure in a learner's terms, passage by passage: the program, both answers, the line to mend.

    for kind, text, label in passages(failure): ...

What a learner's code printed, raised, answered or says is a passage of its own, so that it can be
shown as a quotation. The sentences about wrong answers and exceptions are made here. Those that
name a time limit stand in sandbox/time_out_sentences.py, those about other ends in
sandbox/endings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..asking.inputs import DEFAULT_SEED
from ..failure import Difference, Failure, FrameSummary, Unwritten
from .circumstances import circumstance
from .code_lines import input_lines, program_lines
from .quoting import columns
from .what_differs import what_differs
from .wording import one_line, visible

Kind = Literal["verbatim", "sentence", "naming", "quote"]

WIDTH = 100  # columns, where nobody says how many there are
UNLIMITED = 10**9
SYNTAX = ("SyntaxError", "IndentationError", "TabError")
GRADERS_FAULT = "this is the grader's fault; your points are not final"
OUTSIDE = "  in given code{where}, which can't use what your code or the program gave it"
OUR_PATH = re.compile(r"[\[\]0-9]*")  # into lists alone


class Passage(NamedTuple):
    """Some lines of an explanation: `verbatim` ones are not broken any more, a `sentence` is the
    grader's own, one that is `naming` something may hold a learner's text, too, and a `quote` is
    marked. Its label says whose answer it is, or that it is what is expected where that is not
    torch's. In one that is `naming`, these words are `theirs`, or any may be."""

    kind: Kind
    text: str
    label: Literal["", "yours", "torch", "expected"] = ""
    theirs: tuple[str, ...] | None = None


def passages(failure: Failure, width: int = WIDTH) -> list[Passage]:
    """The passages of an explanation, from top to bottom."""
    found = [*_beginning(failure), *_program(failure, width), *_verdict(failure, width)]
    if failure.printed:
        found += [Passage("sentence", "printed:"), Passage("quote", failure.printed)]
    if failure.is_cut:
        found.append(Passage("sentence", "(shortened: this file would become too large)"))
    return [_safe(passage) for passage in found]


def _safe(passage: Passage) -> Passage:
    """The same, safe to print."""
    theirs = passage.theirs and tuple(map(visible, passage.theirs))
    return passage._replace(text=visible(passage.text), theirs=theirs)


def _beginning(failure: Failure) -> Iterator[Passage]:
    if failure.only_on_seed is not None:
        is_told = failure.only_on_seed != DEFAULT_SEED
        seed = f"(--seed {failure.only_on_seed})" if is_told else "(of a secret seed)"
        yield Passage("sentence", f"Passes on the usual inputs, but not on others {seed}:")


def _program(failure: Failure, width: int) -> Iterator[Passage]:
    """The program's lines, and below them its inputs by name."""
    if failure.smallest:
        yield from _smallest(failure, width)
    elif failure.program:
        lines = program_lines(failure.program, width) + input_lines(failure.inputs, width)
        yield Passage("verbatim", "\n".join([*lines, ""]))


def _smallest(failure: Failure, width: int) -> Iterator[Passage]:
    """A random program in one line with both answers, or else its statements in a line each."""
    found = failure.smallest
    assert found is not None
    text = "; ".join(found.statements)
    line = f"{text} -> yours {found.yours}, torch {found.torch}"
    if found.yours and "\n" not in line and columns(line) <= width:
        yield Passage("naming", line)
    else:
        whole = text if len(text) <= width else "\n".join(found.statements)
        yield Passage("verbatim", "\n".join(program_lines(whole, width)))
        if found.yours and _says_it_all(failure):
            yield Passage("quote", found.yours, "yours")
            yield Passage("quote", found.torch, "torch")
    if not _says_it_all(failure):
        yield Passage("verbatim", "")


def _says_it_all(failure: Failure) -> bool:
    """Whether a random program and the two answers leave nothing to say."""
    difference = failure.difference
    return difference is not None and difference.largest_error is not None and not failure.printed


def _verdict(failure: Failure, width: int) -> Iterator[Passage]:
    if failure.smallest and _says_it_all(failure):
        return
    if failure.unwritten:
        yield _not_started(failure.unwritten)
    elif failure.broken:
        yield Passage("sentence", GRADERS_FAULT)
        yield Passage("quote", failure.broken)
    elif failure.exception:
        yield from _raised(failure, width)
    elif failure.no_answer:
        yield from _without_answer(failure, width)
    elif failure.yours or failure.fact:
        yield from _answered(failure)


def _not_started(place: Unwritten) -> Passage:
    argument = f", {place.argument}" if place.argument else ""
    said = f"{place.milestone}: {place.place}{argument}"
    return Passage("naming", f"not started: {said}", theirs=(said,))


def _answered(failure: Failure) -> Iterator[Passage]:
    if failure.refusal:
        yield Passage("sentence", f"{_refuses(failure)}; yours returned:")
    elif failure.difference:
        yield _difference(failure.difference, label_of(failure))
    else:
        yield Passage("sentence", failure.fact)
    yield Passage("quote", failure.yours, "yours")
    if failure.torch:
        yield Passage("quote", failure.torch, label_of(failure))


def label_of(failure: Failure) -> Literal["torch", "expected"]:
    """What stands before the right answer: torch, only where torch was put the same program."""
    return "torch" if failure.torchs_own else "expected"


def _refuses(failure: Failure) -> str:
    if failure.torchs_own:
        return f"torch refuses this with {failure.refusal}"
    return f"{failure.refusal} is expected"


def _difference(found: Difference, label: str) -> Passage:
    """What differs first; a key, or the name of a class, is the learner's own."""
    is_ours = OUR_PATH.fullmatch(found.path) and found.aspect not in ("kind", "lacks", "adds")
    theirs = (found.path, found.yours, found.torch)
    return Passage("sentence" if is_ours else "naming", what_differs(found, label), theirs=theirs)


def headline(failure: Failure) -> str:
    """What went wrong, in a line: the first one of its explanation below the program."""
    return one_line(next(_verdict(failure, UNLIMITED)).text.removesuffix(":"))


def not_python(failure: Failure) -> str:
    """`m01_scalars.py:155 is not Python yet`; "" where that is not what is wrong."""
    if failure.stage != "import" or failure.exception not in SYNTAX or not failure.frames:
        return ""
    met = failure.frames[-1]
    is_read = bool(met.function) or not met.line  # and raises such an exception of its own
    return "" if is_read else f"{met.where.rpartition('/')[2]} is not Python yet"


def _raised(failure: Failure, width: int) -> Iterator[Passage]:
    when = {
        "import": "importing your library raised",
        "program": "yours raised",
        "answer": "yours answered, but reading its answer raised",
    }[failure.stage]
    wanted = f"torch raises {failure.refusal}" if failure.torchs_own else _refuses(failure)
    refuses = f"{wanted}; " if failure.refusal else ""
    raised = not_python(failure) or f"{refuses}{when} {failure.exception}"
    line = f"{raised}: {failure.message}" if failure.message else raised
    theirs = (failure.exception, failure.message)
    if "\n" not in line and columns(line) <= width:
        yield Passage("naming", line, theirs=theirs)
    else:
        yield Passage("naming", f"{raised}:" if failure.message else raised, theirs=theirs)
        if failure.message:
            yield Passage("quote", failure.message)
    yield from _traceback(failure)
    if said := circumstance(failure):
        yield Passage("sentence", said)
    if failure.torch:
        yield Passage("quote", failure.torch, label_of(failure))


def _without_answer(failure: Failure, width: int) -> Iterator[Passage]:
    at_import = "importing your library: " if failure.stage == "import" else ""
    if at_import and columns(at_import + failure.no_answer) > width:
        yield Passage("sentence", at_import.rstrip())
        at_import = ""
    yield Passage("naming", at_import + failure.no_answer, theirs=())
    yield from _traceback(failure)


def _traceback(failure: Failure) -> Iterator[Passage]:
    """The learner's frames, outermost first."""
    if failure.outside:
        name = failure.outside.function
        where = f", `{name}`" if name and not name.startswith("<") else ""
        yield Passage("sentence", OUTSIDE.format(where=where))
    if failure.hidden_frames:
        yield Passage("sentence", "  ...")
    for frame in failure.frames:
        yield Passage("verbatim", f"  {_place(frame)}")
        if frame.text:
            yield Passage("quote", frame.text)


def _place(frame: FrameSummary) -> str:
    again = f" ({frame.times} times)" if frame.times > 1 else ""
    return frame.where + (f" in {frame.function}" if frame.function else "") + again
