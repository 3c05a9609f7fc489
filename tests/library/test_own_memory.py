"""What torch copies is a copy here, too, also where NumPy's reshape or a slice would share memory,
or where there is nothing to do: a later change of the one does not show in the other. And what
torch shares is shared."""

from __future__ import annotations

from typing import Any

import pytest
import torch

EXPRESSIONS = """
    x.repeat(1, 1) | x.repeat(2, 1, 1) | x.repeat(2, 2) | x.repeat([3, 1, 1]) | x.tile((1,))
    lib.tile(x, (2, 1, 1)) | F.pad(x, (0, 0)) | F.pad(x, (0, -1)) | F.pad(x, (1, 0))
    nn.ZeroPad2d(0)(x[None]) | x.flip(0) | x.flip(()) | lib.roll(x, 0) | lib.cat([x])
    lib.stack([x]) | x[[0, 1]] | x.repeat_interleave(1, 0) | x[:1].sum(0) | x[:1].amax(0)
    F.pixel_shuffle(x[None], 1) | x.diff(n=0) | lib.diff(x, 0)
    F.pixel_shuffle(x[..., None, None].mT.squeeze(2)[:, :1, None], 1) | nn.PixelShuffle(1)(x[None])
    F.unfold(x[None], 1) | F.unfold(x[None, :1], (1, 3)) | F.interpolate(x[None, None], (2, 3))
    F.interpolate(x[None, None], (2, 3), mode="bicubic") | F.max_pool2d(x[None], 1)
    F.avg_pool2d(x[None], 1) | F.adaptive_avg_pool2d(x[None], (2, 3)) | F.max_pool1d(x, 1)
    F.adaptive_max_pool2d(x[None], (2, 3)) | F.pad(x[None], (0, 0), mode="reflect")
    nn.ReplicationPad2d(0)(x[None]) | nn.CircularPad2d(0)(x[None, None]) | F.normalize(x, eps=1)
    F.hardtanh(x, -9, 9) | F.relu(x + 1) | x.clamp(-9) | x.round() | x.abs() | x**1 | x + 0 | x * 1
    x.tril(5) | x.triu(-5) | x.roll(0, 0) | x.fliplr() | x[:1].flip(0)
    x.sum(0, keepdim=True) | x[:1].mean(0) | x[:1].prod(0) | x[:1].cumsum(0) | x[:1].cumprod(0)
    x[:1].logsumexp(0) | x[:1].max(0)[0] | x[:1].median(0)[0] | x[:1].cummax(0)[0] | x[:1].nansum(0)
    x[0, 1].sum() | x[0, 1].max() | x[0, 1].prod() | x[0, 1].cumsum(0) | x[0, 1].sort()[0]
    x[:1].sort(0)[0] | x[:1].topk(1, 0)[0] | x[0].unique() | x[:1, 1].quantile(0.5)
    x.masked_fill(x > 99, 0) | x[x == x] | lib.where(x == x, x, x) | x.gather(0, i.long())
    x.index_fill(0, i[:0, 0].long(), 0.0) | x.index_add(0, i[:0, 0].long(), x[:0]) | x.nan_to_num()
    x.scatter(0, i[:0].long(), x[:0]) | x.take(lib.arange(6)) | x.lerp(x, 0.0)
    lib.einsum("ij->ij", x) | lib.kron(x, lib.ones(1, 1))
    lib.diag_embed(x[:1, :1]) | x[:1, 1].diag() | lib.block_diag(x)
    lib.hstack([x]) | lib.vstack([x]) | lib.column_stack([x]) | x.clone()
    F.embedding(lib.arange(2), x) | x[[True, True]] | nn.utils.parameters_to_vector([x])
    nn.utils.rnn.pad_sequence([x]) | F.dropout(x, 0.0) | nn.Identity()(x) | x.contiguous()
    x.expand(2, 3) | x.expand_as(x) | x.reshape(6) | x.flatten() | x.ravel() | x.squeeze()
    x.to(lib.float32) | x.float() | x.detach() | x.type_as(x) | x.narrow(0, 0, 2) | x.split(2)[0]
    lib.broadcast_tensors(x, x)[0]
    lib.as_tensor(x) | lib.einsum("ij->ji", x) | x.unflatten(0, (2, 1))
"""
EXPRESSIONS = [each.strip() for line in EXPRESSIONS.strip().split("\n") for each in line.split("|")]


def answer(lib: Any, expression: str, requires_grad: bool) -> list[Any]:
    """The result after its input was changed; and the input, after the result was."""
    x = lib.arange(6.0).view(2, 3).clone().requires_grad_(requires_grad)
    known = {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "x": x, "i": lib.zeros(2, 3)}
    y = eval(expression, known).detach()
    with lib.no_grad():
        x.add_(100)
        found = y.tolist()
        y.mul_(2)
    return [found, y.tolist(), x.tolist()]


@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_memory_is_shared_where_torch_shares_it(lib, expression, requires_grad):
    expected = answer(torch, expression, requires_grad)
    assert answer(lib, expression, requires_grad) == expected


@pytest.mark.parametrize("times", [(1, 1), (2, 1, 1), (2, 3)])
def test_repeat_still_has_its_gradient_and_its_vmap(lib, times):
    def both(lib):
        x = lib.arange(6.0).view(2, 3).requires_grad_()
        weight = lib.arange(float(x.repeat(times).numel())).view(x.repeat(times).shape)
        (x.repeat(times) * weight).sum().backward()
        batched = lib.func.vmap(lambda row: row.repeat(*times))(x)
        return x.grad.tolist(), batched.tolist()

    assert both(lib) == both(torch)


IN_ORDER = """
    x[:, [0, 1]] | lib.cat([x, x], 1) | lib.cat([x, x], 2)
    lib.stack([x, x]) | lib.stack([x, x], -1) | x.softmax(1) | x.log_softmax(-1) | x.cumsum(1)
    x.gather(1, (x > 0).long()) | x.masked_fill(x > 0, 0) | x.roll(1, 1)
    x.tril() | F.one_hot((x > 0).long()) | x.repeat_interleave(2, 1) | x.topk(2, 1)[1]
    F.layer_norm(x, (4,)) | nn.BatchNorm1d(5)(x) | nn.GroupNorm(1, 5)(x)
    lib.einsum("bij,bkj->bik", x, x) | F.pad(x, (1, 1), mode="reflect") | F.interpolate(x, 9)
"""
IN_ORDER = [each.strip() for line in IN_ORDER.strip().split("\n") for each in line.split("|")]


@pytest.mark.parametrize("dims", [(0, 1, 2), (1, 0, 2), (0, 2, 1)])
@pytest.mark.parametrize("expression", IN_ORDER)
def test_a_result_has_a_view_of_any_shape_where_torchs_has(lib, expression, dims):
    """Of an input whose dims lie in memory in whatever order."""

    def laid_out(lib: Any) -> list[float]:
        shape = [(2, 5, 4)[dim] for dim in dims]
        x = lib.arange(40.0).sin().view(shape).permute(dims)  # these permutations undo themselves
        y = eval(expression, {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "x": x})
        return y.detach().view(-1).tolist()

    assert laid_out(lib) == pytest.approx(laid_out(torch), abs=1e-6)
