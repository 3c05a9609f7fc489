"""The forty lines stand alone, learn before one's eyes, and have the limits that they tell of."""

from __future__ import annotations

import math
import re
import subprocess
import sys

import pytest

from grader.manifest import SOLUTIONS, find_milestone
from grader.stubs.measure import measure

MODULE = find_milestone("scalars").module


def test_they_are_about_forty():
    assert 35 <= measure(MODULE).lines <= 45


def test_the_script_needs_nothing_but_python_and_learns_xor_and_two_moons():
    command = [sys.executable, "-I", "-S", "-B", str(SOLUTIONS / f"{MODULE}.py")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    losses = [float(loss) for loss in re.findall(r"loss (\d\.\d+)", said)]
    xor, moons = losses[:6], losses[6:]
    assert len(moons) == 11
    for found in (xor, moons):
        assert found[0] > 0.5 > 0.1 > found[-1]
    assert "\x1b" not in said, "nothing is drawn over where there is no terminal"
    assert all(len(line) <= 80 for line in said.splitlines())


def test_sine_is_given_as_an_example_and_a_value_shows_its_gradient(lib):
    x = lib.scalars.Value(2)
    (x.sin() * 3).backward()
    assert x.grad == 3 * math.cos(2)
    assert repr(lib.scalars.Value(2)) == "Value(2, grad=0)"


def test_a_second_pass_through_the_same_values_counts_the_first_again(lib):
    x = lib.scalars.Value(2)
    y = x * 5
    (y * 1).backward()
    (y * 1).backward()
    assert x.grad == 5 + 2 * 5


def test_a_long_history_is_too_deep(lib):
    x = lib.scalars.Value(2)
    for _ in range(2 * sys.getrecursionlimit()):
        x = x + 1
    with pytest.raises(RecursionError):
        x.backward()
