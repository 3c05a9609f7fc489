"""What the lessons say that another way would cost is what `docs/other_ways.py` measures."""

from __future__ import annotations

import ast
import runpy

from grader.manifest import ROOT, SOLUTIONS, find_milestone


def test_bytes_and_counts_stand_in_the_lessons_as_they_are_measured(lib, monkeypatch):
    script = runpy.run_path(str(ROOT / "docs" / "other_ways.py"))
    for name in ("gradients_by_hand", "sequences", "one_by_one", "lines"):  # these only take time
        monkeypatch.setitem(script["rows"].__globals__, name, lambda: iter(()))
    head, *rows = script["rows"]()
    assert head and len(rows) == 7
    for lesson, _, *found in rows:
        path = SOLUTIONS / f"{find_milestone(lesson.split(',')[0]).module}.py"
        text = " ".join(ast.get_docstring(ast.parse(path.read_text("utf-8"))).split())
        assert "docs/other_ways.py" in text
        assert [x for x in found if not x.endswith(" ms") and x not in text] == []
