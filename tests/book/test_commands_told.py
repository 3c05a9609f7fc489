"""Every command that pages tell to run is one that is there, with options that it takes."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from book.around import around
from book.page import page
from grader.commands.options import Parser
from grader.manifest import MILESTONES, ROOT
from tests.book.test_book import NOTHING
from tests.grader.test_commands import SESSIONS

# What stands behind the dashes, up to the end of the code, or a remark.
TOLD = re.compile(r"nox -s (?P<session>[a-z]+)(?: -- (?P<arguments>(?:[^`\n#)\]]|\[[^\]]*\])*))?")
MAIN = {"classroom": "classroom", "bench": "benchmarks", "parity": "parity", "book": "book"}
PASSED_ON = {"tests", "lint", "jax", "diagnosis"}  # to pytest, ruff and others
NAMED_ALONE = "arguments are required"  # a command may be named without what it needs
STANDS_FOR = {
    "CASE": "mlp",
    "mNN": "m05",
    "MILESTONE": "m05",
    "PLACE": "toposort",
    "DIR": "solutions",
    "FILE": "README.md",
    "RECORD": "record.json",
    "NAME": "nn.Linear",
    "NAMESPACE": "torch",
}


class Understood(BaseException):
    """Raised when arguments were parsed, before anything is done."""


def texts() -> dict[str, str]:
    """All that is read, by where it stands."""
    found = {m.id: page(m, NOTHING) for m in MILESTONES} | around()
    files = ["README.md", "CONTRIBUTING.md", "SECURITY.md"]
    files += [f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")]
    files += [f"book/front/{path.name}" for path in (ROOT / "book" / "front").iterdir()]
    return found | {name: (ROOT / name).read_text("utf-8") for name in files}


def told(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands in a text: a session, and what stands behind the dashes."""
    for match in TOLD.finditer(text):
        arguments = re.split(r"  |; |, ", (match["arguments"] or "").strip())[0]
        yield match["session"], shlex.split(arguments)


def mistake(monkeypatch, session: str, arguments: list[str], capsys) -> str:
    """What is wrong with a command, in its own words; "" where it would run."""
    if session not in SESSIONS:
        return f"no session is called {session}"
    if gone := [path for path in map(Path, arguments) if is_gone(path)]:
        return f"there is no {gone[0]}"
    if session in PASSED_ON:
        return ""
    for parser in (Parser, argparse.ArgumentParser):
        monkeypatch.setattr(parser, "parse_args", parsing_only(parser.parse_args, parser))
    module = import_module(
        f"{MAIN[session]}.__main__" if session in MAIN else f"grader.commands.{session}"
    )
    try:
        module.main([STANDS_FOR.get(each, each) for each in arguments])
    except Understood:
        return ""
    except SystemExit as end:
        said = capsys.readouterr().err.strip()
        return "" if end.code == 0 or NAMED_ALONE in said else said
    return "it does not parse its arguments"


def is_gone(path: Path) -> bool:
    """Whether it names something of the checkout that is not there."""
    in_ours = len(path.parts) > 1 and (ROOT / path.parts[0]).is_dir() and path.parts[0] != ".."
    return in_ours and not path.name.isupper() and not (ROOT / path).exists()


def parsing_only(parse: Callable[..., Any], of: type) -> Callable[..., Any]:
    def parse_args(self: Any, args: Any = None, namespace: Any = None) -> Any:
        options = parse(self, args, namespace)
        if type(self) is of:
            raise Understood
        return options

    return parse_args


def test_every_command_that_is_told_is_there_and_takes_what_stands_behind_it(monkeypatch, capsys):
    seen = {(s, tuple(a)): name for name, text in texts().items() for s, a in told(text)}
    assert len(seen) > 100
    wrong = []
    for (session, arguments), name in seen.items():
        with monkeypatch.context() as patch:
            if found := mistake(patch, session, list(arguments), capsys):
                wrong.append(f"{name}: {session} -- {' '.join(arguments)}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "`nox -s grades`",
        "`nox -s hint -- m99`",
        "`nox -s grade -- m05 --tagret solutions`",
        "`nox -s book -- --out`",
        "`nox -s shell -- docs/gone.py`",
        "`nox -s tests -- tests/gone.py`",
    ],
)
def test_a_command_that_is_not_there_is_noticed(text, monkeypatch, capsys):
    ((session, arguments),) = told(text)
    assert mistake(monkeypatch, session, arguments, capsys)


def test_what_stands_behind_the_dashes_ends_where_the_code_does():
    assert [*told("(`nox -s grade -- m05 -k x`, say) and\nnox -s demo -- m05   # it moves")] == [
        ("grade", ["m05", "-k", "x"]),
        ("demo", ["m05"]),
    ]
