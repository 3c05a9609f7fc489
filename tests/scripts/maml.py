"""Meta-learning (MAML) of sine waves: inner steps by hand, gradients through gradients."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Learner(nn.Module):
    """Weights in a ParameterList, so that others can take their place."""

    def __init__(self, sizes):
        super().__init__()
        self.vars = nn.ParameterList()
        for n_in, n_out in zip(sizes, sizes[1:]):
            w = nn.Parameter(torch.ones(n_out, n_in))
            torch.nn.init.kaiming_normal_(w)
            self.vars.append(w)
            self.vars.append(nn.Parameter(torch.zeros(n_out)))

    def forward(self, x, vars=None):
        if vars is None:
            vars = self.vars
        for idx in range(0, len(vars), 2):
            x = F.linear(x, vars[idx], vars[idx + 1])
            if idx + 2 < len(vars):
                x = torch.tanh(x)
        return x

    def parameters(self):
        return self.vars


class Meta(nn.Module):
    def __init__(self, update_lr=0.1, meta_lr=1e-2, update_step=3):
        super().__init__()
        self.update_lr, self.update_step = update_lr, update_step
        self.net = Learner([1, 10, 10, 1])
        self.meta_optim = torch.optim.Adam(self.net.parameters(), lr=meta_lr)

    def forward(self, tasks):
        losses_q = [0 for _ in range(self.update_step + 1)]
        for x_spt, y_spt, x_qry, y_qry in tasks:
            fast_weights = list(self.net.parameters())
            losses_q[0] += F.mse_loss(self.net(x_qry, fast_weights), y_qry).detach()
            for k in range(self.update_step):
                loss = F.mse_loss(self.net(x_spt, fast_weights), y_spt)
                grad = torch.autograd.grad(loss, fast_weights, create_graph=True)
                fast_weights = list(
                    map(lambda p: p[1] - self.update_lr * p[0], zip(grad, fast_weights))
                )
                losses_q[k + 1] += F.mse_loss(self.net(x_qry, fast_weights), y_qry)
        loss_q = losses_q[-1] / len(tasks)
        self.meta_optim.zero_grad()
        loss_q.backward()
        total = sum(p.grad.data.norm(2).item() ** 2 for p in self.net.parameters()) ** 0.5
        self.meta_optim.step()
        return [float(each) / len(tasks) for each in losses_q], total


def task():
    amplitude, phase = torch.empty(1).uniform_(0.5, 2.0), torch.rand(1) * math.pi
    x = torch.FloatTensor(10, 1).uniform_(-5, 5)
    y = amplitude * torch.sin(x + phase)
    return x[:5], y[:5], x[5:], y[5:]


torch.manual_seed(222)
maml = Meta()
for step in range(6):
    losses, norm = maml([task() for _ in range(4)])
    print("step:", step, "losses:", [round(each, 4) for each in losses], "norm: %.3f" % norm)
