"""Taking ops apart, until a script calls NumPy alone. (Given code.)

`given/fast/lowered.py` puts it in place. Each file, the first lesson that reads it (-: none), and
what is in it:

more        -           lowerings that no lesson needs
tidy        -           what is multiplied by 1 is left as it is
numbers     -           the numbers of a script, made arrays once
writer      -           writing several equations in the place of one
sums        -           sums and means of rows and of columns, as products with ones
turned      -           rows of a few numbers, worked on as a few rows of many
normalize   -           `normalization`, taken apart
scores      -           what softmax and cross-entropy compute of scores
entropy     -           softmax and cross-entropy, there and back
elementwise -           relu there and back, without bools among numbers
views       -           views of views, and products that were transposed
scalars     -           arithmetic of single numbers, without arrays
prepare     -           all of these, one after the other
"""
