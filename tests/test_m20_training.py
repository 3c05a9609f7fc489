"""m20 training: the loop, early stopping and checkpoints."""

from contextlib import chdir

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import are_numbers, equal


@pytest.mark.public
def test_accuracy_counts_rows_whose_largest_score_is_at_the_target(agree):
    def program(lib, scores, targets):
        return lib.training.accuracy(lib.tensor(scores), lib.tensor(targets))

    def with_torch(lib, scores, targets):
        return float((scores.argmax(-1) == targets).mean())

    scores = normal(3, 2)
    targets = scores.argmax(-1)
    targets[:2] = (targets[:2] + 1) % 2
    agree(program, scores, targets.copy(), reference=with_torch)
    targets[1] = scores[1].argmax()
    agree(program, scores.astype(np.float32), targets, reference=with_torch)


@pytest.mark.public
def test_an_epoch_takes_one_step_for_each_batch(agree):
    def program(lib, x, y):
        lib.manual_seed(0)
        model = lib.nn.Linear(1, 4).double()
        optimizer = lib.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
        for _ in range(2):
            lib.training.train_epoch(model, lib.nn.CrossEntropyLoss(), optimizer, loader)
        return model.weight.detach(), model.bias.detach()

    def with_torch(lib, x, y):
        lib.manual_seed(0)
        model = lib.nn.Linear(1, 4).double()
        optimizer = lib.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
        for _ in range(2):
            for inputs, targets in loader:
                optimizer.zero_grad()
                lib.nn.functional.cross_entropy(model(inputs), targets).backward()
                optimizer.step()
        return model.weight.detach(), model.bias.detach()

    agree(program, normal(5, 1), integers(0, 4, 5), reference=with_torch)


def test_an_epoch_tells_means_over_samples_before_each_step(agree):
    def program(lib, x, y, size):
        lib.manual_seed(1)
        model = lib.nn.Linear(3, 4).double()
        optimizer = lib.optim.SGD(model.parameters(), lr=2.0)
        batches = [(lib.tensor(x)[i : i + size], lib.tensor(y)[i : i + size]) for i in (0, size)]
        metrics = lib.training.train_epoch(model, lib.nn.CrossEntropyLoss(), optimizer, batches)
        return metrics.loss, metrics.accuracy

    def with_torch(lib, x, y, size):
        lib.manual_seed(1)
        model = lib.nn.Linear(3, 4).double()
        optimizer = lib.optim.SGD(model.parameters(), lr=2.0)
        losses, right = [], 0
        for i in (0, size):
            inputs, targets = lib.tensor(x)[i : i + size], lib.tensor(y)[i : i + size]
            optimizer.zero_grad()
            outputs = model(inputs)
            losses += lib.nn.functional.cross_entropy(outputs, targets, reduction="none").tolist()
            right += (outputs.argmax(-1) == targets).sum().item()
            lib.nn.functional.cross_entropy(outputs, targets).backward()
            optimizer.step()
        return sum(losses) / len(losses), right / len(losses)

    agree(program, normal(9, 3), integers(0, 4, 9), 5, reference=with_torch)
    agree(program, normal(12, 3), integers(0, 4, 12), 10, reference=with_torch)


def test_training_is_in_train_mode_and_testing_in_eval_mode(agree):
    def program(lib, x):
        class Noting(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.scale = lib.nn.Parameter(lib.tensor([2.5]))
                self.seen = []

            def forward(self, x):
                self.seen.append((self.training, lib.is_grad_enabled(), len(x)))
                return x * self.scale

        model, loss_fn = Noting(), lib.nn.MSELoss()
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
        batches = [(lib.tensor(x), lib.tensor(x)), (lib.tensor(x)[:2], lib.tensor(x)[:2])]
        lib.training.evaluate(model, loss_fn, batches)
        lib.training.train_epoch(model.eval(), loss_fn, optimizer, batches)
        lib.training.evaluate(model, loss_fn, batches)
        return model.seen, model.training

    def with_torch(lib, x):
        test, train = [(False, False, 3), (False, False, 2)], [(True, True, 3), (True, True, 2)]
        return [*test, *train, *test], True

    agree(program, normal(3).astype(np.float32), reference=with_torch)


@pytest.mark.public
def test_a_model_is_evaluated_on_all_samples_alike(agree):
    def program(lib, x, y):
        lib.manual_seed(2)
        model = lib.nn.Linear(1, 4).double()
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=4)
        metrics = lib.training.evaluate(model, lib.nn.CrossEntropyLoss(), loader)
        return metrics.loss, metrics.accuracy, model.weight.grad

    def with_torch(lib, x, y):
        lib.manual_seed(2)
        model = lib.nn.Linear(1, 4).double()
        outputs, targets = model(lib.tensor(x)), lib.tensor(y)
        loss = lib.nn.functional.cross_entropy(outputs, targets)
        return loss.item(), (outputs.argmax(1) == targets).double().mean().item(), None

    agree(program, normal(5, 1), integers(0, 4, 5), reference=with_torch)


def test_early_stopping_waits_for_a_better_loss(facts):
    def program(lib, losses, patience, min_delta):
        stopping = lib.training.EarlyStopping(patience, min_delta)
        model, told = lib.nn.Linear(1, 1), []
        for loss in losses:
            told.append([stopping.step(loss, model), stopping.best, stopping.waited])
        return told

    losses = [3.0, 2.0, 2.5, 1.75, 1.75, 2.0, 1.0]
    told = facts(program, losses, 2, 0.0)
    assert [t[0] for t in told] == [False, False, False, False, False, True, False], (
        "with patience 2, stop after two epochs in a row that were not better"
    )
    assert [t[1] for t in told] == [3.0, 2.0, 2.0, 1.75, 1.75, 1.75, 1.0], "best is the lowest"
    assert [t[2] for t in told] == [0, 0, 1, 0, 1, 2, 0], "waited counts epochs since the best"
    told = facts(program, [3.0, 2.5, 2.75, float("nan"), 1.5], 9, 0.5)
    assert [t[2] for t in told] == [0, 1, 2, 3, 0], (
        "a loss is better only if it falls by more than min_delta, and NaN never is"
    )


@pytest.mark.public
def test_the_best_weights_come_back_though_the_model_has_moved_on(agree):
    def program(lib, weights):
        model = lib.nn.Linear(2, 1, bias=False).double()
        stopping = lib.training.EarlyStopping()
        for weight, loss in zip(weights, (3.0, 1.0, 2.0), strict=True):
            with lib.no_grad():
                model.weight.copy_(lib.tensor(weight))
            stopping.step(loss, model)
        latest = model.weight.detach().clone()
        stopping.restore(model)
        return latest, model.weight.detach()

    def with_torch(lib, weights):
        return lib.tensor(weights[2]), lib.tensor(weights[1])

    agree(program, normal(3, 1, 2), reference=with_torch)


def test_fit_trains_and_tests_for_some_epochs_and_tells_how_it_went(agree):
    def program(lib, x, y):
        lib.manual_seed(0)
        model = lib.nn.Linear(3, 4).double()
        optimizer = lib.optim.SGD(model.parameters(), lr=0.5)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        first, second = lib.utils.data.random_split(dataset, [6, 4])
        loader = lib.utils.data.DataLoader(first, batch_size=3, shuffle=True)
        trainer = lib.training.Trainer(model, lib.nn.CrossEntropyLoss(), optimizer)
        history = trainer.fit(loader, 3, lib.utils.data.DataLoader(second, batch_size=4))
        return history, model.weight.detach()

    def with_torch(lib, x, y):
        lib.manual_seed(0)
        model, loss_fn = lib.nn.Linear(3, 4).double(), lib.nn.CrossEntropyLoss()
        optimizer = lib.optim.SGD(model.parameters(), lr=0.5)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        first, second = lib.utils.data.random_split(dataset, [6, 4])
        loader = lib.utils.data.DataLoader(first, batch_size=3, shuffle=True)
        testing, history = lib.utils.data.DataLoader(second, batch_size=4), []
        for _ in range(3):
            told = {"loss": 0.0, "accuracy": 0.0}
            for inputs, targets in loader:
                optimizer.zero_grad()
                outputs = model(inputs)
                loss = loss_fn(outputs, targets)
                loss.backward()
                optimizer.step()
                told["loss"] += loss.item() / 2
                told["accuracy"] += (outputs.argmax(1) == targets).double().mean().item() / 2
            for inputs, targets in testing:
                outputs = model(inputs)
                told["val_loss"] = loss_fn(outputs, targets).item()
                told["val_accuracy"] = (outputs.argmax(1) == targets).double().mean().item()
            history.append(told)
        return history, model.weight.detach()

    agree(program, normal(10, 3), integers(0, 4, 10), reference=with_torch)


def test_a_run_stops_when_its_patience_is_over_and_keeps_the_best(facts):
    def program(lib, losses):
        class Counting(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.epoch = lib.nn.Parameter(lib.tensor([0.0]))

            def forward(self, x):
                return self.epoch * 1.0

        class Next:
            def __init__(self, params):
                self.params = list(params)

            def zero_grad(self):
                pass

            def step(self):
                with lib.no_grad():
                    self.params[0] += 1

        model = Counting()
        stopping = lib.training.EarlyStopping(patience=2)
        x = lib.tensor([0.0])
        trainer = lib.training.Trainer(
            model,
            lambda outputs, y: (outputs * 0).sum() + losses[int(outputs.detach().item())],
            Next(model.parameters()),
            stopping=stopping,
        )
        history = trainer.fit([(x, x)], 20, [(x, x)])
        return len(history), [entry["val_loss"] for entry in history], model.epoch.item()

    epochs, losses, kept = facts(program, [9.0, 5.0, 3.0, 4.0, 3.5, 1.0, 1.0, 1.0])
    assert epochs == 4, "losses of 5, 3, 4 and 3.5 with patience 2 make four epochs"
    assert losses == [5.0, 3.0, 4.0, 3.5], "the validation losses should be judged"
    assert kept == 2.0, "the weights of the second epoch, the best, should be back"


@pytest.mark.public
def test_a_run_that_was_broken_off_ends_as_one_that_was_not(agree):
    def program(lib, x, y):
        trainers = []
        lib.manual_seed(0)
        for _ in range(2):
            model = lib.nn.Linear(3, 4).double()
            optimizer = lib.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
            trainers.append(lib.training.Trainer(model, lib.nn.CrossEntropyLoss(), optimizer))
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
        first, second = trainers
        first.fit(loader, 2)
        state = first.state_dict()
        lib.randperm(100)
        second.load_state_dict(state)
        history = second.fit(loader, 4)
        return [entry["loss"] for entry in history], second.model.weight.detach()

    def with_torch(lib, x, y):
        lib.manual_seed(0)
        model, _ = lib.nn.Linear(3, 4).double(), lib.nn.Linear(3, 4)
        optimizer = lib.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
        losses = []
        for _ in range(4):
            total = 0.0
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = lib.nn.functional.cross_entropy(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            losses.append(total / len(x))
        return losses, model.weight.detach()

    agree(program, normal(7, 3), integers(0, 4, 7), reference=with_torch)


def test_a_checkpoint_brings_everything_back_from_a_file(facts, tmp_path):
    def program(lib, x, y):
        path = f"checkpoint-{np.random.default_rng().integers(1 << 62)}"  # whoever asks again

        def run(checkpoint):
            lib.manual_seed(0)
            model = lib.nn.Linear(3, 4)
            optimizer = lib.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
            stopping = lib.training.EarlyStopping(patience=9)
            loss_fn = lib.nn.CrossEntropyLoss()
            trainer = lib.training.Trainer(model, loss_fn, optimizer, stopping=stopping)
            dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
            loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
            resumed = trainer.resume(checkpoint) if checkpoint else None
            epochs = 2 if resumed is False else 5
            weights = []  # after each epoch; then fit brings the best ones back
            history = trainer.fit(
                loader,
                epochs,
                checkpoint=checkpoint,
                watch=lambda *_: weights.append(model.weight.detach().clone()),
            )
            return resumed, [entry["loss"] for entry in history], weights[-1], model.weight.detach()

        return [run(None), run(path), run(path)]

    x = normal(7, 3).astype(np.float32)
    with chdir(tmp_path):  # where no worker is asked; a worker has a folder of its own
        whole, begun, ended = facts(program, x, integers(0, 4, 7))
    assert [len(run[1]) for run in (whole, begun, ended)] == [5, 2, 5], (
        "resume says whether there was a file"
    )
    assert ended[0] is True, "resume should say that it found the file"
    assert equal(ended[1], whole[1]), "the resumed run should have the losses of the whole one"
    assert not equal(ended[2], begun[2]), "the resumed run should have gone on"
    assert equal(ended[2], whole[2]), "and end with the same weights, to the last bit"
    assert equal(ended[3], whole[3]), "its best weights should be those of the whole run"


@pytest.mark.edge_case
def test_accuracy_of_sequences_counts_every_place(agree):
    def program(lib, scores, targets):
        return lib.training.accuracy(lib.tensor(scores), lib.tensor(targets))

    def with_torch(lib, scores, targets):
        return float((scores.argmax(-1) == targets).mean())

    scores = normal(2, 4, 3)
    targets = scores.argmax(-1)
    targets[0] = (targets[0] + 1) % 3
    targets[1, 0] = (targets[1, 0] + 2) % 3
    agree(program, scores, targets, reference=with_torch)


@pytest.mark.edge_case
def test_targets_that_are_not_classes_have_no_accuracy(agree):
    def program(lib, scores, targets, numbers):
        accuracy = lib.training.accuracy
        return [accuracy(lib.tensor(scores), lib.tensor(y)) for y in (targets, numbers)]

    def with_torch(lib, scores, targets, numbers):
        return [0.75, float("nan")]

    scores = normal(4, 3)
    targets = scores.argmax(-1)
    targets[1] = (targets[1] + 1) % 3
    agree(program, scores, targets, normal(4), reference=with_torch)


@pytest.mark.edge_case
def test_every_part_is_back_in_its_mode_after_testing(agree):
    def program(lib, x):
        nn = lib.nn
        model = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 2), nn.Identity()))
        model[1].eval()
        batches = [(lib.tensor(x), lib.tensor(x))]
        metrics = lib.training.evaluate(model, lambda a, b: (b * b).mean(), batches)
        return [m.training for m in model.modules()], metrics.loss

    def with_torch(lib, x):
        return [True, True, False, False, False], float((x * x).mean())

    agree(program, normal(3, 2).astype(np.float32), reference=with_torch)


@pytest.mark.edge_case
def test_the_mode_is_back_after_an_exception_too(agree):
    def program(lib, x):
        class Expected:
            def __enter__(self):
                return self

            def __exit__(self, kind, error, traceback):
                self.kind = kind
                return kind is not NotImplementedError

        def broken(outputs, y):
            modes.append(model.training)
            raise LookupError

        model, expected, modes = lib.nn.Linear(2, 2), Expected(), []
        with expected:
            lib.training.evaluate(model, broken, [(lib.tensor(x), lib.tensor(x))])
        modes.append(model.training)
        return expected.kind.__name__, modes, model(lib.tensor(x)).requires_grad, x

    def with_torch(lib, x):
        return "LookupError", [False, True], True, x

    agree(program, normal(3, 2).astype(np.float32), reference=with_torch)


@pytest.mark.edge_case
def test_a_copy_of_early_stopping_goes_on_where_it_was(agree):
    def program(lib, x):
        model = lib.nn.Linear(3, 2, bias=False).double()
        with lib.no_grad():
            model.weight.copy_(lib.tensor(x))
        first, second = lib.training.EarlyStopping(2), lib.training.EarlyStopping(2)
        first.step(1.5, model)
        first.step(2.5, model)
        second.load_state_dict(first.state_dict())
        with lib.no_grad():
            model.weight.copy_(lib.tensor(2 * x))
        waited = second.waited
        stop = second.step(1.75, model)
        second.restore(model)
        return waited, stop, second.best, model.weight.detach()

    def with_torch(lib, x):
        return 1, True, 1.5, lib.tensor(x)

    agree(program, normal(2, 3), reference=with_torch)


@pytest.mark.edge_case
def test_fit_goes_on_to_a_total_and_tells_whoever_watches(facts):
    def program(lib, x):
        lib.manual_seed(0)
        model, told = lib.nn.Linear(3, 1), []
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
        trainer = lib.training.Trainer(model, lib.nn.MSELoss(), optimizer)
        batches = [(lib.tensor(x), lib.tensor(x[:, :1]))]
        trainer.fit(batches, 2, watch=lambda *entry: told.append(entry))
        history = trainer.fit(batches, 5, watch=lambda *entry: told.append(entry))
        return told, history

    told, history = facts(program, normal(4, 3).astype(np.float32))
    assert [number for number, _ in told] == [1, 2, 3, 4, 5], "each epoch is told once, in order"
    losses = [entry["loss"] for entry in history]
    assert equal([entry["loss"] for _, entry in told], losses), (
        "watch gets the entries of the history"
    )
    assert are_numbers(losses), "each loss should be a number"
    assert sorted(losses, reverse=True) == losses and losses[-1] > 0, "the loss should fall"


@pytest.mark.edge_case
def test_the_schedule_takes_a_step_after_every_epoch(agree):
    def program(lib, x):
        class Halving:
            def __init__(self, optimizer):
                self.optimizer = optimizer

            def step(self):
                self.optimizer.param_groups[0]["lr"] /= 2

        w = lib.nn.Linear(3, 1, bias=False).double()
        with lib.no_grad():
            w.weight.copy_(lib.tensor(x[:1]))
        optimizer, x = lib.optim.SGD(w.parameters(), lr=0.5), lib.tensor(x)
        schedule, loss_fn = Halving(optimizer), lib.nn.MSELoss()
        trainer = lib.training.Trainer(w, loss_fn, optimizer, scheduler=schedule)
        trainer.fit([(x, x[:, :1]), (x, x[:, 1:2])], 3)
        return w.weight.detach(), optimizer.param_groups[0]["lr"]

    def with_torch(lib, x):
        w = lib.nn.Linear(3, 1, bias=False).double()
        with lib.no_grad():
            w.weight.copy_(lib.tensor(x[:1]))
        optimizer, x = lib.optim.SGD(w.parameters(), lr=0.5), lib.tensor(x)
        for _ in range(3):
            for y in (x[:, :1], x[:, 1:2]):
                optimizer.zero_grad()
                lib.nn.functional.mse_loss(w(x), y).backward()
                optimizer.step()
            optimizer.param_groups[0]["lr"] /= 2
        return w.weight.detach(), optimizer.param_groups[0]["lr"]

    agree(program, normal(4, 3), reference=with_torch)
