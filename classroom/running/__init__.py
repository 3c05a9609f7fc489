"""From submissions to records: one for each, and none twice.

seeds.py    the key that the instructor keeps, and the two seeds that each submission gets
records.py  where a record lies, and whether it is that of these files, suites and seeds
one.py      grades one submission, in a process of its own
run.py      grades what has no record yet, so many at once
"""
