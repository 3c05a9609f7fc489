"""`autodiff.nn.parallel`: there is one device, and so nothing to share out. (Given code.)"""

from typing import Any
from ..m16_modules import Module as Module

class DataParallel(Module):
    """A module, called as it is: what torch does where there is no GPU."""

    def __init__(self, module: Module, device_ids: Any=None, output_device: Any=None, dim: int=0) -> None:
        """Raises RuntimeError if devices are named: there are none to share out to."""

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the module gives."""
