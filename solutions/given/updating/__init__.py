"""Optimisers' steps as equations of a program that is to become a script. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

ways        -           the steps of SGD, Adam and AdamW in NumPy's calls
in_blocks   -           the update of a large parameter, some rows at a time
packs       -           what an optimiser remembers of some parameters, and the next step's numbers
steps       -           which parameters are updated together
gradients   -           the gradients that a program sets, as results of its script
writes      -           what is written into arguments and captured arrays, is computed there
"""
