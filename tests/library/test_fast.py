"""The fast paths: in place where they may be, nowhere else, and with the same results, but for the
last digits of long sums."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS
from grader.sandbox.worker import Worker

INSTALL = ast.parse((SOLUTIONS / "given" / "fast" / "install.py").read_text("utf-8"))
WRITTEN = next(
    ast.literal_eval(node.value)
    for node in INSTALL.body
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PATHS"
)

PATHS = [(fast, places.split(), used.split()) for fast, places, used in WRITTEN]
PLACES = [(fast, place) for fast, places, _ in PATHS for place in places]

# {place: the module that what stands there comes from}, for all that a fast path takes over.
WHERE = """
import json, sys, operator
import autodiff
paths = json.loads(sys.argv[1])
found = {}
for fast, places, used in paths:
    for place in places:
        module, name = place.split(".", 1)
        there = operator.attrgetter(name)(sys.modules[f"autodiff.{module}"])
        found[place] = there.__module__.removeprefix("autodiff.")
print(json.dumps(found))
"""

WHICH = """
import sys
def program(lib):
    return sys.modules["autodiff.m03_computation_graph"].record.__module__
"""

# Trains, differentiates twice, uses one tensor many times; prints every number, to the last bit but
# where it is a long sum or found in other steps.
WORK = """
import autodiff as torch
torch.manual_seed(0)
kind = {"dtype": torch.float64, "requires_grad": True}
images, kernels = (torch.randn(n, c, 5, 4, **kind) for n, c in ((5, 4), (6, 2)))
bias = torch.randn(6, **kind)
how = {"stride": (1, 2), "padding": (3, 2), "dilation": (2, 1), "groups": 2}
seen = torch.nn.functional.conv2d(images, kernels, bias, **how)
(first,) = torch.autograd.grad((seen * seen).sum(), images, create_graph=True)
(first * first).sum().backward()
reader = torch.nn.LSTM(3, 2, dtype=torch.float64)
read, (_, c) = reader(torch.ones(4, 2, 3, dtype=torch.float64))
(read.sum() * c.sum()).backward()
kept = [read, c, *[p.grad for p in reader.parameters()]]
reader = torch.nn.GRU(3, 2, dtype=torch.float64)
read, h = reader(torch.ones(4, 2, 3, dtype=torch.float64))
(read.sum() * h.sum()).backward()
kept += [read, h, *[p.grad for p in reader.parameters()]]
rows, norm = torch.randn(7, 5, **kind), torch.nn.LayerNorm(5, dtype=torch.float64)
def bent():
    return torch.nn.functional.gelu(norm(rows.sigmoid()).relu()).softmax(-1)

(slope,) = torch.autograd.grad((bent() ** 2).sum(), rows, create_graph=True)
(slope * slope).sum().backward()
(bent() * norm(rows)).sum().backward()
kept += [bent(), slope, rows.grad, *[p.grad for p in norm.parameters()]]
written = torch.compile(bent)
kept += [written(), written()]
net = torch.nn.Sequential(
    torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 4)
)
x, target = torch.randn(6, 3), torch.tensor([0, 1, 2, 3, 0, 1])
optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=0.1)
for _ in range(5):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(x), target)
    loss.backward()
    optimizer.step()
    print(loss.item().hex())
for p in net.parameters():
    print([v.hex() for v in p.flatten().tolist()], [v.hex() for v in p.grad.flatten().tolist()])
scores = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
loss = torch.nn.functional.cross_entropy(scores, torch.tensor([2, 0, 0, 1]))
(slope,) = torch.autograd.grad(loss, scores, create_graph=True)
(slope * slope).sum().backward()
y = torch.tensor([1.5, -2.0], dtype=torch.float64, requires_grad=True)
z = y.expand(3, 2)
(g,) = torch.autograd.grad((z * z * y + y).sum(), y, create_graph=True)
g.sum().backward()
print(g.tolist(), y.grad.tolist())
a = torch.tensor(2.0, requires_grad=True)
b = a + a
b.backward(retain_graph=True)
b.backward()
print(a.grad.item())
for part in (slope, scores.grad, seen, first, images.grad, kernels.grad, bias.grad, *kept):
    print([f"{v:.9g}" for v in part.flatten().tolist()])
"""


def plain_home(place: str) -> str:
    """The module that the plain one comes from; what `promoted` has made comes from there."""
    if place.startswith("given."):
        return place.rpartition(".")[0]
    return "given.core.promotion" if place.endswith("sigmoid") else place.split(".")[0]


def package(folder: Path) -> Path:
    """A copy of the reference, to be changed."""
    shutil.copytree(SOLUTIONS, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / PACKAGE


@pytest.fixture(scope="module")
def compiled(tmp_path_factory) -> Path:
    """A copy of the reference, of which all is compiled but the file that a test changes."""
    return package(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    """The same, without the fast paths."""
    folder = package(tmp_path_factory.mktemp("plain"))
    shutil.rmtree(folder / "given" / "fast")
    return folder


@contextmanager
def changed(file: Path, change: Callable[[str], str]) -> Iterator[None]:
    """Within, the file is changed."""
    before = file.read_text("utf-8")
    file.write_text(change(before), "utf-8")
    try:
        yield
    finally:
        file.write_text(before, "utf-8")


def run(package: Path, program: str) -> str:
    """What it prints, or why it does not; what is compiled is kept beside the package."""
    kept = f"pycache_prefix={package.parent / 'pyc'}"
    command = [sys.executable, "-X", kept, "-c", program, json.dumps(PATHS)]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    return done.stdout or done.stderr


def test_without_the_folder_all_is_plain_and_the_numbers_are_the_same(compiled, plain):
    found = json.loads(run(plain, WHERE))
    assert found == {place: plain_home(place) for _, place in PLACES}
    numbers = run(plain, WORK)
    assert numbers.count("\n") > 10 and run(compiled, WORK) == numbers


def test_each_is_in_place_in_the_reference(compiled):
    found = json.loads(run(compiled, WHERE))
    assert found == {place: f"given.fast.{fast}" for fast, place in PLACES}


@pytest.mark.parametrize("edited", sorted({name for *_, used in PATHS for name in used}))
def test_whatever_relies_on_an_edited_file_is_plain(edited, compiled):
    with changed(compiled / f"{edited}.py", lambda text: f"{text}# mine\n"):
        found = json.loads(run(compiled, WHERE))
    for fast, places, used in PATHS:
        for place in places:
            where = plain_home(place) if edited in used else f"given.fast.{fast}"
            assert found[place] == where


def test_somebody_elses_file_may_import_from_here(tmp_path, compiled):
    mine = package(tmp_path)
    for module, imported in (
        ("m08_backward", "release_memory import release"),
        ("m19_sgd", "pack_parameters import Pack"),
        ("m24_normalization", "release_memory import LARGE"),
    ):
        file = mine / f"{module}.py"
        before, rest = file.read_text("utf-8").split("from .given.core", 1)
        line = f"from .given.fast.{imported}\n"
        file.write_text(f"{before}{line}from .given.core{rest}", "utf-8")
    numbers = run(mine, WORK)
    assert numbers.count("\n") > 10 and run(compiled, WORK) == numbers


@pytest.mark.parametrize(("fast", "place"), PLACES, ids=[place for _, place in PLACES])
def test_a_fast_path_that_raises_is_noticed(fast, place, compiled):
    def raises(text: str) -> str:
        tree = ast.parse(text)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == place.rpartition(".")[2]:
                node.body = [ast.parse("raise RuntimeError('the fast one')").body[0]]
        return ast.unparse(tree)

    with changed(compiled / "given" / "fast" / f"{fast}.py", raises):
        assert re.search("RuntimeError: .*the fast one", run(compiled, WORK))


@pytest.mark.parametrize("fast", [True, False])
def test_a_worker_runs_what_it_was_mounted_with(fast):
    with Worker(assemble(SOLUTIONS, None, fast=fast)) as worker:
        answer = worker.ask(Question(Program(WHICH, "program")))
    assert answer.value[1].endswith("given.fast.record" if fast else "m03_computation_graph")


@pytest.mark.parametrize(("fast", "places", "used"), PATHS, ids=[fast for fast, *_ in PATHS])
def test_no_learner_can_import_a_fast_path_for_what_they_are_to_write(fast, places, used, tmp_path):
    answer = f"{PACKAGE}.given.fast.{fast}"
    for module in used:
        right = (SOLUTIONS / f"{module}.py").read_text("utf-8")
        (tmp_path / f"{module}.py").write_text(right, "utf-8")
        assert answer in assemble(SOLUTIONS, tmp_path, [module]).paths
        (tmp_path / f"{module}.py").write_text(f"{right}\n", "utf-8")
        assert answer not in assemble(SOLUTIONS, tmp_path, [module]).paths


def test_nobody_has_bound_a_plain_one(compiled):
    hold = """
import sys, autodiff, json, ast
plain = {}
for fast, places, used in json.loads(sys.argv[1]):
    for place in places:
        module, *_, name = place.split(".")
        plain.setdefault(module, set()).add(name)
bound = []
for name, module in sorted(sys.modules.copy().items()):
    if name.startswith("autodiff") and not name.startswith("autodiff.given.fast."):
        for key, value in vars(module).items():
            home = getattr(value, "__module__", None) or ""
            home = home.removeprefix("autodiff.") if isinstance(home, str) else ""
            if getattr(value, "__name__", "") in plain.get(home, ()):
                bound.append(f"{name}.{key}")
print(json.dumps(bound))
"""
    assert json.loads(run(compiled, hold)) == []


LONG = """
import autodiff as torch
ones, tenths = torch.ones(3000, 2).half(), torch.full((200000, 2), 0.1)
bias = torch.zeros(2).half().requires_grad_()
(bias + ones).sum().backward()
off = abs(tenths.double().sum(0) - tenths.sum(0))[0].item()
print(ones.sum(0)[0].item(), bias.grad[0].item(), off < 0.1, off > 10)
"""


def test_long_sums_are_what_they_are_only_with_the_folder(compiled, plain):
    assert run(compiled, LONG).split() == ["3000.0", "3000.0", "True", "False"]
    assert run(plain, LONG).split() == ["2048.0", "2048.0", "False", "True"]


# Whatever else `cross_entropy` can be asked for, with what it returns or raises.
ODD = """
import autodiff as torch
F = torch.nn.functional
scores = torch.tensor([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]])
right, ignored = torch.tensor([2, 0]), torch.tensor([2, -100])
empty = torch.tensor([], dtype=torch.int64)
weight = torch.tensor([1.0, 2.0, 3.0])
infinite = torch.tensor([[-torch.inf, 0.0], [torch.inf, 0.0], [torch.nan, 1.0]])
asked = (
    lambda: F.cross_entropy(scores, right, weight),
    lambda: F.cross_entropy(scores, ignored),
    lambda: F.cross_entropy(scores, right, ignore_index=2),
    lambda: F.cross_entropy(scores, right, reduction="sum"),
    lambda: F.cross_entropy(scores, right, reduction="median"),
    lambda: F.cross_entropy(scores, right, label_smoothing=0.1),
    lambda: F.cross_entropy(scores, right, label_smoothing=-1),
    lambda: F.cross_entropy(scores, torch.tensor([3, 0])),
    lambda: F.cross_entropy(scores, torch.tensor([-1, 0])),
    lambda: F.cross_entropy(scores, right.to(torch.int32)),
    lambda: F.cross_entropy(scores, right.to(torch.uint8)),
    lambda: F.cross_entropy(scores, right[:1]),
    lambda: F.cross_entropy(scores, scores),
    lambda: F.cross_entropy(scores, 2),
    lambda: F.cross_entropy(scores[0], right[0]),
    lambda: F.cross_entropy(scores[:0], empty),
    lambda: F.cross_entropy(scores[:, :0], right),
    lambda: F.cross_entropy(scores.half(), right),
    lambda: F.cross_entropy(scores.to(torch.int64), right),
    lambda: F.cross_entropy(infinite, torch.tensor([1, 0, 0]), reduction="mean"),
    lambda: F.cross_entropy(scores[..., None], right[..., None]),
    lambda: torch.func.grad(F.cross_entropy)(scores, right),
    lambda: torch.func.vmap(F.cross_entropy)(scores, right),
    lambda: torch.func.jvp(lambda x: F.cross_entropy(x, right), (scores,), (scores,)),
)
for ask in asked:
    try:
        print(ask())
    except Exception as error:
        print(type(error).__name__, error)
"""


def test_a_fast_path_answers_odd_questions_as_the_plain_one_does(compiled, plain):
    answers = run(plain, ODD)
    assert answers.count("\n") > ODD.count("    lambda:") and "Traceback" not in answers
    assert run(compiled, ODD) == answers
