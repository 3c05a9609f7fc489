"""Patches every comparison in sight, and the code that writes the answers."""

import builtins
import json
import sys

import numpy as np


def attack():
    for name in ("assert_allclose", "assert_array_equal", "assert_equal"):
        setattr(np.testing, name, lambda *args, **kwargs: None)
    np.allclose = np.array_equal = builtins.all = lambda *args, **kwargs: True
    encode = sys.modules["inside"].wire.encode
    sys.modules["inside"].wire.encode = lambda header, *rest: encode(
        {**header, "passed": True, "outcome": "passed", "score": 100}, *rest
    )
    json.loads = lambda text: {}
    return "wrong"
