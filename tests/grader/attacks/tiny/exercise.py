"""The honest answer; every attack is another file in this one's place."""


def attack() -> int:
    return 42
