"""`nox -s bench`: the time of grading; `nox -s bench -- library`: the speed of the library."""

import sys

from . import grading, library

if sys.argv[1:2] == ["library"]:
    sys.exit(library.main(sys.argv[2:]))
if sys.argv[1:]:
    sys.exit("usage: nox -s bench [-- library [CASE ...] [--threads N ...]]")
sys.exit(grading.main())
