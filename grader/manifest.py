"""What the kata consists of: the milestones, in order, and the place of every given module.

Everything that needs a milestone's name, number, file or points asks here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
TESTS = ROOT / "tests"
STATE = ROOT / ".kata"  # what a checkout remembers between commands; never committed

PACKAGE = "autodiff"


CORE, NETWORKS = "core", "networks"
ARCHITECTURES, TRANSFORMS = "architectures", "transforms"  # the advanced part


class Milestone(NamedTuple):
    """One exercise. The slug is its identity; the number is its place."""

    number: int
    slug: str
    title: str
    points: int
    part: str = CORE

    @property
    def id(self) -> str:
        """The short name that people type: `m04`."""
        return f"m{self.number:02}"

    @property
    def module(self) -> str:
        """The module that a learner fills in, in `exercises/` and `solutions/`: `m04_toposort`."""
        return f"{self.id}_{self.slug}"

    @property
    def suite(self) -> Path:
        """The hidden suite."""
        return TESTS / f"test_{self.module}.py"


MILESTONES = (
    Milestone(0, "by_hand", "by hand", 10, CORE),
    Milestone(1, "wrapper", "wrapper", 10, CORE),
    Milestone(2, "computation_graph", "computation graph", 10, CORE),
    Milestone(3, "magic_methods", "magic methods", 20, CORE),
    Milestone(4, "toposort", "topological sort", 10, CORE),
    Milestone(5, "visualizer", "visualizer", 10, CORE),
    Milestone(6, "chain_rule", "chain rule", 15, CORE),
    Milestone(7, "backward", "backward", 15, CORE),
    Milestone(8, "shapes", "shapes", 15, CORE),
    Milestone(9, "reductions", "reductions", 15, CORE),
    Milestone(10, "activations", "activations", 15, NETWORKS),
    Milestone(11, "losses", "losses", 20, NETWORKS),
    Milestone(12, "modules", "modules", 20, NETWORKS),
    Milestone(13, "initialization", "initialization", 10, NETWORKS),
    Milestone(14, "data", "data", 10, NETWORKS),
    Milestone(15, "sgd", "sgd", 10, NETWORKS),
    Milestone(16, "training", "training", 15, NETWORKS),
    Milestone(17, "adam", "adam", 20, NETWORKS),
    Milestone(18, "regularization", "regularization", 20, NETWORKS),
    Milestone(19, "convolution", "convolution", 25, ARCHITECTURES),
    Milestone(20, "residual", "residual nets", 15, ARCHITECTURES),
    Milestone(21, "attention", "attention", 25, ARCHITECTURES),
    Milestone(22, "recurrent", "recurrent", 15, ARCHITECTURES),
    Milestone(23, "reverse_transforms", "reverse transforms", 20, TRANSFORMS),
    Milestone(24, "forward_mode", "forward mode", 15, TRANSFORMS),
    Milestone(25, "vmap", "vmap", 15, TRANSFORMS),
)

# Every module of the library, lowest first: a module may import only what stands above it.
# A dot names a module of a package: `nn.functional` is nn/functional.py, and `nn` nn/__init__.py.
# Milestones and public faces lie on top; what else they need lies in `given`.
MODULES = (
    "todo",
    "given",
    "given.core",
    "given.fast",
    "given.ops",
    "given.random",
    "given.nn",
    "given.optim",
    "given.data",
    "given.func",
    "given.compat",
    "given.compat.did_you_mean",
    "given.fast.allocator",
    "given.core.dtypes",
    "given.core.promotion",
    "given.compat.device",
    "given.core.arguments",
    "m00_by_hand",
    "m01_wrapper",
    "given.core.printing",
    "given.core.changes",
    "m02_computation_graph",
    "m03_magic_methods",
    "m04_toposort",
    "given.core.drawing",
    "m05_visualizer",
    "m06_chain_rule",
    "given.core.check_rules",
    "given.core.cast_and_clone",
    "given.core.new_tensors",
    "given.fast.release_memory",
    "m07_backward",
    "given.core.removable_handle",
    "given.core.hooks",
    "given.core.index_keys",
    "m08_shapes",
    "given.ops.index",
    "given.ops.flip",
    "given.ops.expand",
    "given.ops.move",
    "given.ops.elementwise",
    "given.ops.compare",
    "given.ops.search",
    "given.core.einsum_equation",
    "given.ops.matmul",
    "m09_reductions",
    "given.ops.special",
    "m10_activations",
    "given.random.generator",
    "given.random.distributions",
    "given.random.in_place",
    "given.ops.sort",
    "given.ops.reduce",
    "given.ops.composed",
    "given.ops.in_place",
    "_tensor",
    "given.compat.old_constructors",
    "given.compat.custom_function",
    "given.core.check_gradients",
    "given.random.functions",
    "given.ops.create",
    "given.nn.class_targets",
    "m11_losses",
    "given.optim.parameter_vector",
    "given.nn.module_base",
    "given.nn.list_interface",
    "m12_modules",
    "given.nn.flatten",
    "given.nn.activations",
    "given.nn.losses",
    "given.nn.more_activations",
    "given.data.save_format",
    "m13_initialization",
    "m14_data",
    "given.data.mnist",
    "given.fast.pack_parameters",
    "m15_sgd",
    "given.data.progress",
    "given.data.model_summary",
    "m16_training",
    "given.optim.scheduler",
    "given.optim.schedules",
    "given.optim.one_cycle_and_plateau",
    "m17_adam",
    "m18_regularization",
    "given.nn.norms",
    "given.ops.pad",
    "given.nn.layer_arguments",
    "given.nn.convolution",
    "m19_convolution",
    "given.nn.one_dimension",
    "given.nn.pooling",
    "m20_residual",
    "given.data.text",
    "m21_attention",
    "given.nn.containers",
    "given.nn.recurrent",
    "m22_recurrent",
    "given.nn.recurrent_cells",
    "given.func.functional_call",
    "given.func.trees",
    "given.func.interpreters",
    "m23_reverse_transforms",
    "m24_forward_mode",
    "given.func.batchers",
    "given.func.batch_dims",
    "m25_vmap",
    "given.func.functional",
    "training",
    "autograd",
    "given.compat.accelerator",
    "given.compat.backends",
    "given.compat.cuda",
    "func",
    "models",
    "nn.functional",
    "nn.init",
    "nn.utils",
    "nn",
    "optim.lr_scheduler",
    "optim",
    "utils.data",
    "utils",
    "__init__",
)
# Public names inside milestone modules that a stub keeps whole: functions, classes, assignments.
GIVEN = frozenset(
    {
        "m02_computation_graph.Recording",
        "m02_computation_graph.recording",
        "m02_computation_graph.freed",
        "m02_computation_graph.FREED",
        "m06_chain_rule.defvjp",
        "m06_chain_rule.defvjp_variadic",
        "m08_shapes.triu",
        "m09_reductions.std",
        "m12_modules.Parameter.__repr__",
        "m12_modules.Module.__init__",
        "m12_modules.Module.forward",
        "m12_modules.Module.register_parameter",
        "m12_modules.Module.register_buffer",
        "m12_modules.Module.add_module",
        "m12_modules.Linear.extra_repr",
        "m12_modules.Sequential.__getitem__",
        "m13_initialization.trunc_normal_",
        "m13_initialization.orthogonal_",
        "m14_data.Dataset",
        "m14_data.Subset",
        "m14_data.takes_lists",
        "m14_data.SequentialSampler",
        "m14_data.RandomSampler.__len__",
        "m14_data.BatchSampler.__init__",
        "m14_data.DataLoader.__init__",
        "m14_data.DataLoader.__len__",
        "m14_data.read_idx",
        "m15_sgd.refuse_negative",
        "m15_sgd.Optimizer.__repr__",
        "m15_sgd.Optimizer.update",
        "m16_training.Trainer.__init__",
        "m16_training.has_nan",
        "m17_adam.Adam.__init__",
        "m17_adam.RMSprop.__init__",
        "m17_adam.Adagrad.__init__",
        "m17_adam.StepLR.__init__",
        "m17_adam.LinearLR.__init__",
        "m18_regularization.Dropout.__init__",
        "m18_regularization.Dropout.extra_repr",
        "m18_regularization.BatchNorm.extra_repr",
        "m20_residual.resnet18",
        "m20_residual.resnet34",
        "m20_residual.resnet50",
        "m20_residual.resnet20",
        "m21_attention.Embedding.__init__",
        "m21_attention.Embedding.from_pretrained",
        "m21_attention.Embedding.extra_repr",
        "m21_attention.MultiheadAttention.__init__",
        "m21_attention.TransformerEncoderLayer.__init__",
        "m22_recurrent.RNN.__init__",
        "m22_recurrent.RNNBase.step",
        "m24_forward_mode.defjvp",
        "m24_forward_mode.rule_of",
        "m24_forward_mode.Dual.__init__",
        "m25_vmap.Batched.__init__",
        "m25_vmap.Batched.detach",
        "m25_vmap.Batched.item",
    }
)

# Functions that other modules call while they are imported: their stubs return a function that
# raises, instead of raising themselves, so that a mix of stubs and solutions always imports.
CALLED_AT_IMPORT = frozenset({"m02_computation_graph.primitive"})


@cache
def file_name(module: str) -> str:
    """Where a module lies in `solutions/`: `m04_toposort.py`, `nn/__init__.py`."""
    path = module.replace(".", "/")
    is_package = any(other.startswith(f"{module}.") for other in MODULES)
    return f"{path}/__init__.py" if is_package else f"{path}.py"


def find_milestone(text: str) -> Milestone:
    """The milestone that `m04`, `4`, `toposort` or an unambiguous part of its name means.

    Raises ValueError, with a message for the person who typed it.
    """
    wanted = text.strip().lower().removesuffix(".py").replace("-", "_").replace(" ", "_")
    names = {
        m: (m.id, f"m{m.number}", str(m.number), m.slug, m.module, m.title.replace(" ", "_"))
        for m in MILESTONES
    }
    exact = [m for m in MILESTONES if wanted in names[m]]
    partial = [m for m in MILESTONES if wanted and any(wanted in name for name in names[m])]
    found = exact or partial
    if len(found) == 1:
        return found[0]
    choices = ", ".join(f"{m.id} {m.slug}" for m in (found or MILESTONES))
    problem = "could mean" if found else "is no milestone; choose from"
    raise ValueError(f"{text!r} {problem}: {choices}")
