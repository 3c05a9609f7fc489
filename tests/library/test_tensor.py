"""The Tensor is put together so that what a learner has written is what runs."""

from __future__ import annotations

import re
from inspect import ismemberdescriptor

import pytest
import torch

from grader.asking.inputs import normal
from grader.asking.program import Program
from grader.asking.question import Question
from grader.library.assemble import assemble
from grader.manifest import ROOT, SOLUTIONS
from grader.sandbox.inside.normal_form import denormalise
from grader.sandbox.worker import Worker

EVERY_CLASS = {"__module__", "__doc__", "__slots__"}


def parts(modules):
    """Each class that Tensor is made of, with the module that it lies in."""
    mro = modules["autodiff._tensor"].Tensor.__mro__[1:-1]
    return [(each, each.__module__.partition(".")[2]) for each in mro]


def test_no_given_class_has_a_method_that_a_milestone_has(modules):
    written, given = {}, {}
    for part, module in parts(modules):
        members = {name for name, member in vars(part).items() if not ismemberdescriptor(member)}
        names = dict.fromkeys(members - EVERY_CLASS, f"{module}.{part.__name__}")
        (given if module.startswith("given.") else written).update(names)
    assert len(given) > 150 and len(written) > 80
    assert given.keys() & written == {"shape", "dtype", "__array_ufunc__"}, "given in wrapper, too"


def test_the_tensor_is_made_of_the_milestones_and_one_mixin_of_each_drawer(modules):
    bases = modules["autodiff._tensor"].Tensor.__bases__
    assert len(bases) == 13
    drawers = [base for base in bases if base.__module__ == "autodiff._tensor"]
    for drawer in drawers:
        places = {part.__module__.split(".")[2] for part in drawer.__bases__}
        assert places == set(re.findall(r"given/(\w+)", drawer.__doc__))
    milestones = [base.__module__ for base in bases if base not in drawers]
    assert len(milestones) == 9 and all(".m" in name for name in milestones)


LEARNERS = ROOT / "tests" / "grader" / "learners"
LIBRARIES = {
    "fast": lambda: assemble(SOLUTIONS, None),
    "plain": lambda: assemble(SOLUTIONS, None, fast=False),
    "a walk of one's own": lambda: assemble(
        SOLUTIONS, LEARNERS / "extended_node", ["m03_computation_graph", "m08_backward"]
    ),
}

# What looks on at a walk: hooks of leaves and results, a retained gradient, anomaly detection.
LOOKING_ON = """
def program(lib):
    def raises(walk):
        try:
            walk()
        except RuntimeError:
            return True
        return False

    x, w = (lib.tensor([2.0, 3.0], requires_grad=True) for _ in range(2))
    seen = []
    x.register_hook(lambda g: seen.append(g.tolist()))
    x.register_hook(lambda g: g * 10)
    with lib.autograd.detect_anomaly():
        y = x * 2
        y.retain_grad()
        y.register_hook(lambda g: seen.append(g.tolist()))
        (y * y + w).sum().backward()
        (g,) = lib.autograd.grad((x * w).sum(), x)
        z = lib.tensor([4.0, 0.0], requires_grad=True)
        bad = (z.sqrt() * 0).sum()
        found = [raises(lambda: lib.autograd.grad(bad, z, retain_graph=True)), raises(bad.backward)]
    (z.sqrt() * 0).sum().backward()
    return [x.grad.tolist(), y.grad.tolist(), w.grad.tolist(), g.tolist(), sorted(seen), found]
"""


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("library", LIBRARIES.values(), ids=list(LIBRARIES))
def test_who_looks_on_does_so_in_every_walk(library):
    scope = {}
    exec(LOOKING_ON, scope)
    program = scope["program"]
    with Worker(library()) as worker:
        answer = worker.ask(Question(Program(LOOKING_ON, "program")))
    expected = program(torch)
    assert expected[-1] == [True, True]
    assert answer.value and denormalise(answer.value) == expected, answer


def test_what_a_learner_writes_is_what_runs(tmp_path):
    for module, old in (
        ("m04_magic_methods", "return sub(other, self)"),
        ("m08_backward", "start = initial_cotangent(self, gradient, create_graph)"),
    ):
        source = (SOLUTIONS / f"{module}.py").read_text("utf-8")
        assert source.count(old) == 1
        said = f"print('{module}', end=' ')"
        (tmp_path / f"{module}.py").write_text(source.replace(old, f"{said}; {old}"), "utf-8")
    program = """
def program(lib):
    x = lib.tensor([2.0], requires_grad=True)
    x.register_hook(lambda g: None)
    loss = x * x
    loss = 2 - loss
    with lib.autograd.detect_anomaly():
        loss.backward()
    return x.grad.tolist()
"""
    learner = assemble(SOLUTIONS, tmp_path, ["m04_magic_methods", "m08_backward"])
    with Worker(learner) as worker:
        answer = worker.ask(Question(Program(program, "program")))
    assert answer.printed.split() == ["m04_magic_methods", "m08_backward"], answer


def test_what_a_learner_forgot_to_set_is_named(tmp_path):
    source = (SOLUTIONS / "m02_wrapper.py").read_text("utf-8")
    assert source.count("        self.node = node\n") == 1
    forgets = source.replace("        self.node = node\n", "")
    (tmp_path / "m02_wrapper.py").write_text(forgets, "utf-8")
    program = "def program(lib):\n    return (lib.tensor([1.0]) * 2).requires_grad_()\n"
    with Worker(assemble(SOLUTIONS, tmp_path, ["m02_wrapper"], fast=False)) as worker:
        answer = worker.ask(Question(Program(program, "program")))
    assert "AttributeError" in str(answer) and "'Tensor' object has no attribute 'node'" in str(
        answer
    )
    assert "not Tensor" not in str(answer)


def test_where_the_elements_lie_in_memory_is_as_in_torch(agree):
    def program(lib, x):
        x = lib.tensor(x)
        views = x, x.T, x[1:, ::2], x[0, 0], x.reshape(-1), x.expand(2, 3, 4), x.unbind(1)[0]
        facts = [(v.stride(), v.itemsize, v.data_ptr() - x.data_ptr()) for v in views]
        flags = x.is_sparse, x.is_cpu, x.is_complex(), x.is_signed(), x.get_device()
        return (
            facts,
            x.stride(0),
            x.T.stride(-1),
            flags,
            lib.ones(0).data_ptr(),
            x.byte().is_signed(),
        )

    agree(program, normal(3, 4))


def test_a_method_with_two_names_is_one(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        found = [
            x.multiply(y),
            x.subtract(y),
            x.divide(y),
            x.true_divide(y),
            x.negative(),
            x.absolute(),
        ]
        found += [x.greater(y), x.less(y), x.greater_equal(x), x.less_equal(y), x.not_equal(y)]
        made = x.new([1, 2]), x.new(2, 3).zero_(), x.new()
        return found, made, (9 * x.abs()).byte(), (9 * x).short()

    agree(program, normal(3, 4), normal(3, 4))
