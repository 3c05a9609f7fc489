"""Takes away the permissions that its clearing up needs."""

import os


def attack():
    os.makedirs("a/b/c")
    os.chmod("a/b", 0)
    os.chmod("a", 0)
    return 42
