"""What transforms of functions are made of. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

interpreters      m16  the stack of interpreters; levels: transforms within transforms
trees             m23  nested tuples, lists and dicts of tensors
batchers          m25  how ops run on a whole batch
batch_dims        m25  which dim of each argument is that of the batch
functional_call   -    modules as functions of their weights
functional        -    `autograd.functional`: jacobian, hessian, hvp
"""
