"""All that adds up many numbers: what `test_sums` compares with torch and with the exact answer.

SUMS are of an x along a dim `d`. LAYERS are of rows `x`, (n, 2), and images `im`, (n, 2, 1, 2), and
`wide`, (2, 2, k, k), with weights that all share: `w` (2,), `s` (1,), `m` (2, 2), `k` (2, 2, 1, 1).
`i` are n class numbers, and `t` goes 1, 2, 3, 1, 2, 3... along the many.

Products of matrices have the digits that BLAS gives them, so the gradient of kernels that see large
images is left out. The deviation of equal numbers has no slope, and is detached.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import torch

SUMS = """
    x.sum(d) | x.sum() | x.sum(d, True) | x.mean(d) | x.mean() | x.nansum(d) | x.nanmean(d)
    x.cumsum(d) | x.var(d) | x.std(d).detach() | x.var() | x.var(d, False) | x.norm()
    x.norm(2, d) | x.norm(1, d) | x.norm(3, d) | x.norm(0, d).detach() | x.logsumexp(d)
    x.softmax(d) | x.log_softmax(d) | (x + t).std(d) | (x * t).var(d) | (x * t).softmax(d)
    (x * t).log_softmax(d) | lib.var_mean(x, d)[1] | lib.linalg.vector_norm(x, 2, d)
    lib.linalg.vector_norm(x, 1) | (x > 0).sum(d) | x.long().sum(d) | x.long().cumsum(d)
"""

LAYERS = """
    x + w | x - w | x * w | x / w | w**x | x * s | x + w.expand(n, 2) | lib.where(x > 0, w, x)
    lib.cat([x, w.expand(n, 2)]) | w.repeat(n, 1) | lib.stack([w] * 300) | lib.lerp(x, w, 0.5)
    w[None].repeat_interleave(n, 0) | lib.maximum(x, w) | x @ m | x.T @ x | F.linear(x, m, w)
    w[i] | m[i] | m.index_select(0, i) | m.gather(0, i[:, None].expand(n, 2)) | F.embedding(i, m)
    m.index_add(0, i, x) | m.scatter_add(0, i[:, None].expand(n, 2), x)
    m.index_put((i,), x, accumulate=True) | (0 * m).index_add(0, i, w * x)
    lib.einsum("ij->j", x) | lib.einsum("ij->", x) | lib.einsum("ij,j->j", x, w)
    lib.einsum("ij,ij->j", x, x) | lib.einsum("ij,j->i", x, w) | lib.einsum("ij,ik->jk", x, x)
    lib.tensordot(x, x, 2) | lib.outer(w, x[:, 0]) | lib.dot(x[:, 0], x[:, 1])
    lib.mv(x.T, x[:, 0])
    F.mse_loss(x, w.expand(n, 2)) | F.mse_loss(x * w, x, reduction="sum")
    F.l1_loss(x, 2 * w.expand(n, 2)) | F.smooth_l1_loss(x, w.expand(n, 2))
    F.huber_loss(x, w.expand(n, 2)) | F.nll_loss(x * w, i) | F.kl_div(x * w, x, reduction="sum")
    F.cross_entropy(x * w, i) | F.cross_entropy(x * w, i, reduction="sum")
    F.cross_entropy(x * w, i, label_smoothing=0.2) | F.cross_entropy(x * w, x)
    F.binary_cross_entropy_with_logits(x * w, x) | F.binary_cross_entropy((x * w).sigmoid(), x)
    F.kl_div(x * w, x, reduction="batchmean") | F.gaussian_nll_loss(x, w.expand(n, 2), x)
    F.poisson_nll_loss(x * w, x) | F.cosine_similarity(x * t, w.expand(n, 2), 0)
    F.pairwise_distance(x.T * 2, x.T) | F.normalize(x, dim=0) | F.normalize(x, 1, 0)
    F.layer_norm(x * t, (2,), w, w) | F.layer_norm((x * t).T, (n,)) | F.rms_norm((x * t).T, (n,))
    F.batch_norm(x * t, None, None, w, w, True) | F.batch_norm(im, None, None, w, w, True)
    F.group_norm(im, 1, w, w) | F.group_norm(wide, 2) | F.instance_norm(wide)
    F.prelu(-x, w) | F.glu(x * w) | F.softmax(x * w, 0) | lib.logsumexp(x * w, (0, 1))
    F.conv2d(im, k, w) | F.conv2d(wide, k.detach(), w) | F.conv1d(x[:, :, None], k[:, :, 0], w)
    F.conv_transpose2d(im, k.detach(), w) | F.avg_pool2d(wide, (10, 50))
    F.adaptive_avg_pool2d(wide, 1) | wide.mean((0, 2, 3)) | wide.sum((0, 3))
    im.sum((0, 2)) | im.sum((0, 3))
"""

LAYOUTS = {  # rows (n, 2), as they lie in memory; and the dim where the many are
    "rows": lambda x: (x, 0),
    "columns": lambda x: (np.ascontiguousarray(x.T), 1),
    "transposed": lambda x: (np.ascontiguousarray(x.T).T, 0),
    "in the middle": lambda x: (np.stack([x, x]), 1),
    "spread out": lambda x: (np.stack([x, x], 2)[..., 0], 0),
}


def cases(text: str) -> list[str]:
    return [case.strip() for case in text.replace("\n", "|").split("|") if case.strip()]


def of_sums(lib: ModuleType, x: np.ndarray, layout: str, dtype: str) -> dict[str, Any]:
    """What SUMS name, in a library's tensors."""
    value, d = LAYOUTS[layout](x)
    steps = 1.0 + np.arange(len(x)) % 3
    t = np.expand_dims(steps, [dim for dim in range(value.ndim) if dim != d])
    return {
        "lib": lib,
        "x": _leaf(lib, value, dtype),
        "t": lib.tensor(t).to(_of(lib, dtype)),
        "d": d,
    }


def of_layers(lib: ModuleType, x: np.ndarray, dtype: str) -> dict[str, Any]:
    """What LAYERS name, in a library's tensors."""
    n, steps = len(x), 1.0 + np.arange(len(x)) % 3
    side = 10 * round((n / 100) ** 0.5)
    leaves = {
        "x": x,
        "im": np.resize(x[:, 0] * steps, (n, 2, 1, 2)),
        "wide": np.resize(x[:, 0] * steps, (2, 2, side, side)),
        "w": np.array([0.5, 0.75]),
        "s": np.array([0.5]),
        "m": np.array([[0.5, 0.25], [0.75, 1.0]]),
        "k": np.array([0.5, 0.25, 0.75, 1.0]).reshape(2, 2, 1, 1),
    }
    names = {name: _leaf(lib, value, dtype) for name, value in leaves.items()}
    t = lib.tensor(steps[:, None]).to(_of(lib, dtype))
    return names | {"lib": lib, "F": lib.nn.functional, "n": n, "t": t, "i": lib.arange(n) % 2}


def answers(case: str, names: dict[str, Any], dtype: str) -> dict[str, np.ndarray]:
    """What a case is, and the gradients of all leaves, by name, as float64."""
    lib = names["lib"]
    out = eval(case, names)
    found = {"": out}
    if out.requires_grad:
        g = np.resize([0.1, 0.05, 0.2], tuple(out.shape))
        out.backward(lib.tensor(g).to(_of(lib, dtype)))
        leaves = [(name, x) for name, x in names.items() if isinstance(x, lib.Tensor)]
        found |= {name: x.grad for name, x in leaves if x.grad is not None}
    return {name: x.detach().numpy().astype(np.float64) for name, x in found.items()}


def error(found: np.ndarray, exact: np.ndarray, dtype: str) -> float:
    """How far off an answer is, in steps of its dtype at the largest number; of what ought to be
    0, at 0.1."""
    assert found.shape == exact.shape
    eps = np.finfo(dtype).eps
    largest = np.abs(exact).max()
    return np.abs(found - exact).max() / eps / (largest if largest > eps else 0.1)


def _of(lib: ModuleType, dtype: str) -> Any:
    return getattr(lib, dtype)


def _leaf(lib: ModuleType, value: np.ndarray, dtype: str) -> Any:
    """A tensor that lies in memory as the ndarray does."""
    value = value if value.dtype == np.dtype(dtype) else value.astype(dtype)
    return (torch.from_numpy if lib is torch else lib.from_numpy)(value).requires_grad_()
