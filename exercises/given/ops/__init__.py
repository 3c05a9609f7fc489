"""More ops, one file for each kind. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

in_place          magic_methods  `x += y`, `x.add_` and the like
reshape           shapes         view, squeeze, flatten, expand, tile, ...: other shapes, or copies
mask              shapes         tril, triu, masked_fill: zeros or a value in the place of some
elementwise       reductions     abs, floor, cos, sign, ...: each element by itself
compare           reductions     eq, lt, ..., isnan, any, ...: results are bools
search            reductions     argmax, argsort, nonzero, ...: results are indices or counts
matmul            reductions     einsum, and matrix products under other names: mm, bmm
move              reductions     chunk, movedim, flip, hstack, ...: cutting, reordering, joining
sort              reductions     sort, topk, median, unique, bincount, histogram
special           activations    erf, its inverse, the normal probability
pad               convolution    a frame around images, or any other tensors
index             -              index_select, scatter, diagonal, ...: picking and putting back
reduce            normalization  std, norm, cumprod, allclose, ...: what all elements come to
composed          -              lerp, addmm, cosine_similarity, ...: made of ops, without rules
create            -              zeros, arange, full_like, ...
"""
