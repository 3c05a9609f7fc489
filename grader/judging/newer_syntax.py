"""What a line that this Python can't read means in a later one.

newer_syntax("def first[T](items):")    # "Python 3.12 brings ...", where this one is older
"""

from __future__ import annotations

import re
import sys

Version = tuple[int, int]

# Each only where it can't be anything else: of a line that could be read, nobody asks.
SYNTAX: dict[re.Pattern[str], tuple[Version, str]] = {
    re.compile(r"\s*(async\s+def|def|class)\s+\w+\s*\["): ((3, 12), "type parameters"),
    re.compile(r"\s*type\s+\w+\s*(\[[^\]]*\])?\s*="): ((3, 12), "the statement `type`"),
    re.compile(r""".*?(?<![\w'"])[rR]?[fF][rR]?(["'])[^"'{}]*\{[^{}"']*\1[^{}]*\}"""): (
        (3, 12),
        "a quotation mark of an f-string's own within its braces",
    ),
    re.compile(r"\s*except\s*\*?\s+[\w.]+\s*(,\s*[\w.]+\s*)+:"): (
        (3, 14),
        "several exceptions without parentheses",
    ),
    re.compile(r""".*?(?<![\w'"])[rR]?[tT][rR]?["']"""): ((3, 14), "t-strings"),
}


def newer_syntax(line: str, running: Version = sys.version_info[:2]) -> str:
    """Which Python brings what a line that can't be read holds, and which one runs; "" where that
    is not known."""
    for pattern, (version, name) in SYNTAX.items():
        if version > running and pattern.match(line):
            needed, found = (".".join(map(str, each)) for each in (version, running))
            return f"Python {needed} brings {name}; this is Python {found}."
    return ""
