"""The cases that the library is timed on, and who takes part in each: `CASES`, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from . import by_hand, hips, networks, sequences
from .check import CHANGED, CHANGED_IN_DEPTH
from .peer import CHAIN, Peer, Spec, floats, labelled, labels, words


class Case(NamedTuple):
    """One computation.

    `network` takes a library and the inputs; `by_hand` and `hips` take the weights to start from
    and the inputs. `bar` is for one thread: a step of the library takes at most so many times as
    long as one by hand, or, where there are `nodes`, at most so many microseconds a node.
    `changed` is how far results may be apart (check.py).
    """

    name: str
    inputs: Sequence[Spec]
    network: Callable[..., Peer]
    by_hand: Callable[..., Peer]
    hips: Callable[..., Peer] | None
    bar: float
    nodes: int = 0
    changed: float = CHANGED

    def empty_inputs(self) -> list[np.ndarray]:
        """Room for the inputs; `draw` fills them."""
        return [np.zeros(shape, dtype) for shape, dtype in self.inputs]


IMAGES = labelled(8, 3, 32, 32)
SEQUENCES, WORDS = [floats(64, 32, 128), labels(32)], [words(32, 64), labels(32)]
_CASES = (
    Case("mlp", labelled(64, 784), networks.mlp, by_hand.mlp, hips.mlp, 1.6),
    Case("small_mlp", labelled(32, 64), networks.small_mlp, by_hand.small_mlp, hips.small_mlp, 5.0),
    Case("residual_mlp", labelled(64, 128), networks.residual_mlp, by_hand.residual_mlp, None, 2.2),
    Case("conv8", labelled(32, 1, 8, 8), networks.convnet, by_hand.convnet, None, 2.9),
    Case("conv28", labelled(32, 1, 28, 28), networks.convnet, by_hand.convnet, None, 1.2),
    Case("resnet", IMAGES, networks.resnet, by_hand.resnet, None, 1.1, changed=CHANGED_IN_DEPTH),
    Case("attention", [floats(8, 64, 64)], networks.attention, by_hand.attention, None, 1.7),
    Case("gpt", [labels(32, 128), labels(32 * 128)], sequences.gpt, by_hand.gpt, None, 1.6),
    Case("lstm", SEQUENCES, sequences.lstm, by_hand.lstm, None, 1.25),
    Case("embedding", WORDS, sequences.embedding, by_hand.embedding, None, 3.5),
    Case("softmax", [floats(512, 512)] * 2, networks.softmax, by_hand.softmax, hips.softmax, 1.4),
    Case("chain", [floats()], networks.chain, by_hand.chain, hips.chain, 5.0, CHAIN),
)
CASES = {case.name: case for case in _CASES}
