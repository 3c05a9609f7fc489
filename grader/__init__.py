"""The grader: one program, asked of two libraries. Its rooms, in the order of the flow:

manifest.py  failure.py  advice.py  record.py  redacted.py  contradictions.py  saved.py
cache.py  files.py  imports.py  checkout.py
            the ground: the milestones; why a test fails, what else a learner is told, what a
            grading found, what it can't have found, and that as JSON; what is remembered, safe
            reading, and modules and the checkout as they were when work began
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
commands/   one file for each nox session, named after it

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
    "commands",
)
