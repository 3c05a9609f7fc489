"""The first difference of two answers, in a line.

what_differs(difference)    # "in the answer's [1], `x.grad`: shape: yours (2,), torch (3,)"
"""

from __future__ import annotations

from ..failure import Difference

NO_NDARRAY = "a tensor's `value` must be an ndarray, and here it is not"


def what_differs(found: Difference, label: str = "torch") -> str:
    """What is not as it should be, and where; a label says whose the right answer is."""
    part = f", `{found.part}`" if found.part else ""
    place = f"in the answer's {found.path}{part}: " if found.path else ""
    both = f": yours {found.yours}, {label} {found.torch}"
    at = f" first at {list(found.index)}" if found.index else ""
    match found.aspect:
        case "no array":
            return f"{place}{NO_NDARRAY}"
        case "lacks" | "adds":
            return f"{place}keys: yours {found.aspect} {found.yours}"
        case "finiteness":
            return f"{place}finiteness differs{at}{both}"
        case "value":
            largest = "largest " if found.index else ""
            error = found.largest_error
            said = "" if error is None else f"; {largest}error {error:.3g}"
            return f"{place}value differs{at}{said}{_times(found, label)}"
        case aspect:
            return f"{place}{aspect}{both}"


def _times(found: Difference, label: str) -> str:
    if not found.factor:
        return ""
    theirs = "torch's" if label == "torch" else f"what is {label}"
    return f"; yours is {found.factor} times {theirs}{' everywhere' if found.index else ''}"
