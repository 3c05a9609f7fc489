"""What the kata consists of: the milestones, in order, and the places of its folders.

Everything that needs a milestone's name, number, file or points asks here.

Points follow effort. The effort of a milestone is its minutes x (1 + difficulty / 5), and its share
of all POINTS is its share of all efforts. Shares are rounded down, and the points that are left
over go, one each, to those that lost most by it; so they always add up to POINTS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HANDOUT = ROOT / "handout"  # only in what students get: torch's answers, and a library of stubs
IS_HANDOUT = HANDOUT.is_dir() and not (ROOT / "solutions").is_dir()
SOLUTIONS = HANDOUT / "library" if IS_HANDOUT else ROOT / "solutions"
EXERCISES = ROOT / "exercises"
TESTS = ROOT / "tests"
STATE = ROOT / ".kata"  # what a checkout remembers between commands; never committed

LISTED_BY = "nox -s grade -- --all" if IS_HANDOUT else "nox -s syllabus"  # the milestones

PACKAGE = "autodiff"
NUMBER = re.compile(r"^m\d+_(?=[a-z])")  # that a file's name begins with
SHORTEST = 3  # letters of a part of a name that stand for it


POINTS = 400  # of the whole course

CORE, NETWORKS = "core", "networks"
ARCHITECTURES, TRANSFORMS = "architectures", "transforms"  # the advanced part
COMPILERS = "compilers"

# The order of the course, by slug: a milestone's number is its place in it, so that one more can be
# put in between (`nox -s stubs -- --renumber`). Some places wait for a milestone that is planned.
COURSE = (
    *("by_hand", "scalars", "wrapper", "computation_graph", "magic_methods", "toposort"),
    *("visualizer", "chain_rule", "backward", "autograd_mechanics"),
    *("shapes", "indexing", "reductions"),
    *("activations", "losses", "cross_entropy", "modules", "initialization", "data", "sgd"),
    *("training", "debugging", "adam", "regularization", "normalization"),
    *("convolution", "pooling", "residual", "attention", "transformer", "recurrent"),
    *("reverse_transforms", "forward_mode", "vmap"),
    *("performance", "tracing", "compile"),
)


class Milestone(NamedTuple):
    """One exercise. The slug is its identity; the number is its place in the course.

    `minutes` and `difficulty` (1 to 5) are for somebody who knows Python and school calculus.
    `removes` says which limit of the forty lines of m01 it removes, in Markdown.
    """

    number: int
    slug: str
    title: str
    points: int
    part: str = CORE
    minutes: int = 60
    difficulty: int = 3
    removes: str = ""

    @property
    def id(self) -> str:
        """The short name that people type: `m05`."""
        return f"m{self.number:02}"

    @property
    def module(self) -> str:
        """The module that a learner fills in, in `exercises/` and `solutions/`: `m05_toposort`."""
        return f"{self.id}_{self.slug}"

    @property
    def suite(self) -> Path:
        """The hidden suite."""
        return TESTS / f"test_{self.module}.py"


def _milestone(
    slug: str, minutes: int, difficulty: int, part: str, removes: str, title: str = ""
) -> Milestone:
    title = title or slug.replace("_", " ")
    return Milestone(COURSE.index(slug), slug, title, 0, part, minutes, difficulty, removes)


def _with_points(*milestones: Milestone) -> tuple[Milestone, ...]:
    """Each with its points, by the rule that stands at the top."""
    efforts = [m.minutes * (5 + m.difficulty) for m in milestones]
    whole, lost = zip(*(divmod(POINTS * effort, sum(efforts)) for effort in efforts), strict=True)
    most_lost = sorted(range(len(lost)), key=lambda i: -lost[i])[: POINTS - sum(whole)]
    return tuple(
        m._replace(points=points + (i in most_lost))
        for i, (m, points) in enumerate(zip(milestones, whole, strict=True))
    )


MILESTONES = _with_points(
    _milestone("by_hand", 30, 1, CORE, "none yet; this is the start, with every gradient by hand"),
    _milestone("scalars", 45, 2, CORE, "deriving anew for each network"),
    _milestone("wrapper", 40, 2, CORE, "a single number in each box"),
    _milestone("computation_graph", 45, 2, CORE, "recording always, wanted or not"),
    _milestone("magic_methods", 30, 2, CORE, "arithmetic of single numbers alone"),
    _milestone(
        "toposort", 20, 2, CORE, "recursion, which ends 1,000 deep", title="topological sort"
    ),
    _milestone("visualizer", 30, 2, CORE, "a graph that nobody can see"),
    _milestone("chain_rule", 50, 3, CORE, "a closure made for each result"),
    _milestone(
        "backward", 60, 3, CORE, "a walk through single numbers; **networks train from here on**"
    ),
    _milestone(
        "autograd_mechanics",
        60,
        4,
        CORE,
        "first derivatives only, and a graph that is never let go",
    ),
    _milestone("shapes", 45, 2, CORE, "numbers without dims"),
    _milestone("indexing", 45, 3, CORE, "everything or nothing of an array"),
    _milestone("reductions", 75, 4, CORE, "adding up one by one"),
    _milestone("activations", 45, 3, NETWORKS, "tanh and relu, of one number"),
    _milestone("losses", 45, 2, NETWORKS, "the squared error as the only loss"),
    _milestone(
        "cross_entropy",
        45,
        3,
        NETWORKS,
        "targets that are numbers, not classes",
        title="cross-entropy",
    ),
    _milestone("modules", 75, 3, NETWORKS, "weights in loose variables"),
    _milestone("initialization", 30, 2, NETWORKS, "weights that somebody picks"),
    _milestone("data", 45, 2, NETWORKS, "all of the data in every step"),
    _milestone("sgd", 45, 2, NETWORKS, "a line of update for each weight"),
    _milestone("training", 60, 2, NETWORKS, "training until it looks good; **MNIST**"),
    _milestone("debugging", 60, 2, NETWORKS, "printing three numbers"),
    _milestone("adam", 60, 3, NETWORKS, "one learning rate for all weights"),
    _milestone("regularization", 30, 2, NETWORKS, "learning the examples by heart"),
    _milestone("normalization", 75, 4, NETWORKS, "sizes that drift from layer to layer"),
    _milestone("convolution", 75, 4, ARCHITECTURES, "a weight for each pixel"),
    _milestone("pooling", 45, 3, ARCHITECTURES, "every pixel sent on to the last layer"),
    _milestone("residual", 50, 2, ARCHITECTURES, "depth that does harm", title="residual nets"),
    _milestone("attention", 60, 4, ARCHITECTURES, "weights that do not look at what is read"),
    _milestone("transformer", 60, 3, ARCHITECTURES, "a network of three neurons; **a small GPT**"),
    _milestone("recurrent", 60, 3, ARCHITECTURES, "inputs of one length"),
    _milestone(
        "reverse_transforms", 75, 5, TRANSFORMS, "gradients that live in tensors, not in functions"
    ),
    _milestone("forward_mode", 60, 4, TRANSFORMS, "going backwards only"),
    _milestone("vmap", 90, 4, TRANSFORMS, "a loop around one example"),
    _milestone(
        "performance",
        60,
        3,
        COMPILERS,
        "a new array for every step of an op, of Adam, of attention",
    ),
    _milestone("tracing", 60, 4, COMPILERS, "a program that only Python can read"),
    _milestone(
        "compile",
        70,
        4,
        COMPILERS,
        "the library at work in each step, for a plain NumPy script; back to the start",
    ),
)


def find_milestone(text: str) -> Milestone:
    """The milestone that `m05`, `5`, `toposort`, a part of its name or its file's path means.

    Of a file's name, the slug counts: the number may be an old one. Raises ValueError, with a
    message for the person who typed it.
    """
    file = re.split(r"[/\\]", text.strip().lower())[-1].removesuffix(".py")
    wanted = NUMBER.sub("", file).replace("-", "_").replace(" ", "_")
    names = {
        m: (m.id, f"m{m.number}", str(m.number), m.slug, m.module, m.title.replace(" ", "_"))
        for m in MILESTONES
    }
    exact = [m for m in MILESTONES if wanted in names[m]]
    is_part = len(wanted) >= SHORTEST
    partial = [m for m in MILESTONES if is_part and any(wanted in name for name in names[m])]
    found = exact or partial
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{text!r} could mean: {_listed(found)}")
    near = _nearest(wanted, names)
    choice = f"choose from {MILESTONES[0].id} to {MILESTONES[-1].id}, which {LISTED_BY} lists"
    asks = f"; did you mean {near.id} {near.slug}?" if near else f"; {choice}"
    raise ValueError(f"{text!r} is not a milestone{asks}")


def _listed(milestones: Iterable[Milestone]) -> str:
    return ", ".join(f"{m.id} {m.slug}" for m in milestones)


def _nearest(wanted: str, names: Mapping[Milestone, Iterable[str]]) -> Milestone | None:
    """The milestone that somebody has mistyped: `bakward`, or `m0O` with a letter for its 0."""
    known = {name.lower(): m for m, each in names.items() for name in each}
    digits = wanted.translate(str.maketrans("ol", "01"))
    if re.fullmatch(r"m?[\dol]+", wanted):
        return known.get(digits)
    if re.fullmatch(r"[m\d_,.]+", wanted):  # several numbers
        return None
    near = get_close_matches(wanted, known, 1, cutoff=0.75)
    return known[near[0]] if near else None
