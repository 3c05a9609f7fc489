"""A convolutional autoencoder: down by Conv2d, up by ConvTranspose2d and by Upsample."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(9)
xx, yy = torch.meshgrid(torch.linspace(-1, 1, 8), torch.linspace(-1, 1, 8), indexing="ij")
centers = torch.rand(32, 2) - 0.5
blobs = torch.exp(
    -4 * ((xx - centers[:, 0, None, None]) ** 2 + (yy - centers[:, 1, None, None]) ** 2)
)
loader = DataLoader(TensorDataset(blobs.unsqueeze(1), centers), batch_size=16, shuffle=True)


class ConvAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1)
        self.conv2 = nn.Conv2d(6, 3, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)
        self.t_conv1 = nn.ConvTranspose2d(3, 6, 2, stride=2)
        self.t_conv2 = nn.ConvTranspose2d(6, 1, 3, stride=2, padding=1, output_padding=1)

    def encode(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        return self.pool(F.relu(self.conv2(x)))

    def forward(self, x):
        x = F.relu(self.t_conv1(self.encode(x)))
        return torch.sigmoid(self.t_conv2(x))


upsampling = nn.Sequential(
    nn.Conv2d(1, 4, 3, stride=2, padding=1),
    nn.BatchNorm2d(4),
    nn.ReLU(True),
    nn.Upsample(scale_factor=2, mode="nearest"),
    nn.Conv2d(4, 1, 3, padding="same"),
    nn.Upsample(size=(8, 8), mode="bilinear", align_corners=True),
    nn.Sigmoid(),
)
for model in (ConvAutoencoder(), upsampling):
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2, weight_decay=1e-5)
    for epoch in range(1, 4):
        train_loss = 0.0
        for images, _ in loader:
            optimizer.zero_grad()
            outputs = model(images)
            loss = criterion(outputs, images)
            loss.backward()
            optimizer.step()
            train_loss += loss.item() * images.size(0)
        print("Epoch: {} \tTraining Loss: {:.6f}".format(epoch, train_loss / len(loader.dataset)))
    print(sum(p.numel() for p in model.parameters()), outputs[0, 0, 3].detach().numpy().shape)
with torch.no_grad():
    small = F.interpolate(blobs[:1].unsqueeze(0), scale_factor=0.5, mode="bilinear")
    print(small.shape, small.mean(), F.interpolate(small, size=4).sum())
