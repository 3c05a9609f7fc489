"""The pages' blocks of code, run: what stands below a line with >>> is what the reference prints.

run(text, "m08_backward")    # how many blocks were run
"""

from __future__ import annotations

import doctest
import re
import sys
from collections.abc import Mapping
from functools import cache
from io import StringIO
from types import MappingProxyType, ModuleType

import numpy as np

from grader.asking.in_process import InProcess
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS

FENCED = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)


@cache
def reference() -> ModuleType:
    """The reference library, put together and imported in this process as `autodiff`."""
    if failed := InProcess(assemble(SOLUTIONS, None)).start():
        raise RuntimeError(f"the reference can't be imported: {failed.message}")
    return sys.modules[PACKAGE]


def snippets(text: str) -> list[str]:
    """The blocks of Python in a text in Markdown."""
    return [block[1] for block in FENCED.finditer(text)]


def run(text: str, name: str, others: Mapping[str, object] = MappingProxyType({})) -> int:
    """Run each of a text's blocks by itself, with `torch`, `np` and what `others` names; return how
    many there were.

    Raises ValueError, with what `doctest` reports, where an output is another one, and for a block
    that has nothing to run.
    """
    blocks = snippets(text)
    for number, block in enumerate(blocks, start=1):
        title = f"block {number} of {name}"
        names = {**others, "torch": reference(), "np": np}
        test = doctest.DocTestParser().get_doctest(block, names, title, None, 0)
        if not test.examples:
            raise ValueError(f"{title} has no line that begins with >>>, so nothing was run")
        report = StringIO()
        doctest.DocTestRunner(verbose=False).run(test, out=report.write)
        if said := report.getvalue():
            raise ValueError(f"{title}:\n{said}")
    return len(blocks)
