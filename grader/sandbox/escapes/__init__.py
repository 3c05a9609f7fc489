"""What a cheat would try, tried on this machine: whether a worker lets through what it must not.

trial.py   runs each attempt in a worker of its own, and says what it has got hold of
tries.py   what attempts have in common; their files are sent to the worker as texts
see.py     attempts to see what a worker is not to see: files, memory, other submissions
reach.py   attempts to reach somebody: processes, the network, more of the kernel, more rights
spread.py  attempts to fill this machine, or to leave something behind
hold.py    attempts to hold memory, and room on the disk, where nobody counts it
burn.py    attempts to take processor time that nobody counts

An attempt takes what is told about this machine, and returns a list of what it could do. Nothing is
what it should be.
"""
