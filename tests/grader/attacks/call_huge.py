"""Answers with 72 MiB."""

import numpy as np


def attack():
    return np.ones(9 << 20)
