"""Functions and transforms beside JAX's."""
