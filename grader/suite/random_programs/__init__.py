"""Random programs, and the smallest of them that tells a learner's library from torch.

agree_on.py   the fixture
sketch.py     a program while it is being drawn
generators/   which programs, one file for each milestone
batch.py      many programs, asked at a time
trim.py       what can be left out of one that goes wrong
shrink.py     the smallest that goes wrong, of all that are drawn
message.py    why it does, in brief
"""
