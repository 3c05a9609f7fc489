"""Whether the peers of a case compute the same: asked before they are timed.

Each step is taken on new inputs, which replace the old ones in the same arrays, so that nothing
which was kept of an earlier batch is of use. The scores of the last batch are so large that a
softmax overflows unless it is computed with care. And since not everything shows in a loss, what
the steps have changed is compared, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .peer import Arrays, Peer, copied, draw

USUAL, LARGE = (1, 1, 1, 1), (100,)  # the scales of the batches
SAME = 1e-5  # how far losses may be apart, relatively
CHANGED = 2e-3  # how far results may be apart, beside how far they have moved. Adam makes the same
# step for a gradient that is nearly 0, and its sign is a matter of rounding
CHANGED_IN_DEPTH = (
    3e-2  # where rounding decides on which side of a ReLU some of 500,000 numbers fall
)
ROUNDING = 1e-6  # and beside how large they are


def check_equal(
    peers: Mapping[str, Peer], inputs: Sequence[np.ndarray], changed: float = CHANGED
) -> None:
    """Take steps with all peers. Raises AssertionError if one computes something else than torch.

    Afterwards the inputs are those of the last step.
    """
    rng = np.random.default_rng(0)
    start = copied(peers["torch"].state())
    for scales in (USUAL, LARGE):
        for scale in scales:
            draw(inputs, rng, scale)
            _check_losses({name: peer.step() for name, peer in peers.items()})
        for name, peer in peers.items():
            _check_states(name, start, peer.state(), peers["torch"].state(), changed)


def _check_losses(losses: Mapping[str, float]) -> None:
    right = losses["torch"]
    for name, loss in losses.items():
        if not abs(loss - right) <= SAME * abs(right):
            raise AssertionError(f"{name}'s loss is {loss}, torch's is {right}")


def _check_states(who: str, start: Arrays, found: Arrays, expected: Arrays, changed: float) -> None:
    if found.keys() != expected.keys():
        raise AssertionError(f"{who} changes {', '.join(found)}; torch {', '.join(expected)}")
    for name, right in expected.items():
        moved, off = (np.linalg.norm(right - a) for a in (start.get(name, 0), found[name]))
        if not off <= changed * moved + ROUNDING * np.linalg.norm(right):
            raise AssertionError(f"{who}'s {name}: moved by {moved}, but {off} away from torch's")
