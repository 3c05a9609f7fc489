"""Who looks at whom: an attention map over "ROMEO:"."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, number

TEXT = "ROMEO:ROMEO:"
N, STEPS = len(TEXT), 60
ANSWER = {
    "losses": (STEPS,),
    "before": (N, N),
    "after": (N, N),
    "guesses": (N,),
    "shares": (N,),
    "hidden": (),
}
SAYS = (
    "Each row is a letter, and dark is where it looks. Nobody may look ahead, so the upper right "
    "is empty. Before training a row looks about; afterwards nearly all of its weight lies on one "
    "letter."
)


def inputs() -> tuple[Any, ...]:
    letters = sorted(set(TEXT))
    return np.array([letters.index(c) for c in TEXT]), len(letters), STEPS


def program(lib, ids, letters, steps):
    nn, F = lib.nn, lib.nn.functional
    lib.manual_seed(0)
    n, width = len(ids), 24
    embed, places = nn.Embedding(letters, width), nn.Embedding(n, width)
    attend = nn.MultiheadAttention(width, 1, batch_first=True)
    head = nn.Linear(width, letters)
    parts = [*embed.parameters(), *places.parameters(), *attend.parameters(), *head.parameters()]
    mask = lib.from_numpy(np.triu(np.ones((n, n), bool), 1))
    x, order = lib.from_numpy(ids[None]), lib.arange(n)
    truth = lib.from_numpy(np.roll(ids, -1))

    def forward():
        h = embed(x) + places(order)
        out, weights = attend(h, h, h, attn_mask=mask)
        return head(out)[0], weights[0]

    before = forward()[1].detach().numpy().copy()
    optimizer, losses = lib.optim.Adam(parts, lr=0.02), []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(forward()[0], truth)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scores, weights = forward()
    q = lib.from_numpy(np.eye(n, dtype=np.float32)[None] * 3)
    plain = F.scaled_dot_product_attention(q, q, q / 3, is_causal=True)
    return {
        "losses": losses,
        "before": before,
        "after": weights.detach().numpy(),
        "guesses": scores.argmax(1).tolist(),
        "shares": plain.numpy()[0, -1],
        "hidden": float(np.triu(weights.detach().numpy(), 1).sum()),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    letters = sorted(set(TEXT))
    blocks = []
    for name in ("before", "after"):
        rows = canvas.heat(found[name], 0, 0.7)
        top = "   " + "".join(f"{c} " for c in TEXT)
        named = [f"{c}  {row}" for c, row in zip(TEXT, rows, strict=True)]
        blocks.append([f"   {name} training", top, *named])
    said = ""
    for i in found["guesses"]:
        said += letters[int(i)] if 0 <= i < len(letters) else "?"
    losses = found["losses"]
    right = TEXT[1:] + TEXT[:1]
    return "\n".join(
        [
            *beside(*blocks),
            f"loss {number(losses[0], 3)} to {number(losses[-1], 3)} {canvas.spark(losses[::4])}"
            f"; next: {said}, right: {right}",
            f"weight on letters to come: {number(found['hidden'], 3)}; "
            f"the last of {N} unlike vectors has {number(found['shares'][-1], 2)} on itself",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.cells("Each letter's row is dark where it looks", found["after"], TEXT, TEXT)
