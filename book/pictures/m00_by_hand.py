"""A network's matrices, number by number: forwards, and below each what comes back to it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from autodiff import by_hand

from .drawing import GRAY, GREEN, RED, SKY, arrow, box, shades, svg, words

CELL = 12
COLUMNS = {"X": 43, "W1": 138, "H": 254, "W2": 349, "Y": 433}  # the middle of each
ROWS = (92, 236, 372)  # the middles of what is drawn: values, slopes of layers, slopes of weights


def picture() -> str:
    """XOR's four examples go through two layers, and the slopes come back."""
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(2, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    start = by_hand.Parameters(*weights)
    H, Y = by_hand.forward(start, X)
    there = {"X": X, "W1": start.W1, "H": H, "W2": start.W2, "Y": Y}
    slopes = by_hand.gradients(start, X, by_hand.Activations(H, Y), T)
    layers = _slopes_of_layers(start, H, Y, T)
    parts = [words(20, 30, "forwards", GREEN, at="start")]
    parts.append(words(20, 176, "the way back", RED, at="start"))
    parts += [each for name, matrix in there.items() for each in _matrix(name, matrix, ROWS[0])]
    for name, matrix in layers.items():
        parts += _matrix(name, matrix, ROWS[1], f"dZ{1 + (name == 'Y')}")
    for name in ("W1", "W2"):
        parts += _matrix(name, getattr(slopes, name), ROWS[2], f"d{name}")
    parts += _arrows(there)
    parts.append(words(240, 466, "A slope has the shape of what it is for.", GRAY))
    parts.append(words(240, 490, "Blue is above 0, and red below.", GRAY))
    return svg(504, parts)


def _slopes_of_layers(
    start: by_hand.Parameters, H: np.ndarray, Y: np.ndarray, T: np.ndarray
) -> dict[str, np.ndarray]:
    """dZ1 and dZ2, as `gradients` finds them: times the identity they are slopes of weights."""
    size, hidden = H.shape
    first = by_hand.gradients(start, np.eye(size), by_hand.Activations(H, Y), T).W1
    marked = by_hand.Activations(np.eye(size, hidden), Y)
    return {"H": first, "Y": by_hand.gradients(start, np.eye(size), marked, T).W2[:size]}


def _matrix(column: str, matrix: np.ndarray, middle: float, name: str = "") -> list[str]:
    """A cell for each number, the name above and the shape below."""
    rows, columns = matrix.shape
    x, y = COLUMNS[column] - CELL * columns / 2, middle - CELL * rows / 2
    color = RED if name else GREEN
    return [
        words(COLUMNS[column], y - 8, name or column, color),
        box(x, y, CELL * columns, CELL * rows, SKY if not name else "none", corner=0),
        *shades(matrix, x, y, CELL),
        words(COLUMNS[column], y + CELL * rows + 19, str(matrix.shape), GRAY, size=16),
    ]


def _arrows(there: dict[str, np.ndarray]) -> list[str]:
    """Green from each matrix to the next; red from the end to the slopes of the weights."""
    names = list(there)
    half = {name: CELL * there[name].shape[1] / 2 for name in names}
    parts = []
    for a, b in pairwise(names):
        x1, x2 = COLUMNS[a] + half[a] + 5, COLUMNS[b] - half[b] - 5
        parts.append(arrow(x1, ROWS[0], x2, ROWS[0], GREEN))
    h, y, w1, w2 = (COLUMNS[name] for name in ("H", "Y", "W1", "W2"))
    parts += [
        arrow(y - half["Y"] - 5, ROWS[1], h + half["H"] + 5, ROWS[1], RED),
        words((y + h + half["H"]) / 2 - 4, ROWS[1] - 10, "through W2", RED, size=16),
        arrow(h - 20, ROWS[1] + 48, w1 + half["W1"] + 6, ROWS[2] - 4, RED),
        words(h - 34, ROWS[2] - 30, "with X", RED, size=16, at="start"),
        arrow(y - 4, ROWS[1] + 48, w2 + half["W2"] + 6, ROWS[2] - 4, RED),
        words(y - 26, ROWS[2] - 30, "with H", RED, size=16, at="start"),
    ]
    return parts
