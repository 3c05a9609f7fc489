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
        "_mean",
        """
        def _mean(batches):
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
            return _mean(batches)
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
        "waits one epoch too long",
        None,
        "EarlyStopping.should_stop",
        """
        @property
        def should_stop(self):
            return self.waited > self.patience
        """,
        {"self.waited > self.patience": "self.waited >= self.patience"},
    ),
    Variant(
        "looks at what arrives",
        "the wrong op is blamed",
        "watched_contributions",
        """
        def watched_contributions(below, array, g, *options):
            name = array.node.op.__name__
            for total in [g]:
                if has_nan(total):
                    raise RuntimeError(f"NaN came back to {name}")
            pairs = below(array, g, *options)
            return pairs
        """,
        {
            "return pairs": "pairs = [*pairs]\n"
            "            if any(has_nan(share) for _, share in pairs):\n"
            '                raise RuntimeError(f"{name} sends NaN back")\n'
            "            return pairs"
        },
    ),
    Variant(
        "asks twice",
        "the walk is taken twice",
        "watched_contributions",
        """
        def watched_contributions(below, array, g, *options):
            name = array.node.op.__name__
            arrays = [g, *(share for _, share in below(array, g, *options))]
            if any(map(has_nan, arrays)):
                raise RuntimeError(f"{name} is to blame")
            return below(array, g, *options)
        """,
        {
            "arrays = [g, *(share for _, share in below(array, g, *options))]": "pairs = "
            "[*below(array, g, *options)]\n            arrays = [g, *(s for _, s in pairs)]",
            "return below(array, g, *options)": "return pairs",
        },
    ),
]
