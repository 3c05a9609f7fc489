"""Never comes back, and ignores every signal that can be ignored."""

import contextlib
import signal


def attack():
    for number in signal.valid_signals():
        with contextlib.suppress(OSError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass
