"""The one record of a grading run, and its views."""
