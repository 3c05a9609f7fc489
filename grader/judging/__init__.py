"""Right or wrong, and how it is said.

comparison.py     two answers, and the first difference
nearness.py       how near to wrong a right answer is
outcome.py        passed, wrong, error, not started, ...
failure_facts.py  an answer that is not right -> the facts of the failure; of these,
                  difference.py what differs, and frames.py the learner's lines; what was
                  printed is cut here
circumstances.py  what to do about a module that is not here (`import torch`), a debugger
                  without a terminal, an own helper file
newer_syntax.py   which Python reads a line that this one can't
passages.py       the facts -> sentences, and what is quoted; what_differs.py of a difference,
                  part_of_answer.py which expression of the program it is about
explain.py        these as plain text; code_lines.py of which the programs, and brief.py as much
                  as there is room for
quoting.py        what a learner's code wrote, each line marked
wording.py        values and foreign text, safe to print

Time-outs are worded by sandbox/time_out_sentences.
"""
