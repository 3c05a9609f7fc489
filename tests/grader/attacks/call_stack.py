"""Overruns the stack inside C code, where no exception reports it."""

import itertools


def attack():
    nested = iter(())
    for _ in range(300_000):
        nested = itertools.chain(nested, ())
    return next(nested)
