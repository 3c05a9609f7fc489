"""Takes all the memory that it can get."""


def attack():
    hoard = []
    while True:
        hoard.append(bytearray(b"x") * (1 << 24))
