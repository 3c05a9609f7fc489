"""A Gaussian process, its hyperparameters learned, and a contrastive loss over its samples."""

import math

import torch
import torch.nn.functional as F

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
X = torch.linspace(-3, 3, 15).unsqueeze(-1)
y = X.sin().squeeze() + 0.1 * torch.randn(15)
log_ls, log_sf, log_sn = [torch.tensor(v, requires_grad=True) for v in (0.0, 0.0, -1.0)]


def square_distance(a, b):
    return ((a.unsqueeze(1) - b.unsqueeze(0)) ** 2).sum(-1)


def rbf(a, b):
    return log_sf.exp() ** 2 * torch.exp(-0.5 * square_distance(a, b) / log_ls.exp() ** 2)


def factor():
    return torch.linalg.cholesky(rbf(X, X) + log_sn.exp() ** 2 * torch.eye(15))


opt = torch.optim.Adam([log_ls, log_sf, log_sn], lr=0.1)
for i in range(10):
    L = factor()
    alpha = torch.cholesky_solve(y.unsqueeze(-1), L)
    nll = 0.5 * y @ alpha.squeeze() + L.diagonal().log().sum() + 7.5 * math.log(2 * math.pi)
    opt.zero_grad()
    nll.backward()
    opt.step()
print(f"{nll.item():.6f} {log_ls.item():.6f} {log_sn.exp().item():.6f}")

Xs = torch.linspace(-4, 4, 5).unsqueeze(-1)
with torch.no_grad():
    L, Ks = factor(), rbf(X, Xs)
    v = torch.linalg.solve_triangular(L, Ks, upper=False)
    mean = Ks.T @ torch.cholesky_solve(y[:, None], L)
    covariance = rbf(Xs, Xs) - v.T @ v + 1e-6 * torch.eye(5)
    print(mean.squeeze_(-1), covariance.diagonal().sqrt())

posterior = torch.distributions.MultivariateNormal(mean, covariance)
draws = posterior.rsample((4,))
print(posterior, draws, posterior.log_prob(draws))

# The same function, drawn twice, is alike; another one is not (NT-Xent).
z = F.normalize(torch.cat((draws, draws + 0.05 * torch.randn_like(draws))), dim=1).requires_grad_()
sim = torch.einsum("id,jd->ij", [z, z]) / 0.5
mask = torch.ones((8, 8), dtype=torch.bool).fill_diagonal_(False)
for i in range(4):
    mask[i, 4 + i] = mask[4 + i, i] = False
positive = torch.cat((torch.diag(sim, 4), torch.diag(sim, -4))).reshape(8, 1)
logits = torch.cat((positive, sim[mask].reshape(8, -1)), dim=1)
loss = F.cross_entropy(logits, torch.zeros(8).long())
loss.backward()
print(f"{loss.item():.6f}", z.grad.norm())
torch.set_default_dtype(torch.float32)
