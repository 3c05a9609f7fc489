"""One file for each nox session, named after it: parse, call, print, exit status."""
