"""Calls itself for ever."""


def attack():
    return attack()
