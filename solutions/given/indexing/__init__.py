"""More ways to find places among elements, and to put others there. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

arranged -  fliplr, column_stack, block_diag, diag_embed, unfold, ...
put      -  index_put, index_copy, index_fill
reduced  -  scatter_reduce: several elements for one place
sorted   -  searchsorted, bucketize: where numbers belong
"""
