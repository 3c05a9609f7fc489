"""What a compiled program relies on, and how that is asked for before each run. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

guards      -           what it may rely on in its arguments: shapes, dtypes, values
conditions  -           many conditions, asked by one function
watch       compile     what Python may have read besides: closures, globals, modules, attributes
changing    -           numbers among the arguments: relied on, or inputs of the program
relied      -           what one program relies on, and the arrays that its script is given
"""
