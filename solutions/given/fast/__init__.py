"""What is there for speed; of the results, only the last digits of long sums depend on it. (Given
code.)

The milestones hold what a good learner would write. Here are the same things, faster, and
`install` puts them in the places of the plain ones. Without this folder all works as well, with two
exceptions: of `sum(x, axis=0)` only the method is known, `x.sum(axis=0)`; and a sum of very many
numbers loses digits, as NumPy's does, in float16 most of them.

Each file, the first lesson that reads it (-: none), and what is in it:

record            -  `computation_graph`'s `record` and `parents`: half the time of every op;
                     `primitive`, whose ops know torch's names for their arguments
arithmetic        -  `magic_methods`' `sum`, of which hardly a digit is lost, and `sigmoid`
walk              -  `backward`'s walk, and how it frees the graph: memory of its own only where
                     it is needed
release_memory    -  giving memory back, and which parts of a graph may be walked again
pack_parameters   -  updating many small parameters as one, in every optimiser
activations       -  `activations`' `relu`, `softmax` and `gelu`: fewer steps
cross_entropy     -  `cross_entropy`'s `cross_entropy` of a batch, in one op
layer_norm        -  `normalization`'s `layer_norm`, some rows at a time
convolution       -  `convolution`'s `conv2d`, with padding, groups and bias inside, in the
                     quickest of three ways (given/convolving/)
recurrent         -  reading a sequence in one op: what the next two share
lstm              -  `recurrent`'s `LSTM`, a whole sequence in one op
gru               -  and its `GRU`
lowered           -  `compile`, with ops taken apart into NumPy's calls
digests           -  what the plain modules' files were when these were written (generated)
install           -  puts the fast paths in place, where the plain ones are unedited; keeps freed
                     memory for the next arrays
"""
