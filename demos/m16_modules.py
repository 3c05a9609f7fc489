"""A network as a tree of parts, and the path of each number in it."""

from __future__ import annotations

from typing import Any

from demos.canvas import Canvas, clipped

ANSWER = {
    "paths": [str],
    "parts": [str],
    "shapes": [str],
    "counts": (None,),
    "training": [str],
    "kept": (),
    "loss": (2,),
}
SAYS = (
    "Nobody wrote these paths down: a module notices what is assigned to it. So one call finds "
    "all parameters, and state_dict has each under its path, the running means of a batch norm, "
    "which are not learned, among them."
)


def program(lib):
    nn = lib.nn
    lib.manual_seed(0)
    encoder = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Tanh())
    net = nn.Sequential(encoder, nn.Linear(8, 2, bias=False))
    paths = [(name or "net", type(part).__name__) for name, part in net.named_modules()]
    state = net.state_dict()
    learned = dict(net.named_parameters())
    shapes = []
    for name, tensor in state.items():
        told = "learned" if name in learned else "kept"
        shapes.append(f"{name:<28} {tuple(tensor.shape)!s:<8} {told}")
    before = [part.training for part in net.modules()]
    net.eval()
    after = [part.training for part in net.modules()]
    x = lib.ones(3, 4)
    loss = (net(x) ** 2).sum()
    net.zero_grad()
    loss.backward()
    for p in net.parameters():
        p.data -= 0.01 * p.grad.data
    training = [f"train {sum(before)} of {len(before)} parts, eval {sum(after)}"]
    other = nn.Sequential(
        nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Tanh()), nn.Linear(8, 2, bias=False)
    )
    other.load_state_dict(net.state_dict())
    other.eval()
    return {
        "paths": [path for path, _ in paths],
        "parts": [part for _, part in paths],
        "shapes": shapes,
        "counts": [sum(p.numel() for p in part.parameters()) for part in net.modules()],
        "training": training,
        "kept": float(abs(other(x) - net(x)).sum().item()),
        "loss": [loss.item(), (net(x) ** 2).sum().item()],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    rows = zip(found["paths"], found["parts"], found["counts"], strict=False)
    lines = []
    for path, part, count in list(rows)[:9]:
        depth = 0 if path == "net" else 1 + path.count(".")
        name = clipped(f"{'   ' * depth}{path}", 30)
        lines.append(f"  {name:<16}{clipped(part, 16):<16}{count:>4.0f} parameters")
    before, after = found["loss"]
    training = (*found["training"], "")[0]
    told = "the same" if found["kept"] == 0 else f"{found['kept']:.3g} off"
    return "\n".join(
        [
            *lines,
            "",
            *(f"  {shape}" for shape in found["shapes"][:10]),
            f"  {training}; a step: loss {before:.4g} to {after:.4g}; loaded: {told}",
        ]
    )
