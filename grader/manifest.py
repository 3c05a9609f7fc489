"""What the kata consists of: the milestones, in order, and the place of every given module.

Everything that needs a milestone's name, number, file or points asks here.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
TESTS = ROOT / "tests"
STATE = ROOT / ".kata"  # what a checkout remembers between commands; never committed

PACKAGE = "autodiff"


class Milestone(NamedTuple):
    """One exercise. The slug is its identity; the number is its place."""

    number: int
    slug: str
    title: str
    points: int

    @property
    def id(self) -> str:
        """The short name that people type: `m04`."""
        return f"m{self.number:02}"

    @property
    def module(self) -> str:
        """The module that a learner fills in, in `exercises/` and `solutions/`: `m04_toposort`."""
        return f"{self.id}_{self.slug}"

    @property
    def suite(self) -> Path:
        """The hidden suite."""
        return TESTS / f"test_{self.module}.py"


MILESTONES = (
    Milestone(0, "by_hand", "by hand", 10),
    Milestone(1, "wrapper", "wrapper", 10),
    Milestone(2, "computation_graph", "computation graph", 10),
    Milestone(3, "magic_methods", "magic methods", 20),
    Milestone(4, "toposort", "topological sort", 10),
    Milestone(5, "visualizer", "visualizer", 10),
    Milestone(6, "chain_rule", "chain rule", 15),
    Milestone(7, "backward", "backward", 15),
)

# Every module of the library, lowest first: a module may import only what stands above it.
MODULES = (
    "todo",
    "dtypes",
    "dims",
    "m00_by_hand",
    "m01_wrapper",
    "printing",
    "versions",
    "m02_computation_graph",
    "m03_magic_methods",
    "m04_toposort",
    "rendering",
    "m05_visualizer",
    "m06_chain_rule",
    "gradcheck",
    "m07_backward",
    "tensor",
    "autograd",
    "__init__",
)

# Public names inside milestone modules that a stub keeps whole: functions, classes, assignments.
GIVEN = frozenset(
    {
        "m02_computation_graph.Recording",
        "m02_computation_graph.recording",
        "m06_chain_rule.defvjp",
        "m02_computation_graph.freed",
        "m02_computation_graph.FREED",
    }
)

# Functions that other modules call while they are imported: their stubs return a function that
# raises, instead of raising themselves, so that a mix of stubs and solutions always imports.
CALLED_AT_IMPORT = frozenset({"m02_computation_graph.primitive"})


def find_milestone(text: str) -> Milestone:
    """The milestone that `m04`, `4`, `toposort` or an unambiguous part of its name means.

    Raises ValueError, with a message for the person who typed it.
    """
    wanted = text.strip().lower().removesuffix(".py").replace("-", "_").replace(" ", "_")
    names = {
        m: (m.id, f"m{m.number}", str(m.number), m.slug, m.module, m.title.replace(" ", "_"))
        for m in MILESTONES
    }
    exact = [m for m in MILESTONES if wanted in names[m]]
    partial = [m for m in MILESTONES if wanted and any(wanted in name for name in names[m])]
    found = exact or partial
    if len(found) == 1:
        return found[0]
    choices = ", ".join(f"{m.id} {m.slug}" for m in (found or MILESTONES))
    problem = "could mean" if found else "is no milestone; choose from"
    raise ValueError(f"{text!r} {problem}: {choices}")
