"""What lessons name of torch's, JAX's and other libraries' sources is there."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from grader.manifest import MILESTONES, ROOT, SOLUTIONS, TESTS
from tests.grader.cited import LIBRARIES, Citation, citations, defines, is_installed, missing
from tests.grader.lessons import OTHER_WAYS, lesson

# The citations are of this JAX or a later one. What begins with `_` moves between versions.
FIRST_JAX = (0, 10)
# Options of JAX and Flax. Other names alone in backticks are ours, or of a file cited beside them.
NOT_OURS = {"jax_debug_nans", "donate_argnums", "deterministic"}
PYTHON = {*keyword.kwlist, *dir(builtins)}


@cache
def cited() -> dict[Citation, list[Path]]:
    """All that the docstrings of solutions/ and the hints cite of other libraries, and where."""
    found: dict[Citation, list[Path]] = {}
    for path in [*sorted(SOLUTIONS.rglob("*.py")), *sorted((TESTS / "hints").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for each in citations(node.value):
                    found.setdefault(each, []).append(path.relative_to(ROOT))
    return found


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_lessons_cite_is_there(library, capsys):
    if not is_installed(library):
        pytest.skip(f"{library} is not installed")
    if library == "jax" and tuple(map(int, version("jax").split(".")[:2])) < FIRST_JAX:
        pytest.skip("this JAX is older than the one that lessons cite")
    found = [each for each in cited() if each.library == library]
    wrong = {
        f"{path}: {missing(each)}" for each in found for path in cited()[each] if missing(each)
    }
    assert found and wrong == set()
    with capsys.disabled():
        files = {each.file for each in found if each.file}
        print(f"\n{library}: {len(found)} citations resolved, in {len(files)} files")


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.slug)
def test_what_a_lesson_tells_of_torch_and_jax_is_cited(milestone):
    section = lesson(milestone).section(OTHER_WAYS)
    found = citations(section)
    assert any(each.file and each.library == "torch" for each in found)
    assert "JAX" in section
    alone = set(re.findall(r"`\.?([A-Za-z_]\w*)=?`", section)) - ours() - PYTHON - NOT_OURS
    unknown = {name for name in alone if not any(defines(each, name) for each in found)}
    assert unknown == set(), "whose are they? Cite them with their file"


@cache
def ours() -> frozenset[str]:
    """Every name in solutions/, and the slugs of lessons."""
    trees = [ast.parse(path.read_text("utf-8")) for path in SOLUTIONS.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [getattr(n, field, None) for n in nodes for field in ("name", "id", "attr", "arg")]
    return frozenset(m.slug for m in MILESTONES) | {name for name in names if isinstance(name, str)}


@pytest.mark.parametrize(
    "made_up",
    [
        "torch/autograd/function.py: Functoin",
        "torch/autograd/no_such_file.py: Function",
        "torch/_tensor.py: Tensor.__rsubtract__",
        "torch/csrc/autograd/engine.h: Engines",
        "torch/csrc/autograd/engines.h",
        "tools/autograd/derivatives.yaml: mul.Tensors",
        "torch.nn.functional.reelu",
    ],
)
def test_what_is_made_up_is_noticed(made_up):
    (found,) = citations(f"see `{made_up}`.")
    assert missing(found) and str(found) == made_up


def test_a_name_may_stand_alone_beside_its_file():
    (found,) = citations("`torch/optim/adam.py: Adam`")
    assert defines(found, "_multi_tensor_adam") and not defines(found, "_multi_tensor_atom")
    (found,) = citations("`torch/csrc/autograd/FunctionsManual.h: mm_mat2_backward`")
    assert defines(found, "mm_mat1_backward") and not defines(found, "mm_mat3_backward")


def test_every_file_in_backticks_is_ours_or_of_a_library_that_is_looked_up():
    text = " ".join(" ".join(lesson(milestone).text.split()) for milestone in MILESTONES)
    files = re.findall(r"`((?:\w+/)+\w+\.(?:py|h|cpp|yaml|ipynb))\b", text)
    others = {
        each for each in files if not any((root / each).is_file() for root in (ROOT, SOLUTIONS))
    }
    assert others and others == {each.file for path in others for each in citations(f"`{path}`")}


def test_a_citation_may_be_broken_into_two_lines():
    text = "rules (`torch/autograd/function.py:\nFunction`), `torch/_tensor_str.py`, `x.torch/y`"
    assert [str(each) for each in citations(text)] == [
        "torch/autograd/function.py: Function",
        "torch/_tensor_str.py",
    ]
    assert [missing(each) for each in citations(text)] == ["", ""]
