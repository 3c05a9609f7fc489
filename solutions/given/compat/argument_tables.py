"""Which functions and classes have which arguments of torch's that a lesson has no use for. (Given
code.)

A default is always accepted. Another value goes to a handler; where there is none, it is refused by
name. Here stands the whole of it: one line an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import FunctionType
from typing import Any

from ..func.chunks import in_chunks
from .argument_order import ORDER
from .extra_arguments import (
    Call,
    added,
    as_columns,
    as_it_is,
    cast_first,
    in_format,
    into_some,
    inverted,
    of_length,
    of_slices,
    rounded,
    scaled,
    shared_anyway,
    written,
)
from .extra_for_embedding import (
    begun_with,
    by_frequency,
    each_time_by_frequency,
    each_time_renormalised,
    frozen,
    of_norm,
    renormalised,
    with_norm,
)
from .extra_for_layers import (
    averaged,
    ceil_maximum,
    collected,
    first_of_all,
    kept_apart,
    otherwise_averaged,
    weighted,
    weighted_huber,
)
from .keywords import EXTRAS, names_of, title, with_torchs_names

LOSSES = " ".join([name for name, names in ORDER.items() if "size_average" in names])
MADE = (
    "arange bernoulli empty eye full linspace logspace multinomial normal ones rand randint randn "
    "randperm zeros"
)
ADAMS = "Adam AdamW RMSprop Adadelta Adamax NAdam RAdam"
CHECKS = "gradcheck gradgradcheck"
# (argument, default, what it does): the functions and classes that have it; * for all
TABLE: dict[tuple[str, Any, Call | None], str] = {
    ("out", None, written): f"* {MADE} searchsorted",
    ("dtype", None, cast_first): "sum mean nansum nanmean prod cumsum cumprod norm",
    ("alpha", 1, scaled): "add sub index_add",
    ("rounding_mode", None, rounded): "div",
    ("as_tuple", False, as_columns): "nonzero",
    ("dim", None, of_slices): "unique",
    ("reduce", None, added): "scatter",
    ("invert", False, inverted): "isin",
    ("assume_unique", False, as_it_is): "isin",
    ("compute_mode", None, as_it_is): "cdist",
    ("output_size", None, of_length): "repeat_interleave",
    ("memory_format", None, in_format): "clone contiguous is_contiguous cpu",
    ("sparse_grad", False, None): "gather",
    ("driver", None, None): "svd svdvals",
    ("out_dtype", None, None): "mm bmm addmm baddbmm",
    ("inplace", False, None): "hardtanh",
    ("force", False, shared_anyway): "numpy",
    ("inputs", None, into_some): "backward",
    ("non_blocking", False, as_it_is): "copy_ type cuda",
    ("size_average", None, averaged): LOSSES,
    ("reduce", None, kept_apart): LOSSES,
    ("weight", None, weighted): "mse_loss l1_loss",
    ("weight", None, weighted_huber): "huber_loss",
    ("ceil_mode", False, ceil_maximum): "max_pool2d",
    ("ceil_mode", False, otherwise_averaged("ceil_mode")): "avg_pool2d",
    ("divisor_override", None, otherwise_averaged("divisor_override")): "avg_pool2d",
    ("max_norm", None, renormalised): "embedding",
    ("scale_grad_by_freq", False, by_frequency): "embedding",
    ("norm_type", 2.0, with_norm): "embedding",
    ("max_norm", None, each_time_renormalised): "Embedding",
    ("norm_type", 2.0, of_norm): "Embedding",
    ("scale_grad_by_freq", False, each_time_by_frequency): "Embedding",
    ("_weight", None, begun_with): "Embedding",
    ("_freeze", False, frozen): "Embedding",
    ("prepend", False, first_of_all): "register_forward_hook register_forward_pre_hook",
    ("with_kwargs", False, None): "register_forward_hook register_forward_pre_hook",
    ("always_call", False, None): "register_forward_hook",
    ("destination", None, collected): "state_dict",
    ("sparse", False, None): "embedding Embedding",
    ("enable_gqa", False, None): "scaled_dot_product_attention",
    ("foreach", None, as_it_is): f"SGD {ADAMS} Adagrad clip_grad_norm_ clip_grad_value_",
    ("fused", None, as_it_is): "SGD Adam AdamW Adagrad",
    ("capturable", False, None): ADAMS,
    ("differentiable", False, None): f"SGD {ADAMS} Adagrad",
    ("three_phase", False, None): "OneCycleLR",
    ("add_bias_kv", False, None): "MultiheadAttention",
    ("add_zero_attn", False, None): "MultiheadAttention",
    ("kdim", None, None): "MultiheadAttention",
    ("vdim", None, None): "MultiheadAttention",
    ("proj_size", 0, None): "SequenceModule",
    ("enable_nested_tensor", True, as_it_is): "TransformerEncoder",
    ("mask_check", True, as_it_is): "TransformerEncoder",
    ("min_value", None, None): "Hardtanh",
    ("max_value", None, None): "Hardtanh",
    ("chunk_size", None, as_it_is): "jacrev",
    ("chunk_size", None, in_chunks): "vmap",
    ("nondet_tol", 0.0, as_it_is): CHECKS,
    ("check_undefined_grad", True, as_it_is): CHECKS,
    ("check_grad_dtypes", False, as_it_is): CHECKS,
    ("check_batched_grad", False, None): CHECKS,
    ("check_batched_forward_grad", False, None): CHECKS,
    ("check_forward_ad", False, None): CHECKS,
    ("check_backward_ad", True, None): CHECKS,
    ("check_fwd_over_rev", False, None): CHECKS,
    ("check_rev_over_rev", True, None): CHECKS,
    ("gen_non_contig_grad_outputs", False, as_it_is): CHECKS,
    ("fast_mode", False, as_it_is): CHECKS,
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
for (_name, _default, _handler), _functions in TABLE.items():
    for _function in _functions.split():
        EXTRAS[_function, _name] = _default, _handler

NAMED = {me for me, _ in EXTRAS}


def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names.

    Ops have them already, where the fast `primitive` makes them. Where it does not, methods get
    them, and functions stay what the notes of results name.
    """
    for name in names:
        if name.startswith("_"):
            continue
        found = getattr(face, name)
        if isinstance(found, type):
            owner, name = _owner(found, "__init__"), "__init__"
        else:
            owner = _owner(face, name) if isinstance(face, type) else face
        found = vars(owner)[name]  # and so no static method
        if isinstance(found, FunctionType) and _needs(found, isinstance(owner, type)):
            setattr(owner, name, with_torchs_names(found))


def _owner(kind: type, name: str) -> type:
    return next(each for each in kind.__mro__ if name in vars(each))


def _needs(function: FunctionType, is_method: bool = False) -> bool:
    """Whether it is called by other names, too, or its errors have to be explained."""
    me = title(function)
    if hasattr(function, "torchs_names") or (is_op(function) and not is_method):
        return me in ORDER and not hasattr(function, "torchs_names")
    inner = function.__globals__["__name__"].endswith("given.fast.primitive")
    if inner or me == "size" or function.__code__.co_name == "method":  # of `in_place`
        return False
    names = names_of(function)
    later = "Iterator" in str(function.__annotations__.get("return"))
    if names is None or later:  # an op made of something not written in Python; what runs later
        return False
    return names.all != {"self"} or not is_method or names.takes_sizes or me in NAMED


def is_op(function: FunctionType) -> bool:
    """Whether a `primitive` has made it."""
    return function.__code__.co_name == "op"
