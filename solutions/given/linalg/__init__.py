"""Linear algebra: matrices in the last two dims, any batch in front. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

products        -  tensordot, inner, kron, cross
norms           -  vector_norm, matrix_norm, norm
solving         -  inv, solve, det, slogdet
factors         -  cholesky, qr: a matrix as a product of triangles
spectral        -  eigh, svd: what a matrix does to its own directions
"""
