"""How fast the library is, how fast the grader is, and how often it is right: `nox -s bench`.

__main__.py      the command: grading, library, lines, classroom, watch, diagnosis, localization,
                 coverage
grading.py       where the time of grading goes
watch.py         how long it takes from a save to its verdict
classes.py       what a class costs, and how much memory it takes
diagnosis.py     how often the right mistake is named, and a wrong one; rates.py counts
localization.py  how often the place of a mistake is found
coverage.py      how many of torch's documented names there are

library.py       how fast the library is, beside torch and the same maths by hand
cases.py         the cases, who takes part in each, and the bar that each must keep
networks.py      the cases in torch's API, sequences.py those about sequences and words; by_hand/ in
                 NumPy, as fast as it goes; hips.py in HIPS autograd; compiled.py by compilers
peer.py          what everyone who takes part is made of; check.py: whether all compute the same
lines.py         where the time of a compiled step goes, line by line
measure.py       times them in turn; memory.py: how much memory each needs; losses.py:
                 whether compiled steps learn what others learn
"""
