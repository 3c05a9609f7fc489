"""From a folder to the record.

steps.py             the steps
suites.py            runs the suites, in two processes side by side if there are many (how a test
                     went, `not run` too: suite/run)
so_far_first.py      of a class, what passes on the files so far is not run alone, too
results.py           how a milestone went, from how its tests went (its points: record)
confirmation.py      what works is run again on a fresh seed
together.py          the earlier file with which tests begin to fail
broken_steps.py      what breaks costs the record nothing else
picture.py           what the learner's visualizer draws
first_incomplete.py  the milestone that a learner is at
"""
