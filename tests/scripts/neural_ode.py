"""A neural ODE of a spiral: Runge-Kutta in ops, the gradient straight through the solver."""

import torch
import torch.nn as nn
import torch.optim as optim


def rk4_step(func, t, dt, y):
    k1 = func(t, y)
    k2 = func(t + dt / 2, y + dt * k1 / 2)
    k3 = func(t + dt / 2, y + dt * k2 / 2)
    k4 = func(t + dt, y + dt * k3)
    return (k1 + 2 * k2 + 2 * k3 + k4) * dt / 6


def odeint(func, y0, t):
    solution = torch.empty(len(t), *y0.shape, dtype=y0.dtype, device=y0.device)
    solution[0] = y0
    y = y0
    for j, (t0, t1) in enumerate(zip(t[:-1], t[1:]), start=1):
        y = y + rk4_step(func, t0, t1 - t0, y)
        solution[j] = y
    return solution


class Lambda(nn.Module):
    def forward(self, t, y):
        return torch.mm(y**3, true_A)


class ODEFunc(nn.Module):
    def __init__(self):
        super(ODEFunc, self).__init__()
        self.net = nn.Sequential(nn.Linear(2, 10), nn.Tanh(), nn.Linear(10, 2))
        for m in self.net.modules():
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, mean=0, std=0.1)
                nn.init.constant_(m.bias, val=0)

    def forward(self, t, y):
        return self.net(y**3)


torch.manual_seed(7)
data_size, batch_time, batch_size = 24, 4, 5
true_y0 = torch.tensor([[2.0, 0.0]])
true_A = torch.tensor([[-0.1, 2.0], [-2.0, -0.1]])
t = torch.linspace(0.0, 2.0, data_size)
with torch.no_grad():
    true_y = odeint(Lambda(), true_y0, t)


def get_batch():
    s = torch.randperm(data_size - batch_time)[:batch_size]
    batch_y0 = true_y[s]  # (M, 1, D)
    batch_y = torch.stack([true_y[s + i] for i in range(batch_time)], dim=0)
    return batch_y0, t[:batch_time], batch_y


func = ODEFunc()
optimizer = optim.RMSprop(func.parameters(), lr=1e-2)
for itr in range(1, 11):
    optimizer.zero_grad()
    batch_y0, batch_t, batch_y = get_batch()
    pred_y = odeint(func, batch_y0, batch_t)
    loss = torch.mean(torch.abs(pred_y - batch_y))
    loss.backward()
    optimizer.step()
    if itr % 5 == 0:
        with torch.no_grad():
            test = torch.mean(torch.abs(odeint(func, true_y0, t) - true_y))
            print("Iter {:04d} | Loss {:.6f} | Total {:.4f}".format(itr, loss.item(), test.item()))
print(pred_y.size(), true_y[-1], func.net[0].weight.grad.abs().max())
