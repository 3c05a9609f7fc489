"""`autodiff.training`: the loop around a model, its history and its checkpoints. (Given code.)"""

from .m16_training import EarlyStopping, Metrics, Trainer, accuracy, evaluate, train_epoch
from .progress import summary, track
