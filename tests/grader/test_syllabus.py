"""A milestone can be done in one sitting, and its number stands nowhere but in names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from grader import manifest
from grader.commands import stubs as command
from grader.commands import syllabus
from grader.manifest import COURSE, MILESTONES, POINTS, ROOT, SOLUTIONS, TESTS, find_milestone
from grader.stubs import renumber
from grader.stubs.measure import Size, code_lines, measure
from grader.stubs.places import places_to_fill
from tests.grader.folders import stub

MOST_PLACES_IN_ALL = 260

# What the course is about, and what a learner therefore writes, whatever else is given: arithmetic,
# each rule that a network of two layers, softmax and cross-entropy needs, the walk, and what makes
# such a network learn; then the ideas of the architectures and of the transforms.
STAYS = {
    "by_hand": "forward gradients update",
    "scalars": "Value.__add__ Value.__mul__ Value.__pow__ Value.exp Value.history Value.backward",
    "computation_graph": "primitive record parents",
    "magic_methods": "add sub mul div neg pow logistic product sum Operators.__rsub__",
    "toposort": "toposort",
    "chain_rule": """
        unbroadcast add_vjp defvjp(mul) div_vjp_y pow_vjp_x defvjp(exp) defvjp(log) spread
        left_gradient right_gradient
    """,
    "backward": "contributions backpropagate accumulate_grad",
    "autograd_mechanics": "as_recorded contributor roots",
    "activations": """
        defvjp(relu) softmax_ndarray log_softmax_ndarray defvjp(softmax) defvjp(log_softmax)
    """,
    "cross_entropy": "nll cross_entropy_in_steps softmax_nll softmax_nll_vjp",
    "initialization": "fans xavier_std kaiming_std uniform_bound",
    "sgd": "Optimizer.zero_grad Optimizer.step SGD.update",
    "training": "train_epoch evaluate",
    "adam": "blend adapted Adam.update",
    "normalization": """
        centered standardize along_channels normalize_by_running move_averages
        BatchNorm.normalized
    """,
    "convolution": """
        sliding_windows overlap_add to_columns convolution convolution_input convolution_weight
        defvjp(convolution)
    """,
    "residual": "Residual.forward ResidualBlock.__init__ BasicBlock.forward",
    "attention": "causal_mask attention_weights attend MultiheadAttention.attend_in_heads",
    "reverse_transforms": "Traced.process make_vjp walk_back grad_and_value jacobian_rows",
    "forward_mode": """
        linear diagonal transposed total_tangent Dual.process push_forward jacobian_columns hvp
    """,
    "vmap": "elementwise matrix_product Batched.process vmap",
    "tracing": "Staged.process trace eval_program drop_unused join_equal fold_constants",
    "compile": """
        last_uses assign_buffers sigmoid_lines linear_lines sum_lines write_lines write_source
    """,
}
# A lesson is cited by its slug. Its number stands in names of files, in its own title, and in the
# message of what is not written yet.
CITED = re.compile(r"(?<![A-Za-z0-9])m\d\d(?![A-Za-z0-9_:])")
TITLE = re.compile(r'"""(Hints for )?m\d\d \w')


def test_a_milestone_can_be_done_in_one_sitting():
    sizes = {m.slug: measure(m.module) for m in MILESTONES}
    assert {slug: size for slug, size in sizes.items() if not size.is_small} == {}


def test_the_course_as_a_whole_is_small():
    assert sum(measure(m.module).places for m in MILESTONES) <= MOST_PLACES_IN_ALL


@pytest.mark.parametrize("slug", STAYS)
def test_what_the_course_is_about_stays_the_learners(slug):
    asked = places_to_fill(stub(find_milestone(slug)))
    assert [name for name in STAYS[slug].split() if name not in asked] == []


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.slug)
def test_a_suite_has_the_idea_and_then_edge_cases(milestone):
    tree = ast.parse(milestone.suite.read_text("utf-8"))
    tests = [node for node in tree.body if getattr(node, "name", "").startswith("test_")]
    are_edges = [any("mark.edge_case" in ast.unparse(d) for d in t.decorator_list) for t in tests]
    assert are_edges == sorted(are_edges), "edge cases come last"
    assert 5 <= are_edges.count(False) <= 15 and are_edges.count(True) >= 5


def test_lines_of_code_are_those_with_code_on_them():
    source = '"""A module."""\n\nimport math\n\n\ndef f(\n    x: int,\n):\n    """Text."""\n'
    assert code_lines(source) == 3
    assert code_lines(source + "    # why\n    return {\n        x: '''a\nb'''}  # what\n") == 6


def test_every_todo_is_a_place(tmp_path, checkout):
    (checkout / "solutions/m00_first.py").write_text(
        "from .todo import add, row\n\n\n"
        'def one(x):\n    """Text."""\n    # why\n    y = x\n\n    return y\n\n\n'
        "row(add, lambda g, out, x, y: g,\n    lambda g, out, x, y: g)\n\n\n"
        "def _private():\n    return 1\n"
    )
    assert measure("m00_first") == Size(places=3, lines=6, longest=2)


@pytest.mark.parametrize("folder", [SOLUTIONS, TESTS / "hints"], ids=lambda path: path.name)
def test_a_lesson_is_cited_by_its_slug(folder: Path):
    cited = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if CITED.search(line) and not TITLE.match(line)
    ]
    assert cited == []


def test_numbers_are_places_in_the_course():
    assert [m.slug for m in MILESTONES] == [s for s in COURSE if s in {m.slug for m in MILESTONES}]
    assert [COURSE[m.number] for m in MILESTONES] == [m.slug for m in MILESTONES]
    assert renumber.changes(SOLUTIONS) == {}


def test_one_more_milestone_can_be_put_in_between(tmp_path, monkeypatch, capsys):
    # The numbers are such that no milestone has: a renumbering leaves this test alone.
    solutions, tests = tmp_path / "solutions", tmp_path / "tests" / "grader"
    solutions.mkdir()
    tests.mkdir(parents=True)
    (solutions / "m90_by_hand.py").write_text('"""m90 by hand; m91_wrapper.py is next."""\n')
    (solutions / "m91_wrapper.py").write_text("from .m90_by_hand import x\n")
    (solutions / "m92_toposort.py").write_text('raise E("m92: f", m91_wrapper, xm91, m910)\n')
    (tests / "test_m91_wrapper.py").write_text('assert told == "m91 wrapper, m92 and m93"\n')
    places = {"by_hand": 90, "wrapper": 92, "toposort": 93}
    found = [m._replace(number=places[m.slug]) for m in MILESTONES if m.slug in places]
    monkeypatch.setattr(manifest, "MILESTONES", tuple(found))
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main(["--renumber"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "solutions/m91_wrapper.py -> solutions/m92_wrapper.py",
        "solutions/m92_toposort.py -> solutions/m93_toposort.py",
        "tests/grader/test_m91_wrapper.py -> tests/grader/test_m92_wrapper.py",
    ]
    files = {p.name: p.read_text() for p in tmp_path.rglob("*.py")}
    assert files == {
        "m90_by_hand.py": '"""m90 by hand; m92_wrapper.py is next."""\n',
        "m92_wrapper.py": "from .m90_by_hand import x\n",
        "m93_toposort.py": 'raise E("m93: f", m92_wrapper, xm91, m910)\n',
        "test_m92_wrapper.py": 'assert told == "m92 wrapper, m93 and m93"\n',
    }
    assert command.main(["--renumber"]) == 0
    assert "every number is what" in capsys.readouterr().out


def test_points_follow_effort_and_add_up():
    efforts = [m.minutes * (1 + m.difficulty / 5) for m in MILESTONES]
    assert sum(m.points for m in MILESTONES) == POINTS == 400
    for milestone, effort in zip(MILESTONES, efforts, strict=True):
        assert abs(milestone.points - POINTS * effort / sum(efforts)) < 1, milestone.slug
    ranked = sorted(zip(efforts, (m.points for m in MILESTONES), strict=True))
    assert [points for _, points in ranked] == sorted(points for _, points in ranked)


def test_the_table_has_a_row_for_each_and_their_sums(capsys):
    assert syllabus.main(["toposort", "by_hand"]) == 0
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["milestone", "places", "lines", "minutes", "difficulty", "points"]
    found = [m for m in MILESTONES if m.slug in ("by_hand", "toposort")]
    by_hand, toposort = (measure(m.module) for m in found)
    assert rows[0].split()[:4] == ["m00", "by", "hand", str(by_hand.places)]
    places, lines = by_hand.places + toposort.places, by_hand.lines + toposort.lines
    assert rows[-1].split()[:3] == ["all", str(places), str(lines)]
