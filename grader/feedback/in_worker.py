"""Answers many questions in a worker on the reference, one module of which is edited.

`edited.py` sends this file to the worker as a text. To import the library once more, in a process
that has NumPy and the other modules' code already, takes a third of the time of another worker.
"""

import math
import os
import signal
import sys
import traceback

import numpy as np

PATIENCE = 10.0  # times as long by the clock, on a slow machine or asleep
OUR_FAULT = 70  # the exit status of a process that could not tell its answer
LATE = (signal.SIGPROF, signal.SIGALRM)


def answers(lib, module, source, seconds, questions):
    """What each question, [its program's source, its name, its inputs], is answered: a frame, as
    an array of bytes; none where there was no answer. Where `module` is not "", it has that source.
    After one that took more than so many seconds of a processor, no other is asked.
    """
    if module:
        try:
            lib = _imported_with(lib.__name__, module, source)
        except BaseException:  # the edit's own doing: with it, there is nothing to answer
            return [np.empty(0, np.uint8) for _ in questions]
    frames, late = [], False
    for question in questions:
        frame, late = (b"", True) if late else _answered_apart(lib, seconds, question)
        frames.append(np.frombuffer(frame, np.uint8))
    return frames


def _imported_with(package, module, source):
    finder = next(f for f in sys.meta_path if module in getattr(f, "files", ()))
    path = finder.files[module]
    finder.compiled = finder.compiled | {path: compile(source, path, "exec", dont_inherit=True)}
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]
    return __import__(package)


def _answered_apart(lib, seconds, question):
    """The answer that a process of its own gives, and whether that took too long."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        status = OUR_FAULT
        try:
            for ends in LATE:
                signal.signal(ends, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, seconds)
            signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE)
            with open(theirs, "wb") as pipe:
                pipe.write(_answer(lib, *question))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        frame = pipe.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == OUR_FAULT:
        raise RuntimeError("an answer could not be read or sent")
    return frame, os.WIFSIGNALED(status) and os.WTERMSIG(status) in LATE


def _answer(lib, source, name, inputs):
    inside = sys.modules["inside"]
    wire, faults, forms = inside.wire, inside.faults, inside.normal_form
    scope = {"np": np, "math": math}
    exec(compile(source, "<program>", "exec"), scope)
    try:
        value = forms.normalise(scope[name](lib, *inputs), lib.Tensor, forms.numbers)
    except BaseException as error:  # the edit's own doing, and so its answer
        return wire.encode({"exception": faults.name_of(type(error))})
    try:
        return wire.encode({"exception": ""}, [value])
    except forms.WireError:  # too large for a frame
        return b""
