"""Random programs, and the smallest of them that tells a learner's library from torch."""
