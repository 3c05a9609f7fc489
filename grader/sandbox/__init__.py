"""Runs programs in a learner's library, and survives whatever it does instead.

worker.py       asks a library, and always gets an answer
edits.py        asks it with another text in place of one of its modules
answer.py       what it is asked, and what becomes of it
channel.py      one running worker: its pipes, its clock, its end
launch.py       starts a worker in a folder and environment of its own
fork_server.py  has workers forked that have NumPy already
compiled.py     the reference's modules, compiled once for all workers
clock.py        how long untrusted code may take; budget.py, a suite as a whole
endings.py      whose fault an end without an answer is, in a line
threads.py      how BLAS is held to one thread
replies.py      reads what untrusted code wrote
inside/         what the untrusted processes load
"""
