"""A siamese network with three losses: contrastive, triplet, and NT-Xent of two views."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

random.seed(0)
torch.manual_seed(0)


class Pairs(Dataset):
    def __init__(self, data, targets, size=24):
        self.data, self.targets, self.size = data, targets, size

    def __getitem__(self, index):
        i = random.randrange(len(self.data))
        should_be_same = random.randint(0, 1)
        while True:
            j = random.randrange(len(self.data))
            if (self.targets[i] == self.targets[j]) == bool(should_be_same):
                break
        return self.data[i], self.data[j], torch.tensor([1.0 - should_be_same])

    def __len__(self):
        return self.size


class SiameseNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(1, 4, kernel_size=3),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
        )
        self.fc = nn.Sequential(
            nn.Linear(4 * 3 * 3, 12), nn.Dropout(p=0.1), nn.PReLU(), nn.Linear(12, 3)
        )

    def forward_once(self, x):
        return self.fc(self.cnn(x).view(x.size()[0], -1))

    def forward(self, input1, input2):
        return self.forward_once(input1), self.forward_once(input2)


class ContrastiveLoss(torch.nn.Module):
    def __init__(self, margin=2.0):
        super(ContrastiveLoss, self).__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        distance = F.pairwise_distance(output1, output2, keepdim=True)
        return torch.mean(
            (1 - label) * torch.pow(distance, 2)
            + label * torch.pow(torch.clamp(self.margin - distance, min=0.0), 2)
        )


def nt_xent(a, b, temperature=0.5):
    z = F.normalize(torch.cat([a, b]), dim=1)
    sim = z @ z.t() / temperature
    sim.masked_fill_(torch.eye(len(z), dtype=torch.bool), float("-inf"))
    target = torch.arange(len(z)).roll(len(a))
    return F.cross_entropy(sim, target)


targets = torch.arange(20) % 4
data = F.one_hot(targets, 36).float().view(-1, 1, 6, 6) * 3 + torch.randn(20, 1, 6, 6) * 0.3
net, criterion = SiameseNetwork(), ContrastiveLoss()
triplet = nn.TripletMarginLoss(margin=1.0, p=2)
optimizer = torch.optim.Adam(net.parameters(), lr=0.005)
for epoch in range(2):
    for x0, x1, label in DataLoader(Pairs(data, targets), batch_size=8, num_workers=0):
        optimizer.zero_grad()
        out0, out1 = net(x0, x1)
        anchor, positive, negative = (net.forward_once(data[i : i + 16]) for i in (0, 4, 1))
        losses = (
            criterion(out0, out1, label),
            triplet(anchor, positive, negative),
            nt_xent(anchor, positive),
        )
        torch.stack(losses).sum().backward()
        optimizer.step()
    print("Epoch", epoch, *["%.4f" % each.item() for each in losses])
similarity = F.cosine_similarity(anchor, positive) - nn.CosineSimilarity(dim=1)(anchor, negative)
hinge = nn.MarginRankingLoss(0.5)(similarity, torch.zeros_like(similarity), torch.ones(16))
print(similarity.mean(), hinge, nn.CosineEmbeddingLoss()(anchor, negative, -torch.ones(16)))
