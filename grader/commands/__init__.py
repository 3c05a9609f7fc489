"""One file for each nox session, named after it: parse, call, print, exit status.

options.py has the arguments that they share, and exit_status.py what each status means.

No `.pyc` in the checkout is read, where a submission's code could have put it. The sessions tell
Python so; where a command is run without nox, this does.
"""

import os
import sys
from pathlib import Path

if sys.pycache_prefix is None:
    _cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    sys.pycache_prefix, sys.dont_write_bytecode = str(_cache / "autodiff-kata"), False
