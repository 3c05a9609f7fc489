"""Denoising diffusion of points on a circle: a schedule, an embedding of time, and samples."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(1)
T = 20
betas = torch.linspace(1e-4, 0.2, T)
alphas = 1.0 - betas
alphas_cumprod = torch.cumprod(alphas, dim=0)
alphas_cumprod_prev = F.pad(alphas_cumprod[:-1], (1, 0), value=1.0)
posterior_variance = betas * (1.0 - alphas_cumprod_prev) / (1.0 - alphas_cumprod)


def extract(a, t, x_shape):
    out = a.gather(-1, t)
    return out.reshape(t.shape[0], *((1,) * (len(x_shape) - 1)))


class SinusoidalPositionEmbeddings(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, time):
        half_dim = self.dim // 2
        embeddings = math.log(10000) / (half_dim - 1)
        embeddings = torch.exp(torch.arange(half_dim, device=time.device) * -embeddings)
        embeddings = time[:, None] * embeddings[None, :]
        return torch.cat((embeddings.sin(), embeddings.cos()), dim=-1)


class Denoiser(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.time_mlp = nn.Sequential(
            SinusoidalPositionEmbeddings(dim), nn.Linear(dim, dim), nn.GELU(), nn.Linear(dim, dim)
        )
        self.inp, self.mid, self.out = nn.Linear(2, dim), nn.Linear(dim, dim), nn.Linear(dim, 2)

    def forward(self, x, t):
        h = F.silu(self.inp(x) + self.time_mlp(t))
        h = h + F.silu(self.mid(h))
        return self.out(h)


def p_losses(model, x_start, t):
    noise = torch.randn_like(x_start)
    x_noisy = (
        extract(alphas_cumprod.sqrt(), t, x_start.shape) * x_start
        + extract((1.0 - alphas_cumprod).sqrt(), t, x_start.shape) * noise
    )
    return F.smooth_l1_loss(model(x_noisy, t), noise)


@torch.no_grad()
def sample(model, n):
    x = torch.randn(n, 2)
    for i in reversed(range(T)):
        t = torch.full((n,), i, dtype=torch.long)
        coefficient = extract(betas, t, x.shape) / extract((1 - alphas_cumprod).sqrt(), t, x.shape)
        mean = extract(alphas.rsqrt(), t, x.shape) * (x - coefficient * model(x, t))
        x = (
            mean
            if i == 0
            else mean + extract(posterior_variance, t, x.shape).sqrt() * torch.randn_like(x)
        )
    return x


model = Denoiser()
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
for step in range(15):
    angle = 2 * math.pi * torch.rand(32)
    batch = torch.stack([angle.cos(), angle.sin()], dim=1)
    loss = p_losses(model, batch, torch.randint(0, T, (len(batch),)).long())
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if step % 5 == 4:
        print(f"step {step + 1} loss {loss.item():.5f}")
model.eval()
points = sample(model, 6)
print(points.shape, points.norm(dim=-1).mean(), points.clamp(-1, 1)[:2])
