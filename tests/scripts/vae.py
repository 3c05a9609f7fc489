"""A variational autoencoder: a convolutional encoder, the reparameterisation trick, two losses."""

import torch
import torch.utils.data
from torch import nn, optim
from torch.nn import functional as F

torch.manual_seed(11)
generator = torch.Generator().manual_seed(5)
rows = torch.arange(8).float().unsqueeze(1)
phases = torch.rand(96, 1, 1, generator=generator) * 6
images = (torch.sin(rows + phases) * torch.cos(rows.t() - phases)).clamp(min=0, max=1).unsqueeze(1)
loader = torch.utils.data.DataLoader(images, batch_size=24, shuffle=True)


class VAE(nn.Module):
    def __init__(self):
        super(VAE, self).__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU(inplace=True), nn.Flatten()
        )
        self.fc21 = nn.Linear(64, 5)
        self.fc22 = nn.Linear(64, 5)
        self.fc3 = nn.Linear(5, 32)
        self.fc4 = nn.Linear(32, 64)

    def encode(self, x):
        h1 = self.encoder(x)
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x.view(-1, 64), reduction="sum")
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD, BCE.detach(), KLD.detach()


model = VAE()
optimizer = optim.Adam(model.parameters(), lr=1e-2)
scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
for epoch in range(1, 5):
    model.train()
    train_loss = 0
    for batch_idx, data in enumerate(loader):
        optimizer.zero_grad()
        recon_batch, mu, logvar = model(data)
        loss, bce, kld = loss_function(recon_batch, data, mu, logvar)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
    scheduler.step()
    print(
        "====> Epoch: {} Average loss: {:.4f} (BCE {:.3f}, KLD {:.3f})".format(
            epoch, train_loss / len(loader.dataset), bce / len(data), kld / len(data)
        )
    )

model.eval()
with torch.no_grad():
    sample = model.decode(torch.randn(4, 5)).view(4, 1, 8, 8)
    recon, _, _ = model(images[:2])
    error = ((recon.view_as(images[:2]) - images[:2]) ** 2).mean()
    comparison = torch.cat([images[:2], recon.view(2, 1, 8, 8)])
print(f"{error:.5f}", list(comparison.size()), comparison.numpy().astype("float32").mean())
print(torch.round(sample[0, 0, ::3, ::3] * 100) / 100)
