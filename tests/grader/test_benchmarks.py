"""What is timed beside the library computes the same, and whoever computes less is found out."""

from __future__ import annotations

import re
import time
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from benchmarks import classes, compiled, library, lines, peer, sequences
from benchmarks.__main__ import main
from benchmarks.cases import CASES, Case
from benchmarks.check import CHANGED, check_equal
from benchmarks.memory import CLEAR
from benchmarks.peer import Arrays, Peer, copied, floats, labelled, labels
from grader.checkout import solution
from grader.manifest import find_milestone
from tests.waiting import ENOUGH

NO_GRADIENT = "key.bias"  # it adds the same to all scores of a row, and softmax takes that away
SMALLER = {  # batches, of what takes long
    "gpt": [labels(2, 128), labels(2 * 128)],
    "lstm": [floats(9, 4, 128), labels(4)],
    "resnet": labelled(4, 3, 16, 16),
}
TRIED = [case._replace(inputs=SMALLER.get(name, case.inputs)) for name, case in CASES.items()]
every_case = pytest.mark.parametrize("case", TRIED, ids=CASES)


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sequences, peer):
        monkeypatch.setattr(module, "WORDS", 1000)


class Recorded:
    """A peer that remembers its losses and states, to give them once more."""

    def __init__(self, peer: Peer) -> None:
        self.losses: list[float] = []
        self.states: list[Arrays] = []
        self.original = peer
        self.peer = Peer(self._step, self._state)

    def _step(self) -> float:
        self.losses.append(self.original.step())
        return self.losses[-1]

    def _state(self) -> Arrays:
        self.states.append(copied(self.original.state()))
        return self.states[-1]

    def once_more(self, name: str, instead: np.ndarray | None = None) -> Peer:
        """The same losses and, of the states, one array, or what is to stand instead of it."""
        losses, states = iter(self.losses), iter(self.states)

        def state() -> Arrays:
            array = next(states).get(name)
            shown = array if instead is None else instead
            return {} if shown is None else {name: shown}

        return Peer(lambda: next(losses), state)


def by_hand(case: Case, judge: Peer, inputs: list[np.ndarray]) -> Peer:
    return case.by_hand(copied(judge.state()), *inputs)


def assert_found_out(
    cheat: Peer, judge: Peer, inputs: list[np.ndarray], changed: float = CHANGED
) -> None:
    with pytest.raises(AssertionError, match=r"^cheat"):
        check_equal({"torch": judge, "cheat": cheat}, inputs, changed)


@every_case
def test_steps_by_hand_are_those_of_torch_in_everything_that_they_change(case: Case) -> None:
    inputs = case.empty_inputs()
    judge = case.network(torch, *inputs)
    start, hand = copied(judge.state()), Recorded(by_hand(case, judge, inputs))
    judge = Recorded(judge)
    check_equal({"torch": judge.peer, "numpy": hand.peer}, inputs, case.changed)
    for name, array in hand.states[-1].items():
        if name != NO_GRADIENT:
            cheat = hand.once_more(name, start.get(name, np.zeros_like(array)))
            assert_found_out(cheat, judge.once_more(name), [], case.changed)


@every_case
def test_whoever_keeps_the_first_batch_is_found_out(case: Case) -> None:
    inputs, kept = case.empty_inputs(), case.empty_inputs()
    judge = case.network(torch, *inputs)
    cheat = by_hand(case, judge, kept)

    def step() -> float:
        if not any(array.any() for array in kept):
            for mine, given in zip(kept, inputs, strict=True):
                mine[...] = given
        return cheat.step()

    assert_found_out(Peer(step, cheat.state), judge, inputs, case.changed)


def test_a_softmax_that_overflows_is_found_out() -> None:
    x, g = inputs = CASES["softmax"].empty_inputs()
    back = np.empty_like(x)

    def step() -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            p = np.exp(x)
            p /= p.sum(1, keepdims=True)
        back[...] = p * (g - (p * g).sum(1, keepdims=True))
        return float(back[0, 0])

    judge = CASES["softmax"].network(torch, x, g)
    assert_found_out(Peer(step, lambda: {"x.grad": back}), judge, inputs)


def test_whoever_computes_one_row_of_many_is_found_out() -> None:
    case = CASES["softmax"]
    x, g = inputs = case.empty_inputs()
    judge = case.network(torch, x, g)
    first = case.by_hand({}, x[:1], g[:1])
    rest = np.zeros((len(x) - 1, x.shape[1]), x.dtype)
    cheat = Peer(first.step, lambda: {"x.grad": np.vstack([first.state()["x.grad"], rest])})
    assert_found_out(cheat, judge, inputs)


def test_a_row_shows_the_range_over_the_rounds_and_who_is_missing() -> None:
    rounds = {"autodiff": [3e-6, 2e-6], "numpy": [1e-6, 1e-6], "torch": [5e-6, 4e-6]}
    rounds["compiled"] = [2e-6, 1.5e-6]
    found = library.row(CASES["mlp"], rounds, 1, library.PEERS + library.COMPILERS)
    ratios = ["2.00", "2.00 to 3.00", str(CASES["mlp"].bar), "over", "1.50", "2.00"]
    assert found == ["mlp", "2", "2", "1", "4", "-", "-", "-", *ratios]


SCRIPT = """
def make():
    def run(x):
        y = slow(x)
        return (y,)
    return run
"""


def test_each_line_of_a_script_is_timed_by_itself() -> None:
    space = {"slow": lambda x: time.sleep(0.02) or x + 1}
    script = lines.Timed(SCRIPT, space)
    exec(script.text, space)
    assert space["make"]()(1) == (2,)
    assert script.lines == ["y = slow(x)"]
    assert 0.02 <= script.spent()[0] < ENOUGH


def test_the_lines_of_a_step_are_most_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["lines", "small_mlp"]) == 0
    rows = re.findall(r"(?m)^ *([\d.,]+)  (.+)$", capfd.readouterr().out)
    *parts, whole, hand = [float(number.replace(",", "")) for number, _ in rows]
    assert [what for _, what in rows[-2:]] == ["the whole step", "the same step by hand"]
    assert 0.5 * whole < sum(parts) < whole + 0.1 * len(parts)
    assert min(*parts, hand) > 0


def test_only_models_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(torch, "compile", lambda model: asked.append(model) or model)
    for name, is_asked in (("mlp", True), ("softmax", False)):
        case, compiler = CASES[name], compiled.Torch()
        step = case.network(compiler, *case.empty_inputs()).step
        assert compiler.has_compiled == is_asked and np.isfinite(step())
    assert len(asked) == 1


@pytest.mark.skipif(not CLEAR.exists(), reason="only Linux tells")
def test_the_memory_of_a_step_is_told_of_each_peer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "softmax", "--memory"]) == 0
    *_, heads, _, told = capsys.readouterr().out.splitlines()
    assert heads.split() == ["autodiff", "numpy", "torch", "eager", "compiled"]
    name, *needs = told.split()
    assert name == "softmax" and all(0 <= float(each) < 100 for each in needs)
    assert float(needs[-1]) <= float(needs[-2])  # a script needs no more than what it does


def test_losses_of_compiled_steps_are_those_of_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["library", "small_mlp", "--losses"]) == 0
    (line,) = re.findall(r"^small_mlp .*$", capsys.readouterr().out, re.M)
    assert 0 < float(line.split()[1]) < 1e-4  # there are two ways of computing them


@pytest.mark.parametrize("name", ["library", "coverage", "watch", "diagnosis", "localization"])
def test_each_measurement_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main([name, "--help"])
    assert exit.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: nox -s bench -- {name} [-h]")


WRONG_ARGUMENTS = (
    ["elsewhere"],
    ["watch", "m99"],
    ["library", "no case"],
    ["coverage", "missing", "nowhere"],
    ["diagnosis", "--wrong"],
)


@pytest.mark.parametrize("arguments", WRONG_ARGUMENTS, ids=" ".join)
def test_a_mistaken_command_line_is_told_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.startswith("nox -s bench")


def test_a_class_is_made_of_right_files_and_of_mistakes_none_twice():
    milestones = [find_milestone(name) for name in ("toposort", "chain_rule")]
    made = list(islice(classes.handed_in(milestones), 8))
    texts = [text for files in made for text in files.values()]
    assert len(set(texts)) == len(texts) == 16
    for milestone in milestones:
        files = [files[f"{milestone.module}.py"] for files in made]
        right = [text for text in files if text.startswith(solution(milestone))]
        wrong = {text.rpartition("\n# ")[0] for text in files if text not in right}
        assert (len(right), len(wrong)) == (4, 4)


def test_what_a_class_takes_is_told_of_each(monkeypatch, capsys):
    def graded(grader, todo, jobs, tell):
        burnt = time.process_time() + 0.5
        while time.process_time() < burnt:
            pass
        return [SimpleNamespace(key=task.key, score=4.0) for task in todo]

    monkeypatch.setattr(classes, "run_class", graded)
    assert main(["classroom", "toposort", "--count", "1", "5", "--price", "3600"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    assert [row[0] for row in rows] == ["1", "5"]
    assert 0.5 <= float(rows[0][1]) < 5 * float(rows[1][1]) + 0.5
    assert float(rows[0][5]) == pytest.approx(1000 * float(rows[0][1]), rel=0.1)
    assert 20 < float(rows[0][3]) < 4000 and float(rows[0][4]) == 0
