"""Something to see for each milestone: `nox -s demo -- m05`, on the learner's own library.

canvas.py   text graphics: curves, bars, shades
svg.py      pictures, for `--svg FILE`; boxes.py, shades.py, marks.py and palette.py are its parts
data.py     handwritten digits, and a text
mNN_*.py    a milestone's demo

A demo's first line says what it shows. Its

    inputs()               gives what the program is called with besides the library, if anything
    program(lib, ...)      runs in a worker, on the learner's library, and answers with a dict;
                           it stands on its own, as the programs of the suites do
    ANSWER                 the form of each part of that dict (grader/feedback/demo_answer.py)
    draw(found, canvas)    makes a text of it
    SAYS                   one to three sentences below it: what to look at, and why it is so
    picture(found, svg)    makes a picture, where one serves

Heading, text and sentences are at most 22 lines of 80 columns: a prompt stands below them, and
perhaps a line about files that the reference's stand in for.
Numbers that come to `draw` may be NaN, infinite or wrong, and texts may be anybody's.
"""

from . import canvas, data, svg  # now: once a learner's code has run, nobody looks for a module

__all__ = ["canvas", "data", "svg"]
