"""Wrong answers to m20 training."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "sums as it goes, and never clears a gradient",
        "gradients pile up",
        "train_epoch",
        """
        def train_epoch(model, loss_fn, optimizer, loader):
            model.train(True)
            seen, total, right = 0, 0.0, 0.0
            for inputs, targets in loader:
                scores = model(inputs)
                loss = loss_fn(scores, targets)
                loss.backward()
                optimizer.step()
                n = len(inputs)
                seen, total = seen + n, total + n * loss.item()
                right += n * accuracy(scores, targets)
            return Metrics(total / seen, right / seen)
        """,
        {
            "                loss.backward()\n": "                optimizer.zero_grad()\n"
            "                loss.backward()\n"
        },
    ),
    Variant(
        "a mean over batches",
        "the epoch's loss is a mean of means",
        "mean_over_samples",
        """
        def mean_over_samples(batches):
            n = loss = right = 0
            for size, batch_loss, batch_right in batches:
                weight = 1
                n += weight
                loss += weight * batch_loss
                right += weight * batch_right
            return Metrics(float(loss / n), float(right / n))
        """,
        {"weight = 1\n": "weight = size\n"},
    ),
    Variant(
        "switches everything back on",
        "all parts go back to train mode",
        "evaluate",
        """
        def evaluate(model, loss_fn, loader):
            frozen = {id(part) for part in model.modules() if not part.training}
            model.eval()
            batches = []
            try:
                for inputs, targets in loader:
                    with no_grad():
                        scores = model(inputs)
                        loss = loss_fn(scores, targets).item()
                        batches.append((len(inputs), loss, accuracy(scores, targets)))
            finally:
                model.train()
            return mean_over_samples(batches)
        """,
        {
            "model.train()\n": "for part in model.modules():\n"
            "                    part.training = id(part) not in frozen\n"
        },
    ),
    Variant(
        "looks for the largest score of a column",
        "classes are looked for along the first dim",
        "accuracy",
        """
        def accuracy(outputs, targets):
            if targets.dtype.kind == "f":
                return float("nan")
            guesses = np.argmax(outputs.detach().numpy(), axis=0)
            hits = guesses == targets.numpy()
            return float(np.mean(hits))
        """,
        {"axis=0": "axis=-1"},
    ),
    Variant(
        "counts as better what is not worse",
        "as good is better",
        "EarlyStopping.step",
        """
        def step(self, loss, model):
            if loss > self.best - self.min_delta or loss != loss:
                self.waited += 1
                return self.should_stop
            self.weights = {name: copy.deepcopy(w) for name, w in model.state_dict().items()}
            self.best, self.waited = loss, 0
            return False
        """,
        {
            "if loss > self.best - self.min_delta or loss != loss:": "if not loss < self.best - "
            "self.min_delta:"
        },
    ),
    Variant(
        "judges by what it has learned from",
        "the training loss is judged",
        "Trainer.one_epoch",
        """
        def one_epoch(self, loader, validation=None):
            told = train_epoch(self.model, self.loss_fn, self.optimizer, loader)._asdict()
            judged = told["loss"]
            if validation is not None:
                seen = evaluate(self.model, self.loss_fn, validation)
                told["val_loss"], told["val_accuracy"] = seen
            if self.scheduler is not None:
                self.scheduler.step()
            if self.stopping is not None:
                self.stopping.step(judged, self.model)
            return told
        """,
        {"self.stopping.step(judged": 'self.stopping.step(told.get("val_loss", judged)'},
    ),
    Variant(
        "an accuracy with seven digits",
        "accuracy is rounded to float32",
        "accuracy",
        """
        def accuracy(outputs, targets):
            if is_floating(targets.dtype):
                return float("nan")
            hits = outputs.argmax(-1) == targets
            return hits.float().mean().item()
        """,
        {"hits.float()": "hits.double()"},
    ),
    Variant(
        "an accuracy out of a hundred",
        "accuracy is in percent",
        "accuracy",
        """
        def accuracy(outputs, targets):
            if is_floating(targets.dtype):
                return float("nan")
            hits = (outputs.argmax(-1) == targets).sum().item()
            return hits * 100 / targets.numel()
        """,
        {"hits * 100": "hits"},
    ),
    Variant(
        "the losses as tensors, graph and all",
        "losses are kept with their graphs",
        "train_epoch",
        """
        def train_epoch(model, loss_fn, optimizer, loader):
            model.train()
            seen = []
            for inputs, targets in loader:
                optimizer.zero_grad()
                answers = model(inputs)
                loss = loss_fn(answers, targets)
                loss.backward()
                optimizer.step()
                seen += [(len(inputs), loss, accuracy(answers, targets))]
            return mean_over_samples(seen)
        """,
        {"(len(inputs), loss,": "(len(inputs), loss.item(),"},
    ),
]
