"""The library beside torch and JAX: the same networks trained, the same functions evaluated.

__main__.py   the command, and what it takes
training.py   the seven networks and what trains each (CASES): one program for both libraries
networks.py   the networks themselves, in torch's API
data.py       what is learned, drawn in batches
libraries.py  the libraries that are compared
in_jax.py     the same training in JAX
report.py     how far runs are apart, the bars, and the table
curves.py     the picture
against_jax/  `nox -s jax`: functions.py, layers.py and transforms.py beside JAX's;
              check.py compares

Everything runs on one thread, so that times compare; BLAS reads this when NumPy is imported.
"""

import os

from grader.sandbox.threads import THREADS

os.environ |= dict.fromkeys(THREADS, "1")
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
