"""What of torch is left out by intention, and what is nearest to it. (Given code.)"""

from __future__ import annotations

LEFT_OUT = {
    "CTCLoss ctc_loss": "CTC is left out; cross_entropy scores sequences that are aligned",
    "bfloat16 BFloat16Tensor": "NumPy has no bfloat16; float16 and float32 are there",
    "complex64 complex128 cfloat cdouble complex polar view_as_complex view_as_real fft stft "
    "istft": "complex numbers are left out; keep real and imaginary parts in two tensors",
    "sparse sparse_coo_tensor sparse_csr_tensor": "sparse tensors are left out; scatter_add and "
    "embedding take indices, and masks are dense",
    "quantization quantize_per_tensor quantize_per_channel qint8 quint8 qint32 ao": "quantized "
    "tensors are left out; float16 is the smallest floating dtype",
    "init_process_group DistributedDataParallel SyncBatchNorm multiprocessing": "there is one "
    "process; DataParallel wraps a module for it",
    "eig eigvals": "eigenvalues may be complex; eigh is for symmetric matrices",
    "lstsq matrix_rank cond lu pinv pinverse": "this is left out; solve, svd and qr are near",
    "LowRankMultivariateNormal Beta Dirichlet Gamma Exponential Laplace Poisson "
    "StudentT Gumbel RelaxedBernoulli RelaxedOneHotCategorical TransformedDistribution": "this "
    "distribution is left out; Normal, Uniform, Bernoulli, Categorical and Independent are there",
    "nanmedian": "this is left out; nanmean is near, and x[~x.isnan()].median()",
    "ChainDataset": "this is left out; itertools.chain in an IterableDataset does it",
    "fold Fold": "this is left out; conv_transpose2d adds up windows that overlap",
    "remove_weight_norm remove_spectral_norm": "this is left out; weight.detach() is what it is",
    "tensor_split hsplit vsplit": "this is left out; split takes sizes, along a dim",
    "combinations cartesian_prod": "this is left out; itertools gives the indices",
    "checkpoint_sequential": "this is left out; call the layers one after the other",
    "SWALR": "this schedule is left out; CosineAnnealingLR or LinearLR go to a rate and stay",
    "register_backward_hook": "this is left out; register_full_backward_hook sees all gradients",
    "parametrizations parametrize": "this is left out; nn.utils.weight_norm and "
    "spectral_norm are there",
    "multi_dot matrix_power": "this is left out; functools.reduce(torch.matmul, matrices) does it",
    "logdet": "this is left out; slogdet(x).logabsdet is the same where the sign is 1",
    "channel_shuffle ChannelShuffle atleast_1d atleast_2d atleast_3d dstack rot90 diagflat": "this "
    "is left out; view, transpose, flip, stack and diag do it",
    "HingeEmbeddingLoss hinge_embedding_loss": "this is left out; margin_ranking_loss is near",
    "pixel_unshuffle PixelUnshuffle": "this is left out; unfold(x, r, stride=r) has its channels",
    "vhp": "this is left out; hvp is the same, since a Hessian is symmetric",
    "randint_like": "this is left out; randint(low, high, x.shape) is the same",
    "Multinomial OneHotCategorical": "this is left out; one_hot(Categorical(p).sample()) is near",
    "range": "this is left out; arange(start, end + 1) has the end, too",
    "onnx": "ONNX is left out; torch.save keeps a state_dict",
}
REASONS = {name: reason for names, reason in LEFT_OUT.items() for name in names.split()}


def why(name: str) -> str | None:
    """Why a name is left out, and what is nearest; None if it is not among them."""
    if name.endswith("3d"):
        return f"volumes are left out; {name[:-2]}2d is for images"
    return REASONS.get(name)
