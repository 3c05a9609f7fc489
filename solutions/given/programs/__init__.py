"""What programs are made of, and how functions become some. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

equations   tracing     variables, and equations between them
program     tracing     what a function computes, as data
effects     tracing     equations that do more than compute: draws, and writes
numbers     -           numbers of Python's that a trace does not look at
staging     tracing     the level of a trace: what every op of its function comes to
staged      -           what stands for a tensor, and whether it answers who asks for its numbers
unshaped    -           ops whose results have a shape that depends on numbers
places      -           the places of the library around which a trace stands
doors       tracing     what the rest of the library hands to a trace: writes, gradients, updates
printing    -           how a program prints
drawing     -           a program as a picture
"""
