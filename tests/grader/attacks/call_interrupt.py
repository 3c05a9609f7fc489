"""Pretends that somebody pressed Ctrl-C."""


def attack():
    raise KeyboardInterrupt
