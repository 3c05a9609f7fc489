"""The files that a record can be written to, and the options of a command that name them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from ..files import replace
from ..record import Record
from ..saved import to_json
from .fitted import fitted
from .gradescope import gradescope
from .html import html
from .html import prepare as prepare_html
from .junit import junit
from .markdown import markdown
from .within import within


class View(NamedTuple):
    """A function from a record to a file's text, and what the option says of it."""

    render: Callable[[Record], str]
    help: str


VIEWS = {
    "json": View(to_json, "write the record here"),
    "html": View(html, "write a report to read in a browser here"),
    "junit": View(junit, "write JUnit's XML here"),
    "markdown": View(markdown, "write a Markdown summary here"),
    "gradescope": View(gradescope, "write Gradescope's results.json here"),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """An option for each view."""
    for name, view in VIEWS.items():
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=view.help)


def files(options: argparse.Namespace) -> dict[str, Path]:
    """The views that were asked for, and where they go."""
    asked = {name: getattr(options, name) for name in VIEWS}
    return {name: path for name, path in asked.items() if path}


def check(
    parser: argparse.ArgumentParser, options: argparse.Namespace, needed: Iterable[Path]
) -> None:
    """End the program, with one line and status 2, where a file could not be written, or where it
    would overwrite another one, or one that is `needed`."""
    taken = {path.resolve(): "which is to be read" for path in needed}
    for name, path in files(options).items():
        if said := taken.get(path.resolve()):
            parser.error(f"--{name} would overwrite {path}, {said}; name another file")
        taken[path.resolve()] = f"which --{name} is to write"
        setattr(options, name, Path(os.path.realpath(path)))  # no link that is made meanwhile
        folder = path.absolute().parent
        if path.is_dir():
            parser.error(f"{path} is a folder; name a file")
        if not folder.is_dir():
            parser.error(f"{path}: there is no folder {path.parent}")
        if not os.access(path if path.exists() else folder, os.W_OK):
            parser.error(f"{path}: you may not write there")


def prepare(options: argparse.Namespace) -> None:
    """Load what writing these files takes, before any learner's code could change it."""
    if options.html:
        prepare_html()


def write(record: Record, options: argparse.Namespace) -> None:
    """Write the files that were asked for, none too large: the record, and views of it for
    those who have the files that were graded. Raises OSError where that fails."""
    handed_on = within(record)
    for name, path in files(options).items():
        told = record if name == "json" else handed_on
        _put(path, fitted(told, VIEWS[name].render).encode())


def _put(path: Path, data: bytes) -> None:
    """Write a file in the place of whatever a learner's code may have put there."""
    if path.is_relative_to("/dev") or path.is_relative_to("/proc"):  # standard output, say
        path.write_bytes(data)
    else:
        replace(path, data)
