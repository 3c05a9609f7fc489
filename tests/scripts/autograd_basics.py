"""Gradients of a few small functions, and the switches around them."""

import torch

torch.manual_seed(0)

x = torch.ones(2, 2, requires_grad=True)
y = x + 2
z = y * y * 3
out = z.mean()
print(f"z = {z.detach()}, out = {out.item():.3f}")
out.backward()
print("x.grad =", x.grad)

a = torch.tensor([2.0, 3.0], requires_grad=True)
b = torch.tensor([6.0, 4.0], requires_grad=True)
q = 3 * a**3 - b**2
q.backward(gradient=torch.tensor([1.0, 1.0]))
print((9 * a**2 == a.grad).tolist(), (-2 * b == b.grad).all().item())

v = torch.randn(3, requires_grad=True)
w = v * 2
steps = 0
while w.data.norm() < 1000:
    w = w * 2
    steps += 1
w.backward(torch.tensor([0.1, 1.0, 0.0001]))
print("doubled", steps, "times:", v.grad)

print(v.requires_grad, (v**2).requires_grad, v.detach().requires_grad)
with torch.no_grad():
    print((v**2).requires_grad)


@torch.no_grad()
def frozen(t):
    return (t * 3).requires_grad


print(frozen(v), torch.is_grad_enabled())
with torch.set_grad_enabled(False):
    print((v + 1).requires_grad)
with torch.inference_mode():
    print((v + 1).sum().requires_grad)

hidden = torch.linspace(-1.0, 1.0, steps=5, requires_grad=True)
square = hidden.pow(2)
square.retain_grad()
cube = (square * hidden).sum()
cube.backward()
print(square.grad, hidden.grad, cube.is_leaf, hidden.is_leaf)

seen = []
p = torch.nn.Parameter(torch.full((3,), 0.5))
handle = p.register_hook(lambda grad: grad.clamp(max=1.0))
watch = p * torch.tensor([1.0, 2.0, 3.0])
watch.register_hook(lambda grad: seen.append(grad.tolist()))
watch.pow(2).sum().backward()
handle.remove()
print(p.grad, seen)

first = torch.tensor(3.0, requires_grad=True)
(slope,) = torch.autograd.grad(first.sin() * first, first, create_graph=True)
(curvature,) = torch.autograd.grad(slope, first)
print(f"slope {slope:.4f}, curvature {curvature:.4f}")
