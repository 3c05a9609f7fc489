"""Leaves a daemon behind while it is imported."""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(60)
    os._exit(0)
os.wait()


def attack():
    return 42
