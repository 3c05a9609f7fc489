"""Memory that is needed again at once. (Given code.)

Every training step makes and drops the same large arrays. glibc's allocator hands a large block
back to the system as soon as it is dropped; the next step gets it again, page by page, each page
cleared first. In a convolutional net this takes as long as the arithmetic. So the allocator is
told to keep what it has, as torch's and JAX's own allocators do.

But not blocks of more than 8 MiB: a gap that one of these leaves is seldom of the size that is
wanted next. If they were kept too, steps on large images would be up to a quarter faster, and need
up to a quarter more memory.

To read: the manual page of mallopt(3).
"""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h
LARGEST_BLOCK = 8 * 2**20
KEPT = 2**30


def keep_freed_memory() -> None:
    """Have glibc keep freed memory for the next arrays; elsewhere this does nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK)
        mallopt(M_TRIM_THRESHOLD, KEPT)


keep_freed_memory()
