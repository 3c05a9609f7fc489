"""`nox -s watch`: grades what you save, while you look on.

prefetch.py  a milestone's grading whose questions are asked side by side, before pytest comes
course.py    what is known of each milestone, and what a save may have changed
examiner.py  the thread that grades: first what was saved, then what it affects
files.py     the saves, as they come
progress.py  the learner's own log of finished milestones
app.py       the screen and its keys; screens.py the list, the diff and the celebration
"""
