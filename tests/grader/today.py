"""Of many slow cases, a part each day: a maintainer who runs the tests daily has run them all soon.

`nox -s diagnosis`, `nox -s bench -- localization` and `nox -s seeds` run all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from grader.commands.seeds import COUNT

T = TypeVar("T")
DAY = datetime.now(UTC).toordinal()
SEED = DAY % COUNT  # of inputs
OTHER_SEED = (SEED + COUNT // 2) % COUNT


def todays(cases: Sequence[T], days: int) -> list[T]:
    """Those whose turn it is today; within so many days, every case has its turn."""
    return list(cases[DAY % days :: days])
