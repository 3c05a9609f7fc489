"""Copying a state into tensors that are there, and saying what does not fit. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import no_grad as no_grad
from ...m04_magic_methods import overwrite as overwrite
from typing import NamedTuple
from collections.abc import Mapping

class IncompatibleKeys(NamedTuple):
    """What did not fit when a state was loaded."""
    missing_keys: Any
    unexpected_keys: Any

    def __repr__(self) -> str:
        ...

def load_state(owner: str, own: Mapping[str, Array], state: Mapping[str, Any], strict: bool=True) -> IncompatibleKeys:
    """Copy a state into tensors by their names; these stay the same and keep their dtypes."""
