"""Waits for somebody to type."""


def attack():
    return input("your answer? ")
