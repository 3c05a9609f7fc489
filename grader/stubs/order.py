"""Every module of the library, lowest first, and what a stub is given of each."""

from __future__ import annotations

from functools import cache

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
    "given.core.dtypes",
    "given.core.promotion",
    "given.compat.device",
    "given.core.arguments",
    "m00_by_hand",
    "m02_wrapper",
    "given.core.printing",
    "given.core.changes",
    "given.core.residuals",
    "m03_computation_graph",
    "m04_magic_methods",
    "m05_toposort",
    "given.core.drawing",
    "m06_visualizer",
    "m07_chain_rule",
    "given.core.check_rules",
    "given.core.cast_and_clone",
    "given.core.new_tensors",
    "m08_backward",
    "given.fast.release_memory",
    "given.fast.record",
    "given.fast.walk",
    "given.core.observers",
    "given.core.hooks",
    "given.core.index_keys",
    "m10_shapes",
    "given.ops.index",
    "given.ops.flip",
    "given.ops.expand",
    "given.ops.move",
    "given.ops.elementwise",
    "given.ops.compare",
    "given.ops.search",
    "given.core.einsum_equation",
    "given.ops.matmul",
    "m12_reductions",
    "given.ops.special",
    "m13_activations",
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
    "m14_losses",
    "given.nn.class_targets",
    "m15_cross_entropy",
    "given.optim.parameter_vector",
    "given.nn.module_base",
    "given.nn.list_interface",
    "m16_modules",
    "given.nn.flatten",
    "given.nn.activations",
    "given.nn.losses",
    "given.nn.more_activations",
    "given.data.save_format",
    "m17_initialization",
    "m18_data",
    "given.data.mnist",
    "m19_sgd",
    "given.fast.pack_parameters",
    "given.fast.allocator",
    "given.fast.digests",
    "given.fast.install",
    "given.func.interpreters",
    "given.data.progress",
    "given.data.model_summary",
    "m20_training",
    "given.optim.scheduler",
    "given.optim.schedules",
    "given.optim.one_cycle_and_plateau",
    "m22_adam",
    "m23_regularization",
    "given.nn.norms",
    "given.ops.pad",
    "given.nn.layer_arguments",
    "given.nn.convolution",
    "m25_convolution",
    "given.nn.one_dimension",
    "given.nn.pooling",
    "m27_residual",
    "given.data.text",
    "m28_attention",
    "given.nn.containers",
    "given.nn.recurrent",
    "m30_recurrent",
    "given.nn.recurrent_cells",
    "given.func.functional_call",
    "given.func.trees",
    "m31_reverse_transforms",
    "m32_forward_mode",
    "given.func.batchers",
    "given.func.batch_dims",
    "m33_vmap",
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


FAST = "given.fast"  # how the modules begin without which all works, only slower


def _in(module: str, names: str) -> list[str]:
    return [f"{module}.{name}" for name in names.split()]


# Public names inside milestone modules that a stub keeps whole: functions, classes, assignments.
GIVEN = frozenset(
    {
        "m03_computation_graph.Recording",
        "m03_computation_graph.recording",
        "m03_computation_graph.freed",
        "m03_computation_graph.FREED",
        "m07_chain_rule.defvjp",
        "m07_chain_rule.defvjp_variadic",
        "m10_shapes.triu",
        "m12_reductions.std",
        *_in(
            "m14_losses",
            "huber_loss smooth_l1_loss check_probabilities check_shapes binary_cross_entropy "
            "binary_cross_entropy_with_logits",
        ),
        *_in("m15_cross_entropy", "one_hot nll_loss cross_entropy soft_cross_entropy kl_div"),
        *_in(
            "m16_modules",
            "Parameter.__repr__ Module.__init__ Module.forward Module.register_parameter "
            "Module.register_buffer Module.add_module Linear.extra_repr "
            "Sequential.__getitem__",
        ),
        *_in("m17_initialization", "trunc_normal_ orthogonal_"),
        *_in(
            "m18_data",
            "Dataset Subset takes_lists SequentialSampler RandomSampler.__len__ "
            "BatchSampler.__init__ DataLoader.__init__ DataLoader.__len__ read_idx",
        ),
        *_in("m19_sgd", "refuse_negative Optimizer.__repr__ Optimizer.update"),
        *_in("m20_training", "Trainer.__init__ has_nan"),
        "m22_adam.Adam.__init__",
        "m22_adam.RMSprop.__init__",
        "m22_adam.Adagrad.__init__",
        "m22_adam.StepLR.__init__",
        "m22_adam.LinearLR.__init__",
        "m23_regularization.Dropout.__init__",
        "m23_regularization.Dropout.extra_repr",
        "m23_regularization.BatchNorm.extra_repr",
        *_in("m27_residual", "resnet18 resnet34 resnet50 resnet20"),
        "m28_attention.Embedding.__init__",
        "m28_attention.Embedding.from_pretrained",
        "m28_attention.Embedding.extra_repr",
        "m28_attention.MultiheadAttention.__init__",
        "m28_attention.TransformerEncoderLayer.__init__",
        "m30_recurrent.RNN.__init__",
        "m30_recurrent.RNNBase.step",
        "m32_forward_mode.defjvp",
        "m32_forward_mode.rule_of",
        "m32_forward_mode.Dual.__init__",
        "m33_vmap.Batched.__init__",
        "m33_vmap.Batched.detach",
        "m33_vmap.Batched.item",
    }
)


# Functions that other modules call while they are imported: their stubs return a function that
# raises, instead of raising themselves, so that a mix of stubs and solutions always imports.
CALLED_AT_IMPORT = frozenset({"m03_computation_graph.primitive"})


@cache
def file_name(module: str) -> str:
    """Where a module lies in `solutions/`: `m05_toposort.py`, `nn/__init__.py`."""
    path = module.replace(".", "/")
    is_package = any(other.startswith(f"{module}.") for other in MODULES)
    return f"{path}/__init__.py" if is_package else f"{path}.py"
