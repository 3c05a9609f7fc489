"""`python -m tests.grader.variants.kinds [KIND ...]`: what each fails, as it is and mended."""

from __future__ import annotations

import sys

from ..__main__ import check
from . import KINDS, of_kind

if __name__ == "__main__":
    sys.exit(check(pair for kind in sys.argv[1:] or KINDS for pair in of_kind(kind)))
