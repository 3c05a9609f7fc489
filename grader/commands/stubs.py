"""`nox -s stubs`: regenerates exercises/ from solutions/, or only says what is out of date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..manifest import EXERCISES
from ..stubs.generate import differences, generate_all, regenerate


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("nox -s stubs --", description="Regenerate exercises/.")
    parser.add_argument("--check", action="store_true", help="only say what is out of date")
    options = parser.parse_args(argv)
    try:
        stubs = generate_all()
        lines = differences(stubs) if options.check else regenerate(stubs)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    if options.check:
        print(f"{EXERCISES.name}/ is {'stale' if lines else 'up to date'}")
        return 1 if lines else 0
    print(f"{EXERCISES.name}/ holds {len(stubs)} modules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
