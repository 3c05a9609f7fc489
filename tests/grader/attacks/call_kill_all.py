"""Kills every process that it can see. Does nothing outside a process-id namespace."""

import contextlib
import os
import signal
from pathlib import Path


def attack():
    status = Path("/proc/self/status")  # which no sealed worker has
    told = status.read_text().splitlines() if status.exists() else ["NSpid: 9 2"]
    (own,) = (line.split()[1:] for line in told if line.startswith("NSpid:"))
    if len(own) < 2 or os.getppid() != 1:
        raise RuntimeError("not in a namespace")
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    return 42
