"""The library beside torch and JAX: the same networks trained, the same functions evaluated.

Everything runs on one thread, so that times compare; BLAS reads this when NumPy is imported.
"""

import os

from grader.sandbox.threads import THREADS

os.environ |= dict.fromkeys(THREADS, "1")
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
