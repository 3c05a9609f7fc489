"""Runs programs in a learner's library, and survives whatever it does instead.

worker.py              asks a library, and always gets an answer
edits.py               asks it with another text in place of one of its modules
answer.py              an Answer: what was returned or raised, or how the program ended
channel.py             one running worker: its pipes, clock and end; how much of its print is kept
launch.py              starts a worker in a folder of its own, ends it, and kills what is left over
jail.py                which ways to seal workers off this machine allows (what they may use: the
                       limits in inside/)
escapes/               tries to get out of a sealed worker
fork_client.py         has workers forked that have NumPy already; which environment variables
                       they see (the warden adds HOME)
compiled.py            the reference's modules, compiled once for all workers
clock.py               measures how long a program takes (how long it may: the limits in inside/)
allowance.py           how long a submission may take, by the clock and of processors, all its
                       workers together
budget.py              how long the programs of a suite may take together
time_out_sentences.py  every sentence that names a time limit
endings.py             whose fault any other end without an answer is: the learner's, the grader's
forged.py              whether a worker is believed that says that the grader broke in it
threads.py             the variables that hold BLAS to one thread
replies.py             reads what untrusted code wrote
inside/                what the untrusted processes load, and their limits
"""
