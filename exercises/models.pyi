"""`autodiff.models`: whole networks. (Given code.)"""

from typing import Any as Any
from .m27_residual import BasicBlock as BasicBlock
from .m27_residual import Bottleneck as Bottleneck
from .m27_residual import Residual as Residual
from .m27_residual import ResidualBlock as ResidualBlock
from .m27_residual import ResidualMLP as ResidualMLP
from .m27_residual import ResNet as ResNet
from .m27_residual import resnet18 as resnet18
from .m27_residual import resnet20 as resnet20
from .m27_residual import resnet34 as resnet34
from .m27_residual import resnet50 as resnet50
from .m29_transformer import GPT as GPT
