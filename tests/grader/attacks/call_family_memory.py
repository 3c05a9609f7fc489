"""Takes the memory through children, none of which takes too much."""

import os
import time


def attack():
    while os.fork():
        time.sleep(0.1)
    hoard = bytearray(b"x") * (100 << 20)
    time.sleep(60)
    return len(hoard)
