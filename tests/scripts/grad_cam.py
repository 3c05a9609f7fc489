"""What a network looks at: hooks on the way back, maxima put back, images resized smoothly."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class SegNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.pool = nn.MaxPool2d(2, stride=2, return_indices=True)
        self.middle = nn.Sequential(nn.BatchNorm2d(4), nn.SiLU(), nn.Conv2d(4, 4, 1))
        self.unpool = nn.MaxUnpool2d(2, stride=2)
        self.head = nn.ConvTranspose2d(4, 2, 3, padding=1)

    def forward(self, x):
        h = F.relu(self.conv(x))
        size = h.size()
        h, indices = self.pool(h)
        return self.head(self.unpool(self.middle(h), indices, output_size=size))


class GradCAM:
    def __init__(self, model, layer):
        self.model, self.activations, self.gradients = model, [], []
        self.handles = [
            layer.register_forward_hook(lambda m, i, o: self.activations.append(o.detach())),
            layer.register_full_backward_hook(lambda m, gi, go: self.gradients.append(go[0])),
        ]

    def __call__(self, x):
        self.model.zero_grad()
        scores = self.model(x)
        scores[:, 1].mean().backward()
        weights = self.gradients[-1].mean(dim=(2, 3), keepdim=True)
        cam = F.relu((weights * self.activations[-1]).sum(1, keepdim=True))
        cam = F.interpolate(cam, x.shape[-2:], mode="bicubic", align_corners=False)
        low, high = cam.amin((2, 3), keepdim=True), cam.amax((2, 3), keepdim=True)
        return (cam - low) / (high - low + 1e-8)


torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
window = torch.hann_window(9, periodic=False)
image = (window[:, None] * window[None]).broadcast_to(2, 1, 9, 9) + 0.1 * torch.randn(2, 1, 9, 9)
model = SegNet()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
with torch.autograd.set_detect_anomaly(True):
    for step in range(5):
        loss = F.cross_entropy(model(image), (image[:, 0] > 0.3).long())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
print(f"{loss.item():.4f}", model)

cam = GradCAM(model, model.middle)
print(cam(image).mean((1, 2, 3)), cam.gradients[0].shape)
for handle in cam.handles:
    handle.remove()

# Guided backpropagation: gradients that are positive go on.
guided = [
    module.register_full_backward_hook(lambda m, gi, go: (F.relu(gi[0]),))
    for module in model.modules()
    if isinstance(module, nn.SiLU)
]
x = image.clone().requires_grad_()
model(x)[:, 1].sum().backward()
saliency = x.grad.abs().flatten(1)
print(torch.histc(saliency, bins=4, min=0, max=2), torch.corrcoef(saliency), torch.cov(saliency))
