"""What programs are made of, and how functions become some. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

program     tracing     variables, equations, programs; how they print
drawing     tracing     a program as a picture
staging     tracing     the level of a trace: what every op of its function comes to
effects     tracing     equations that do more than compute: draws, and writes
doors       -           what the rest of the library hands to a trace: writes, gradients, updates
"""
