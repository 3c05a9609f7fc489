"""Hints for m20 training, from a nudge to nearly the idea."""

HINTS = {
    "accuracy": (
        "A sample has the scores [0.1, 2.5, -1.0]. Which class do they vote for, and along which "
        "dimension of `outputs` do you look for it?",
        "Targets may have several dimensions: scores (2, 4, 3) with targets (2, 4) are eight "
        "votes, and not two. Targets of a floating dtype name no classes at all.",
        "First NaN, if the dtype of the targets is floating (`is_floating`). Otherwise `argmax` "
        "over the last dimension, compare with the targets, count where they agree, and divide by "
        "the number of all targets; return a Python float, no tensor.",
    ),
    "mean_over_samples": (
        "The lesson's batches of 64, 64 and 2 samples with losses 1, 1 and 4: which mean is it, "
        "1.046 or 2?",
        "Every batch counts as often as it has samples. `np.average` takes weights; `zip` turns "
        "the list of triples into three columns.",
        "Average the losses and then the accuracies, both weighted by the sizes, and make "
        "`Metrics` of two Python floats.",
    ),
    "train_epoch": (
        "Say in one sentence what is to be done with one batch. Then ask yourself what the batch "
        "before has left behind in `.grad`.",
        "The lesson's batches of 64, 64 and 2 samples with losses 1, 1 and 4: the mean over "
        "samples is (64 + 64 + 8) / 130. So each batch's mean counts once for each of its "
        "samples, and so does its accuracy.",
        "Train mode first. For each batch: forget the gradients, compute outputs and loss, go "
        "backward, take a step; note how many samples there were, the loss as a Python number (a "
        "tensor would keep the graph alive), and the accuracy of the outputs, which you have "
        "already. At the end average both, weighted by size.",
    ),
    "evaluate": (
        "Somebody has put one part of the model in eval mode, to freeze it. Will it still be so "
        "when you are done, while the rest is back in train mode?",
        "`modules()` lists the model and all its parts, and each has an attribute `training` of "
        "its own. Note them all before you switch to eval mode. And which block of Python is left "
        "properly even by an exception?",
        "Note every module's mode and switch to eval mode. Under `no_grad`, go through the "
        "batches and note size, loss and accuracy as in `train_epoch`. In a `finally`, give each "
        "module the very mode that it had. The averages are weighted by size again.",
    ),
    "EarlyStopping.step": (
        "Is a loss that only equals the best one an improvement? And what does Python answer to "
        "NaN < 1, and what to NaN >= 1?",
        "`state_dict` shares memory with the model, and the next optimizer step writes into that "
        "memory. What will the weights that you kept be in three epochs? `copy.deepcopy` goes "
        "into dicts, too.",
        "Better means below `best` by more than `min_delta`; ask it in the form to which NaN "
        "answers no. If it is better, take over the loss, stop waiting, and keep a deep copy of "
        "the model's state. If not, wait one longer and leave `best` as it is. The answer is "
        "`should_stop`.",
    ),
    "Trainer.one_epoch": (
        "Which functions of this file train for an epoch, and look how good the model is?",
        "If there is validation data, whose loss tells that the model learns by heart? And if "
        "there is none, which loss is left to judge?",
        "Train, and enter loss and accuracy into a dict. With validation, evaluate, and enter "
        "these two as well. Step the scheduler; let `stopping` judge the latest loss, with the "
        "model. Return the dict.",
        "Often forgotten: scheduler, stopping and validation may all be None; the keys are loss, "
        "accuracy, val_loss and val_accuracy; validation data may be a list, so ask whether it is "
        "None.",
    ),
    "Trainer.state_dict": (
        "Two runs with the same weights shuffle their data differently and part ways. What else "
        "does the rest of a run depend on?",
        "Each of `parts()` has a `state_dict`. The generator has `get_state`, an ndarray of bytes, "
        "and `from_numpy` makes a tensor of that.",
        "One dict: the state of each part under its name, the history, and the generator's state "
        "as a tensor.",
    ),
}
