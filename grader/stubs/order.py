"""Every module of the library, lowest first, and where it lies."""

from __future__ import annotations

from functools import cache

from ..manifest import IS_HANDOUT, SOLUTIONS

# The drawers of `given`: their `__init__`, which imports nothing.
DRAWERS = """
    core fast ops random nn layers optim data func in_place protocols compat distributions faces
    indexing linalg statistics programs compiling guarding lowering updating
    convolving planning
"""


def _in(drawer: str, names: str) -> list[str]:
    return [f"given.{drawer}.{name}" for name in names.split()]


# Every module of the library, lowest first: a module may import only what stands above it.
# A dot names a module of a package: `nn.functional` is nn/functional.py, and `nn` nn/__init__.py.
# Milestones and public faces lie on top; what else they need lies in `given`.
MODULES = (
    "todo",
    "given",
    *[f"given.{drawer}" for drawer in DRAWERS.split()],
    *_in("compat", "left_out did_you_mean"),
    *_in("core", "dtypes promotion"),
    *_in("protocols", "dtypes size limits made_with decorated return_types"),
    "given.compat.device",
    *_in("core", "arguments changes"),
    "m00_by_hand",
    "m01_scalars",
    "m02_wrapper",
    *_in("core", "gradient printing new_tensors"),
    *_in("in_place", "views history"),
    "given.core.residuals",
    *_in("protocols", "kinds errors same_names"),
    "given.compat.keywords",
    "m03_computation_graph",
    *_in("statistics", "blocks sums"),
    "m04_magic_methods",
    "given.fast.arithmetic",
    "m05_toposort",
    "given.core.drawing",
    "m06_visualizer",
    "m07_chain_rule",
    *_in("core", "check_rules cast_and_clone observers"),
    "m08_backward",
    "given.in_place.reads",
    *_in("fast", "release_memory record walk"),
    "m09_autograd_mechanics",
    "given.core.hooks",
    *_in("ops", "reshape mask"),
    "m10_shapes",
    "given.core.index_keys",
    "m11_indexing",
    *_in("ops", "index move elementwise compare search matmul"),
    "m12_reductions",
    "given.ops.special",
    "m13_activations",
    "given.fast.activations",
    *_in("random", "drawing generator distributions in_place"),
    *_in("ops", "sort reduce composed"),
    *_in("in_place", "parts bases on_record"),
    "given.ops.in_place",
    "given.in_place.twins",
    "given.in_place.memory",
    *_in("indexing", "arranged reduced put sorted"),
    "given.statistics.summaries",
    *_in("linalg", "solving products factors spectral norms"),
    *_in("protocols", "asked_by_python asked_by_numpy"),
    "_tensor",
    "given.protocols.grad_fn",
    *_in("compat", "old_constructors custom_function"),
    "given.core.check_gradients",
    "given.random.functions",
    "given.ops.create",
    "given.compat.extra_arguments",
    "m14_losses",
    "given.nn.class_targets",
    "m15_cross_entropy",
    "given.fast.cross_entropy",
    "given.optim.parameter_vector",
    "given.data.load_state",
    "given.layers.module_hooks",
    *_in("nn", "list_interface module_base"),
    "m16_modules",
    *_in("nn", "function_layer more_activations activations losses"),
    *_in("data", "save_format save_and_load"),
    "m17_initialization",
    *_in("data", "idx_files worker_arguments read_ahead"),
    "m18_data",
    *_in("data", "more_samplers"),
    "given.data.mnist",
    "m19_sgd",
    *_in("fast", "pack_parameters digests install"),
    "given.func.interpreters",
    "given.data.progress",
    "m20_training",
    "given.data.text_table",
    "m21_debugging",
    *_in("optim", "optimizer_state scheduler schedules one_cycle_and_plateau"),
    "m22_adam",
    "given.optim.rmsprop",
    *_in("optim", "more_optimizers lbfgs more_schedules"),
    "m23_regularization",
    "m24_normalization",
    "given.fast.layer_norm",
    "given.nn.norms",
    "given.optim.swa",
    "given.ops.pad",
    *_in("nn", "layer_arguments convolution"),
    "m25_convolution",
    *_in("convolving", "columns depthwise winograd"),
    "given.fast.convolution",
    "m26_pooling",
    *_in("nn", "one_dimension pooling"),
    "m27_residual",
    "given.data.text",
    "given.nn.attention",
    "m28_attention",
    "m29_transformer",
    "given.nn.containers",
    "given.layers.packed_reading",
    "given.nn.recurrent",
    "m30_recurrent",
    *_in("layers", "recurrent_cells channel_dropout interpolate"),
    *_in("layers", "transposed_convolution lazy margin_losses"),
    *_in(
        "layers", "more_norms packed_sequences padding reparametrized transformer volumes windows"
    ),
    *_in("func", "functional_call trees flat_function jacobians"),
    "m31_reverse_transforms",
    *_in("fast", "recurrent lstm gru"),
    "m32_forward_mode",
    *_in("func", "batchers batch_dims"),
    "m33_vmap",
    *_in("func", "chunks forward_ad functional cost"),
    "m34_performance",
    *_in(
        "programs",
        "equations numbers printing drawing effects program unshaped staged staging places",
    ),
    "given.programs.doors",
    "m35_tracing",
    *_in("compiling", "kernels lowerings buffers script"),
    "m36_compile",
    *_in("compiling", "steps prepared"),
    "given.guarding.conditions",
    *_in("lowering", "more tidy numbers"),
    "given.planning.donated",
    *_in("compiling", "build"),
    *_in("guarding", "guards watch changing relied"),
    *_in("compiling", "joint names kept run face"),
    *_in(
        "lowering",
        "writer sums turned normalize scores entropy elementwise views",
    ),
    *_in("updating", "ways in_blocks packs steps gradients writes"),
    *_in("convolving", "across image_steps images pools"),
    *_in("planning", "order packing rooms"),
    *_in("lowering", "scalars prepare"),
    "given.fast.lowered",
    *_in("func", "linearize batch_rules in_place"),
    *_in("compat", "extra_for_layers argument_order argument_tables"),
    *_in("distributions", "distribution continuous discrete"),
    "given.distributions.divergence",
    "given.distributions.gumbel",
    *_in("faces", "variable jit amp checkpoint one_process downloads settings module_names"),
    "training",
    "autograd",
    *_in("compat", "accelerator version backends cuda"),
    "distributions",
    "func",
    "linalg",
    "models",
    "nn.functional",
    "nn.init",
    "nn.utils",
    "nn.modules",
    "nn.parallel",
    "nn",
    "optim.lr_scheduler",
    "optim",
    "utils.data",
    "utils",
    "__init__",
)


FAST = "given.fast"  # how the modules begin without which all works, only slower

# Functions that other modules call while they are imported: their stubs return a function that
# raises, instead of raising themselves, so that a mix of stubs and solutions always imports.
CALLED_AT_IMPORT = frozenset({"m03_computation_graph.primitive"})


if IS_HANDOUT:  # which has no faster ways of what a learner writes
    MODULES = tuple(
        name
        for name in MODULES
        for path in [SOLUTIONS / name.replace(".", "/")]
        if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
    )


@cache
def file_name(module: str) -> str:
    """Where a module lies in `solutions/`: `m05_toposort.py`, `nn/__init__.py`."""
    path = module.replace(".", "/")
    is_package = any(other.startswith(f"{module}.") for other in MODULES)
    return f"{path}/__init__.py" if is_package else f"{path}.py"
