"""Every sentence that names a time limit: what took too long, and what was not run because of it.

    took_longer("import ", 10)    # "import took longer than 10 s"

No other file of the grader words a time-out. A `Failure` holds these lines as its `no_answer`.
"""

from __future__ import annotations

OUT_OF_TIME = "not run: out of time"  # by the submission's deadline


def took_longer(what: str, seconds: float, by_the_clock: bool = False) -> str:
    """Of a program (""), an import ("import ") or another program ("graphviz "): its own limit."""
    clock = " by the clock" if by_the_clock else ""
    return f"{what}took longer than {seconds:g} s{clock}"


def others_timed_out(count: int) -> str:
    """Of a program that was not run, since so many had timed out."""
    programs = {1: "a program", 2: "two programs"}.get(count, f"{count} programs")
    return f"not run: {programs} already timed out"


def others_took_longer(seconds: float) -> str:
    """Of a program that was not run, since those before it had used up all of the suite's time."""
    return f"not run: {took_longer('the programs before ', seconds)}"


def calls(place: str, line: str, times: int) -> str:
    """Of a program that was not run, since it calls a function that came to no end before."""
    often = " twice" if times > 1 else ""
    return f"not run: it calls {place}, and that {line}{often}"


def together(line: str) -> str:
    """Of all of a learner's files, where what they do not do alone, they do together."""
    return f"your files together: {line}"
