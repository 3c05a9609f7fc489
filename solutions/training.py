"""`autodiff.training`: the loop around a model, its history and its checkpoints. (Given code.)"""

from .given.data.progress import track
from .m20_training import EarlyStopping, Metrics, Trainer, accuracy, evaluate, train_epoch
from .m21_debugging import array_text, gradient_norms, layer_sizes, output_shapes, summary
