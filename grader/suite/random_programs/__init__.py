"""Random programs, and the smallest of them that tells a learner's library from torch.

agree_on.py   the fixture
sketch.py     a program while it is being drawn
generators/   which programs, one file for each milestone
batch.py      many programs, asked at a time
shrink.py     the smallest that goes wrong
message.py    why it does, in brief
"""
