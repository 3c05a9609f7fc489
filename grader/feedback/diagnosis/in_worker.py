"""Answers many questions in a worker on the reference, with a mistake put into one module of it.

Sent to the worker as a text. To import the library once more, in a process that has NumPy and the
other modules' code already, takes a third of the time of another worker.
"""

import math
import os
import signal
import sys
import traceback

import numpy as np

OUR_FAULT = 70  # the exit status of a process that could not tell its answer
SECONDS = 1.0  # for a question; an answer that takes longer is not evidence


def answers(lib, module, source, questions):
    """What each question, [its program's source, its name, its inputs], is answered: a frame, as
    an array of bytes; none where there was no answer. Where `module` is not "", it has that source.
    """
    if module:
        try:
            lib = _imported_with(lib.__name__, module, source)
        except BaseException:  # the mistake's own doing: with it, there is nothing to answer
            return [np.empty(0, np.uint8) for _ in questions]
    frames, late = [], False
    for question in questions:
        frame, late = (b"", True) if late else _answered_apart(lib, question)
        frames.append(np.frombuffer(frame, np.uint8))
    return frames


def _imported_with(package, module, source):
    finder = next(f for f in sys.meta_path if module in getattr(f, "files", ()))
    path = finder.files[module]
    finder.compiled = finder.compiled | {path: compile(source, path, "exec", dont_inherit=True)}
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]
    return __import__(package)


def _answered_apart(lib, question):
    """The answer that a process of its own gives, and whether that took too long."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        status = OUR_FAULT
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
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
    return frame, os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM


def _answer(lib, source, name, inputs):
    wire, faults = sys.modules["wire"], sys.modules["faults"]
    scope = {"np": np, "math": math}
    exec(compile(source, "<program>", "exec"), scope)
    try:
        value = wire.normalise(scope[name](lib, *inputs), lib.Tensor, wire.numbers)
    except BaseException as error:  # the mistake's own doing, and so its answer
        return wire.encode({"exception": faults.name_of(type(error))})
    try:
        return wire.encode({"exception": ""}, [value])
    except wire.WireError:  # too large for a frame
        return b""
