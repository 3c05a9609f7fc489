"""What the first lessons lean on: dtypes, arguments, printing, checks. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

dtypes            m01  the dtypes, the default one, which of them are floating
promotion         m01  which dtype a mixture has; `promoted`, for elementwise functions
arguments         m01  reading `dim` and `shape` arguments
changes           m02  noticing that a value was changed after an op had looked at it
drawing           m05  a drawing as a picture, with whichever Graphviz there is
residuals         m07  ops that keep some of their work for their rules
cast_and_clone    m07  copies, `to` and its short forms
index_keys        m08  what the key in `x[key]` means, in terms of NumPy
einsum_equation   m09  reading the equations of `einsum`
observers         m16  code that is run around the walk back or around every op; hooks of leaves
check_rules       -    a rule of the chain rule's table against finite differences
check_gradients   -    `gradcheck`: a function's gradients against finite differences
hooks             -    looking at gradients on their way back, and changing them
new_tensors       -    `x.new_zeros` and the like; reading a size
printing          -    printing an Array as torch prints a Tensor
"""
