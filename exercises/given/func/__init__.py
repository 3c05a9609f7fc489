"""What transforms of functions are made of. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

interpreters      debugging           the stack of interpreters; levels: transforms in transforms
trees             reverse_transforms  nested tuples, lists and dicts of tensors
flat_function     reverse_transforms  a function of trees as one of tensors
jacobians         reverse_transforms  unit vectors, and trees of Jacobians
batchers          vmap                the table of how ops run on a whole batch, where `vmap` looks:
                                      reductions, indexing, cat, linear (`vmap` itself has the
                                      elementwise ops, the shapes and matmul)
batch_dims        vmap                which dim of each argument is that of the batch
batch_rules       -                   more of that table: elementwise ops, layers, linear algebra
in_place          -                   in-place operations inside transforms
chunks            -                   which ops `vmap` ran as a loop, and its `chunk_size`
cost              performance         how many NumPy calls and bytes a function takes
linearize         -                   a function near a point, as a linear one
functional_call   -                   modules as functions of their weights
forward_ad        -                   `autograd.forward_ad`: tensors that carry a tangent
functional        -                   `autograd.functional`: jacobian, hessian, hvp
"""
