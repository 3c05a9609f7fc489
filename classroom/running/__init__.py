"""From submissions to records: one for each, and none twice.

seeds.py    the key that the instructor keeps, and the two seeds that each submission gets
records.py  where a record lies, and whether it is that of these files, suites and seeds
one.py      grades one submission after the other, in a process of its own
process.py  that process, and as many as are at work at once
here.py     has a submission graded in such a process, on this machine
on_dask.py  has it graded so on another one
run.py      grades what has no record yet, so many at once

on_gradescope.py grades the one submission of a container of Gradescope's
"""
