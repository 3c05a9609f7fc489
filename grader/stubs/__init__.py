"""`exercises/`: the solutions with the answers taken out.

order.py       every module of the library, lowest first
given.py       the public names in milestones that a stub keeps whole
reading.py     what a module's source says: its imports, its names
contents.py    what exercises/ holds, and in which form
places.py      the named places of a milestone's file
answers.py     which parts of a solution are answers
erase.py       a solution -> its stub; layout.py lays it out as ruff does
interface.py   a module -> its `.pyi`
leaks.py       the gate against stubs that give answers away
measure.py     how much a milestone asks for
renumber.py    files and sources follow the order of the course
digests.py     given/fast/digests.py: by which fast paths know the reference's own files
generate.py    all of them, written into exercises/
issued.py      every stub that was ever handed out; a file equal to one, however its lines end, is
               untouched
old_numbers.py a learner's files under old numbers
start_over.py  a fresh stub, and a backup of what was there
"""
