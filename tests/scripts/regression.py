"""Regression and what goes with it: split, norm, dropout, clipping, schedule, best state."""

import copy
from collections import OrderedDict

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(7)
X = torch.rand(240, 6) * 2 - 1
y = X[:, :1].sin() + X[:, 1:2] * X[:, 2:3] + 0.5 * X[:, 3:].abs().sum(dim=1, keepdim=True)
y += 0.05 * torch.randn_like(y)
mean, std = X.mean(dim=0), X.std(dim=0)
X = (X - mean) / std

train_set, valid_set = random_split(TensorDataset(X, y), [200, 40])
train_loader = DataLoader(train_set, batch_size=25, shuffle=True, drop_last=True)
valid_loader = DataLoader(valid_set, batch_size=40)

model = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(6, 32, bias=False)),
            ("norm", nn.BatchNorm1d(32)),
            ("act1", nn.LeakyReLU(0.1)),
            ("drop", nn.Dropout(p=0.1)),
            ("fc2", nn.Linear(32, 16)),
            ("act2", nn.Tanh()),
            ("out", nn.Linear(16, 1)),
        ]
    )
)


def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight, gain=nn.init.calculate_gain("tanh"))
        if m.bias is not None:
            nn.init.zeros_(m.bias)


model.apply(init_weights)
decay = [p for name, p in model.named_parameters() if "weight" in name and "norm" not in name]
rest = [p for name, p in model.named_parameters() if "bias" in name or "norm" in name]
optimizer = torch.optim.AdamW(
    [{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}], lr=0.02
)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
criterion = nn.SmoothL1Loss()

best_loss, best_state = float("inf"), None
for epoch in range(8):
    model.train()
    running_loss, norms = 0.0, []
    for inputs, targets in train_loader:
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(inputs), targets)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0))
        optimizer.step()
        running_loss += loss.item() * inputs.size(0)
    scheduler.step()
    model.eval()
    with torch.no_grad():
        valid_loss = sum(criterion(model(a), b).item() for a, b in valid_loader)
    if valid_loss < best_loss:
        best_loss, best_state = valid_loss, copy.deepcopy(model.state_dict())
    print(
        f"[{epoch + 1:2d}] train {running_loss / len(train_loader.dataset):.5f} "
        f"valid {valid_loss:.5f} norm {torch.stack(norms).mean().item():.4f} "
        f"lr {scheduler.get_last_lr()[0]:.4g}"
    )

model.load_state_dict(best_state)
print("best", best_loss, sorted(model.state_dict().keys())[:3])
flat = nn.utils.parameters_to_vector(model.parameters())
print(flat.numel(), f"{flat.norm():.4f}", model.norm.num_batches_tracked)
with torch.no_grad():
    nn.utils.vector_to_parameters(flat * 0.5, model.parameters())
    print(f"{model.out.weight.square().sum():.5f} {model(X[:3]).squeeze().tolist()}")
