"""Raises what an untouched stub raises."""


def attack():
    raise NotImplementedError("m05: attack")
