"""Which place of a file is to be mended.

suspects.py      the likeliest place, by what fails and what passes
trial_repair.py  whether the reference's answer in one place makes a failure go away
"""
