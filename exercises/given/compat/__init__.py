"""What is there so that code written for torch runs, or is told what is missing. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

did_you_mean      -  what a module says of a name that it does not have
left_out          -  what of torch is left out, and what is nearest to it
device            -  `device("cpu")`, the only one
keywords          -  torch's names for arguments: `sum(input=x, axis=0)`
extra_arguments   -  what `alpha`, `out`, `rounding_mode` and the like do
argument_order    -  where torch has more positional arguments
argument_tables   -  which functions have which of torch's arguments besides their own
extra_for_layers  -  what `ceil_mode`, `size_average`, `_weight` and the like do
custom_function   -  `autograd.Function`: an op with a rule, spelled as a class
old_constructors  -  `torch.Tensor(2, 3)`, `torch.LongTensor([1, 2])`
accelerator       -  `autodiff.accelerator`: not available
backends          -  `autodiff.backends`: not available; switches may be set
version           -  `autodiff.__version__`: which torch this library speaks as
cuda              -  `autodiff.cuda`: not available
"""
