"""A small GPT learns to write like Shakespeare: `nox -s shell -- docs/train_gpt.py`.

It reads Romeo and Juliet, letter by letter, for about two minutes on one core, and then writes a
scene of its own. Nobody will take it for the poet, but it has found out, from nothing, that there
are speakers, lines, words and rhythm.

Options: --steps N (200 take about ten seconds, and are enough for letters that look like words),
--seed N.
"""

from __future__ import annotations

import argparse
import time

import autodiff as torch
from autodiff import nn
from autodiff.models import GPT
from autodiff.text import Characters, romeo_and_juliet

CONTEXT, WIDTH, DEPTH, HEADS = 64, 96, 2, 4
BATCH, RATE = 16, 3e-3
LENGTH, TEMPERATURE = 600, 0.7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=1500, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    text = romeo_and_juliet()
    letters = Characters(text)
    ids = torch.tensor(letters.encode(text))
    split = len(ids) * 9 // 10
    model = GPT(len(letters), CONTEXT, WIDTH, DEPTH, HEADS)
    fit(model, ids[:split], ids[split:], options.steps)
    start = torch.tensor([letters.encode("\n\nJULIET:\n")])
    print(letters.decode(model.eval().generate(start, LENGTH, TEMPERATURE)[0]))


def fit(model: GPT, train: torch.Tensor, test: torch.Tensor, steps: int) -> None:
    """Show the loss on the way, beside that of a part of the text that is never learned from."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    started = time.perf_counter()
    for step in range(1, steps + 1):
        loss = loss_of(model, train)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step == 1 or step % 100 == 0 or step == steps:
            with torch.no_grad():
                unseen = sum(loss_of(model, test).item() for _ in range(4)) / 4
            seconds = time.perf_counter() - started
            print(f"step {step:5,}  loss {loss.item():.3f}  unseen {unseen:.3f}  {seconds:4.0f} s")


def loss_of(model: GPT, ids: torch.Tensor) -> torch.Tensor:
    """The mean cross entropy of the next letter, over a batch of random pieces of the text."""
    starts = torch.randint(len(ids) - CONTEXT, (BATCH, 1))
    pieces = ids[starts + torch.arange(CONTEXT + 1)]
    scores = model(pieces[:, :-1])
    return nn.functional.cross_entropy(scores.flatten(0, 1), pieces[:, 1:].flatten())


if __name__ == "__main__":
    main()
