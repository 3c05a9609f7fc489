"""Deleting where the kernel lets nobody delete.

A file that is deleted while it is open takes up room that nobody can count. So where a worker's
scratch folder is a folder like others, the kernel refuses its processes to delete a file, and to
move one over another (seccomp.py). Whoever asks Python for it has the file put aside, emptied.

Standard library only: the fork server loads this file by itself.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from itertools import count
from typing import Any

ASIDE = ".deleted"
OVER_NOTHING = 1  # RENAME_NOREPLACE
HERE = -100  # AT_FDCWD
_numbers = count()


def put_aside_from_now_on(folder: str) -> None:
    """Have Python's own functions put aside, within this folder, what they are to delete."""
    aside = os.path.join(folder, ASIDE)
    os.mkdir(aside)

    def remove(path: Any, *, dir_fd: int | None = None) -> None:
        mode = os.lstat(path, dir_fd=dir_fd).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        place = os.path.join(aside, f"{os.getpid()}-{next(_numbers)}")
        _move(path, place, dir_fd, None)
        if stat.S_ISREG(mode):
            os.truncate(place, 0)

    def rename(
        src: Any, dst: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        try:
            _move(src, dst, src_dir_fd, dst_dir_fd)
        except FileExistsError:
            if os.path.samestat(os.lstat(src, dir_fd=src_dir_fd), os.lstat(dst, dir_fd=dst_dir_fd)):
                return
            remove(dst, dir_fd=dst_dir_fd)
            _move(src, dst, src_dir_fd, dst_dir_fd)

    os.remove = os.unlink = remove
    os.rename = os.replace = rename


def _move(source: Any, target: Any, source_folder: int | None, target_folder: int | None) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    folders = [HERE if each is None else each for each in (source_folder, target_folder)]
    names = [os.fsencode(each) for each in (source, target)]
    if libc.renameat2(folders[0], names[0], folders[1], names[1], OVER_NOTHING):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), source, None, target)
