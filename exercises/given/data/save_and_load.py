"""Weights that travel: to another library and from it, as ndarrays, and to a file. (Given code.)

torch's own files are pickles (programs, which can do anything when they are read). Ours is a .npz
of the ndarrays, plus one description in JSON; `pack` and `unpack` turn nested data into both, and
back. Only what JSON can't describe, such as a whole module, is pickled; that is read only if
somebody says `weights_only=False`, because they trust the file.

    save(net.state_dict(), "net.npz")
    net.load_state_dict(load("net.npz"))
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from contextlib import nullcontext
from os import PathLike
from typing import Any, BinaryIO

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ..compat.device import check_place, device
from .save_format import pack, refusing_damage, unpack


def as_ndarrays(state_dict: Mapping[str, Array]) -> dict[str, np.ndarray]:
    """A state for another library: the ndarray of each tensor, sharing memory, also of those that
    require a gradient.

    `{name: torch.from_numpy(x) for name, x in as_ndarrays(state).items()}` is torch's.
    """
    return {name: tensor.detach().numpy() for name, tensor in state_dict.items()}


def as_tensors(state_dict: Mapping[str, Any]) -> dict[str, Tensor]:
    """A state from another library: Tensors of its tensors or ndarrays, copied.

    What has a `detach` method is asked for its `detach().numpy()`.
    """
    return {
        name: Tensor(np.array(x.detach().numpy() if hasattr(x, "detach") else x))
        for name, x in state_dict.items()
    }


def save(obj: Any, f: str | PathLike | BinaryIO) -> None:
    """Write nested data to a file: a path (used as it is), or an object open for binary writing.

    The file is a .npz (`np.savez`). `pack(obj)` gives a description and ndarrays; these are entered
    as "0", "1", ..., and the description's JSON, as UTF-8 bytes in an ndarray of uint8, as
    "description". What `pack` refuses is entered as "pickled". Raises what `pickle.dumps` raises,
    before the file is touched.
    """
    try:
        description, arrays = pack(obj)
    except TypeError:
        name, data, arrays = "pickled", pickle.dumps(obj), []
    else:
        name, data = "description", json.dumps(description).encode()
    entries = {name: np.frombuffer(data, np.uint8)} | {str(i): x for i, x in enumerate(arrays)}
    with _opened(f, "wb") as file:
        np.savez(file, **entries)


def load(
    f: str | PathLike | BinaryIO, map_location: Any = None, *, weights_only: bool = True
) -> Any:
    """What was saved to a file: a path, or an object open for binary reading.

    `np.load` with `allow_pickle=False` opens it, and `unpack(description, arrays)` puts the data
    together. `map_location` may name the CPU; a function or a dict has nothing to move. No file can
    run code unless `weights_only` is False.

    Raises FileNotFoundError if there is no such file, UnpicklingError for a whole module, say, with
    `weights_only`, and RuntimeError, in one line, for another device, and for a file that is
    damaged (cut off anywhere, even empty) or was not written by `save`: what is done under
    `with refusing_damage(f):` raises that.
    """
    if isinstance(map_location, str | device):
        check_place(map_location)
    with _opened(f, "rb") as file, refusing_damage(f):
        with np.load(file, allow_pickle=False) as archive:
            if "pickled" in archive.files and weights_only:
                raise pickle.UnpicklingError(
                    f"{f} holds more than weights: if you trust it, say weights_only=False"
                )
            if "pickled" in archive.files:
                return pickle.loads(archive["pickled"].tobytes())
            description = json.loads(archive["description"].tobytes())
            arrays = [archive[str(i)] for i in range(len(archive.files) - 1)]
        return unpack(description, arrays)


def _opened(f: Any, mode: str) -> Any:
    return open(f, mode) if isinstance(f, str | PathLike) else nullcontext(f)
