"""Kills its parent's parent, and lives on in a session of its own."""

import os
import signal
from pathlib import Path


def attack():
    os.setsid()
    status = Path(f"/proc/{os.getppid()}/stat").read_text()
    warden = int(status.rpartition(")")[2].split()[1])
    os.kill(warden, signal.SIGKILL)
    while True:
        pass
