"""A table of a network's layers: `print(summary(model, torch.zeros(1, 784)))`. (Given code.)"""

from __future__ import annotations

from typing import Any


def summary(model: Any, *inputs: Any) -> str:
    """A table of a module's layers: name, kind, shape of the output, number of parameters.

    Shapes are those for `inputs`, on which the model is run once in its present mode; without
    inputs they are left out. A parameter that several layers share is counted at the first.
    """
    shapes = _output_shapes(model, inputs) if inputs else {}
    rows, seen, trainable = [("layer", "kind", "output", "parameters")], set(), 0
    for name, module in model.named_modules():
        own = [p for p in module.parameters(recurse=False) if id(p) not in seen]
        seen |= {id(p) for p in own}
        trainable += sum(p.numel() for p in own if p.requires_grad)
        if name or own:
            size = sum(p.numel() for p in own)
            kind = type(module).__name__
            rows.append((name or "-", kind, shapes.get(name, ""), f"{size:,}" if size else ""))
    total = sum(p.numel() for p in model.parameters())
    size = sum(p.numel() * p.dtype.itemsize for p in model.parameters())
    last = f"{total:,} parameters, {trainable:,} of them to be trained; {size / 1e6:.2f} MB"
    return "\n".join([*_aligned(rows), last])


def _output_shapes(model: Any, inputs: tuple[Any, ...]) -> dict[str, str]:
    shapes: dict[str, str] = {}

    def noting(name: str) -> Any:
        def hook(module: Any, args: tuple, output: Any) -> None:
            first = output[0] if isinstance(output, tuple) else output
            shapes[name] = str(tuple(first.shape))

        return hook

    handles = [m.register_forward_hook(noting(name)) for name, m in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return shapes


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    kept = [i for i, column in enumerate(zip(*rows[1:], strict=True)) if any(column)]
    lines = []
    for row in rows:
        cells = [row[i].ljust(widths[i]) for i in kept if i < 3]
        lines.append("  ".join([*cells, row[3].rjust(widths[3])]).rstrip())
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]
