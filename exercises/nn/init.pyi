"""`autodiff.nn.init`: how weights start. (Given code.)"""

from typing import Any
from collections.abc import Mapping
from collections.abc import Callable
from typing import NoReturn
from ..m13_initialization import calculate_gain as calculate_gain
from ..m13_initialization import constant_ as constant_
from ..m13_initialization import kaiming_normal_ as kaiming_normal_
from ..m13_initialization import kaiming_uniform_ as kaiming_uniform_
from ..m13_initialization import normal_ as normal_
from ..m13_initialization import ones_ as ones_
from ..m13_initialization import orthogonal_ as orthogonal_
from ..m13_initialization import trunc_normal_ as trunc_normal_
from ..m13_initialization import uniform_ as uniform_
from ..m13_initialization import xavier_normal_ as xavier_normal_
from ..m13_initialization import xavier_uniform_ as xavier_uniform_
from ..m13_initialization import zeros_ as zeros_
from ..m13_initialization import fan_in_and_fan_out as _calculate_fan_in_and_fan_out

def missing_from(module: Mapping[str, Any]) -> Callable[[str], NoReturn]:
    """A `__getattr__` for the module with these globals: it raises an AttributeError that names"""
