"""Mistakes of any milestone, the same one in several places, and several at once."""

from __future__ import annotations

import ast

import pytest

from benchmarks import rates
from benchmarks.rates import found_in
from grader.feedback.diagnosis.edit_differences import patterns
from grader.feedback.diagnosis.fitting import fitted, promised
from grader.feedback.diagnosis.general_mistake import NAMES, NOTHING, SAYS, SCALAR, GeneralMistake
from grader.feedback.diagnosis.missing_return import may_return_nothing
from grader.feedback.diagnosis.mistakes import Combination, Elsewhere, apart, elsewhere, is_whole
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.grading.steps import grade
from grader.manifest import MILESTONES, find_milestone
from grader.stubs.places import named_places
from grader.suite.setup import Settings
from tests.grader.folders import solution, write
from tests.grader.today import todays

HAND, RULES = find_milestone("by_hand"), find_milestone("chain_rule")

FORGETFUL = (
    "pass",
    "x + 1",
    "return",
    "return None",
    "if x: return 1",
    "for i in x: return i",
    "try:\n        return 1\n    except ValueError:\n        pass",
    "while x: return 1",
    "if x: return 1\n    else: x",
    "match x:\n        case 1:\n            return 1",
)
CAREFUL = (
    "return 1",
    "raise ValueError",
    "if x: return 1\n    return 2",
    "if x: return 1\n    else: raise ValueError",
    "with x: return 1",
    "try:\n        return 1\n    except ValueError:\n        raise",
    "while True:\n        if x: return 1",
    "yield x",
    "def g(): pass\n    return g",
    "match x:\n        case 1:\n            return 1\n        case _:\n            return 2",
)


@pytest.mark.parametrize(
    "body, may", [(b, True) for b in FORGETFUL] + [(b, False) for b in CAREFUL]
)
def test_whether_a_function_may_end_without_a_value(body, may):
    (function,) = ast.parse(f"def f(x):\n    {body}\n").body
    assert may_return_nothing(function) is may


PAIR = "class Pair(NamedTuple):\n    a: float\n    b: list[int]\n"
FITTINGS = [
    ("float", "np.float64(1.5)", "number", 1.5),
    ("float", "np.array(1.5)", "type", 1.5),
    ("list[float]", "[np.float32(2), 3.0]", "number", [2.0, 3.0]),
    ("list[int]", "(1, 2)", "sequence", [1, 2]),
    ("tuple[int, ...]", "[1, 2]", "sequence", (1, 2)),
    ("dict[str, tuple[int, ...]]", "{'a': [1]}", "sequence", {"a": (1,)}),
    ("tuple[Pair, list[float]]", "(Pair(1.0, [2]), (3.0,))", "sequence", ((1.0, [2]), [3.0])),
    ("Pair", "(1.0, [2])", "type", (1.0, [2])),
    ("State", "5", "type", (5,)),
    ("float", "'right already'", "number", "right already"),
    ("Any", "5", "type", 5),
]


@pytest.mark.parametrize("promise, value, only, right", FITTINGS)
def test_what_is_returned_is_made_what_is_promised(promise, value, only, right):
    source = (
        f"import numpy as np\nfrom typing import NamedTuple\n{PAIR}\ndef f():\n    return {value}\n"
    )
    node = dict(named_places(f"{PAIR}def f() -> {promise}:\n    pass\n"))["f"]
    scope: dict = {}
    exec(fitted(source, "f", promised(node, PAIR), only), scope)
    found = scope["f"]()
    assert found == right and type(found) in (type(right), scope["Pair"])
    assert isinstance(found, scope["Pair"]) is (promise == "Pair")


def test_the_same_mistake_is_made_in_both_layers():
    right = solution(HAND)
    mistake = next(m for m in misconceptions(HAND) if "divided by twice" in m.name)
    (pattern,) = patterns(mistake, right)
    assert pattern.apply(right, "gradients").count("mean)(0)") == 2
    with pytest.raises(ValueError, match="nothing alike"):
        pattern.apply(right, "sigmoid")


@pytest.mark.parametrize("milestone", todays(MILESTONES, 3), ids=lambda m: m.id)
def test_a_mistake_made_elsewhere_is_python_and_another_file(milestone):
    right = solution(milestone)
    places = {name: ast.dump(node) for name, node in named_places(right)}
    for each in elsewhere(milestone, right):
        edited = dict(named_places(each.apply(right)))
        assert ast.dump(edited[each.where]) != places[each.where]


def test_a_mistake_is_not_named_for_another_place_alone():
    right = solution(RULES)
    home = {m.name: m for m in misconceptions(RULES)}
    away = next(e for e in elsewhere(RULES, right) if e.where != e.mistake.where)
    assert not is_whole(away) and not is_whole(Combination((away,)))
    assert is_whole(Combination((home[away.name], away)))


def test_an_edit_of_several_kinds_is_not_made_in_part():
    right = solution(RULES)
    names = {e.name for e in elsewhere(RULES, right)}
    assert "sigmoid borrows the slope of tanh" not in names
    assert "each factor multiplies its own gradient" in names


def test_several_mistakes_are_told_apart_and_one_that_is_made_in_several_places_is_told_once():
    first, second, *_ = misconceptions(RULES)
    away = Elsewhere(first, "elsewhere", patterns(first, solution(RULES))[0])
    told = Combination((first, second, away))
    assert told.names == (first.name, second.name)
    again, other = apart(told)
    assert other is second and again.names == (first.name,)
    assert again.says == f"{first.says} (In `{first.where}`, `elsewhere`.)"
    assert apart(first) == [first]


@pytest.mark.parametrize("name", NAMES)
def test_every_general_mistake_has_words_and_names_its_place(name):
    assert "`update`" in GeneralMistake(name, "update", 1, "float").says
    assert set(SAYS) == set(NAMES)


def test_a_forgotten_return_is_told_with_its_function(tmp_path):
    wrong = solution(HAND).replace("    return float(((Y - T)", "    float(((Y - T)")
    alone = Settings(only_isolated=True)
    (result,) = grade(write(tmp_path, HAND, wrong), [HAND], alone).milestones
    assert result.diagnosis.name == NOTHING
    assert (
        result.diagnosis.where == "quadratic_loss" and "`quadratic_loss`" in result.diagnosis.text
    )
    assert len(result.diagnosis.explains) >= 4


def test_a_forgotten_return_in_a_function_inside_is_told_with_both(tmp_path):
    graph = find_milestone("computation_graph")
    wrong = solution(graph).replace("return type(arg).inter", "result = type(arg).inter")
    wrong = wrong.replace("        return function(*args, **params)", "            break")
    (result,) = grade(write(tmp_path, graph, wrong), [graph]).milestones
    assert result.diagnosis.name == NOTHING and "`op`, in `primitive`," in result.diagnosis.says
    line = int(result.diagnosis.lesson.rpartition(":")[2])
    assert wrong.splitlines()[line - 1].strip().startswith("def op(")


def test_a_function_inside_that_is_to_return_nothing_is_not_named(monkeypatch):
    monkeypatch.setattr(rates, "PATIENT", 0.0)
    scalars = find_milestone("scalars")
    wrong = solution(scalars).replace("self.grad += g * math.cos", "self.grad += 2 * g * math.cos")
    wrong = wrong.replace("self.grad += g * result", "self.grad += 3 * g * result")
    found = found_in(scalars, wrong)
    assert found is None or found.name != NOTHING


def test_what_ends_without_a_value_on_no_way_that_is_taken_is_not_named(monkeypatch):
    monkeypatch.setattr(rates, "PATIENT", 0.0)  # for combinations, which are not meant here
    wrong = solution(HAND).replace(
        "    return float(((Y - T) ** 2).sum() / (2 * len(T)))",
        "    if len(T):\n        return float(((Y - T) ** 4).sum())",
    )
    found = found_in(HAND, wrong)
    assert found is None or found.name != NOTHING


def test_a_wrong_number_of_the_wrong_type_is_not_called_right():
    wrong = solution(HAND).replace(
        "    return float(((Y - T) ** 2).sum() / (2 * len(T)))", "    return ((Y - T) ** 4).sum()"
    )
    found = found_in(HAND, wrong)
    assert found is None or found.name != SCALAR


def test_a_known_mistake_alone_is_still_named_alone():
    mistake = next(m for m in misconceptions(HAND) if m.where == "update")
    found = found_in(HAND, mistake.apply(solution(HAND)))
    assert isinstance(found, Misconception) and found == mistake
