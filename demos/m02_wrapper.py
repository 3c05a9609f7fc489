"""What your tensors are made of, and which names share one memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.canvas import Canvas

ANSWER = {"made": [str], "names": [str], "seen": (None,), "leaf": [str]}
SAYS = (
    "Look at the second table: a 9 was written into the ndarray a alone. tensor copies, so it "
    "still has its 1; every other name looks at the same memory, which costs nothing."
)
DATA = ("[2, 2.5]", "[2, 3]", "[True, False]", "[True, 3]", "[]", "7", "np.float64(0.1)")


def inputs() -> tuple[Any, ...]:
    return (DATA,)


def program(lib, data):
    def row(text):
        x = lib.tensor(eval(text, {"np": np}))
        return f"{str(x.dtype).split('.')[-1]:<8} {tuple(x.shape)!s:<5} {x.tolist()}"

    a = np.array([1.0, 2.0], np.float32)
    copy, shared = lib.tensor(a), lib.from_numpy(a)
    names = {
        "tensor(a)": lambda: copy,
        "from_numpy(a)": lambda: shared,
        "from_numpy(a).detach()": lambda: shared.detach(),
        "from_numpy(a).numpy()": lambda: shared.numpy(),
    }
    held = {name: look() for name, look in names.items()}
    a[0] = 9
    w = lib.tensor([1.0], requires_grad=True)
    leaf = [f"w = tensor([1.], requires_grad=True)   w.grad is {w.grad}"]
    leaf.append(f"requires_grad: w {w.requires_grad}, w.detach() {w.detach().requires_grad}")
    seen = [float(x[0] if isinstance(x, np.ndarray) else x.tolist()[0]) for x in held.values()]
    return {"made": [row(text) for text in data], "names": list(names), "seen": seen, "leaf": leaf}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    made = zip(DATA, found["made"], strict=False)
    seen = zip(found["names"], found["seen"], strict=False)
    return "\n".join(
        [
            *(f"  tensor({data}){'':{16 - len(data)}} {text}" for data, text in made),
            "",
            "  a = np.array([1., 2.]);  a[0] = 9",
            *(f"  {name:<24} now begins with {value:.4g}" for name, value in list(seen)[:6]),
            "",
            *(f"  {line}" for line in found["leaf"][:3]),
        ]
    )
