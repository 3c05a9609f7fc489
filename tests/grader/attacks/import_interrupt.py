"""Pretends that somebody pressed Ctrl-C while it is imported."""

raise KeyboardInterrupt
