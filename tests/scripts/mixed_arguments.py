"""NumPy's and torch's ways to say the same, and arguments by name, by place, or as a tuple."""

import numpy as np
import torch
import torch.nn as nn

x = torch.arange(12.0).reshape(3, 4)
print(
    x.sum(axis=0), torch.sum(x, dim=1), x.mean(axis=-1, keepdims=True).shape, x.max(axis=0).values
)
print(
    torch.argmax(input=x, dim=1), x.std(0, False), x.var(dim=1, unbiased=True), x.norm(p=1, dim=0)
)
print(
    x.view((2, 6)).size(),
    x.view(-1).size(0),
    x.permute([1, 0]).shape,
    torch.transpose(x, 0, 1).stride(),
)
print(
    torch.zeros((2, 3)).shape,
    torch.ones(2, 3).shape,
    torch.zeros(size=(2,)),
    torch.rand([2, 2]).ndim,
)
print(
    torch.clamp(x, 2, 5)[0],
    x.clip(min=9)[0],
    torch.cat((x, x), -1).shape,
    torch.concat([x, x], axis=0).shape,
)
print(
    torch.where(x > 5)[0],
    torch.nonzero(x > 9, as_tuple=False).tolist(),
    torch.where(x > 5, x, 0.0)[1],
)
print(
    np.sqrt(x.numpy()).sum().round(4),
    torch.tensor(np.float64(2.5)),
    torch.from_numpy(np.eye(2)).dtype,
)
print(
    torch.add(x, 1, alpha=2)[0],
    torch.div(x, 5, rounding_mode="floor")[2],
    torch.pow(2, x[0]),
    2 ** x[0],
)
print(
    x[..., None].shape,
    x[:, -1],
    x[x > 10],
    x[[0, 2]][:, 1],
    x[torch.tensor([1]), 2:],
    x[1:, ::2].tolist(),
)
print(
    torch.squeeze(x[None]).shape,
    x.unsqueeze(-1).squeeze(2).shape,
    torch.stack(tensors=[x, x], dim=0).shape,
)
print(
    torch.full((2,), 3).dtype,
    torch.full([1, 2], 3.0),
    torch.linspace(0, 1, steps=3),
    torch.arange(1, 2, 0.25),
)
print(
    torch.eye(2, dtype=torch.int),
    torch.tensor([[1, 2]], dtype=torch.float64).T,
    torch.empty(0).numel(),
)

out = torch.empty(3)
torch.sum(x, 1, out=out)
print(
    out,
    torch.mul(out, 2, out=out) is out,
    out.add_(1, alpha=3),
    torch.matmul(x, x.T).diagonal(offset=1),
)
print(
    x.reshape(shape=(4, 3)).select(1, 0),
    x.narrow(1, 0, 2).contiguous().view(-1),
    x.index_select(0, torch.tensor([2])),
)
values, indices = torch.sort(torch.tensor([3, 1, 2]), descending=True)
print(
    values,
    indices,
    torch.topk(values, k=2, largest=False).indices,
    torch.unique(torch.tensor([1, 1, 2]), return_counts=True),
)
print(
    torch.Size([2, 3]).numel(),
    x.size()[-1],
    x.shape[0] * x.size(dim=1),
    x.dim(),
    x.nelement(),
    len(x),
    x.is_contiguous(),
)
print(
    x.type(),
    x.double().type(),
    x.to("cpu", torch.float16).dtype,
    x.int().type(torch.FloatTensor).dtype,
    x.byte().dtype,
)
print(
    torch.float32,
    x.dtype == torch.float,
    isinstance(x.dtype, torch.dtype),
    x.device.type,
    str(x.device),
)
print(
    2 in x,
    bool((x == x.clone()).all()),
    torch.equal(x, x + 0),
    torch.allclose(x, x + 1e-9, rtol=1e-5),
    not x[0, 0],
)

layer = nn.Linear(in_features=4, out_features=2, bias=False)
nn.init.constant_(layer.weight, val=0.5)
conv = nn.Conv2d(1, 1, (2, 2), stride=(1, 1), padding="valid", padding_mode="zeros", bias=None)
nn.init.ones_(tensor=conv.weight)
print(
    layer(input=x), conv(x.view(1, 1, 3, 4)).squeeze(), nn.MSELoss(reduction="sum")(x, target=x + 1)
)
print(
    nn.functional.softmax(x, dim=1)[0],
    nn.Softmax(1)(x).sum(axis=(0, 1)),
    nn.functional.pad(x, pad=(1, 1))[0],
)
print(
    nn.functional.dropout(x, 0.5, False).equal(x),
    nn.functional.normalize(x, p=2.0, dim=1)[2],
    layer,
    conv,
)
for dims in (
    {},
    {"dim": 0},
    {"dim": (0, 1)},
    {"dim": -1, "keepdim": True},
    {"axis": 1, "dtype": torch.float64},
):
    print(torch.sum(x, **dims), torch.mean(x, **dims))
