"""One classifier, from bare tensors step by step to modules, optimisers and loaders."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.RandomState(0)
centres = rng.randn(5, 20)
y_all = rng.randint(0, 5, 300)
x_all = (centres[y_all] + rng.randn(300, 20)).astype(np.float32)
x_train, y_train, x_valid, y_valid = map(
    torch.tensor, (x_all[:200], y_all[:200], x_all[200:], y_all[200:])
)
n, c = x_train.shape
print(n, c, y_train.min(), y_train.max(), x_train.dtype == torch.float32)

torch.manual_seed(0)
weights = torch.randn(20, 5) / np.sqrt(20)
weights.requires_grad_()
bias = torch.zeros(5, requires_grad=True)


def log_softmax(x):
    return x - x.exp().sum(-1).log().unsqueeze(-1)


def model(xb):
    return log_softmax(xb @ weights + bias)


def nll(input, target):
    return -input[range(target.shape[0]), target].mean()


def accuracy(out, yb):
    preds = torch.argmax(out, dim=1)
    return (preds == yb).float().mean()


bs = 32
xb, yb = x_train[0:bs], y_train[0:bs]
preds = model(xb)
print(preds[0], tuple(preds.shape))
print(nll(preds, yb).item(), accuracy(preds, yb).item())

lr = 0.5
for epoch in range(2):
    for i in range((n - 1) // bs + 1):
        start_i = i * bs
        end_i = start_i + bs
        xb = x_train[start_i:end_i]
        yb = y_train[start_i:end_i]
        loss = nll(model(xb), yb)
        loss.backward()
        with torch.no_grad():
            weights -= weights.grad * lr
            bias -= bias.grad * lr
            weights.grad.zero_()
            bias.grad.zero_()
print(loss.item(), accuracy(model(xb), yb).item())


class Logistic(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(20, 5)

    def forward(self, xb):
        return self.lin(xb)


class Lambda(nn.Module):
    def __init__(self, func):
        super().__init__()
        self.func = func

    def forward(self, x):
        return self.func(x)


def loss_batch(model, loss_func, xb, yb, opt=None):
    loss = loss_func(model(xb), yb)
    if opt is not None:
        loss.backward()
        opt.step()
        opt.zero_grad()
    return loss.item(), len(xb)


def fit(epochs, model, loss_func, opt, train_dl, valid_dl):
    for epoch in range(epochs):
        model.train()
        for xb, yb in train_dl:
            loss_batch(model, loss_func, xb, yb, opt)
        model.eval()
        with torch.no_grad():
            losses, nums = zip(*[loss_batch(model, loss_func, xb, yb) for xb, yb in valid_dl])
        val_loss = np.sum(np.multiply(losses, nums)) / np.sum(nums)
        print(epoch, val_loss)


def get_data(train_ds, valid_ds, bs):
    return (
        DataLoader(train_ds, batch_size=bs, shuffle=True),
        DataLoader(valid_ds, batch_size=bs * 2),
    )


train_dl, valid_dl = get_data(TensorDataset(x_train, y_train), TensorDataset(x_valid, y_valid), bs)
net = Logistic()
fit(2, net, F.cross_entropy, optim.SGD(net.parameters(), lr=lr), train_dl, valid_dl)

net = nn.Sequential(
    Lambda(lambda x: x.view(-1, 1, 4, 5)),
    nn.Conv2d(1, 8, kernel_size=3, stride=1, padding=1),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(2),
    Lambda(lambda x: x.view(x.size(0), -1)),
    nn.Linear(32, 5),
)
fit(3, net, F.cross_entropy, optim.SGD(net.parameters(), lr=0.1, momentum=0.9), train_dl, valid_dl)

with torch.no_grad():
    for p in net.parameters():
        p -= p * 0.01
logits = torch.cat([net(xb) for xb, _ in valid_dl])
table = torch.zeros(5, 5, dtype=torch.long)
for truth, guess in zip(y_valid.view(-1), logits.argmax(1).view(-1)):
    table[truth.long(), guess.long()] += 1
print(table)
