"""Layers, losses and what they lean on. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

class_targets     m11  where the classes are, and whether the targets fit; one_hot
module_base       m12  what every Module can do besides: `to`, `apply`, printing
list_interface    m12  what Sequential, ModuleList and ParameterList have in common
layer_arguments   m19  arguments of convolutions, pooling, attention: padding, windows, what fits
convolution       m19  the weights and settings of convolution layers
one_dimension     m19  conv1d, Conv1d, max_pool1d, ...
activations       m20  ReLU, GELU, Softmax, ...
flatten           m20  Flatten, Unflatten, Identity
pooling           m20  pooling layers
norms             m21  LayerNorm, GroupNorm
recurrent         m22  parameters, states and shapes of layers that read sequences
recurrent_cells   -    RNNCell, GRUCell, LSTMCell
losses            -    MSELoss, CrossEntropyLoss, CosineSimilarity, ...
more_activations  -    glu, selu, prelu, ..., and modules that call them
containers        -    ModuleList, ModuleDict, ParameterList, TransformerEncoder
"""
