"""Averages of weights: an EMA by hand, a shadow copy with buffers, and torch's AveragedModel."""

from copy import deepcopy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.swa_utils import AveragedModel, update_bn

torch.manual_seed(6)


class EMA:
    def __init__(self, model, decay):
        self.model, self.decay = model, decay
        self.shadow, self.backup = {}, {}
        for name, param in model.named_parameters():
            if param.requires_grad:
                self.shadow[name] = param.data.clone()

    def update(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                assert name in self.shadow
                new_average = (1.0 - self.decay) * param.data + self.decay * self.shadow[name]
                self.shadow[name] = new_average.clone()

    def apply_shadow(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                self.backup[name] = param.data
                param.data = self.shadow[name]

    def restore(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                param.data = self.backup[name]
        self.backup = {}


@torch.no_grad()
def update_ema(target, source, decay=0.9):
    for t, s in zip(target.parameters(), source.parameters()):
        t.lerp_(s, 1 - decay)
    for t, s in zip(target.buffers(), source.buffers()):
        t.copy_(s)


x = torch.randn(48, 6)
labels = (x[:, :3].sum(dim=1) > x[:, 3:].sum(dim=1)).to(torch.int64)
model = nn.Sequential(nn.Linear(6, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 2))
for param in model[0].parameters():
    param.requires_grad_(False)
ema, target, swa_model = (
    EMA(model, 0.8),
    deepcopy(model).eval().requires_grad_(False),
    AveragedModel(model),
)
optimizer = torch.optim.SGD(
    [p for p in model.parameters() if p.requires_grad], lr=0.3, nesterov=True, momentum=0.5
)
for epoch in range(5):
    for xb, yb in zip(x.chunk(3), labels.chunk(3)):
        loss = F.cross_entropy(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        ema.update()
        update_ema(target, model)
    swa_model.update_parameters(model)
update_bn([(part,) for part in x.split(16)], swa_model)


def evaluate(net):
    net.eval()
    with torch.inference_mode():
        logits = net(x)
        return "%.4f %.3f" % (
            F.cross_entropy(logits, labels),
            (logits.argmax(1) == labels).float().mean(),
        )


print("model", evaluate(model))
ema.apply_shadow()
print("ema", evaluate(model))
ema.restore()
print("restored", evaluate(model))
print("target", evaluate(target), target[1].running_mean[:3])
print("swa", evaluate(swa_model), swa_model.n_averaged, list(swa_model.state_dict())[:3])
