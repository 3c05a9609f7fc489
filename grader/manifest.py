"""What the kata consists of: the milestones, in order, and the places of its folders.

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


CORE, NETWORKS = "core", "networks"
ARCHITECTURES, TRANSFORMS = "architectures", "transforms"  # the advanced part


class Milestone(NamedTuple):
    """One exercise. The slug is its identity; the number is its place."""

    number: int
    slug: str
    title: str
    points: int
    part: str = CORE

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
    Milestone(0, "by_hand", "by hand", 10, CORE),
    Milestone(1, "wrapper", "wrapper", 10, CORE),
    Milestone(2, "computation_graph", "computation graph", 10, CORE),
    Milestone(3, "magic_methods", "magic methods", 20, CORE),
    Milestone(4, "toposort", "topological sort", 10, CORE),
    Milestone(5, "visualizer", "visualizer", 10, CORE),
    Milestone(6, "chain_rule", "chain rule", 15, CORE),
    Milestone(7, "backward", "backward", 15, CORE),
    Milestone(8, "shapes", "shapes", 15, CORE),
    Milestone(9, "reductions", "reductions", 15, CORE),
    Milestone(10, "activations", "activations", 15, NETWORKS),
    Milestone(11, "losses", "losses", 20, NETWORKS),
    Milestone(12, "modules", "modules", 20, NETWORKS),
    Milestone(13, "initialization", "initialization", 10, NETWORKS),
    Milestone(14, "data", "data", 10, NETWORKS),
    Milestone(15, "sgd", "sgd", 10, NETWORKS),
    Milestone(16, "training", "training", 15, NETWORKS),
    Milestone(17, "adam", "adam", 20, NETWORKS),
    Milestone(18, "regularization", "regularization", 20, NETWORKS),
    Milestone(19, "convolution", "convolution", 25, ARCHITECTURES),
    Milestone(20, "residual", "residual nets", 15, ARCHITECTURES),
    Milestone(21, "attention", "attention", 25, ARCHITECTURES),
    Milestone(22, "recurrent", "recurrent", 15, ARCHITECTURES),
    Milestone(23, "reverse_transforms", "reverse transforms", 20, TRANSFORMS),
    Milestone(24, "forward_mode", "forward mode", 15, TRANSFORMS),
    Milestone(25, "vmap", "vmap", 15, TRANSFORMS),
)


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
    problem = "could mean" if found else "is not a milestone; choose from"
    raise ValueError(f"{text!r} {problem}: {choices}")
