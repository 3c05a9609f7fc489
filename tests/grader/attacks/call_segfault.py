"""Reads address 0."""

import ctypes


def attack():
    return ctypes.string_at(0)
