"""What keeps a library from being imported stands where else a test's title would."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from grader.commands.hint import _print_hints
from grader.failure import Failure, FrameSummary
from grader.feedback.next_hint import Given
from grader.feedback.notes import Notes
from grader.views.html import html
from grader.views.markdown import markdown
from grader.views.table import render
from grader.views.words import what_fails
from tests.grader.records import milestone, record, result

LINE = FrameSummary("exercises/m01_scalars.py", 155, "", "def tanh(self)")
RAN = replace(LINE, function="<module>")
KINDS = {
    "m01_scalars.py:155 is not Python yet: expected ':'": Failure(
        "import", exception="SyntaxError", message="expected ':'", frames=(LINE,)
    ),
    "m01_scalars.py:155 is not Python yet: unexpected indent": Failure(
        "import", exception="IndentationError", message="unexpected indent", frames=(LINE,)
    ),
    "m01_scalars.py:155 is not Python yet: inconsistent use of tabs": Failure(
        "import", exception="TabError", message="inconsistent use of tabs", frames=(LINE,)
    ),
    "importing your library raised SyntaxError: of their own": Failure(
        "import", exception="SyntaxError", message="of their own", frames=(RAN,)
    ),
    "importing your library raised NameError: name 'np' is not defined": Failure(
        "import", exception="NameError", message="name 'np' is not defined", frames=(RAN,)
    ),
    "importing your library: took longer than 3 s": Failure(
        "import", no_answer="took longer than 3 s"
    ),
}


@pytest.mark.parametrize("says", KINDS)
def test_what_stops_the_import_is_said_once_and_no_title_of_a_test(says, tmp_path, capsys):
    tests = [result("error", f"sums_hand_on_{i}", failure=KINDS[says]) for i in range(3)]
    stuck = milestone(0, *tests, where="exercises/m01_scalars.py")
    shown = record(stuck)
    text = render(shown)
    assert text.count(says) == 1 and "  3 tests wait for this\n" in text
    source = "def tanh(self)"
    _print_hints(stuck, source, Given(), Notes(), again=False)
    hint = capsys.readouterr().out
    assert says in " ".join(hint.replace("│", "").split())
    assert what_fails(stuck).startswith(f"3 of 3 fail, {says}")
    for page in (text, hint, what_fails(stuck), markdown(shown), unescape(html(shown))):
        assert "sums hand on" not in page
    for page in (markdown(shown), unescape(html(shown))):
        assert says in page and "3 tests wait for this" in page
