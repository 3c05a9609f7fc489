"""Logistic regression three ways, a perceptron with updates in place, and checkpoints."""

import io

import numpy as np
import torch
from torch import nn

torch.manual_seed(123)
X = torch.cat([torch.randn(60, 2) + 1.2, torch.randn(60, 2) - 1.2])
y = torch.cat([torch.ones(60), torch.zeros(60)])
shuffled = torch.randperm(len(y))
X, y = X[shuffled], y[shuffled]
mu, sigma = torch.mean(X, dim=0), torch.std(X, dim=0)
X = (X - mu) / sigma


class Perceptron:
    def __init__(self, num_features):
        self.weights = torch.zeros(num_features, 1, dtype=torch.float32)
        self.bias = torch.zeros(1, dtype=torch.float32)
        self.ones = torch.ones(1)
        self.zeros = torch.zeros(1)

    def forward(self, x):
        linear = torch.add(torch.mm(x, self.weights), self.bias)
        return torch.where(linear > 0.0, self.ones, self.zeros)

    def train(self, x, y):
        for i in range(y.size()[0]):
            errors = y[i] - self.forward(x[i].view(1, 2)).view(-1)
            self.weights += (errors * x[i]).view(2, 1)
            self.bias += errors

    def evaluate(self, x, y):
        predictions = self.forward(x).reshape(-1)
        return torch.sum(predictions == y).float() / y.shape[0]


perceptron = Perceptron(2)
perceptron.train(X, y)
print("perceptron", perceptron.evaluate(X, y) * 100, perceptron.weights, perceptron.bias)

w = torch.zeros(2, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
velocity = [torch.zeros_like(p) for p in (w, b)]
for epoch in range(20):
    p = torch.sigmoid(X.matmul(w) + b)
    cost = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean() + 0.01 * (w**2).sum()
    cost.backward()
    with torch.no_grad():
        for param, v in zip((w, b), velocity):
            v.mul_(0.9).add_(param.grad, alpha=-0.1)
            param.add_(v)
            param.grad = None
print(f"by hand {cost:.5f}", w.tolist(), b.detach().numpy())

model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.zero_()
    model.bias.fill_(0.0)
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1.5]))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, weight_decay=1e-3)
buffer = io.BytesIO()
for epoch in range(12):
    logits = model(X).squeeze(1)
    loss = loss_fn(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch == 5:
        checkpoint = {
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "loss": loss,
        }
        torch.save(checkpoint, buffer)
    if (epoch + 1) % 4 == 0:
        acc = ((logits > 0).float() == y).float().mean()
        print(f"Epoch: {epoch + 1:03d} | Train ACC: {acc:.3f} | Cost: {loss:.5f}")

buffer.seek(0)
checkpoint = torch.load(buffer)
model.load_state_dict(checkpoint["model_state_dict"])
optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
print(checkpoint["epoch"], checkpoint["loss"].item(), optimizer.param_groups[0]["lr"])
probabilities = torch.sigmoid(model(X[:4])).detach()
print(probabilities)
print(np.round(probabilities.numpy().ravel(), 3), np.asarray(y[:4]), y[:4].bool().any())
