"""The first process of a worker: counts, reaps and kills, and runs nobody's code."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from . import kernel, processes
from .limits import Limits
from .processes import Taken
from .seal import Seal, close_off, overflows, shut, user_of
from .zygote import Zygote, silence

LIFELINE = 0  # the warden's standard input: closed when the grader is gone
GOOD_SHARE = 5  # so many workers there are at once, or hardly more
CENSUS = 0.025  # seconds; a fork bomb grows by hundreds in twice as long


SECONDS = struct.Struct("d")  # of a processor, as they stand in the ledger
LEAST = 0.01  # seconds that are told; the system counts no less


class Account:
    """What a worker takes of processors. All are added to one ledger, which the grader reads."""

    def __init__(self, ledger: int) -> None:
        self._ledger, self._told = ledger, 0.0

    def note(self, living: float) -> None:
        """Add what these seconds, and those of all who have ended, are more than before."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        more = living + ended.ru_utime + ended.ru_stime - self._told
        if more >= LEAST:
            with suppress(OSError):  # the disk is full: it is added later
                os.write(self._ledger, SECONDS.pack(more))
                self._told += more


def main(
    config: dict[str, Any], code: Any, ledger: int, lifeline: int, output: int, *pipes: int
) -> None:
    """The life of a new process, which does not return.

    Args:
        config: the worker's `limits` and its `home`, an empty folder; for one that is sealed, how.
        code: what the grader has compiled already, by path; and where other code lies in a memory.
        ledger: the file in which wardens add up what workers take of processors.
        lifeline, output: what becomes its standard input, and its output and errors.
        pipes: requests and replies, answers, and perhaps that memory.
    """
    os.setsid()
    os.chdir(config["home"])
    os.environ.update(HOME=config["home"], TMPDIR=config["home"])
    for descriptor, standard in ((lifeline, LIFELINE), (output, 1), (output, 2)):
        os.dup2(descriptor, standard)
    os.close(lifeline)
    os.close(output)
    kernel.keep_memory_private(False)  # there is nothing of the server's in it
    limits = Limits(*config["limits"])
    kernel.adopt_orphans()
    seal = config["seal"] and Seal(*config["seal"])
    user = seal and user_of(seal, os.getpid())
    if limits.namespace and not (seal and seal.how == "landlock"):  # which is where there are none
        kernel.enter_namespace()
    pid = os.fork()
    if pid == 0:
        os.close(ledger)
        os.setsid()
        if seal:
            close_off(seal, limits, user)
            kernel.confine(limits, kernel.READING_FILES)
        else:
            kernel.confine(limits)
        kernel.die_with_parent()
        kernel.adopt_orphans()
        if seal:
            shut(seal)
        Zygote(limits, code, *pipes).run()
        os._exit(0)
    for pipe in pipes:
        os.close(pipe)
    silence(1, 2)
    watch(pid, limits, seal, Account(ledger))


def watch(zygote: int, limits: Limits, seal: Seal | None, account: Account) -> None:
    """The warden's life: reports how the zygote ended or what it overran, and leaves nobody."""
    server, alike = os.getppid(), resident(processes.taken([os.getpid()]))
    report = None
    while report is None:
        gone = bool(select.select([LIFELINE], [], [], CENSUS if processes.PROC else 10 * CENSUS)[0])
        below = processes.descendants(os.getpid())
        taken = processes.taken(below)
        account.note(sum(each.seconds for each in taken))
        if gone:
            report = [None, ""]
        elif len(below) > limits.processes:
            report = [None, f"started more than {limits.processes} processes"]
        elif sum(each.threads for each in taken) > limits.threads:
            report = [None, f"started more than {limits.threads} threads"]
        elif holds_too_much(taken, server, alike, limits.all_memory):
            report = [None, "used more memory than allowed"]
        elif seal and overflows(seal, limits):
            report = [None, "wrote more into files than allowed"]
        else:
            report = ended(zygote)
    with suppress(OSError):
        os.write(LIFELINE, json.dumps(report).encode())
    if report[0] is None:
        with suppress(ProcessLookupError):  # it has not come to a group of its own
            os.killpg(zygote, signal.SIGSTOP)  # all at once: nobody forks between two signals
    # Of whom a namespace's end takes with it, nobody is told what they have taken.
    account.note(processes.processor_seconds(processes.stop_descendants()))
    processes.end_descendants()
    os._exit(0)


def holds_too_much(taken: Sequence[Taken], server: int, alike: int, most: int) -> bool:
    """Whether these processes hold more memory than allowed, or those of all the server's workers
    do together, of whom this one has a good share. Few have, so that few are to be looked at."""
    held = resident(taken, alike)
    if held <= most // GOOD_SHARE or os.getppid() != server:
        return held > most
    return resident(processes.taken(processes.descendants(server)), alike) > most


def resident(taken: Sequence[Taken], shared: int = 0) -> int:
    """The memory that processes hold, but for so much that each has in common with whoever forked
    the first of them."""
    return sum(max(each.resident - shared, 0) for each in taken)


def ended(zygote: int) -> list[Any] | None:
    """Reaps the dead; the zygote's status once it is among them."""
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return None
            if pid == zygote:
                return [os.waitstatus_to_exitcode(status), ""]
    except ChildProcessError:
        return [0, ""]
