"""Right or wrong, and how it is said.

compare.py  two answers, and the first difference
outcome.py  passed, wrong, error, not started, ...
failure.py  an answer that is not right -> the facts of the failure
explain.py  the facts -> sentences
wording.py  values and foreign text, safe to print
quoting.py  what a learner's code wrote, marked as a quotation
"""
