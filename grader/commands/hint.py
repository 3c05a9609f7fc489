"""`nox -s hint`: the next hint for what fails now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from ..advice import Hint
from ..cache import HINTS
from ..checkout import as_it_is
from ..feedback.hints import hints, places_named
from ..feedback.next_hint import (
    Given,
    hint_on,
    hints_until_next,
    hints_until_next_on,
    next_hint,
)
from ..feedback.notes import Notes
from ..files import shown
from ..judging.explain import explain
from ..judging.wording import one_line
from ..manifest import MILESTONES, Milestone, find_milestone
from ..record import MilestoneResult
from ..views.apart import apart
from ..views.hint_lines import hint_in_lines
from ..views.words import at_import, first_failing, in_full_command, name
from .exit_status import Status, command, leave
from .options import SPELLINGS, Parser, is_owners

WIDEST = 90  # columns in which prose is still easy to read


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print a hint. The exit status is that of `grade`."""
    p = Parser("hint", "The next hint for what fails now.")
    p.add_milestone(f"{SPELLINGS}; else the first that fails", nargs="?")
    said = "a place of it (`no_grad`), whatever fails; else one that what fails leads to"
    p.add_argument("place", nargs="?", metavar="PLACE", help=said)
    p.add_target()
    p.add_argument("--again", action="store_true", help="repeat the hints given so far")
    options = p.parse_args(argv)
    given = Given(HINTS)
    if options.place:
        found = places_named(options.milestone, options.place)
        if len(found) != 1:
            p.error(_which(options.milestone, options.place, found))
        return _hint_on(options.target, options.milestone, found[0], given, options.again)
    return _hint(options.target, options.milestone, given, options.again)


def _which(milestone: Milestone, place: str, found: Sequence[str]) -> str:
    """What to answer to a name that is not one place's."""
    if found:
        return f"{place} may be any of {', '.join(found)}"
    places = {part: each for each in hints(milestone) for part in (*each.split("."), each)}
    near = get_close_matches(place, places, 1)
    if near:
        return f"{milestone.id} has no place {place}; did you mean {places[near[0]]}?"
    return f"{milestone.id} has no place {place}; it has {', '.join(hints(milestone))}"


@as_it_is()
def _hint_on(target: Path, milestone: Milestone, place: str, given: Given, again: bool) -> int:
    from ..library.submission import Submission

    path, source = f"{shown(target / milestone.module)}.py", Submission.read(target).text(milestone)
    asked = milestone, place, path, source, given
    print(f"{milestone.id} {milestone.title}")
    _print_each(hints_until_next_on(*asked) if again else [hint_on(*asked)], again)
    return Status.DONE


@as_it_is()
def _hint(target: Path, milestone: Milestone | None, given: Given, again: bool) -> int:
    from ..grading.first_incomplete import first_incomplete
    from ..library.submission import Submission
    from ..suite.setup import Settings

    chosen = [milestone] if milestone else MILESTONES
    submission, notes = Submission.read(target), Notes()
    settings, by_name = Settings(shrinks=False), milestone is not None
    result = first_incomplete(submission, chosen, settings, notes, edge_cases=by_name)
    if result:
        _print_hints(result, submission.text(find_milestone(result.id)), given, notes, again)
        return Status.DONE if result.to_mend else Status.BROKEN
    if milestone:
        print(_together(target, milestone) or f"{milestone.id} passes: no hint is needed.")
    else:
        print("Every idea works. Name a milestone for hints on its edge cases.")
    return Status.DONE


def _together(target: Path, milestone: Milestone) -> str:
    """With which earlier file a milestone fails that passes alone, and how to see it; "" if it
    passes there, too."""
    from ..grading.steps import grade
    from ..suite.setup import Settings

    settings, kept = Settings(shrinks=False), is_owners(target)
    (found,) = grade(target, [milestone], settings, remember=kept, diagnosed=False).milestones
    width = shutil.get_terminal_size().columns
    lines = apart(found, [found], width, in_full=in_full_command(found, shown(target)))
    return "\n".join(line.text for line in lines)


def _print_hints(
    result: MilestoneResult, source: str, given: Given, notes: Notes, again: bool
) -> None:
    first, columns = first_failing(result), shutil.get_terminal_size().columns
    print(name(result) if at_import(first) else f"{name(result)}: {one_line(first.title)}")
    seed = first.failure.only_on_seed if first.failure else None
    if seed is not None:
        print(f"It passes on the usual inputs, but not on others (--seed {seed}).")
    if again:
        found = hints_until_next(result, source, given, notes)
    else:
        following = next_hint(result, source, given, notes)
        found = [following] if following else []
    if not found:
        said = explain(first.failure, columns) if first.failure else ""
        after = "\n\nMend this first; hints come after." if result.to_mend else ""
        print(f"{said}{after}")
        return
    _print_each(found, again)


def _print_each(found: Sequence[Hint], again: bool) -> None:
    """The hints, `again` without the last, which was not given yet."""
    shown = found[:-1] if again else found
    if not shown:
        print(f"\nNo hint was given yet for {found[-1].place}.")
    for hint in shown:
        print(f"\n{hint_in_lines(hint, min(WIDEST, shutil.get_terminal_size().columns))}")


if __name__ == "__main__":
    leave(main())
