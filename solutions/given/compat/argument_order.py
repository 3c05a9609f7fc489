"""torch's order of positional arguments, where it has more of them than we do. (Given code.)"""

from .keywords import ORDER

REDUCTION = "size_average reduce reduction"
REDUCED = f"input target {REDUCTION}"
WEIGHED = f"input target weight {REDUCTION}"
OF_CLASSES = "input target weight size_average ignore_index reduce reduction"
WINDOWS = "input kernel_size stride padding"
# functions and classes -> their arguments
ORDERS = {
    "mse_loss l1_loss": f"{REDUCED} weight",
    "smooth_l1_loss": f"{REDUCED} beta",
    "kl_div": f"{REDUCED} log_target",
    "huber_loss": "input target reduction delta weight",
    "nll_loss": OF_CLASSES,
    "cross_entropy": f"{OF_CLASSES} label_smoothing",
    "binary_cross_entropy": WEIGHED,
    "binary_cross_entropy_with_logits": f"{WEIGHED} pos_weight",
    "margin_ranking_loss cosine_embedding_loss": f"input1 input2 target margin {REDUCTION}",
    "triplet_margin_loss": f"anchor positive negative margin p eps swap {REDUCTION}",
    "poisson_nll_loss": "input target log_input full size_average eps reduce reduction",
    "max_pool1d max_pool2d": f"{WINDOWS} dilation ceil_mode return_indices",
    "avg_pool1d": f"{WINDOWS} ceil_mode count_include_pad",
    "avg_pool2d": f"{WINDOWS} ceil_mode count_include_pad divisor_override",
    "adaptive_max_pool1d adaptive_max_pool2d": "input output_size return_indices",
    "embedding": "input weight padding_idx max_norm norm_type scale_grad_by_freq sparse",
    "cdist": "x1 x2 p compute_mode",
    "tensordot": "a b dims out",
    "normalize": "input p dim eps out",
    "unique": "input sorted return_inverse return_counts dim",
    "clip_grad_norm_": "parameters max_norm norm_type error_if_nonfinite foreach",
    "copy_": "self other non_blocking",
    "hardtanh": "input min_val max_val inplace",
    "Hardtanh": "self min_val max_val inplace min_value max_value",
    "Embedding": "self num_embeddings embedding_dim padding_idx max_norm norm_type "
    "scale_grad_by_freq sparse _weight _freeze device dtype",
    "RMSprop": "self params lr alpha eps weight_decay momentum centered capturable foreach",
    "Adadelta": "self params lr rho eps weight_decay foreach",
    "Adamax": "self params lr betas eps weight_decay foreach",
}
for _names, _order in ORDERS.items():
    ORDER.update(dict.fromkeys(_names.split(), _order.split()))
