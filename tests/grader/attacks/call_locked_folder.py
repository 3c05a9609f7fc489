"""Takes away the permissions that its clearing up needs."""

import os
from contextlib import suppress


def attack():
    os.makedirs("a/b/c")
    with suppress(PermissionError):  # Landlock lets nobody do that
        os.chmod("a/b", 0)
        os.chmod("a", 0)
    return 42
