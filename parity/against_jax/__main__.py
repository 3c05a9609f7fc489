"""`nox -s jax`: values and gradients of functions, and transforms, beside JAX's in float64."""

import sys

from ..libraries import HAS_JAX, INSTALL_JAX

if not HAS_JAX:
    sys.exit(INSTALL_JAX)

from .check import main

sys.exit(main())
