"""Who writes the places of a milestone one by one sees something soon, not at the end alone.

A third of the milestones each day; with `KATA_ALL` in the environment, all of them.
"""

from __future__ import annotations

import os

import pytest

from grader.feedback.localization.trial_repair import transplant
from grader.manifest import find_milestone
from grader.stubs.places import places_to_fill
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution, stub, write
from tests.grader.today import todays

ALONE = Settings(only_isolated=True, shrinks=False, shares=True)
SHOWS = {  # the first places, in this order, with each of which more tests pass
    "wrapper": "infer_dtype to_ndarray Array.__init__ Array.from_numpy",
    "computation_graph": "primitive record parents is_grad_enabled "
    "grad_mode.__enter__ grad_mode.__exit__ no_grad",
    "visualizer": "describe number with_box draw_nodes draw_arrows",
    "backward": "contributions backpropagate Differentiable.backward",
    "sgd": "effective_grad",
    "normalization": "standardize standardize_vjp_x",
    "reverse_transforms": "walk_back make_vjp",
    "convolution": "sliding_windows overlap_add to_columns convolution defvjp(convolution)",
    "pooling": "window_max window_max_vjp window_sum_vjp max_pool2d avg_pool2d",
    "forward_mode": "linear diagonal transposed total_tangent push_forward jacobian_columns hvp",
    "vmap": "elementwise transposed reshaped matrix_product looped whole_batch",
}


CHOSEN = SHOWS if os.environ.get("KATA_ALL") else todays(list(SHOWS), 3)


@pytest.mark.parametrize("slug", CHOSEN)
def test_places_make_tests_pass_before_all_are_written(slug, tmp_path):
    milestone = find_milestone(slug)
    source, passed, shows = stub(milestone), set(), []
    expected, places = SHOWS[slug].split(), places_to_fill(source)
    while places and len(shows) < len(expected):
        place = places.pop(0)
        source = transplant(source, solution(milestone), place)
        write(tmp_path, milestone, source)
        done = run(Setup.of(tmp_path, ALONE), [milestone])
        outcomes = {each.name: each.outcome for each in done.results.values()}
        assert set(outcomes.values()) <= {"passed", "not_started"}, place
        now = {name for name, outcome in outcomes.items() if outcome == "passed"}
        assert passed <= now, place
        shows += [place] if passed < now else []
        passed = now
    assert shows == expected
