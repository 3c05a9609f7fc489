"""`nox -s bench`: the time of grading; `nox -s bench -- library`: the speed of the library;
`nox -s bench -- watch`: the time from a save to its verdict."""

import sys

from . import grading, library

if sys.argv[1:2] == ["library"]:
    sys.exit(library.main(sys.argv[2:]))
if sys.argv[1:2] == ["watch"]:
    from . import watch

    sys.exit(watch.main(sys.argv[2:]))
if sys.argv[1:]:
    sys.exit(
        "usage: nox -s bench [-- library [CASE ...] [--threads N ...] | watch [MILESTONE ...]]"
    )
sys.exit(grading.main())
