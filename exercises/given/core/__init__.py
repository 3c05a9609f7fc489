"""What the first lessons lean on: dtypes, promotion, printing, changes, hooks, checks.
(Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

dtypes            wrapper             the dtypes, the default one, which are floating
promotion         wrapper             which dtype a mixture has; `promoted`, for elementwise ops
arguments         wrapper             what `dim`, `shape` and an equation of `einsum` mean (torch's
                                      other names for them: compat/keywords)
changes           wrapper             noticing that a value was changed, perhaps through a view,
                                      after an op had looked at it
drawing           visualizer          a drawing as a picture, with whichever Graphviz there is
residuals         autograd_mechanics  ops that keep some of their work for their rules
cast_and_clone    backward            copies, `to` and its short forms
index_keys        indexing            what the key in `x[key]` means, in terms of NumPy
observers         backward            code run around every op, and around the walk back: hooks too
check_rules       -                   a rule of the chain rule's table against finite differences
check_gradients   -                   `gradcheck`: a function's gradients against finite differences
hooks             -                   looking at gradients on their way back, and changing them
gradient          -                   `.grad`: what is assigned to it is checked; no gradient at all
new_tensors       -                   `x.new_zeros` and the like; reading a size
printing          -                   printing an Array as torch prints a Tensor
"""
