"""A small convolutional network: its parts, one update by hand, a few by an optimiser."""

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 4 * 4, 60)
        self.fc2 = nn.Linear(60, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


torch.manual_seed(2)
device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
net = Net().to(device)
print(net)

params = list(net.parameters())
print(len(params), tuple(params[0].size()), sum(p.numel() for p in params if p.requires_grad))

images = torch.randn(4, 1, 28, 28, device=device)
out = net(images)
print(out[:, ::2])

net.zero_grad()
out.backward(torch.randn(4, 10))
print("conv1.bias.grad", net.conv1.bias.grad)

target = torch.randn(10).view(1, -1).expand(4, 10)
criterion = nn.MSELoss()
net.zero_grad()
print("before backward:", net.conv1.bias.grad)
loss = criterion(net(images), target)
loss.backward()
print(f"loss {loss.item():.5f}, after backward: {net.conv1.bias.grad.abs().sum():.5f}")

learning_rate = 0.01
for f in net.parameters():
    f.data.sub_(f.grad.data * learning_rate)

optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for step in range(4):
    optimizer.zero_grad()
    loss = criterion(net(images), target)
    loss.backward()
    optimizer.step()
    print("step %d: %.5f" % (step + 1, loss.item()))

labels = torch.randint(0, 10, (4,))
outputs = net(images)
_, predicted = torch.max(outputs.data, 1)
correct = (predicted == labels).sum().item()
print(predicted.tolist(), labels.tolist(), f"{100 * correct // labels.size(0)} %")
