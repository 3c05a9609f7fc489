"""Right or wrong, and how it is said."""
