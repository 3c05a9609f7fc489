"""Why an answer is wrong, and what to try.

known_misconceptions.py  the known wrong implementations
hints.py                 the hints for every place; catalogue.py reads both from tests/
notes.py                 what was asked and answered in a run
edited.py                what the reference answers with one of its files edited
instrument.py            an edit that says which places are called
coverage.py              which places a question calls, and which a test
time_outs.py             which programs need not be run, since what they call has timed out
evidence.py              whether an edited library's answer is the learner's: same, alike, different
examination.py           all of this for one milestone's file: diagnosis and hints ask it
diagnosis/               which misconception gives these very answers
localization/            which place is to be mended
lacking.py               a function that a file no longer defines, and what it may be called now
filled.py                how many places are filled in
next_hint.py             the next hint for what fails now (in which place: localization/suspects)
demonstration.py         something to see: a milestone's demo, on the learner's own library
demo_answer.py           what came of it, held to the form that is drawn
place_diff.py            a learner's file beside the reference's, place by place
renamed.py               which of these places differ in names of variables alone
pieces.py                which differ in layout or types alone
"""
