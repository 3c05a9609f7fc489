"""Layers, losses and what they lean on. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

class_targets     cross_entropy  where the classes are, whether the targets fit, which count
module_base       modules        what every Module can do besides: `to`, `apply`, hooks, printing
list_interface    modules        what Sequential, ModuleList and ParameterList have in common
layer_arguments   convolution    arguments of convolution and pooling: padding, windows; which
                                 activation a word names
attention         attention      the parameters of attention, and what it is not given to read
convolution       convolution    the weights and settings of convolution layers
one_dimension     -              conv1d, Conv1d, max_pool1d, ...
activations       residual       ReLU, GELU, Softmax, ...
function_layer    residual       a function as a layer: FunctionLayer; Flatten, Unflatten, Identity
pooling           residual       pooling layers
norms             normalization  group_norm, LayerNorm, GroupNorm
recurrent         recurrent      parameters, states and shapes of layers that read sequences
losses            -              MSELoss, CrossEntropyLoss, CosineSimilarity, ...
more_activations  -              glu, selu, prelu, ..., and PReLU
containers        -              ModuleList, ModuleDict, ParameterList, TransformerEncoder
"""
