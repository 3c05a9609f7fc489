"""What untrusted processes load: itself, the standard library, NumPy, and nothing else.

forkserver.py  forks workers that have NumPy from the start
warden.py      the first process of a worker: counts, reaps, and kills what are too many (a fork
               bomb) or hold too much memory; adds up what all take of processors
zygote.py      imports the library, and runs each test's programs in a process of its own
finder.py      imports the library from what the grader has read
edited_functions.py  puts the functions of an edited file in
normal_form.py values as plain data; wire.py cuts them into frames
faults.py      an exception as plain data, and whether it is the library's or ours
alarms.py      has what takes too long say where it is
limits.py      what a worker may use, and how long; kernel.py has the kernel hold it there (the
               channel outside cuts what is printed)
seal.py        shuts a worker off from this machine's files, users and network; landlock.py and
               seccomp.py have the kernel keep it so; removals.py is for what it refuses there
processes.py   finds and ends every descendant
"""
