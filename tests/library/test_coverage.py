"""What docs/how_good.md says is offered of torch is what `nox -s bench -- coverage` prints."""

from __future__ import annotations

import re

import pytest

from benchmarks import coverage
from grader.manifest import ROOT


@pytest.fixture(autouse=True)
def _this_library(lib, monkeypatch):
    monkeypatch.setattr(coverage, "library", lambda: lib)


def test_the_page_has_the_table_that_is_printed(capsys):
    coverage.main([])
    printed = capsys.readouterr().out
    assert f"-->\n\n{printed}\n<!-- end -->" in (ROOT / "docs" / "how_good.md").read_text(
        "utf-8"
    ), f"nox -s readme writes it:\n{printed}"
    rows = re.findall(r"^\| ([\w.]+) \| (\d+) \| (\d+) \|$", printed, re.MULTILINE)
    assert [name for name, *_ in rows] == coverage.NAMESPACES
    assert all(0 <= int(offered) <= int(of) and int(of) > 10 for _, offered, of in rows)


def test_what_is_missing_is_what_the_library_does_not_have(lib, capsys):
    coverage.main(["missing", "nn"])
    listed = capsys.readouterr().out.split()
    assert "Conv3d" in listed and "Linear" not in listed
    assert len(listed) == len(set(coverage.documented("nn")) - set(dir(lib.nn)))


def test_of_torchs_names_those_count_that_somebody_would_look_up():
    assert {"add", "shape", "uniform_"} <= set(coverage.documented("Tensor"))
    assert not {"add_", "__add__", "_version"} & set(coverage.documented("Tensor"))
    assert {"gelu", "relu"} <= set(coverage.documented("nn.functional"))
    assert not {"has_torch_function", "boolean_dispatch", "math"} & set(
        coverage.documented("nn.functional")
    )
