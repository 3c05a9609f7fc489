"""Whether each page has a picture of its own: drawn by code of its own, and like no other.

shared({"m00": "<svg ...", "m35": "<svg ..."})    # ["m00 and m35 show the same curve"]
undrawn(MILESTONES)                               # ["m07"]: nothing of its own draws it
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from grader.manifest import ROOT, Milestone

FOLDERS = ROOT / "book" / "pictures", ROOT / "demos"
WORDS = re.compile(r"<(text|title|style)\b.*?</\1>", re.DOTALL)
COLOR = re.compile(r'\b(fill|stroke)="[^"]*"')
CURVE = re.compile(r'<polyline[^>]* points="([^"]*)"')
FEWEST = 8  # points of what is a curve

Curve = tuple[tuple[int, int], ...]


def shared(pictures: Mapping[str, str]) -> list[str]:
    """Which pages show the same, whatever its words and colours are."""
    bare = {name: COLOR.sub("", WORDS.sub("", picture)) for name, picture in pictures.items()}
    drawn = {name: curves(picture) for name, picture in pictures.items()}
    found = []
    for a, b in combinations(pictures, 2):
        if bare[a] == bare[b]:
            found.append(f"{a} and {b} show the same picture")
        elif drawn[a] & drawn[b]:
            found.append(f"{a} and {b} show the same curve")
    return found


def curves(picture: str) -> set[Curve]:
    """Each curve, wherever in the picture it is."""
    return {curve for points in CURVE.findall(picture) if len(curve := _curve(points)) >= FEWEST}


def _curve(points: str) -> Curve:
    """Whole numbers, counted from the left and from the top."""
    xy = [tuple(map(float, point.split(","))) for point in points.split()]
    left, top = min((x for x, _ in xy), default=0), min((y for _, y in xy), default=0)
    return tuple((round(x - left), round(y - top)) for x, y in xy)


def undrawn(milestones: Iterable[Milestone], folders: Iterable[Path] = FOLDERS) -> list[str]:
    """The milestones without a `picture` in a file of their own."""
    files = {each.id: [folder / f"{each.module}.py" for folder in folders] for each in milestones}
    return [name for name, paths in files.items() if not any(map(_draws, paths))]


def _draws(path: Path) -> bool:
    if not path.exists():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(each, ast.FunctionDef) and each.name == "picture" for each in tree.body)
