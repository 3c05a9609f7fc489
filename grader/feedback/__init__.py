"""Why an answer is wrong, and what to try.

misconceptions.py  the known wrong implementations
hints.py           the hints for every place; catalogue.py reads both from tests/
notes.py           what was asked and answered in a run
instrument.py      which places of a file are called
diagnosis/         which misconception gives these very answers
localization/      which place is to be mended
next_hint.py       the next hint for what fails now
place_diff.py      a learner's file beside the reference's, place by place
"""
