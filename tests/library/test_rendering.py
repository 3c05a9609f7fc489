"""Drawing pictures with whichever Graphviz there is."""

from __future__ import annotations

import shutil
import time

import numpy as np
import pytest


@pytest.fixture
def dot(lib):
    x = lib.tensor(np.ones(3), requires_grad=True)
    return lib.autograd.make_dot((x * x).sum(), {"the leaf": x})


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


def test_the_systems_dot_comes_first(lib, tmp_path, monkeypatch):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho drawn by dot $1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    drawing = lib.autograd.make_dot(lib.tensor(1.0))
    assert drawing.image("svg") == b"drawn by dot -Tsvg\n"


def test_another_ending_is_refused(dot, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg or \.png"):
        dot.write(tmp_path / "graph.jpg")


def test_a_graph_of_a_thousand_steps_is_drawn_in_a_few_seconds(lib, tmp_path):
    y = lib.tensor(2.0, requires_grad=True)
    for _ in range(1000):
        y = -y
    began = time.process_time()
    svg = lib.autograd.make_dot(y).write(tmp_path / "graph.svg").read_text()
    assert svg.count('class="node"') < 1010
    assert time.process_time() - began < 10


def test_a_graph_that_was_freed_can_still_be_drawn(lib):
    x = lib.tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    assert "freed" in lib.autograd.make_dot(y).source
