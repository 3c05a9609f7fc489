"""The grader: one program, asked of two libraries. Its rooms, in the order of the flow:

manifest.py        the milestones, which one a name means, and how many points each is worth
failure.py         why a test fails, as data
advice.py          diagnosis, suspect, hint and missing functions, as data
record.py          what a grading found, and the points that it earns
redacted.py        what of it may be shown
contradictions.py  what it can't have found
saved.py           the record as JSON, checked when it is read
cache.py           what `.kata/` remembers; of torch's answers, asking/oracle_cache.py
files.py           how a stranger's file is read; library/assemble.py says what to do if it is not
imports.py         a package is imported late only if nobody has changed it meanwhile
checkout.py        the checkout's own files, read before a submission could rewrite them

stubs/      solutions -> exercises: every module in order, places, answers, what was issued, reset
library/    which file stands for each module of the library that is graded
sandbox/    a learner's library in a process of its own; inside/ is what that process loads
asking/     one question, put to torch and to a library
judging/    right or wrong, and how it is said
suite/      what suites are written in and run with; random_programs/
feedback/   why an answer is wrong, and what to try: misconceptions, hints, diagnosis, localization
grading/    a folder -> the record
views/      the record -> table, HTML, Markdown, JUnit, Gradescope, a graph
watch/      grades what is saved, while the learner looks on
handout/    what students get: no answers, and the proof of it; what Gradescope gets
commands/   one file for each nox session, named after it

Whose fault it is, is decided where it shows. Of an exception in a worker it is decided by
`sandbox/inside/faults.py` (in this process by `asking/in_process.py`), of a worker that ended by
`sandbox/endings.py` and `forged.py`, of an import by `asking/import_blame.py`, of a test of facts
by `suite/blame.py`. What is not the learner's has the outcome `broken`.

A room imports from itself and from rooms above it in this list, never from one below.
"""

ROOMS = (
    "manifest",
    "failure",
    "advice",
    "record",
    "redacted",
    "contradictions",
    "saved",
    "cache",
    "files",
    "imports",
    "checkout",
    "stubs",
    "library",
    "sandbox",
    "asking",
    "judging",
    "suite",
    "feedback",
    "grading",
    "views",
    "watch",
    "handout",
    "commands",
)
