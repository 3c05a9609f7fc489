"""A learner's files that can't be imported: in a handout, their stubs take their places.

    not_importable(submission, workers.ask_once)    # why not, by milestone

So such a file costs its own milestone, and what needs that, and no other.
"""

from __future__ import annotations

from collections.abc import Callable

from ..library.assemble import Library
from ..library.mounts import together
from ..library.submission import Submission
from ..manifest import MILESTONES, Milestone
from ..sandbox.answer import Answer


def not_importable(
    submission: Submission, ask: Callable[[Library], Answer]
) -> dict[Milestone, Answer]:
    """Why each of these files can't be imported.

    All of a learner's files are imported together. As long as that raises, the last one in the
    traceback makes room for its stub. What never ends is left for the suites to find.
    """
    own = [each for each in MILESTONES if not submission.is_untouched(each)]
    paths = {str(submission.files[each.module].path): each for each in own}
    found: dict[Milestone, Answer] = {}
    while len(own) > 1:  # one alone costs no other
        answer = ask(together(submission, own))
        raised = [paths.get(frame.path) for frame in answer.frames]
        met = [each for each in raised if each in own]
        if not (answer.at_import and met):
            break
        found[met[-1]] = answer
        own.remove(met[-1])
    return found
