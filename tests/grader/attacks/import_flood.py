"""Prints for ever while it is imported."""

while True:
    print("x" * 100_000)
