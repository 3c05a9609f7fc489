"""Right or wrong, and how it is said.

comparison.py     two answers, how far apart floats may be, and the first difference
nearness.py       how close a right answer comes to what is tolerated
outcome.py        passed, wrong, error, not started, ...
failure_facts.py  an answer that is not right -> the facts of the failure; cuts what was printed
difference.py     of these facts, what differs
frames.py         of these facts, the learner's lines; loops.py what keeps coming back
circumstances.py  what to do about a module that is not here (`import torch`), a debugger
                  without a terminal, an own helper file
not_python.py     a file that can't be read, as a failure
newer_syntax.py   which Python reads a line that this one can't
passages.py       the facts -> sentences, and what is quoted; what_differs.py of a difference,
                  part_of_answer.py which expression of the program it is about
explain.py        these as plain text; code_lines.py of which the programs, and brief.py as much
                  as there is room for, essential_lines.py whatever the room
quoting.py        what a learner's code wrote, each line marked
wording.py        values and foreign text, safe to print

Time-outs are worded by sandbox/time_out_sentences.
"""
