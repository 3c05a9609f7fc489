"""Copying a state into tensors that are there, and saying what does not fit. (Given code.)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import no_grad
from ...m04_magic_methods import overwrite


class IncompatibleKeys(NamedTuple):
    """What did not fit when a state was loaded."""

    missing_keys: list[str]
    unexpected_keys: list[str]

    def __repr__(self) -> str:
        if not (self.missing_keys or self.unexpected_keys):
            return "<All keys matched successfully>"
        missing_keys, unexpected_keys = self
        return f"_IncompatibleKeys({missing_keys=}, {unexpected_keys=})"


def load_state(
    owner: str, own: Mapping[str, Array], state: Mapping[str, Any], strict: bool = True
) -> IncompatibleKeys:
    """Copy a state into tensors by their names; these stay the same and keep their dtypes.

    The values may be tensors, ndarrays or whatever `np.asarray` takes. Returns the keys that are
    missing, and those that nobody expected; `strict` refuses both. `owner` is for the message.

    Raises TypeError if `state` is not a mapping, and RuntimeError for keys that `strict` refuses
    and for shapes that are not equal, before anything is changed.
    """
    if not isinstance(state, Mapping):
        raise TypeError(f"expected a dict of tensors, got {type(state).__name__}")
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    new = {
        name: value.value if isinstance(value, Array) else np.asarray(value)
        for name, value in state.items()
        if name in own
    }
    for name, value in new.items():
        if hasattr(own[name], "materialize"):  # a lazy layer's
            own[name].materialize(value.shape)
    problems = [
        f"{name} has shape {value.shape} in the state, and {own[name].shape} in the module"
        for name, value in new.items()
        if value.shape != own[name].shape
    ]
    if strict:
        problems += [f"{name} is missing" for name in missing]
        problems += [f"{name} is unexpected" for name in unexpected]
    if problems:
        raise RuntimeError(f"can't load into {owner}: {'; '.join(problems)}")
    with no_grad():
        for name, value in new.items():
            overwrite(own[name], value)
    return IncompatibleKeys(missing, unexpected)
