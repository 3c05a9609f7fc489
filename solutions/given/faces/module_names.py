"""The modules in which torch keeps what stands on a larger face here. (Given code.)

`import autodiff.optim.optimizer` and `from autodiff.utils.data.sampler import RandomSampler` work:
each of these modules has names of the face above it, or is a module that lies elsewhere.
"""

from __future__ import annotations

import re
import sys
from types import ModuleType

from ..compat.did_you_mean import missing_from

# those whose every name has a module of its own, called by that in small letters
ALONE = {
    "distributions": "Bernoulli Categorical Distribution Independent Normal Uniform",
    "optim": "Adadelta Adagrad Adam Adamax AdamW LBFGS NAdam Optimizer RAdam RMSprop SGD",
}
# module -> the names in it, which are those of the face above it
NAMES = {
    **{f"{face}.{each.lower()}": each for face in ALONE for each in ALONE[face].split()},
    "autograd.function": "Function once_differentiable",
    "autograd.variable": "Variable",
    "backends.cudnn": "",
    "backends.mps": "",
    "cuda.amp": "autocast GradScaler",
    "cuda.random": "manual_seed manual_seed_all",
    "distributions.kl": "kl_divergence",
    "optim.optimizer": "Optimizer required",
    "nn.parameter": "Parameter UninitializedParameter",
    "nn.utils.clip_grad": "clip_grad_norm_ clip_grad_value_",
    "serialization": "save load",
    "utils.data.dataloader": "DataLoader default_collate get_worker_info",
    "utils.data.dataset": "ConcatDataset Dataset IterableDataset Subset TensorDataset random_split",
    "utils.data.sampler": (
        "BatchSampler RandomSampler Sampler SequentialSampler SubsetRandomSampler"
        " WeightedRandomSampler"
    ),
}
# module -> the one that it is, within the library
ELSEWHERE = {
    "amp": "given.faces.amp",
    "autograd.forward_ad": "given.func.forward_ad",
    "autograd.functional": "given.func.functional",
    "distributed": "given.faces.one_process",
    "fx": "given.faces.jit",
    "hub": "given.faces.downloads",
    "jit": "given.faces.jit",
    "nn.utils.rnn": "given.layers.packed_sequences",
    "optim.swa_utils": "given.optim.swa",
    "utils.checkpoint": "given.faces.checkpoint",
    "utils.model_zoo": "given.faces.downloads",
}


def enter(package: str) -> None:
    """Make all of them importable, and attributes of the face above them."""
    for path, source in ELSEWHERE.items():
        _put(package, path, sys.modules[f"{package}.{source}"])
    for path, names in NAMES.items():
        face = sys.modules[_above(f"{package}.{path}")]
        module = vars(face).get(path.rpartition(".")[2])
        if module is None or isinstance(module, type):
            module = ModuleType(f"{package}.{path}", f"`{package}.{path}`.")
        vars(module).update({name: getattr(face, name) for name in names.split()})
        _put(package, path, module)
    for path, module in [*sys.modules.items()]:
        if re.match(rf"{re.escape(package)}\.(?!given|m\d\d_|todo)", path):
            vars(module).setdefault("__getattr__", missing_from(vars(module)))


def _above(path: str) -> str:
    return path.rpartition(".")[0]


def _put(package: str, path: str, module: ModuleType) -> None:
    sys.modules[f"{package}.{path}"] = module
    setattr(sys.modules[_above(f"{package}.{path}")], path.rpartition(".")[2], module)
