"""More ops, one file for each kind. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

elementwise       m09  floor, round, cos, sign, ...: each element by itself
compare           m09  isnan, logical_and, any, ...: results are bools
search            m09  argmax, argsort, nonzero, ...: results are indices or counts
matmul            m09  matrix products under other names: mm, bmm, outer
sort              m09  sort, topk, median, unique, bincount
special           m10  erf and its inverse
pad               m19  a frame around images, or any other tensors
move              m25  chunk, movedim, hstack, ...: cutting, reordering, joining
index             -    index_select, scatter, diagonal, ...: picking and putting back
flip              -    flip, roll
expand            -    tile, expand, meshgrid: the same elements several times
reduce            -    norm, cumprod, var_mean, allclose, ...: what all elements come to
composed          -    lerp, addmm, cosine_similarity, ...: made of ops, without rules
in_place          -    `x.add_` and the like
create            -    zeros, arange, full_like, ...
"""
