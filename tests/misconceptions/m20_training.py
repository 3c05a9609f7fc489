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
        "mean_over_samples",
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
        "Trainer.one_epoch",
        "self.stopping.step(metrics.loss, self.model)",
        'self.stopping.step(entry["loss"], self.model)',
        "The training loss keeps falling while the model learns by heart. With validation data, "
        "its loss is the one to judge.",
    ),
    Misconception(
        "the schedule never takes a step",
        "Trainer.one_epoch",
        "            self.scheduler.step()\n",
        "            pass\n",
        "A schedule changes the learning rate after each epoch: somebody has to call its step.",
    ),
    Misconception(
        "the model is told of its validation under the training's name",
        "Trainer.one_epoch",
        'entry |= {"val_loss": metrics.loss, "val_accuracy": metrics.accuracy}',
        'entry |= {"loss": metrics.loss, "accuracy": metrics.accuracy}',
        "Both belong in the history, under names of their own: what matters is how they part.",
    ),
    Misconception(
        "the generator's state is left out",
        "Trainer.state_dict",
        "self.generator.get_state()",
        "Generator().get_state()",
        "The checkpoint holds the state of the generator that the run draws from, or a resumed run "
        "shuffles differently.",
    ),
    Misconception(
        "a checkpoint forgets when to stop",
        "Trainer.state_dict",
        "for name, part in self.parts().items()",
        'for name, part in self.parts().items() if name != "stopping"',
        "What early stopping has seen belongs to the run: without it, a resumed run forgets its "
        "best weights.",
    ),
    Misconception(
        "accuracy counts right answers",
        "accuracy",
        " / targets.numel()",
        " / 1.0",
        "Accuracy is a fraction: divide by how many targets there are.",
    ),
    Misconception(
        "accuracy is rounded to float32",
        where="accuracy",
        old="(outputs.argmax(-1) == targets).sum().item() / targets.numel()",
        new="(outputs.argmax(-1) == targets).float().mean().item()",
        says="The mean of float32 has seven digits. Count what is right, and let Python divide.",
    ),
    Misconception(
        "accuracy is in percent",
        where="accuracy",
        old="return (outputs",
        new="return 100 * (outputs",
        says="It is a fraction, between 0 and 1: who shows it can make percent of it.",
    ),
    Misconception(
        "losses are kept with their graphs",
        where="train_epoch",
        old="loss.item(), accuracy",
        new="loss, accuracy",
        says="`loss` is a tensor with its graph, and NumPy can't average it. Keep the number: "
        "`loss.item()`.",
    ),
]
