"""An optimiser of one's own in the idiom of 2018 (numbers before the tensors), beside torch's."""

import math

import torch
from torch.autograd import Variable
from torch.optim.optimizer import Optimizer


class AdaBound(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), final_lr=0.1, gamma=1e-3, eps=1e-8):
        defaults = dict(lr=lr, betas=betas, final_lr=final_lr, gamma=gamma, eps=eps)
        super(AdaBound, self).__init__(params, defaults)
        self.base_lrs = list(map(lambda group: group["lr"], self.param_groups))

    def step(self, closure=None):
        loss = None if closure is None else closure()
        for group, base_lr in zip(self.param_groups, self.base_lrs):
            for p in group["params"]:
                if p.grad is None:
                    continue
                grad = p.grad.data
                state = self.state[p]
                if len(state) == 0:
                    state["step"] = 0
                    state["exp_avg"] = torch.zeros_like(p.data)
                    state["exp_avg_sq"] = torch.zeros_like(p.data)
                exp_avg, exp_avg_sq = state["exp_avg"], state["exp_avg_sq"]
                beta1, beta2 = group["betas"]
                state["step"] += 1
                exp_avg.mul_(beta1).add_(1 - beta1, grad)
                exp_avg_sq.mul_(beta2).addcmul_(1 - beta2, grad, grad)
                denom = exp_avg_sq.sqrt().add_(group["eps"])
                step_size = group["lr"] * math.sqrt(1 - beta2 ** state["step"])
                step_size /= 1 - beta1 ** state["step"]
                final_lr = group["final_lr"] * group["lr"] / base_lr
                lower_bound = final_lr * (1 - 1 / (group["gamma"] * state["step"] + 1))
                upper_bound = final_lr * (1 + 1 / (group["gamma"] * state["step"]))
                step_size = torch.full_like(denom, step_size)
                step_size.div_(denom).clamp_(lower_bound, upper_bound).mul_(exp_avg)
                p.data.add_(-step_size)
        return loss


torch.manual_seed(0)
x = Variable(torch.linspace(-1, 1, 30).unsqueeze(1))
y = Variable(x.data.pow(2) + torch.rand(x.size()).mul_(0.1))
net = torch.nn.Sequential(torch.nn.Linear(1, 8), torch.nn.Hardswish(True), torch.nn.Linear(8, 1))
print(net)
groups = [{"params": net[0].parameters()}, {"params": net[2].parameters(), "lr": 0.02}]
for optimizer in (AdaBound(groups, lr=0.01), torch.optim.SGD(net.parameters(), lr=0.1)):
    print(optimizer)
    for _ in range(10):
        loss = torch.nn.MSELoss(size_average=True)(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print("%.5f" % loss.item())
for p in net.parameters():
    p.data.sub_(0.5, p.grad.data).addcdiv_(-0.01, p.grad.data, p.grad.data.abs() + 1)
print(net(x).data.squeeze()[:5], torch.optim.Adam(net.parameters()))
