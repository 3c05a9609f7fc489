"""Known mistakes in training."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "gradients pile up",
        "train_epoch",
        "        optimizer.zero_grad()\n",
        "",
        "Every backward adds to .grad: without zero_grad before it, a batch is still pulled by all "
        "the batches before it.",
    ),
    Misconception(
        "the epoch's loss is a mean of means",
        "_mean",
        "weights=sizes",
        "weights=None",
        "A smaller last batch would count as much as a full one. Weigh each batch's mean by its "
        "number of samples.",
    ),
    Misconception(
        "the model stays in whatever mode it was in",
        "train_epoch",
        "    model.train()\n",
        "",
        "Say model.train() before training: somebody may have left the model in eval mode, where "
        "dropout does nothing.",
    ),
    Misconception(
        "tested in train mode",
        "evaluate",
        "    model.eval()\n",
        "",
        "A model is tested in eval mode: otherwise dropout spoils it, and batch norm looks at the "
        "other samples.",
    ),
    Misconception(
        "testing records a graph",
        "evaluate",
        "with no_grad():",
        "if True:",
        "Nothing will be differentiated here: within no_grad() no graph is kept, which saves "
        "memory and time.",
    ),
    Misconception(
        "all parts go back to train mode",
        "evaluate",
        "module.training = mode",
        "module.training = True",
        "A part may have been in eval mode on purpose (a frozen layer): give every part the mode "
        "that it had.",
    ),
    Misconception(
        "classes are looked for along the first dim",
        "accuracy",
        "argmax(-1)",
        "argmax(0)",
        "The scores of one sample are a row: the largest is looked for along the last dimension.",
    ),
    Misconception(
        "the best weights are the live ones",
        "EarlyStopping.step",
        "copy.deepcopy(dict(model.state_dict()))",
        "dict(model.state_dict())",
        "state_dict() shares memory with the model, so the best weights change with every later "
        "step. Keep a copy.",
    ),
    Misconception(
        "patience counts all epochs that were not better",
        "EarlyStopping.step",
        "self.best, self.waited = loss, 0",
        "self.best = loss",
        "A better loss starts the waiting anew: patience is about epochs in a row.",
    ),
    Misconception(
        "as good is better",
        "EarlyStopping.step",
        "loss < self.best - self.min_delta",
        "loss <= self.best - self.min_delta",
        "A loss as good as the best does not count as progress: it has to be lower.",
    ),
    Misconception(
        "the training loss is judged",
        "Trainer.fit",
        "self.stopping.step(metrics.loss, self.model)",
        'self.stopping.step(entry["loss"], self.model)',
        "The training loss keeps falling while the model learns by heart. With validation data, "
        "its loss is the one to judge.",
    ),
    Misconception(
        "fit starts counting from nothing",
        "Trainer.fit",
        "while len(self.history) < epochs and not (self.stopping and self.stopping.should_stop):",
        "for _ in range(epochs):\n            if self.stopping and self.stopping.should_stop:\n"
        "                break",
        "`epochs` is the total, with the epochs that are in the history already: so a resumed run "
        "ends where it would have ended.",
    ),
    Misconception(
        "a resumed run shuffles differently",
        "Trainer.load_state_dict",
        '        self.generator.set_state(state["generator"].numpy())\n',
        "",
        "Shuffling draws random numbers: the run goes on as it would have only if the generator is "
        "back in its state.",
    ),
    Misconception(
        "a resumed run has lost its momentum",
        "Trainer.load_state_dict",
        '        self.optimizer.load_state_dict(state["optimizer"])\n',
        "",
        "The optimizer remembers things too: without its state, momentum starts from nothing.",
    ),
    Misconception(
        "the watch is not taken down",
        "detect_anomaly.__exit__",
        "            observers.pop(watched_contributions)\n            interpreters.pop(watched)\n",
        "            pass\n",
        "When the block ends, also by an exception, both have to be taken away again.",
    ),
    Misconception(
        "only the way forward is watched",
        "detect_anomaly.__enter__",
        "            observers.push(watched_contributions)\n",
        "",
        "A NaN may first appear on the way back, as 0 times an infinite slope: sqrt at 0 does it.",
    ),
    Misconception(
        "the wrong op is blamed",
        "watched_contributions",
        "if has_nan(contribution):",
        "if False:",
        "A total that is NaN was made by the op that it came from. Look at each contribution, "
        "where the op that made it is known.",
    ),
    Misconception(
        "the walk is taken twice",
        "watched_contributions",
        "found = list(below(array, g, *options))",
        "list(below(array, g, *options))\n    found = list(below(array, g, *options))",
        "Rules may do more than compute: they call hooks, and `retain_grad` adds up. Ask once, and "
        "look at what came back.",
        trap="would be called twice",
    ),
]
