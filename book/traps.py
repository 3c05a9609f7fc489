"""Which known mistake stands for the trap of each lesson, by name.

    mistake(milestone)    # Misconception("2 - x computes x - 2", ...)

Chosen by reading the lesson's warning beside tests/misconceptions/. The lines that are wrong are
shown where the lesson says them itself, or they are far from the right ones; all others would be an
answer with a small change in it.
"""

from __future__ import annotations

from textwrap import dedent

from grader.checkout import solution
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.manifest import Milestone

NAMES = {
    "by_hand": "the gradient is summed over the batch, not averaged",
    "scalars": "a sum's gradient replaces what was there",
    "wrapper": "a single number becomes a NumPy scalar",
    "computation_graph": "the note keeps tensors as values",
    "magic_methods": "2 - x computes x - 2",
    "toposort": "a node is marked as seen when it is pushed",
    "visualizer": "DOT nodes are told apart by shape",
    "chain_rule": "dims added in front are not summed",
    "backward": "each new contribution replaces the last one",
    "autograd_mechanics": "with create_graph nobody minds changes",
    "shapes": "a permutation is a reshape",
    "indexing": "a repeated index keeps only its last gradient",
    "reductions": "logsumexp overflows",
    "activations": "log_softmax is the log of softmax",
    "losses": "the parabola of the Huber loss is worked out far away, too",
    "cross_entropy": "cross-entropy expects probabilities",
    "modules": "shared parameters are told by ==",
    "initialization": "fan-in and fan-out are swapped",
    "data": "the smaller last batch is lost",
    "sgd": "the update lands in a new array",
    "training": "the best weights are the live ones",
    "debugging": "the walk is taken twice",
    "adam": "the mean square is overwritten by its root",
    "regularization": "bools are divided",
    "normalization": "the mean of squares minus the square of the mean",
    "convolution": "overlapping windows overwrite each other",
    "pooling": "the maximum is padded with zeros",
    "residual": "relu before the sum",
    "attention": "heads are cut out of the positions",
    "transformer": "a row collects only once",
    "recurrent": "the reset gate works on the state itself",
    "reverse_transforms": "constants stay in the note as parents",
    "forward_mode": "two tangents are confused",
    "vmap": "ranks are not aligned",
    "performance": "the average gets another array",
    "tracing": "a read after a write is joined with one before",
    "compile": "a buffer is free as often as it is read",
}
LINES_ARE_SHOWN = {
    *("backward", "shapes", "indexing", "activations", "sgd", "training"),
    *("normalization", "attention", "performance"),
}


def mistake(milestone: Milestone) -> Misconception:
    """The one that is named for a milestone."""
    (named,) = [m for m in misconceptions(milestone) if m.name == NAMES[milestone.slug]]
    return named


def wrong_lines(milestone: Milestone) -> str:
    """What stands in the place of the right lines; "" where that is not to be seen."""
    if milestone.slug not in LINES_ARE_SHOWN:
        return ""
    source, named = solution(milestone), mistake(milestone)
    start, _ = named.find(source)
    first = source.rindex("\n", 0, start) + 1
    behind = source.index("\n", start + len(named.old) - 1)
    whole = source[first:start] + named.new + source[start + len(named.old) : behind]
    return dedent(whole).strip("\n")
