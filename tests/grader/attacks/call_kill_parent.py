"""Kills whoever started it."""

import os
import signal


def attack():
    os.kill(os.getppid(), signal.SIGKILL)
    return 42
