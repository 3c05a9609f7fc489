"""What suites are written in: programs, asked of torch and of a library, and compared.

agree.py   the fixtures `agree` and `facts`
blame.py   whose fault it is that a test of facts raised; plugin.py asks
dot.py     reads drawings
forms.py   compares an answer whose form is not known
plugin.py  gives suites their fixtures, and runs each test on every library; one that fails again,
           with a process for each program
hooks.py   the events of a run, for whoever listens
setup.py   what a run needs: settings, libraries, and who answers
done.py    how tests went; listed.py remembers it of those that nobody has begun
collection.py  what pytest reads of the checkout: the suites alone
run.py     runs suites with pytest, and collects how each test went: what is wrong, not run, or
           broken, which is the suite's or the grader's fault; and which tests are public
random_programs/  the fixture `agree_on`
"""
