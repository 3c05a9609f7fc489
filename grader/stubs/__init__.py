"""`exercises/`: the solutions with the answers taken out."""
