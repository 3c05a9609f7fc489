"""Files that a sealed worker may see, by rules that the kernel keeps (Landlock).

For machines where namespaces are refused. `man 7 landlock`. Everything that is not named is
refused: reading as well as writing, listing, linking. What was opened before stays open.

Standard library only: the fork server loads this file by itself.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

CREATE, ADD, RESTRICT = 444, 445, 446  # the same on every kind of machine
VERSION_WANTED = 1
PATH_BENEATH = 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
ALL_NETWORK = 0b11  # binding and connecting TCP sockets
ALL_SCOPES = 0b11  # abstract sockets' and signals' ways out
# How many rights to files there are since which version; later ones were for sockets and signals.
RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
FOR_NETWORK, FOR_SCOPES = 4, 6
OF_A_FOLDER = READ_FOLDER | 0b1111111110000 | 1 << 13  # rights that mean nothing for a file


def version() -> int:
    """Which version of Landlock this kernel has; 0 if none."""
    return max(_call(CREATE, None, 0, VERSION_WANTED), 0)


def allow_only(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Keep this process and its descendants to these files and folders, for good.

    Needs PR_SET_NO_NEW_PRIVS. Signals, too, reach only those who are kept the same way, from
    version 6 on. Raises OSError.
    """
    known = version()
    rights = (1 << max(count for since, count in RIGHTS.items() if since <= known)) - 1
    network, scopes = ALL_NETWORK * (known >= FOR_NETWORK), ALL_SCOPES * (known >= FOR_SCOPES)
    attributes = struct.pack("=QQQ", rights, network, scopes)
    rules = _checked(_call(CREATE, attributes, 24 if scopes else 16 if network else 8, 0))
    try:
        for paths, allowed in ((readable, READ_FILE | READ_FOLDER), (writable, rights & ~1)):
            for path in paths:
                _allow(rules, path, allowed)
        _checked(_call(RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _allow(rules: int, path: str, allowed: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed &= ~0 if os.path.isdir(path) else ~OF_A_FOLDER
        _checked(_call(ADD, rules, PATH_BENEATH, struct.pack("=Qi", allowed, descriptor), 0))
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    result: int = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    return result


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result
