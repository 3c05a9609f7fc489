"""How much memory a script needs: when an equation is computed, and where its result lies. (Given
code.)

Each file, the first lesson that reads it (-: none), and what is in it:

order       -           equations that free memory come as early as they may
packing     -           blocks of bytes in as little memory as can be found quickly
donated     -           results in the memory of arguments that are given away
rooms       compile     buffers as parts of one memory, and of gradients that are not there yet
"""
