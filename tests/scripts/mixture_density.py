"""A mixture density network: softmax weights, Normal densities, logsumexp; samples at the end."""

import math

import torch
from torch import nn
from torch.distributions import Categorical, Normal

torch.manual_seed(8)


class MDN(nn.Module):
    def __init__(self, n_hidden, n_gaussians):
        super().__init__()
        self.z_h = nn.Sequential(nn.Linear(1, n_hidden), nn.Tanh())
        self.z_pi = nn.Linear(n_hidden, n_gaussians)
        self.z_mu = nn.Linear(n_hidden, n_gaussians)
        self.z_sigma = nn.Linear(n_hidden, n_gaussians)

    def forward(self, x):
        z_h = self.z_h(x)
        pi = nn.functional.softmax(self.z_pi(z_h), -1)
        return pi, self.z_mu(z_h), torch.exp(self.z_sigma(z_h))


oneDivSqrtTwoPI = 1.0 / math.sqrt(2.0 * math.pi)


def gaussian_distribution(y, mu, sigma):
    result = (y.expand_as(mu) - mu) * torch.reciprocal(sigma)
    result = -0.5 * (result * result)
    return (torch.exp(result) * torch.reciprocal(sigma)) * oneDivSqrtTwoPI


def by_hand(pi, mu, sigma, y):
    result = torch.sum(gaussian_distribution(y, mu, sigma) * pi, dim=1)
    return torch.mean(-torch.log(result))


def by_distributions(pi, mu, sigma, y):
    log_prob = Normal(loc=mu, scale=sigma).log_prob(y)
    return -torch.logsumexp(log_prob + torch.log(pi), dim=1).mean()


y_data = torch.linspace(-8, 8, 40).view(-1, 1)
x_data = 0.7 * torch.sin(0.75 * y_data) * 7 + y_data * 0.5 + torch.randn_like(y_data) * 0.3
network = MDN(n_hidden=12, n_gaussians=4)
optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
for epoch in range(12):
    pi, mu, sigma = network(x_data)
    loss = by_distributions(pi, mu, sigma, y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 4 == 0:
        print(epoch, loss.data.tolist(), by_hand(pi, mu, sigma, y_data).item() - loss.item() < 1e-4)

with torch.no_grad():
    pi, mu, sigma = network(torch.linspace(-5, 5, 6)[:, None])
    k = Categorical(probs=pi).sample()
    chosen = Normal(*(each.gather(1, k.unsqueeze(1)).squeeze() for each in (mu, sigma)))
    print(k.shape, chosen.mean.mean(), chosen.sample().std() > 0, chosen.entropy().sum())
    print(torch.distributions.kl_divergence(Normal(mu, sigma), Normal(0.0, 1.0)).mean())
    print(Normal(torch.zeros(3), 2.0).rsample((2,)).size(), Normal(0, 1).cdf(torch.tensor(1.0)))
