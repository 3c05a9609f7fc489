"""`nox -s jax`: values and gradients of functions, and transforms, beside JAX's in float64."""

import sys

from grader.commands.options import Parser

from ..libraries import HAS_JAX, INSTALL_JAX


def main() -> int | str:
    """Compare; the exit status, or why nothing can be compared."""
    Parser("jax", "Compare functions, gradients and transforms with JAX's.").parse_args()
    if not HAS_JAX:
        return INSTALL_JAX
    from .check import main as compare

    return compare()


sys.exit(main())
