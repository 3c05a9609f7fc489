"""Modules of torch's that code written for it imports, and what a CPU has no use for. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

settings      -  threads, deterministic algorithms, precision: they change nothing
module_names  -  `optim.optimizer`, `utils.data.sampler`, ...: other ways to the same things
jit           -  `autodiff.jit` and `fx`: `script` and the like, which leave all as it is
one_process   -  `autodiff.distributed`: asked for, there is none
downloads     -  `autodiff.hub` and `utils.model_zoo`: nothing is loaded from the net
amp           -  `autodiff.amp`: autocast and GradScaler, which are for GPUs
checkpoint    -  `utils.checkpoint`: calls that save no memory
variable      -  `autograd.Variable`, a tensor's name until 2018
"""
