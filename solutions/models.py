"""`autodiff.models`: whole networks. (Given code.)"""

from .m21_attention import GPT
