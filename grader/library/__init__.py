"""Which file stands for each module of the library that is graded.

submission.py    what somebody hands in, each file read once (untouched or not: stubs/issued)
misplaced.py     what was handed in under another name, or in another folder
encoding.py      what is said of a file that is not UTF-8
assemble.py      a library of the learner's files and the reference's, and why a file can't be in it
unreadable.py    why a file is not Python, for which a handout takes its stub
mounts.py        the libraries that a suite is run on: isolated, and so far
handed_out.py    a library with stubs in place of the learner's files
packing.py       a library as a package to take along
definitions.py   where a name is defined, and whose lesson that is
public_names.py  the names on the library's faces
"""
