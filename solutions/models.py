"""`autodiff.models`: whole networks. (Given code.)"""

from .m27_residual import BasicBlock, Bottleneck, Residual, ResidualBlock, ResidualMLP, ResNet
from .m27_residual import resnet18, resnet20, resnet34, resnet50
from .m29_transformer import GPT
