"""Draws the computation graph of a two-layer network, as in docs/how_it_is_built.md, with m06.

nox -s shell -- docs/draw_graph.py [FILE]       .kata/graph.svg, unless a file is named
"""

import sys
from pathlib import Path

import autodiff as torch
import numpy as np

rng = np.random.default_rng(0)
X, T = torch.tensor(rng.normal(size=(8, 4))), torch.tensor(rng.normal(size=(8, 2)))
W1 = torch.tensor(rng.normal(size=(4, 16)), requires_grad=True)
W2 = torch.tensor(rng.normal(size=(16, 2)), requires_grad=True)
b1 = torch.tensor(np.zeros(16), requires_grad=True)
b2 = torch.tensor(np.zeros(2), requires_grad=True)

Y = torch.sigmoid(torch.sigmoid(X @ W1 + b1) @ W2 + b2)
loss = ((Y - T) ** 2).mean()

names = {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "Y": Y, "loss": loss}
place = Path(*sys.argv[1:] or (".kata", "graph.svg"))
place.parent.mkdir(exist_ok=True)
print(torch.autograd.make_dot(loss, names).write(place))
