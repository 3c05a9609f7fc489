"""Random numbers, the very ones that torch draws. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

distributions  modules         random ndarrays, made of a generator's words
drawing        regularization  random numbers under vmap: same, different, or an error
generator      initialization  torch's CPU generator, replayed; `manual_seed`
functions      transformer     `autodiff.random`: rand, randn, randperm, multinomial, ...
in_place       -               `x.normal_` and the like
"""
