"""`autodiff.optim`: optimisers. (Given code.)"""

from . import lr_scheduler
