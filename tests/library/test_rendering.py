"""Drawing pictures with whichever Graphviz there is."""

from __future__ import annotations

import shutil
import sys
import time
import types

import numpy as np
import pytest

from grader.asking.in_process import InProcess
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS


@pytest.fixture(scope="module")
def autodiff() -> types.ModuleType:
    assert InProcess(assemble(SOLUTIONS, None)).start() is None
    return sys.modules[PACKAGE]


@pytest.fixture
def dot(autodiff):
    x = autodiff.tensor(np.ones(3), requires_grad=True)
    return autodiff.autograd.make_dot((x * x).sum(), {"the leaf": x})


@pytest.fixture
def no_graphviz(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)


def test_svg_and_png_are_pictures(dot, tmp_path):
    svg = dot.write(tmp_path / "graph.svg").read_bytes()
    assert b"<svg" in svg and b"the leaf" in svg
    assert dot.write(tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")


def test_a_notebook_gets_svg(dot):
    bundle = dot._repr_mimebundle_()
    assert "<svg" in bundle["image/svg+xml"]


def test_without_graphviz_the_source_is_saved_and_one_line_says_what_to_install(
    dot, tmp_path, capsys, no_graphviz
):
    path = dot.write(tmp_path / "graph.svg")
    assert path.name == "graph.gv" and path.read_text() == dot.source
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "pip install graphviz-pure" in said
    bundle = dot._repr_mimebundle_()
    assert set(bundle) == {"text/plain"} and dot.source in bundle["text/plain"]


def test_the_systems_dot_comes_first(autodiff, tmp_path, monkeypatch):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho drawn by dot $1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    drawing = autodiff.autograd.make_dot(autodiff.tensor(1.0))
    assert drawing.image("svg") == b"drawn by dot -Tsvg\n"


def test_another_ending_is_refused(dot, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg or \.png"):
        dot.write(tmp_path / "graph.jpg")


def test_a_graph_of_a_thousand_steps_is_drawn_in_a_few_seconds(autodiff, tmp_path):
    y = autodiff.tensor(2.0, requires_grad=True)
    for _ in range(1000):
        y = -y
    began = time.monotonic()
    svg = autodiff.autograd.make_dot(y).write(tmp_path / "graph.svg").read_text()
    assert svg.count('class="node"') < 1010
    assert time.monotonic() - began < 10


def test_a_graph_that_was_freed_can_still_be_drawn(autodiff):
    x = autodiff.tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    assert "freed" in autodiff.autograd.make_dot(y).source
