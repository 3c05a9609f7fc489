"""Why an answer is wrong, and what to try."""
