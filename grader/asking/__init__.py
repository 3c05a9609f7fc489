"""One question, put to torch and to a library.

program.py       a function of `lib` and some inputs, which can travel
inputs.py        random inputs, the same for the same seed
question.py      a program and its inputs, and the key of both
answerer.py      the protocol of those who may be asked
workers.py       a worker for each library that is asked, ready before it is; and the deadline of a
                 submission
hangs.py         a question that hangs on a learner's files together is not asked again; what hangs
                 in one function is for the room feedback to tell
import_blame.py  whether the learner or the grader is at fault where a library can't be imported
not_importable.py  a learner's files that can't be, for which a handout takes their stubs
in_process.py    a library in this very process, for a debugger
at_hand.py       a learner's library as `autodiff` in this process, for a prompt or a notebook
oracle.py        torch; oracle_cache.py remembers what it answered
travelling.py    its answers as they travel with a handout
eager.py         torch without its compiler
"""
