"""Many submissions: from a platform's download to grades.

intake/      a download -> a folder of numbered files for each submission, and why
running/     each folder -> a record, in sealed workers, and none twice
grades/      the records -> a gradebook, and the platform's own file filled in
similarity/  what two submissions have in common, and few others
commands/    one file for each command of `nox -s classroom`

It uses the grader's rooms, and none of them knows of it.
"""
