"""Scripts of the usual tutorial kind print the same with `import torch` and with it swapped."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout

import pytest

from grader.manifest import PACKAGE, ROOT

SCRIPTS = sorted((ROOT / "tests" / "scripts").glob("*.py"))
NUMBER = re.compile(r"-?\b\d+(?:\.(\d*))?(?:e([+-]\d+))?")
RELATIVE = 1e-3  # float32, after a few dozen steps


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.stem for script in SCRIPTS])
def test_a_script_prints_what_it_prints_with_torch(script):
    source = script.read_text()
    expected, found = printed(source), printed(swapped(source))
    assert NUMBER.sub("0", found) == NUMBER.sub("0", expected)
    pairs = zip(NUMBER.finditer(found), NUMBER.finditer(expected), strict=True)
    differing = [(a[0], b[0]) for a, b in pairs if not close(a, b)]
    assert not differing, f"{script.name} printed (here, with torch): {differing}"


def swapped(source: str) -> str:
    """The script as somebody would change it: `import autodiff as torch`."""
    source = re.sub(r"^import torch$", f"import {PACKAGE} as torch", source, flags=re.M)
    return re.sub(r"^(from|import) torch\b", rf"\1 {PACKAGE}", source, flags=re.M)


def printed(source: str) -> str:
    """What the script prints, one space for each blank, ops unnamed: their names may differ."""
    output = io.StringIO()
    with redirect_stdout(output):
        exec(compile(source, "script", "exec"), {"__name__": "__main__"})
    return " ".join(re.sub(r"grad_fn=<\w+>", "grad_fn=<>", output.getvalue()).split())


def close(found: re.Match[str], expected: re.Match[str]) -> bool:
    """Whether two printed numbers agree, but for the last digit and for rounding."""
    decimals, exponent = expected[1], expected[2]
    last_digit = 10.0 ** (int(exponent or 0) - len(decimals or ""))
    if decimals is None and exponent is None:
        return found[0] == expected[0]
    difference = abs(float(found[0]) - float(expected[0]))
    return difference <= RELATIVE * abs(float(expected[0])) + last_digit
