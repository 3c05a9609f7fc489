"""Interrupts the process that it was forked from, as Ctrl-C would."""

import os
import signal


def attack():
    os.kill(os.getppid(), signal.SIGINT)
    return 42
