"""Layers, functions and losses of `nn` that no lesson needs: made of those that lessons make.
(Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

channel_dropout         -  dropout1d, dropout2d and their layers
interpolate             -  interpolate, pixel_shuffle and their layers
lazy                    -  LazyLinear, LazyConv2d, LazyBatchNorm1d, ...
margin_losses           -  triplet_margin_loss, gaussian_nll_loss, ... and their layers
module_hooks            -  hooks of modules, also on the way back
more_norms              -  rms_norm, instance_norm and their layers
packed_reading          -  how sequences of several lengths are read
packed_sequences        -  pack_padded_sequence, pad_sequence, ...
padding                 -  ZeroPad2d, ReflectionPad2d, ...
recurrent_cells         -  RNNCell, GRUCell, LSTMCell
reparametrized          -  weight_norm, spectral_norm
transformer             -  TransformerDecoderLayer, Transformer, ...
transposed_convolution  -  conv_transpose2d, ConvTranspose2d, ...
volumes                 -  Conv3d, BatchNorm3d, ...: names alone
windows                 -  adaptive_max_pool2d, unfold and their layers
"""
