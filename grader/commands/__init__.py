"""One file for each nox session, named after it: parse, call, print, exit status.

options.py      what command lines share: the parser, the folder, milestones, tests
exit_status.py  what a command ends with
"""
