"""What is there for speed alone; no result depends on it. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

release_memory    m07  giving memory back before a walk back begins
pack_parameters   m15  updating many small parameters as one
allocator         -    freed memory is kept for the next arrays
"""
