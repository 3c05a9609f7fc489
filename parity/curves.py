"""The runs as an SVG picture: a row for each network, losses, and differences from torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .report import BARS, Result, relative

WIDTH, HEIGHT = 320, 96  # of a panel
MARGIN, GAP = 48, 40
PENS = {  # later ones are drawn over earlier ones, and leave something of them to be seen
    "torch": ("#fdba74", 5),
    "JAX": ("#16a34a", 2.5),
    "autodiff": ("#1e3a8a", 1),
    "float32": ("#dc2626", 1),
    "float64": ("#1e3a8a", 1),
}
SMALLEST = 1e-17  # difference that is shown

Ticks = Mapping[float, str]


def draw(results: Sequence[Result]) -> str:
    """The picture; losses are those of the first dtype."""
    cases = list(dict.fromkeys(result.case for result in results))
    parts = [_text(MARGIN, 18, "loss at each step: " + _legend(results[0].runs))]
    dtypes = dict.fromkeys(result.dtype for result in results)
    parts += [
        _text(
            2 * MARGIN + WIDTH,
            18,
            "largest relative difference from torch so far: " + _legend(dtypes),
        )
    ]
    for row, case in enumerate(cases):
        y = MARGIN + row * (HEIGHT + GAP)
        mine = [result for result in results if result.case == case]
        losses = {who: np.array(run.losses) for who, run in mine[0].runs.items()}
        apart = {r.dtype: _difference(r) for r in mine}
        bars = {float(np.log10(BARS[dtype])): f"{BARS[dtype]:.0e}" for dtype in apart}
        top = float(max(map(np.max, losses.values())))
        parts += [_text(MARGIN, y - 6, f"{case}, {mine[0].dtype}")]
        parts += _panel(MARGIN, y, losses, {0.0: "0", top: f"{top:.2f}"})
        parts += _panel(2 * MARGIN + WIDTH, y, apart, {-17.0: "1e-17", 0.0: "1", **bars})
    width, height = 2 * (MARGIN + WIDTH) + GAP, MARGIN + len(cases) * (HEIGHT + GAP)
    head = f"xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'"
    paper = f"<rect width='{width}' height='{height}' fill='white'/>"
    font = "font-family='sans-serif' font-size='11'"
    return "\n".join([f"<svg {head} {font}>", paper, *parts, "</svg>\n"])


def _difference(result: Result) -> np.ndarray:
    """The largest so far, as logarithms to base 10."""
    apart = relative(*(np.array(result.runs[who].losses) for who in ("autodiff", "torch")))
    return np.log10(np.maximum.accumulate(np.maximum(apart, SMALLEST)))


def _panel(x: float, y: float, curves: Mapping[str, np.ndarray], ticks: Ticks) -> list[str]:
    """Curves in a frame that reaches from the lowest tick to the highest."""
    low, high = min(ticks), max(ticks)

    def up(value: float) -> float:
        return y + HEIGHT * (high - value) / (high - low)

    parts = []
    for value, label in ticks.items():
        line = f"x1='{x}' x2='{x + WIDTH}' y1='{up(value):.1f}' y2='{up(value):.1f}'"
        parts += [f"<line {line} stroke='#d1d5db'/>", _text(x - 6, up(value) + 4, label, "end")]
    for name in (name for name in PENS if name in curves):
        values = curves[name]
        across = x + WIDTH * np.arange(len(values)) / max(1, len(values) - 1)
        pairs = zip(across, values, strict=True)
        points = " ".join(f"{a:.1f},{up(v):.1f}" for a, v in pairs if np.isfinite(v))
        color, width = PENS[name]
        pen = f"fill='none' stroke='{color}' stroke-width='{width}'"
        parts.append(f"<polyline {pen} points='{points}'/>")
    return parts


def _legend(names: Mapping[str, object]) -> str:
    return ", ".join(f"<tspan fill='{PENS[name][0]}'>{name}</tspan>" for name in names)


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f"<text x='{x}' y='{y:.1f}' text-anchor='{anchor}'>{text}</text>"
