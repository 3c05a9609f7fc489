"""Kills every process that it can see. Does nothing outside a process-id namespace."""

import contextlib
import os
import signal
from pathlib import Path


def attack():
    status = Path("/proc/self/status").read_text()
    (own,) = (line.split()[1:] for line in status.splitlines() if line.startswith("NSpid:"))
    if len(own) < 2 or os.getppid() != 1:
        raise RuntimeError("not in a namespace")
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    return 42
