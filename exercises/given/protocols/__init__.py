"""What Python and NumPy ask of a tensor, and how torch's Tensor answers them. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

dtypes           -                  `torch.float32` and the others, of the class `torch.dtype`
limits           -                  `torch.finfo(torch.float32).eps`
size             -                  `torch.Size`: a shape, which is a tuple
made_with        -                  a class whose arguments and defaults are a table
decorated        computation_graph  a `with` block as a decorator, also of generators
asked_by_python  -                  `2 in x`, `+x`, `x << 1`, pickling
asked_by_numpy   -                  `np.exp(x)`, and an ndarray on the left of an operator
kinds            -                  which kinds of arguments a function takes, by its type hints
same_names       -                  what torch calls an argument, and what it may be called here
return_types     -                  `torch.max(x, 1)`: what is printed of several results
errors           -                  an error that names the function and the argument
grad_fn          -                  `x.grad_fn.next_functions`: a graph, as torch walks it
"""
