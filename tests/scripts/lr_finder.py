"""A learning-rate finder, then every kind of schedule: what an optimizer remembers is put back."""

import copy

import torch
from torch import nn
from torch.optim import SGD, Adam
from torch.optim.lr_scheduler import (
    CosineAnnealingWarmRestarts,
    CyclicLR,
    LambdaLR,
    MultiplicativeLR,
    OneCycleLR,
    PolynomialLR,
    ReduceLROnPlateau,
    SequentialLR,
    _LRScheduler,
)

torch.manual_seed(2)


class ExponentialLR(_LRScheduler):
    """Exponentially increases the learning rate between two boundaries."""

    def __init__(self, optimizer, end_lr, num_iter, last_epoch=-1):
        self.end_lr, self.num_iter = end_lr, num_iter
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        r = self.last_epoch / (self.num_iter - 1)
        return [base_lr * (self.end_lr / base_lr) ** r for base_lr in self.base_lrs]


x = torch.randn(40, 3)
y = x @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.1 * torch.randn(40, 1)
model, criterion = nn.Linear(3, 1), nn.MSELoss()
optimizer = SGD(model.parameters(), lr=1e-3, momentum=0.9)
saved = copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict())
finder = ExponentialLR(optimizer, end_lr=2, num_iter=12)
history = {"lr": [], "loss": []}
for _ in range(12):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    history["lr"].append(finder.get_last_lr()[0])
    history["loss"].append(loss.item())
    finder.step()
print("lr  ", [f"{lr:.4f}" for lr in history["lr"]])
print("loss", [f"{loss:.3f}" for loss in history["loss"][:9]])
model.load_state_dict(saved[0])
optimizer.load_state_dict(saved[1])

schedules = [
    lambda o: LambdaLR(o, lr_lambda=lambda epoch: 0.9**epoch),
    lambda o: MultiplicativeLR(o, lambda epoch: 0.8),
    lambda o: CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=1e-3),
    lambda o: CyclicLR(o, base_lr=0.01, max_lr=0.1, step_size_up=2, cycle_momentum=False),
    lambda o: OneCycleLR(o, max_lr=0.1, total_steps=8),
    lambda o: PolynomialLR(o, total_iters=6, power=2.0),
    lambda o: SequentialLR(
        o, [LambdaLR(o, lambda e: (e + 1) / 3), PolynomialLR(o, total_iters=4)], milestones=[3]
    ),
    lambda o: ReduceLROnPlateau(o, mode="min", factor=0.1, patience=1),
]
for make in schedules:
    net = nn.Linear(3, 1)
    net.load_state_dict(saved[0])
    optimizer = Adam(net.parameters(), lr=0.05)
    scheduler = make(optimizer)
    rates = []
    for epoch in range(7):
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step(*[torch.tensor(3.0)] * isinstance(scheduler, ReduceLROnPlateau))
    print(type(scheduler).__name__, " ".join(f"{rate:.5f}" for rate in rates), f"{loss:.4f}")
