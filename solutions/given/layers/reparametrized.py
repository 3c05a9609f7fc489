"""Weights that are computed from other parameters before each call: `weight_norm` and
`spectral_norm`. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m03_computation_graph import no_grad
from ...m04_magic_methods import overwrite
from ...m16_modules import Module, Parameter
from ..ops.composed import normalize


class Reparametrized:
    """A pre-hook of a module, which sets the attribute `name` before each call. Each kind says how
    to `split` a weight, and what the `weight` is then."""

    def __init__(self, module: Module, name: str, dim: int | None) -> None:
        """Replace the parameter by its parts. Raises RuntimeError if that was done before."""
        for hook in module._forward_pre_hooks.values():
            if type(hook) is type(self) and hook.name == name:
                raise RuntimeError(f"{name} has a {type(self).__name__} already")
        self.name, self.dim, weight = name, dim, getattr(module, name)
        delattr(module, name)
        self.split(module, weight)
        module.register_forward_pre_hook(self)

    def part(self, module: Module, part: str) -> Any:
        """`weight_g` of a module, for the part "_g"."""
        return getattr(module, self.name + part)

    def __call__(self, module: Module, args: Any) -> None:
        setattr(module, self.name, self.weight(module, module.training))


class WeightNorm(Reparametrized):
    """weight = g * v / |v|: a length, and a direction."""

    def split(self, module: Module, weight: Parameter) -> None:
        """The weight's length, and itself."""
        module.register_parameter(self.name + "_g", Parameter(self._length(weight).detach()))
        module.register_parameter(self.name + "_v", Parameter(weight.data))
        setattr(module, self.name, self.weight(module, True))

    def _length(self, v: Any) -> Any:
        if self.dim in (None, -1):  # in torch, too, -1 is not the last one
            return v.norm()
        others = tuple([i for i in range(v.ndim) if i != self.dim])
        return v.norm(2, others, keepdim=True) if others else v.abs()

    def weight(self, module: Module, _training: bool) -> Any:
        """The direction in its length."""
        v = self.part(module, "_v")
        return v * (self.part(module, "_g") / self._length(v))


class SpectralNorm(Reparametrized):
    """A weight divided by its largest singular value, u W v. Each call in training brings u and v
    nearer to the singular vectors (T. Miyato et al., Spectral Normalization for Generative
    Adversarial Networks, 2018)."""

    def __init__(self, module: Module, name: str, dim: int, iterations: int, eps: float) -> None:
        if iterations < 1:
            raise ValueError(f"n_power_iterations must be positive, not {iterations}")
        self.iterations, self.eps = iterations, eps
        super().__init__(module, name, dim)

    def split(self, module: Module, weight: Parameter) -> None:
        """The weight, and two random vectors of length 1."""
        module.register_parameter(self.name + "_orig", weight)
        setattr(module, self.name, weight.data)
        for part, size in zip(("_u", "_v"), self._matrix(weight).shape, strict=True):
            with no_grad():
                drawn = normalize(weight.new_empty(size).normal_(0, 1), dim=0, eps=self.eps)
            module.register_buffer(self.name + part, drawn)

    def _matrix(self, weight: Any) -> Any:
        others = [i for i in range(weight.ndim) if i != self.dim]
        return weight.permute(self.dim, *others).reshape(weight.shape[self.dim], -1)

    def weight(self, module: Module, training: bool) -> Any:
        """The weight, divided; in training, after some iterations."""
        weight, u, v = [self.part(module, part) for part in ("_orig", "_u", "_v")]
        matrix = self._matrix(weight)
        with no_grad():
            for _ in range(self.iterations if training else 0):
                overwrite(v, normalize(matrix.T @ u, dim=0, eps=self.eps))
                overwrite(u, normalize(matrix @ v, dim=0, eps=self.eps))
        return weight / (u.clone() @ (matrix @ v.clone()))


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Replace a parameter by its lengths, `weight_g`, one for each index of `dim` (None: one), and
    `weight_v`, of which only the direction counts (T. Salimans, D. Kingma, 2016)."""
    WeightNorm(module, name, dim)
    return module


def spectral_norm(
    module: Module,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> Module:
    """Divide a parameter by its largest singular value; `dim` is that of the outputs, which is 1
    for transposed convolutions (None), and else 0."""
    if dim is None:
        dim = 1 if type(module).__name__.startswith("ConvTranspose") else 0
    SpectralNorm(module, name, dim, n_power_iterations, eps)
    return module
