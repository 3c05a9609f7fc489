"""`nox -s watch`: grades what you save, while you look on.

saves.py     the saves, as they come
agenda.py    what is to be graded, the most urgent first
examiner.py  the thread that grades: first what was saved, then what it affects
prefetch.py  a milestone's grading whose questions are asked side by side, before pytest comes
events.py    what the examiner tells the screen
course.py    what is known of each milestone, and what a save may have changed
page.py      what the main screen shows; view.py the widget that shows it
app.py       the screen, and what its keys do
keys.py      which key does what: q, h, n, r and the others
hinting.py   what `h` does; editing.py: what `e` does; editor.py: the editor that it does it with
screens.py   the list, the diff and the celebration, which lie over it
celebrations.py  what is celebrated, the way there, and when that is on the screen
recording.py  a session for README; seen.py: what is on the screen; film.py: a drawing of it
log.py       what went wrong in the grader itself
"""
