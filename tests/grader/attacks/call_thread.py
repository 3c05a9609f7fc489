"""Answers, and leaves a thread running."""

import threading


def spin():
    while True:
        pass


def attack():
    threading.Thread(target=spin).start()
    return 42
