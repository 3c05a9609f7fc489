"""Runs programs in a learner's library, and survives whatever it does instead."""
