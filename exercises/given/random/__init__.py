"""Random numbers, the very ones that torch draws; normal ones, but for their last digits.
(Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

distributions  modules         random ndarrays: how each number is made of a generator's words
drawing        regularization  random numbers under vmap: same, different, or an error
generator      initialization  torch's CPU generator, replayed; `manual_seed`
functions      transformer     the same as tensors, in `autodiff.random`: rand, randn, randperm, ...
in_place       -               `x.normal_` and the like
"""
