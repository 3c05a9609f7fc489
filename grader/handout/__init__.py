"""What students get, `nox -s handout -- DIR`: no answers, and the proof of it.

public_suites.py  a suite without its hidden tests
inventory.py      every file of a handout
torchs_answers.py torch's answers to its tests, by which it needs no torch
spectra.py        what its tests call, and that they need nothing later
project.py        its noxfile, its pyproject.toml, and what it says of itself
secrets.py        the answers that are to stay here
proof.py          that a folder holds none of them
unpacking.py      all that is packed in a file
alike.py          syntax trees without names: other names make no other answer
write.py          a folder or a git repository of it
autograder.py     what Gradescope gets, which has all answers

In a handout, `handout/library/` takes the place of `solutions/`: what is given, and stubs for the
milestones. `manifest.IS_HANDOUT` tells the grader.
"""
