"""An expression of four numbers, each with its slope, and what each hands on to its parents."""

from __future__ import annotations

from autodiff.m01_scalars import Value

from .drawing import CODE, GRAY, GREEN, MINT, RED, SKY, arrow, box, svg, words

PLACES = {"w": (16, 70), "x": (16, 238), "p": (180, 214), "L": (344, 116)}
WIDE, HIGH = 120, 66


def picture() -> str:
    """L = w * x + w: w is used twice, so two shares come to it."""
    w, x = Value(3.0), Value(2.0)
    p = w * x
    loss = p + w
    loss.backward()
    named = {"w": w, "x": x, "p": p, "L": loss}
    parts = [words(20, 32, "p = w * x;  L = p + w", at="start", font=CODE)]
    ends = {("p", "w"): (200, 214, 110, 136), ("p", "x"): (180, 262, 136, 272)}
    ends |= {("L", "p"): (376, 182, 300, 238), ("L", "w"): (344, 138, 136, 94)}
    labels = {("p", "w"): (192, 172), ("p", "x"): (157, 300)}
    labels |= {("L", "p"): (366, 226), ("L", "w"): (240, 100)}
    for (child, parent), place in ends.items():
        share = _share(named[child], named[parent])
        parts.append(arrow(*place, RED))
        parts.append(words(*labels[child, parent], f"{share:+g}", RED))
    for name, value in named.items():
        left, top = PLACES[name]
        parts.append(box(left, top, WIDE, HIGH, SKY if value.parents else MINT))
        parts.append(words(left + WIDE / 2, top + 27, f"{name} = {value.data:g}", GREEN))
        parts.append(words(left + WIDE / 2, top + 53, f"slope {value.grad:g}", RED))
    shares = " and ".join(f"{_share(each, w):+g}" for each in (p, loss))
    parts.append(words(240, 344, f"{shares} come to w, which was used twice:", GRAY))
    parts.append(words(240, 370, f"its slope is their sum, {w.grad:g}", GRAY))
    return svg(386, parts)


def _share(child: Value, parent: Value) -> float:
    """What a value hands on to one of those that it was made from."""
    before = parent.grad
    kept = [each.grad for each in child.parents]
    child.hand_on(child.grad)
    share = parent.grad - before
    for each, grad in zip(child.parents, kept, strict=True):
        each.grad = grad
    return share
