"""What compiled functions are made of, beside the lesson's own. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

buffers     compile     which equations need memory of their own, and how it is asked for
lowerings   compile     NumPy's calls for an op, as text
kernels     -           ops that only scripts know
script      compile     the names of a script, and the lines that are always the same
prepared    -           a program with all that its script needs to know
steps       -           all updates of an optimiser's step as one effect
build       -           from a program to a function: the text is run, the buffers are lent out
joint       compile     the way there and the way back, written down at once
names       -           arguments and weights under the names that their owner gave them
kept        -           tensors that somebody keeps beyond the call
run         -           one program of a compiled function, and how its results are handed out
face        -           `compile` itself: traces, and asks the guards
"""
