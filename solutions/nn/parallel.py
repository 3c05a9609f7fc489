"""`autodiff.nn.parallel`: there is one device, and so nothing to share out. (Given code.)"""

from __future__ import annotations

from typing import Any

from ..m16_modules import Module


class DataParallel(Module):
    """A module, called as it is: what torch does where there is no GPU."""

    def __init__(
        self, module: Module, device_ids: Any = None, output_device: Any = None, dim: int = 0
    ) -> None:
        """Raises RuntimeError if devices are named: there are none to share out to."""
        super().__init__()
        if device_ids or output_device is not None:
            raise RuntimeError("there is no GPU: leave out device_ids and output_device")
        self.module, self.dim, self.device_ids = module, dim, []

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the module gives."""
        return self.module(*inputs, **kwargs)
