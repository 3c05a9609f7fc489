"""Prints for ever."""


def attack():
    while True:
        print("x" * 100_000)
