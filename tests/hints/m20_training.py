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
        "module the very mode that it had. The averages are weighted by size again: let both "
        "functions share that part.",
    ),
    "EarlyStopping.__init__": (
        "Before the first epoch, how good is the best loss so far? Whatever comes first has to "
        "beat it.",
        "Five attributes: two are the arguments, and three are memory. `math.inf` is an infinite "
        "float.",
        "Keep `patience` and `min_delta` under their names. `best` starts infinite, `waited` at "
        "0, and `weights` as None: no model has been seen, so there is nothing to copy yet.",
    ),
    "EarlyStopping.should_stop": (
        "With patience 2, is it time to stop after two epochs in a row without progress, or after "
        "three?",
        "Losses of 3, 2, 2.5 and 2.2, patience 2: `waited` is 0, 0, 1 and 2, and after the last "
        "of them the answer is yes.",
        "Patience has run out as soon as `waited` reaches `patience`; it need not exceed it. Work "
        "it out whenever it is asked for, and store nothing: then it is also right after a state "
        "was loaded.",
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
    "EarlyStopping.restore": (
        "What if there was no epoch yet, or if every loss so far was NaN?",
        "What you kept is a state dict, and each Module can take one back: see `load_state_dict` "
        "in `modules`.",
        "If there are weights, let the model load them; if not, leave it alone. Loading copies "
        "them into the model's own tensors, so those that you keep stay apart from it.",
    ),
    "EarlyStopping.state_dict": (
        "Suppose a new object had to take over halfway through a run. What would it need to know "
        "that it was not made with?",
        "`patience` and `min_delta` are said by whoever makes the object. Three other attributes "
        "change from epoch to epoch.",
        "A dict of `best`, `waited` and `weights`, under these names. None is fine for the "
        "weights, and they need not be copied once more: `step` replaces them, and nobody writes "
        "into them.",
    ),
    "EarlyStopping.load_state_dict": (
        "Which three things has `state_dict` handed out? Each has its place here.",
        "A run broke off when it had waited for one epoch of two. If it waits for two more after "
        "it was resumed, what was forgotten?",
        "Set `best`, `waited` and `weights` from the dict. `patience` and `min_delta` stay as "
        "this object was made, and `should_stop` follows from what is there.",
    ),
    "Trainer.fit": (
        "A run of 5 epochs breaks off after 2, and is resumed by the same call: 5 epochs. How "
        "many are still to do, and who knows how many there were?",
        "The docstring's order matters: the checkpoint has to hold this epoch's entry, the "
        "schedule after its step, and what `stopping` thinks of it. And if there is validation "
        "data, whose loss tells that the model learns by heart?",
        "As long as the history is shorter than `epochs` and `stopping`, if any, does not say "
        "stop: train, evaluate, append the entry, step the schedule, let `stopping` judge the "
        "validation loss (or else the training loss), save, watch. Ask before the first epoch, "
        "too: a resumed run may be over. In the end restore the best weights.",
        "Often forgotten: scheduler, stopping, validation, checkpoint and watch may all be None; "
        "the keys are loss, accuracy, val_loss and val_accuracy; `watch` counts from 1 through "
        "the whole history; and a call with no epoch left to train still restores the best "
        "weights and returns the history.",
    ),
    "Trainer.state_dict": (
        "Two runs with the same weights shuffle their data differently and part ways. What else "
        "does the rest of a run depend on?",
        "The model, the optimizer, the scheduler and `stopping` have a `state_dict` each. The "
        "generator has `get_state`, an ndarray of bytes, and `from_numpy` makes a tensor of that.",
        "One dict with the states of model and optimizer, the history, and the generator's state "
        'as a tensor; then, under "scheduler" and "stopping", the states of these two, each '
        "only if it is not None.",
    ),
    "Trainer.load_state_dict": (
        "Go through what `state_dict` puts in. Who takes each of these things back?",
        "If a resumed run starts with the right weights and then drifts away, its momentum is "
        "missing, or it shuffles differently. And if two trainers hold one and the same history, "
        "whose epochs will it tell?",
        "Model, optimizer, and scheduler and `stopping` if they are there, load their own states. "
        "The generator gets its state by `set_state`, as an ndarray again. The history becomes a "
        "new list of new dicts, with the same numbers.",
    ),
    "Trainer.save": (
        "The power fails while you are writing over your only checkpoint. What is left of it?",
        "`os.replace` puts one file in the place of another in a single step: at every moment "
        "either the old one is there or the new one, and both are whole.",
        'Write the state to a second file, whose name is the path with ".part" after it (`path` '
        "may be a `Path`, so make text of it); when that is done, move it to the path. Within the "
        "method, the bare name `save` still means `initialization`'s function.",
    ),
    "Trainer.resume": (
        "When a script is started for the first time, there is no checkpoint yet. Should that be "
        "an error?",
        "Ask whether the file exists, and do not catch whatever may go wrong: that a checkpoint "
        "is damaged should be heard of. `path` may be text or a `Path`.",
        "If there is no such file, change nothing, and answer False. Otherwise read it with "
        "`initialization`'s `load`, hand that to this trainer's own `load_state_dict`, and answer "
        "True.",
    ),
    "detect_anomaly.__init__": (
        "When does the watching begin: when the object is made, or when its block is entered?",
        "Somebody may make the object now and enter it later, or never. So making it changes "
        "nothing; there is one setting to remember.",
        "Keep `check_nan` as an attribute, for `__enter__` to look at. Nothing is pushed here.",
    ),
    "detect_anomaly.__enter__": (
        "Which two functions make all the numbers that are to be looked at, one on the way "
        "forward and one on the way back?",
        "Each has a stack of those who stand around it: `interpreters` and `observers`. `push` "
        "puts one there. What you push is a function, not what it returns.",
        "If `check_nan` is true, push `watched` on the one and `watched_contributions` on the "
        "other. In any case return the object itself. For nested blocks there is nothing to do: "
        "both are then there twice.",
    ),
    "detect_anomaly.__exit__": (
        "What does Python do with an exception if `__exit__` returns something true?",
        "The block may have ended by your own RuntimeError, and somebody outside catches it and "
        "goes on. What should be left on the two stacks then?",
        "Pop the two that `__enter__` has pushed, if it has, and return nothing, so that an "
        "exception goes on. Around an inner block there may be an outer one: `pop` takes one away, "
        "and leaves the other.",
    ),
    "watched": (
        "You are called in the place of `record`. Who computes the result?",
        "A NaN in the result and none in `args`: this op made it. A NaN in both: the op was given "
        "it, and whoever reads the message will look further up. `has_nan` takes Arrays, "
        "ndarrays, and anything else.",
        "Call `below` with the four that follow it, and look at the result with `has_nan`. If "
        "there is a NaN, raise RuntimeError with the op's `__name__`, and say whether it was in "
        "one of `args` already; if not, return the result as it is.",
    ),
    "watched_contributions": (
        "The slope of sqrt at 0 is infinite. What does its rule make of a gradient of 0 that "
        "comes back to it?",
        "`below` is `backward`'s `contributions`, so it returns what the array sends to its "
        "parents, by the rules of its node's op. Why look at the total `g`, too? Infinity from one "
        "side and minus infinity from another add up to NaN.",
        "Raise for a NaN in `g`. Then call `below` with all else that came, once, and keep its "
        "pairs in a list. Raise for a NaN contribution, naming the op of this array's node, or "
        "else return the list.",
        "If the message names the wrong op: a NaN that arrives was made by the op that sent it. "
        "Find it among the contributions of the sender, where that op is known, before it becomes "
        "another array's total.",
    ),
}
