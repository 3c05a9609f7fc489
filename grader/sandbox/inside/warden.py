"""The first process of a worker: counts, reaps and kills, and runs nobody's code."""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from . import kernel, processes
from .limits import Limits
from .seal import Seal, close_off, overflows, shut, user_of
from .zygote import Zygote, silence

LIFELINE = 0  # the warden's standard input: closed when the grader is gone
GOOD_SHARE = 5  # so many workers there are at once, or hardly more
CENSUS = 0.025  # seconds; a fork bomb grows by hundreds in twice as long


def main(config: dict[str, Any], code: Any, lifeline: int, output: int, *pipes: int) -> None:
    """The life of a new process, which does not return.

    Args:
        config: the worker's `limits` and its `home`, an empty folder; for one that is sealed, how.
        code: what the grader has compiled already, by path; and where other code lies in a memory.
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
    watch(pid, limits, seal)


def watch(zygote: int, limits: Limits, seal: Seal | None) -> None:
    """The warden's life: reports how the zygote ended or what it overran, and leaves nobody."""
    server, alike = os.getppid(), processes.resident_bytes([os.getpid()])
    report = None
    while report is None:
        gone = bool(select.select([LIFELINE], [], [], CENSUS if processes.PROC else 10 * CENSUS)[0])
        below = processes.descendants(os.getpid())
        if gone:
            report = [None, ""]
        elif len(below) > limits.processes:
            report = [None, f"started more than {limits.processes} processes"]
        elif processes.threads(below) > limits.threads:
            report = [None, f"started more than {limits.threads} threads"]
        elif holds_too_much(below, server, alike, limits.all_memory):
            report = [None, "used more memory than allowed"]
        elif seal and overflows(seal, limits):
            report = [None, "wrote more into files than allowed"]
        else:
            report = ended(zygote)
    with suppress(OSError):
        os.write(LIFELINE, json.dumps(report).encode())
    if report[0] is None:
        with suppress(ProcessLookupError):  # it has not come to a group of its own
            os.killpg(zygote, signal.SIGKILL)  # all at once: nobody forks between two kills
    processes.end_descendants()
    os._exit(0)


def holds_too_much(below: Sequence[int], server: int, alike: int, most: int) -> bool:
    """Whether these processes hold more memory than allowed, or those of all the server's workers
    do together, of whom this one has a good share. Few have, so that few are to be looked at."""
    held = processes.resident_bytes(below, alike)
    if held <= most // GOOD_SHARE or os.getppid() != server:
        return held > most
    return processes.resident_bytes(processes.descendants(server), alike) > most


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
