"""`autodiff.nn.init`: how weights start. (Given code.)"""

# fmt: off
from ..m17_initialization import (
    calculate_gain, constant_, kaiming_normal_, kaiming_uniform_, normal_, ones_, orthogonal_,
    signal_sizes, trunc_normal_, uniform_, xavier_normal_, xavier_uniform_, zeros_,
)
# fmt: on
from ..m17_initialization import fan_in_and_fan_out as _calculate_fan_in_and_fan_out

# As they were called once.
constant, normal, uniform, orthogonal = constant_, normal_, uniform_, orthogonal_
kaiming_normal, kaiming_uniform = kaiming_normal_, kaiming_uniform_
xavier_normal, xavier_uniform = xavier_normal_, xavier_uniform_
