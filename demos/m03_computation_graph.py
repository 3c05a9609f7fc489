"""The notes that a forward pass leaves behind."""

from __future__ import annotations

from typing import Any

from demos.canvas import Canvas

ANSWER = {"made": [str], "from": [str], "parents": (None,), "unrecorded": (), "twice": ()}
SAYS = (
    "Read it from the top: the loss knows what it was made from, and so does each of these, down"
    " to the weights. Numbers and data are in a note as well, but they are not parents: no "
    "gradient goes there. Under no_grad nobody takes notes."
)


def program(lib):
    W1, W2 = (lib.tensor(w, requires_grad=True) for w in ([[0.5, -0.5]], [[1.0], [2.0]]))
    b1, b2 = (lib.tensor(b, requires_grad=True) for b in ([0.1, 0.2], [0.3]))
    X, T = lib.tensor([[1.0], [2.0]]), lib.tensor([[0.0], [1.0]])
    names = {"W1": W1, "W2": W2, "b1": b1, "b2": b2, "X": X, "T": T}
    steps = [
        ("Z1", lambda v: lib.matmul(v["X"], v["W1"])),
        ("A1", lambda v: lib.add(v["Z1"], v["b1"])),
        ("H", lambda v: lib.sigmoid(v["A1"])),
        ("Z2", lambda v: lib.matmul(v["H"], v["W2"])),
        ("A2", lambda v: lib.add(v["Z2"], v["b2"])),
        ("Y", lambda v: lib.sigmoid(v["A2"])),
        ("E", lambda v: lib.sub(v["Y"], v["T"])),
        ("S", lambda v: lib.mul(v["E"], v["E"])),
        ("loss", lambda v: lib.mean(v["S"])),
    ]
    for name, step in steps:
        names[name] = step(names)

    def called(x):
        known = [name for name, value in names.items() if value is x or value.value is x]
        return known[0] if known else str(x)

    made, args, parents = [], [], []
    for name, _ in steps:
        node = names[name].node
        made.append(f"{name} = {node.op.__name__}" if node else f"{name} has no note")
        args.append(", ".join(called(x) for x in node.args) if node else "")
        parents.append(len(lib.autograd.parents(names[name])))
    with lib.no_grad():
        unrecorded = lib.mul(W1, W1).node is None
    twice = len(lib.autograd.parents(names["S"]))
    return {
        "made": made,
        "from": args,
        "parents": parents,
        "unrecorded": unrecorded,
        "twice": twice,
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    rows = list(zip(found["made"], found["from"], found["parents"], strict=False))[:12]
    lines = []
    for depth, (made, args, parents) in enumerate(reversed(rows)):
        link = f"{'   ' * (depth - 1)}└─ " if depth else ""
        count = f"{parents:.0f} parent{'' if parents == 1 else 's'}"
        count += "".join(f" ({x} is data)" for x in ("X", "T") if x in args.split(", "))
        lines.append(f"  {f'{link}{made}({args})':<46} {count}")
    recorded = "without a note" if found["unrecorded"] else "with a note"
    return "\n".join(
        [
            *lines,
            "",
            f"  E is used twice in S = mul(E, E), and listed {found['twice']:.0f} times",
            f"  with no_grad(): mul(W1, W1) is made {recorded}",
        ]
    )
