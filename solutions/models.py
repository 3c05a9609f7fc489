"""`autodiff.models`: whole networks. (Given code.)"""

from .given.compat.did_you_mean import missing_from
from .m27_residual import BasicBlock, Bottleneck, Residual, ResidualBlock, ResidualMLP, ResNet
from .m27_residual import resnet18, resnet20, resnet34, resnet50
from .m29_transformer import GPT

__getattr__ = missing_from(globals())
