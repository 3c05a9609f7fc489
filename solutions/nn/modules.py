"""`autodiff.nn.modules` and the modules in it, as torch divides them; each has all of `nn`. (Given
code.)

Here are also the bases of layers by torch's names, and how sizes are made pairs.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from ..given.nn.convolution import ConvNd as _ConvNd
from ..given.nn.losses import Loss as _Loss
from ..m24_normalization import BatchNorm as _BatchNorm
from ..m30_recurrent import RNNBase

PLACES = """
    activation batchnorm channelshuffle container conv distance dropout flatten fold instancenorm
    lazy linear loss module normalization padding pixelshuffle pooling rnn sparse transformer
    upsampling utils
"""


def _single(x: Any) -> tuple[Any, ...]:
    return tuple(x) if isinstance(x, tuple | list) else (x,)


def _pair(x: Any) -> tuple[Any, ...]:
    return tuple(x) if isinstance(x, tuple | list) else (x, x)


def enter(face: ModuleType) -> None:
    """Make them importable: `nn.modules.conv`."""
    mine = {name: globals()[name] for name in ("_ConvNd", "_Loss", "_BatchNorm", "RNNBase")}
    mine |= {"_single": _single, "_pair": _pair}
    mine |= {name: each for name, each in vars(face).items() if not name.startswith("_")}
    for place in PLACES.split():
        module = ModuleType(f"{__name__}.{place}", f"`{__name__}.{place}`.")
        vars(module).update(mine)
        sys.modules[module.__name__] = globals()[place] = module


def __getattr__(name: str) -> Any:
    """What `nn` has. Raises AttributeError, as that does, for what it has not."""
    return getattr(sys.modules[__package__], name)
