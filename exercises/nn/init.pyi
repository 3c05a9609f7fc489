"""`autodiff.nn.init`: how weights start. (Given code.)"""

from typing import Any as Any
from ..m17_initialization import calculate_gain as calculate_gain
from ..m17_initialization import constant_ as constant_
from ..m17_initialization import kaiming_normal_ as kaiming_normal_
from ..m17_initialization import kaiming_uniform_ as kaiming_uniform_
from ..m17_initialization import normal_ as normal_
from ..m17_initialization import ones_ as ones_
from ..m17_initialization import orthogonal_ as orthogonal_
from ..m17_initialization import signal_sizes as signal_sizes
from ..m17_initialization import trunc_normal_ as trunc_normal_
from ..m17_initialization import uniform_ as uniform_
from ..m17_initialization import xavier_normal_ as xavier_normal_
from ..m17_initialization import xavier_uniform_ as xavier_uniform_
from ..m17_initialization import zeros_ as zeros_
from ..m17_initialization import fan_in_and_fan_out as _calculate_fan_in_and_fan_out
constant = constant_
normal = normal_
uniform = uniform_
orthogonal = orthogonal_
kaiming_normal = kaiming_normal_
kaiming_uniform = kaiming_uniform_
xavier_normal = xavier_normal_
xavier_uniform = xavier_uniform_
