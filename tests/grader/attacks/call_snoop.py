"""Searches its frames, its heap and what Linux tells about it for an expected value."""

import contextlib
import gc
import re
import sys
from pathlib import Path


def attack():
    seen = []
    frame = sys._getframe()
    while frame:
        seen += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    gc.unfreeze()
    heap = gc.get_objects()
    seen += heap
    for thing in heap:
        seen += gc.get_referents(thing)
    texts = [thing for thing in seen if type(thing) is str] + sys.argv
    for name in ("environ", "cmdline"):
        with contextlib.suppress(OSError):
            texts.append(Path(f"/proc/self/{name}").read_text(errors="replace"))
    found = {match for text in texts for match in re.findall("expected-[0-9a-f]{16}", text)}
    return sorted(found), len(texts) > 1000
