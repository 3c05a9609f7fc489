"""The untrusted side: runs programs in a learner's library, and starts a process for each test's.

Loaded by the fork server, never imported. Three generations:

    warden    counts, reaps and kills; runs nobody's code
    zygote    limits itself, imports the library once, and waits for requests
    child     a fork of the zygote: runs a program and writes its answer, perhaps more of them; or
              edits the library, and is the zygote of so many programs itself

Nothing here is a secret or decides a score: whatever this side writes is only read as an answer.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import sys
import time
from contextlib import nullcontext, suppress
from types import ModuleType
from typing import Any

import numpy

from . import faults, processes, wire
from .alarms import set_alarm, stop_alarm
from .edited_functions import Functions, forgotten
from .finder import Finder, unmarshalled
from .limits import Limits
from .normal_form import WireError, denormalise, normalise, numbers

LONG = 3600.0


class Zygote:
    """Holds the imported library, and forks a child for each request."""

    def __init__(
        self, limits: Limits, code: Any, control: int, answers: int, memory: int | None = None
    ) -> None:
        self.limits, self.code, self.memory = limits, code, memory
        self.control, self.answers = control, answers
        silence(0)

    def run(self) -> None:
        """Imports the library that the first frame brings, then serves until the grader is gone."""
        header, sources = self.read()
        texts = (data.tobytes() for _, data in sources)
        files, read = header["files"], dict(zip(header["sources"], texts, strict=True))
        kept, (shared, places) = {*files.values()} - {*read}, self.code
        finder = Finder(files, read, unmarshalled(kept, shared, places, self.memory))
        self.functions = Functions() if header["editable"] else None
        self.serve(header["package"], finder)

    def serve(self, package: str, finder: Finder, count: int = -1) -> None:
        """Imports the library, and forks so many children for it, or else as long as it lives."""
        sys.meta_path.insert(0, finder)
        gc.disable()  # neither an import nor a child lives long enough for it to be worth its time
        self.set_alarm(self.limits.imports, self.control, {"imported": False}, finder)
        with self.functions.noting_what_runs() if self.functions else nullcontext():
            library, told = imported(package, finder)
        self.answer_all(library, told, finder, count)

    def answer_all(
        self, library: ModuleType | None, told: dict[str, Any], finder: Finder, count: int
    ) -> None:
        """Tells how the import went, and forks children."""
        stop_alarm()
        flush()
        self.write(self.control, wire.encode(told | {"strays": processes.reap()}))
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a child that sends one goes on to answer
        is_edited = count >= 0
        while library and count:
            count -= 1
            pid = processes.fork()
            if pid == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                while self.answer(library, finder):
                    pass
                os._exit(0)
            status = processes.wait_for(pid)
            done = {"status": status, "strays": processes.reap(), "edited": is_edited}
            self.write(self.control, wire.encode(done))

    def serve_edited(self, request: Any, text: Any, library: ModuleType, finder: Finder) -> None:
        """The same, in a child, for the library with another text in place of a module's."""
        module = request["edit"]
        edited = finder.edited(module, text.tobytes())
        self.set_alarm(self.limits.imports, self.control, {"imported": False}, edited)
        is_put = self.functions and self.functions.put(module, finder, edited)
        if self.functions:
            self.functions.clear()  # a learner's text is not to find what stood in its place
        self.functions = None
        finder.compiled.clear()
        if is_put:
            self.answer_all(library, {"imported": True}, edited, request["count"])
            return
        sys.meta_path.remove(finder)
        self.serve(forgotten(library), edited, request["count"])

    def answer(self, library: ModuleType, finder: Finder) -> bool:
        """The child's life; whether it is to answer another request, which then is as untrusted.

        It is there before its request is, so that nobody waits for a fork.
        """
        request, inputs = self.read()
        if request.get("ends"):
            return False
        if "edit" in request:
            self.serve_edited(request, inputs[0][1], library, finder)
            return False
        stays = request["stays"]
        if not stays:
            os.close(self.control)
        nonce = {"nonce": request["nonce"]}
        program = compiled_program(request["source"], request["name"])
        arguments = [denormalise(pair) for pair in inputs]
        self.set_alarm(request["seconds"], self.answers, nonce, finder)
        frame = self.run_program(library, program, arguments, nonce, finder)
        flush()
        stop_alarm()
        self.write(self.answers, frame)
        return bool(stays)

    def run_program(
        self,
        library: ModuleType,
        program: Any,
        arguments: Any,
        nonce: dict[str, Any],
        finder: Finder,
    ) -> bytes:
        """A frame of what the program returns, or raises. Raises what the grader's code does."""
        stage = "program"
        try:
            value = program(library, *arguments)
            stage = "answer"
            return wire.encode(nonce, [normal_form(value, library)])
        except WireError as error:
            return wire.encode(nonce | {"refused": str(error)})
        except BaseException as error:
            if not faults.is_the_librarys(error, finder.paths):
                raise
            return wire.encode(nonce | {"stage": stage} | faults.describe(error, finder.paths))

    def set_alarm(self, seconds: float, descriptor: int, header: Any, finder: Finder) -> None:
        """Has a program, or an import, that takes too long say where it is, and end."""

        def tell(told: dict[str, Any]) -> None:
            flush()
            self.write(descriptor, wire.encode(header | told))

        set_alarm(seconds, self.limits.patience, finder.paths, tell)

    def read(self) -> tuple[Any, Any]:
        prefix = self.take(wire.PREFIX.size)
        return wire.decode(prefix + self.take(wire.remaining(prefix)))

    def take(self, count: int) -> bytes:
        pieces = []
        while count:
            try:
                piece = os.read(self.control, min(count, 1 << 20))
            except OSError:
                os._exit(faults.UNABLE)
            if not piece:
                time.sleep(LONG)  # the grader is gone; the warden is about to end this process
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def write(self, descriptor: int, frame: bytes) -> None:
        """Writes all of it, unless the library has closed the grader's files."""
        view = memoryview(frame)
        while view:
            try:
                view = view[os.write(descriptor, view) :]
            except OSError:
                os._exit(faults.UNABLE)


def imported(package: str, finder: Finder) -> tuple[ModuleType | None, dict[str, Any]]:
    """The library, or None, and what is told of its import. Raises what the grader's code does."""
    try:
        return __import__(package), {"imported": True}
    except BaseException as error:
        if not (finder.compiling or faults.is_the_librarys(error, finder.paths)):
            raise
        told = faults.describe(error, finder.paths, finder.compiling)
        return None, {"imported": False, "stage": "import", **told}


def compiled_program(source: str, name: str) -> Any:
    """The function of this name that the source defines."""
    names: dict[str, Any] = {"np": numpy, "math": math}
    exec(compile(source, faults.PROGRAM, "exec"), names)
    return names[name]


def normal_form(value: object, library: ModuleType) -> Any:
    """The normal form of what a program returned."""
    tensor = getattr(library, "Tensor", None)
    return normalise(value, tensor if isinstance(tensor, type) else (), numbers)


def silence(*descriptors: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(null, descriptor)
    os.close(null)


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):
            stream.flush()
