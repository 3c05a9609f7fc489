"""Wrong answers of three kinds that are told apart from all others when they are counted.

everywhere.py  one known mistake, made in every place where it can be made
pairs.py       two known mistakes at once
early_pairs.py the same, in the first milestones, where they meet in one place or show nowhere apart
general.py     nothing to do with the milestone: no `return`, float32 on the way, a wrong type

`python -m tests.grader.variants.kinds [KIND ...]` shows what each fails, and that it passes once it
is mended. They were written before the code that names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.manifest import Milestone, find_milestone

from .. import Variant
from . import early_pairs, everywhere, general, pairs

_WRITTEN: Mapping[str, Mapping[str, Sequence[Variant]]] = {
    "everywhere": everywhere.VARIANTS,
    "pairs": {
        slug: [*pairs.VARIANTS.get(slug, ()), *early_pairs.VARIANTS.get(slug, ())]
        for slug in {**pairs.VARIANTS, **early_pairs.VARIANTS}
    },
    "general": general.VARIANTS,
}
KINDS = tuple(_WRITTEN)


def of_kind(kind: str) -> list[tuple[Milestone, Variant]]:
    """All variants of a kind, each with its milestone."""
    return [
        (find_milestone(slug), variant)
        for slug, variants in _WRITTEN[kind].items()
        for variant in variants
    ]
