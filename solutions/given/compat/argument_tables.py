"""Which functions and classes have which arguments of torch's that a lesson has no use for. (Given
code.)

A default is always accepted. Another value goes to a handler; where there is none, it is refused by
name. Here stands the whole of it: one line an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from inspect import unwrap
from itertools import product
from types import FunctionType
from typing import Any

from ...m02_wrapper import Array
from ..func.chunks import in_chunks
from . import extra_arguments as extra
from . import extra_for_layers as layers
from .argument_order import ORDER
from .device import contiguous_format
from .extra_arguments import Call, as_it_is
from .keywords import EXTRAS, names_of, parameters, title, with_torchs_names

LOSSES = " ".join([name for name, names in ORDER.items() if "size_average" in names])
MADE = (
    "arange bernoulli empty eye full linspace logspace multinomial normal ones rand randint randn "
    "randperm zeros"
)
ADAMS = "Adam AdamW RMSprop Adadelta Adamax NAdam RAdam"
NORMS = "norm vector_norm matrix_norm"
CHECKS = "gradcheck gradgradcheck"
# (arguments, default, what they do): the functions and classes that have it; * for all
TABLE: dict[tuple[str, Any, Call | None], str] = {
    ("out", None, extra.written): f"* {MADE} searchsorted",
    ("dtype", None, extra.cast_first): f"sum mean nansum nanmean prod cumsum cumprod {NORMS}",
    ("alpha", 1, extra.scaled): "add sub index_add",
    ("rounding_mode", None, extra.rounded): "div",
    ("as_tuple", False, extra.as_columns): "nonzero",
    ("dim", None, extra.of_slices): "unique",
    ("return_indices", False, None): "adaptive_max_pool1d adaptive_max_pool2d AdaptiveMaxPool2d",
    ("reduce", None, extra.added): "scatter",
    ("invert", False, extra.inverted): "isin",
    ("assume_unique", False, as_it_is): "isin",
    ("compute_mode", None, as_it_is): "cdist",
    ("output_size", None, as_it_is): "repeat_interleave",
    ("memory_format", None, extra.in_format): "clone contiguous cpu",
    ("memory_format", contiguous_format, None): "is_contiguous",
    ("sparse_grad", False, None): "gather",
    ("driver", None, None): "svd svdvals",
    ("unitriangular", False, None): "solve_triangular",
    ("out_dtype", None, None): "mm bmm addmm baddbmm",
    ("inplace", False, layers.overwritten): "hardtanh",
    ("force", False, extra.shared_anyway): "numpy",
    ("inputs", None, extra.into_some): "backward",
    ("non_blocking", False, as_it_is): "copy_ type cuda",
    ("size_average", None, layers.averaged): LOSSES,
    ("reduce", None, layers.kept_apart): LOSSES,
    ("weight", None, None): "mse_loss l1_loss huber_loss",
    ("ceil_mode", False, layers.ceil_maximum): "max_pool2d max_pool1d",
    ("ceil_mode", False, layers.mean_of_sums): "avg_pool2d avg_pool1d",
    ("divisor_override", None, layers.divided): "avg_pool2d",
    ("max_norm", None, layers.rescaled): "embedding",
    ("max_norm", None, layers.always_rescaled): "Embedding",
    ("norm_type", 2.0, layers.with_norm): "embedding",
    ("norm_type", 2.0, layers.of_norm): "Embedding",
    ("_weight", None, layers.begun_with): "Embedding",
    ("_freeze", False, layers.frozen): "Embedding",
    ("always_call", False, None): "register_forward_hook",
    ("destination", None, None): "state_dict",
    ("sparse scale_grad_by_freq", False, None): "embedding Embedding",
    ("enable_gqa", False, layers.in_groups): "scaled_dot_product_attention",
    ("foreach", None, as_it_is): f"SGD {ADAMS} Adagrad clip_grad_norm_ clip_grad_value_",
    ("fused", None, as_it_is): "SGD Adam AdamW Adagrad",
    ("dynamic backend mode options name recompile_limit shapes_spec", None, as_it_is): "compile",
    ("fullgraph disable isolate_recompiles", False, as_it_is): "compile",
    ("capturable", False, None): ADAMS,
    ("differentiable", False, None): f"SGD {ADAMS} Adagrad",
    ("enable_nested_tensor mask_check", True, as_it_is): "TransformerEncoder",
    ("min_value max_value", None, None): "Hardtanh",
    ("chunk_size", None, as_it_is): "jacrev",
    ("chunk_size", None, in_chunks): "vmap",
    ("nondet_tol", 0.0, as_it_is): CHECKS,
    ("check_undefined_grad", True, as_it_is): CHECKS,
    ("check_grad_dtypes gen_non_contig_grad_outputs fast_mode", False, as_it_is): CHECKS,
    ("check_batched_grad check_batched_forward_grad", False, None): CHECKS,
    ("check_forward_ad check_fwd_over_rev", False, None): CHECKS,
    ("check_backward_ad check_rev_over_rev", True, None): CHECKS,
    ("masked", None, None): "gradcheck",
    ("masked", False, None): "gradgradcheck",
    ("_preallocate_and_copy", False, as_it_is): "jacrev",
    ("randomness", "error", None): "jacfwd",
    ("strict", False, None): "jvp vjp hvp hessian jacobian",
    ("vectorize", False, as_it_is): "hessian jacobian",
    ("strategy", "reverse-mode", as_it_is): "jacobian",
    ("outer_jacobian_strategy", "reverse-mode", as_it_is): "hessian",
    ("assign", False, None): "load_state_dict",
    ("pickle_module", None, None): "save load",
    ("pickle_protocol", 2, as_it_is): "save",
    ("mmap", None, as_it_is): "load",
    ("_use_new_zipfile_serialization", True, as_it_is): "save",
    ("_disable_byteorder_record", False, as_it_is): "save",
}
for (_names, _default, _handler), _functions in TABLE.items():
    for _function, _name in product(_functions.split(), _names.split()):
        EXTRAS[_function, _name] = _default, _handler

# Methods of tensors that are given more by place than their functions take. By so many places: the
# items of one tuple, `x.squeeze(0, 1)`; or a number that has a name, `x.add_(-lr, g)`, as once.
BY_PLACE = {
    "broadcast_to count_nonzero squeeze squeeze_": (1, ""),
    "add sub add_ sub_": (1, "alpha"),
    "addcmul addcdiv addcmul_ addcdiv_": (2, "value"),
}
NAMED = {me for me, _ in EXTRAS}


def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names.

    Ops have them already, where the fast `primitive` makes them. Where it does not, methods get
    them, and functions stay what the notes of results name.
    """
    owners = _owners(face) if isinstance(face, type) else {}
    for name in names:
        if name.startswith("_") or name.endswith("_on_record"):
            continue
        found = getattr(face, name)
        if isinstance(found, type):
            if hasattr(found, "unsaid"):
                found.unsaid = {arg: EXTRAS[me, arg][0] for me, arg in EXTRAS if me == name}
            owner, name = _owners(found)["__init__"], "__init__"
        else:
            owner = owners.get(name, face)
        found = vars(owner)[name]  # and so no static method
        if isinstance(found, FunctionType) and _needs(found, isinstance(owner, type)):
            setattr(owner, name, with_torchs_names(found))


def take_by_place(tensor: type) -> None:
    """Let the methods of BY_PLACE be called so."""
    for names, how in BY_PLACE.items():
        for name in names.split():
            setattr(tensor, name, _by_place(getattr(tensor, name), *how))


def _by_place(method: Any, most: int, number: str) -> Any:
    @wraps(method)
    def called(self: Any, *args: Any, **params: Any) -> Any:
        if len(args) > most and not number:
            args = (args,)
        elif len(args) > most and not isinstance(args[0], Array):
            args, params = args[1:], {number: args[0], **params}
        return method(self, *args, **params)

    return called


def _owners(kind: type) -> dict[str, type]:
    """The class that each attribute of a class is in."""
    return {name: each for each in reversed(kind.__mro__) for name in vars(each)}


def _needs(function: FunctionType, is_method: bool = False) -> bool:
    """Whether it is called by other names, too, or its errors have to be explained."""
    me = title(function)
    if hasattr(function, "torchs_names") or (is_op(function) and not is_method):
        return me in ORDER and not hasattr(function, "torchs_names")
    inner = function.__globals__["__name__"].endswith("given.fast.record")
    if inner or me == "size" or function.__code__.co_name == "method":  # of `in_place`
        return False
    plain, later = unwrap(function), "Iterator" in str(function.__annotations__.get("return"))
    if not isinstance(plain, FunctionType) or later:
        return False  # an op that a learner has made of something not written in Python
    if not is_method or me in NAMED or parameters(plain) != ("self",):
        return True
    return names_of(function).takes_sizes


def is_op(function: FunctionType) -> bool:
    """Whether a `primitive` has made it."""
    return function.__code__.co_name == "op"
