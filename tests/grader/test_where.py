"""`nox -s where`: every public name of the library is found, where it is defined."""

from __future__ import annotations

import inspect
import re
import sys

import pytest

from grader.asking.in_process import InProcess
from grader.commands import where
from grader.library.assemble import assemble
from grader.library.definitions import definition, lesson
from grader.library.public_names import PublicNames
from grader.manifest import MILESTONES, PACKAGE, SOLUTIONS
from grader.stubs.order import file_name


@pytest.fixture(scope="module")
def names():
    assert InProcess(assemble(SOLUTIONS, None, fast=False)).start() is None
    yield PublicNames(sys.modules[PACKAGE])
    for name in [name for name in list(sys.modules) if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def shown(name, capsys):
    """What is said of each place, but for the lines about the learner's own files."""
    assert where.main([name]) == 0
    blocks = re.split(r"\n(?=\S)", capsys.readouterr().out.strip())
    lines = [block.replace("in the reference: ", "").split("\n  ") for block in blocks]
    return [[line for line in each if not line.startswith("exercises/")] for each in lines]


def line_of(module, start):
    """The number of a module's only line that starts so."""
    lines = (SOLUTIONS / file_name(module)).read_text(encoding="utf-8").splitlines()
    (number,) = (n for n, line in enumerate(lines, 1) if line.startswith(start))
    return f"solutions/{file_name(module)}:{number}"


@pytest.mark.parametrize("typed", ["nn.Linear", "Linear", "torch.nn.Linear", "autodiff.nn.Linear"])
def test_a_milestones_class_is_found_however_it_is_typed(typed, capsys):
    place = line_of("m16_modules", "class Linear")
    assert shown(typed, capsys) == [["autodiff.nn.Linear", place, "lesson m16 modules"]]


@pytest.mark.parametrize(
    ("typed", "faces", "module", "start"),
    [
        ("F.relu", "autodiff.nn.functional.relu", "m13_activations", "def relu("),
        ("func.vmap", "autodiff.func.vmap", "m33_vmap", "def vmap("),
        ("optim.Adam", "autodiff.optim.Adam", "m22_adam", "class Adam("),
        ("optim.Adam.step", "autodiff.optim.Adam.step", "m19_sgd", "    def step("),
        ("autograd.toposort", "autodiff.autograd.toposort", "m05_toposort", "def toposort("),
        ("unbroadcast", "autodiff.autograd.unbroadcast", "m07_chain_rule", "def unbroadcast("),
        ("Tensor.detach", "autodiff.Tensor.detach", "m02_wrapper", "    def detach"),
        ("DataLoader", "autodiff.utils.data.DataLoader", "m18_data", "class DataLoader"),
    ],
)
def test_a_name_is_found_where_its_lesson_defines_it(typed, faces, module, start, capsys):
    (milestone,) = (m for m in MILESTONES if m.module == module)
    told = f"lesson {milestone.id} {milestone.title}"
    assert shown(typed, capsys) == [[faces, line_of(module, start), told]]


def test_another_name_of_a_function_leads_to_it(capsys):
    place = line_of("m04_magic_methods", "def sum(")
    assert shown("Tensor.sum", capsys) == [
        ["autodiff.Tensor.sum", place, "lesson m04 magic methods"]
    ]
    assert shown("subtract", capsys)[0][1] == line_of("m04_magic_methods", "sub = ")


def test_different_things_of_one_name_are_all_told(capsys):
    told = shown("manual_seed", capsys)
    assert [faces for faces, *_ in told] == [
        "autodiff.cuda.manual_seed",
        "autodiff.manual_seed",
        "autodiff.Generator.manual_seed",
    ]
    assert len({place for _, place, _ in told}) == 3


def test_all_faces_of_one_thing_are_told_together(capsys):
    ((faces, *_),) = shown("vmap", capsys)
    assert faces == "autodiff.vmap, autodiff.func.vmap"


def test_given_code_tells_who_reads_it(capsys):
    ((_, path, said),) = shown("nn.MSELoss", capsys)
    assert path.startswith("solutions/given/") and said == "given; no lesson reads it"
    ((_, path, said),) = shown("load_mnist", capsys)
    assert path == line_of("given.data.mnist", "def load_mnist(")
    ((_, path, said),) = shown("Tensor.half", capsys)
    assert path.startswith("solutions/given/")
    assert said == "given; first read in lesson m08 backward"


NEAR = [
    ("rellu", "relu"),
    ("nn.Linera", "nn.Linear"),
    ("Tensor.bakward", "backward"),
    ("F.sofmax", "nn.functional.softmax"),  # as people import it
]


@pytest.mark.parametrize(("typed", "near"), NEAR)
def test_an_unknown_name_is_one_line_with_the_nearest(typed, near, capsys):
    with pytest.raises(SystemExit) as exit:
        where.main([typed])
    out, err = capsys.readouterr()
    assert exit.value.code == 2 and out == ""
    assert err.count("\n") == 1 and err.startswith(
        f"nox -s where: there is no {typed}; did you mean "
    )
    assert near in err


@pytest.mark.parametrize("typed", ["nn.Conv3d", "nn.functional.conv3d", "bfloat16"])
def test_what_is_left_out_by_intention_says_why(typed, capsys):
    with pytest.raises(SystemExit):
        where.main([typed])
    said = capsys.readouterr().err
    assert said.startswith(f"nox -s where: {typed}: ") and "did you mean" not in said
    assert "left out" in said or "NumPy has no" in said


def test_what_only_an_import_reaches_is_found(capsys):
    place = line_of("given.faces.checkpoint", "def checkpoint(")
    assert shown("checkpoint", capsys)[0][:2] == ["autodiff.utils.checkpoint.checkpoint", place]


@pytest.mark.parametrize("typed", ["", "x.", ".", "no such name at all", "m05_toposort", "given"])
def test_whatever_else_is_typed_is_answered_in_one_line(typed, capsys):
    with pytest.raises(SystemExit) as exit:
        where.main([typed])
    assert exit.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_every_public_name_is_found_on_a_line_that_binds_something(names):
    assert len(names.all) > 1000
    for face, (module, name) in names.all.items():
        source, line = definition(module, name)
        text = (SOLUTIONS / file_name(source)).read_text(encoding="utf-8").splitlines()[line - 1]
        binds = re.match(r" *(@|(class|def) \w|from \S+ import|[\w, ]+[:=])", text)
        assert bool(binds) == bool(name), f"{face}: {text}"


def test_functions_and_classes_are_found_where_python_has_them(names):
    checked = 0
    for face, (module, name) in names.all.items():
        thing = names.thing(face)
        plain = inspect.unwrap(thing) if callable(thing) else None
        if not (inspect.isfunction(plain) or inspect.isclass(plain)):
            continue
        made = inspect.isfunction(plain) and plain.__code__.co_qualname != thing.__name__
        own = (plain.__module__ or "").startswith(PACKAGE)
        if made or not own or type(plain) not in (type, type(shown)):
            continue  # made by a function, or NumPy's
        source, line = definition(module, name)
        lines, first = inspect.getsourcelines(plain)
        assert inspect.getsourcefile(plain) == str(SOLUTIONS / file_name(source)), face
        assert first <= line <= first + len(lines), face
        checked += 1
    assert checked > 300


def test_every_lesson_is_its_own():
    for milestone in MILESTONES:
        assert lesson(milestone.module) == milestone


def test_a_learners_own_file_is_named_before_the_reference(exercises, capsys, monkeypatch):
    monkeypatch.chdir(exercises.parent)
    file = exercises / "m16_modules.py"
    file.write_text("# mine\n" + file.read_text("utf-8"), "utf-8")
    assert where.main(["nn.Linear.forward"]) == 0
    _, mine, reference, _ = capsys.readouterr().out.strip().split("\n  ")
    path, number = mine.split(":")
    lines = file.read_text("utf-8").splitlines()
    assert path == "exercises/m16_modules.py" and "def forward" in lines[int(number) - 1]
    before = [n for n, line in enumerate(lines, 1) if line.startswith("class Linear")]
    assert int(number) == next(
        n for n, line in enumerate(lines, 1) if n > before[0] and "def forward" in line
    )
    assert reference.startswith("in the reference: ") and "solutions/m16_modules.py:" in reference
    file.write_text("")
    assert where.main(["nn.Linear"]) == 0
    assert "\n  exercises/m16_modules.py\n" in capsys.readouterr().out
    file.unlink()
    assert where.main(["nn.Linear"]) == 0
    assert "exercises" not in capsys.readouterr().out
