"""Pages for a browser: one about the class, and one for each submission; and those that students
may have, in a zip.

Each is a file that needs no other, without script or network, and everything in it is escaped. The
class's page leads to the others, which lie in `reports/` beside it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.record import Record
from grader.redacted import redacted
from grader.views.fitted import fitted
from grader.views.html import environment, html
from grader.views.within import within

from .rows import Row
from .summary import summary
from .tables import plain

if TYPE_CHECKING:
    from jinja2 import Template

PAGE, REPORTS, FEEDBACK = "class.html", "reports", "feedback.zip"
FOR_STUDENTS = "kata-feedback.html"


def class_page(title: str, rows: Sequence[Row]) -> str:
    """The page about the class, for whoever teaches it."""
    return _template().render(title=title, told=summary(rows), link=_link, plain=plain)


def report(row: Row) -> str:
    """All that is known of one submission, for whoever teaches the class."""
    assert row.record
    return fitted(_named(row, row.record), html)


def feedback(rows: Sequence[Row]) -> bytes:
    """A zip with a page for each who was graded. Of hidden tests it says no more than what they are
    called: not what they ask, nor what was answered, raised or printed under them, which may tell
    of the reference."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _for_students(rows):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same, whenever it is made
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _for_students(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.record:
            text = fitted(_named(row, redacted(row.record, "names")), html)
            yield f"{folder_for(row)}/{FOR_STUDENTS}", text


def folder_for(row: Row) -> str:
    """The folder that Moodle takes back: what stands between the first two `_` tells it whose it
    is. Where there is no number, the submission's own name."""
    if not row.number:
        return row.key
    return (
        f"{row.name.translate(dict.fromkeys(map(ord, '_/')))}_{row.number}_assignsubmission_file_"
    )


def _named(row: Row, record: Record) -> Record:
    """The same record, which tells no folder of this machine's."""
    return replace(within(record), target=row.key)


def _link(row: Row) -> str:
    return f"{REPORTS}/{quote(row.key)}.html"


@cache
def _template() -> Template:
    return environment(Path(__file__).parent).get_template("class.html.jinja")
