"""`distributions` beside torch's: samples from the same seed, likelihoods, gradients, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

# How a distribution is made of x (2, 3) between 0.1 and 0.9, and what may be a sample of it.
KINDS = {
    "D.Normal(x, y)": "v",
    "D.Normal(x[0], 2.0)": "v",
    "D.Normal(0.5, 2)": "v",
    "D.Uniform(-y, x)": "x - y",
    "D.Uniform(0.0, 1)": "x",
    "D.Uniform(-y, x, validate_args=False)": "x + 5",
    "D.Bernoulli(x)": "b",
    "D.Bernoulli(logits=y)": "b",
    "D.Bernoulli(0.25)": "b",
    "D.Categorical(x)": "i",
    "D.Categorical(logits=y)": "i",
    "D.Categorical(probs=x[0])": "i",
    "D.Independent(D.Normal(x, y), 1)": "v",
    "D.Independent(D.Normal(x, y), 2)": "v",
    "D.Independent(D.Bernoulli(x), 0)": "b",
}
ASKED = """
    d.sample() | d.sample((3,)) | d.sample((2, 1)) | d.rsample() | d.rsample((2,)) | d.sample([4])
    d.log_prob(value) | d.log_prob(d.sample((2,))) | d.entropy() | d.mean | d.variance
    d.stddev | list(d.batch_shape) | list(d.event_shape) | d.has_rsample
    d.probs | d.logits | d.log_prob(lib.ones(7))
"""
WRONG = [
    "D.Normal(0.0, -1.0)",
    "D.Normal(x, 0)",
    "D.Normal('a', 1.0)",
    "D.Normal(lib.tensor([float('nan')]), 1.0)",
    "D.Uniform(1.0, 1.0)",
    "D.Bernoulli()",
    "D.Bernoulli(x, x)",
    "D.Bernoulli(1.5)",
    "D.Categorical()",
    "D.Categorical(lib.tensor(1.0))",
    "D.Categorical(logits=lib.tensor([float('nan'), 1.0]))",
    "D.Independent(D.Normal(x, y), 3)",
    "D.Normal(x, y).log_prob(1.0)",
    "D.Normal(x, y).log_prob(lib.ones(4))",
    "D.Normal(x, y).log_prob(x / 0 * 0)",
    "D.Uniform(0.0, 1.0).log_prob(x + 1)",
    "D.Bernoulli(x).log_prob(x)",
    "D.Categorical(x).log_prob(i + 5)",
    "D.Categorical(x).log_prob(x)",
    "D.kl_divergence(D.Normal(x, y), D.Bernoulli(x))",
    "D.Distribution().sample()",
]
PAIRS = """
    D.Normal(x, y), D.Normal(y, x) | D.Uniform(x, x + y), D.Uniform(x - 1, x + 2)
    D.Uniform(x, x + y), D.Uniform(x, x + 0.5) | D.Bernoulli(x), D.Bernoulli(logits=y)
    D.Bernoulli(b), D.Bernoulli(x) | D.Bernoulli(x), D.Bernoulli(b) | D.Bernoulli(b), D.Bernoulli(b)
    D.Categorical(x), D.Categorical(logits=y) | D.Categorical(b), D.Categorical(x)
    D.Categorical(x), D.Categorical(b)
    D.Independent(D.Normal(x, y), 1), D.Independent(D.Normal(y, x), 1)
    D.Independent(D.Normal(x, y), 1), D.Independent(D.Normal(y, x), 2)
"""


def scope(lib: Any) -> dict[str, Any]:
    rng = np.random.default_rng(4)
    x, y = (lib.tensor(rng.uniform(0.1, 0.9, (2, 3)), requires_grad=True) for _ in range(2))
    names = {"x": x, "y": y, "D": lib.distributions, "lib": lib}
    names["v"] = lib.tensor(rng.normal(size=(2, 3)))
    names["b"] = lib.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]], dtype=lib.float64)
    return names | {"i": lib.tensor([2, 0])}


def split(lines: str) -> list[str]:
    return [each.strip() for line in lines.strip().split("\n") for each in line.split(" | ")]


def answer(lib: Any, kind: str, value: str, asked: str) -> Any:
    """The value, and the gradients of what it was made from; or the type of the exception."""
    lib.manual_seed(8)
    names = scope(lib)
    try:
        d = eval(kind, names)
        found = eval(asked, names | {"d": d, "value": eval(value, names)})
    except Exception as error:
        return NotImplementedError if isinstance(error, AttributeError) else type(error)
    if not hasattr(found, "detach"):
        return found
    grads = None
    if found.requires_grad:
        weights = lib.arange(found.numel(), dtype=found.dtype).reshape(found.shape) + 1
        grads = lib.autograd.grad(found, [names["x"], names["y"]], weights, allow_unused=True)
        grads = [g if g is None else g.numpy() for g in grads]
    return str(found.dtype).removeprefix("torch."), found.detach().numpy(), grads


def differs(found: Any, expected: Any) -> bool:
    if not isinstance(expected, tuple):
        return found != expected
    if (
        not isinstance(found, tuple)
        or found[0] != expected[0]
        or (found[2] is None) != (expected[2] is None)
    ):
        return True
    pairs = [(found[1], expected[1]), *zip(found[2] or (), expected[2] or (), strict=True)]
    return any(
        not np.allclose(0 if a is None else a, 0 if b is None else b, 1e-6, 1e-9, equal_nan=True)
        or (b is not None and a is not None and a.shape != b.shape)
        for a, b in pairs
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", KINDS)
def test_a_distribution_answers_as_torchs(lib, kind):
    wrong = []
    for asked in split(ASKED):
        found, expected = (answer(each, kind, KINDS[kind], asked) for each in (lib, torch))
        if differs(found, expected):
            wrong.append((asked, found, expected))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.filterwarnings("ignore")
def test_what_can_not_be_a_distribution_or_a_sample_is_refused_as_in_torch(lib):
    found, expected = ([answer(each, w, "x", "d") for w in WRONG] for each in (lib, torch))
    assert dict(zip(WRONG, found, strict=True)) == dict(zip(WRONG, expected, strict=True))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("pair", split(PAIRS))
def test_divergences_are_torchs(lib, pair):
    found, expected = (answer(each, f"D.kl_divergence({pair})", "x", "d") for each in (lib, torch))
    assert not differs(found, expected), (found, expected)


def test_a_distribution_prints_as_torchs(lib):
    for kind in ("D.Normal(0.0, 1.0)", "D.Bernoulli(0.5)", "D.Independent(D.Normal(0.0, 1.0), 0)"):
        assert repr(eval(kind, scope(lib))) == repr(eval(kind, scope(torch)))


@pytest.mark.parametrize("hard", [False, True])
def test_classes_are_drawn_softly_as_torch_draws_them(lib, hard):
    found = []
    for each in lib, torch:
        each.manual_seed(3)
        scores = each.linspace(-2, 3, 12, dtype=each.float64).reshape(3, 4).requires_grad_()
        drawn = each.nn.functional.gumbel_softmax(scores, tau=0.7, hard=hard, dim=0)
        (drawn * drawn.detach().cumsum(1)).sum().backward()
        found.append([drawn.tolist(), scores.grad.tolist()])
    np.testing.assert_allclose(*found, rtol=1e-9)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("asked", ["d.cdf(value)", "d.icdf(x)"])
def test_how_much_of_a_normal_one_lies_below_is_torchs(lib, asked):
    found, expected = (answer(each, "D.Normal(x, y)", "v", asked) for each in (lib, torch))
    assert not differs(found, expected), (found, expected)
