"""One question, put to torch and to a library."""
