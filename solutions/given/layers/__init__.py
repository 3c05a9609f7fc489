"""Layers, functions and losses of `nn` that no lesson needs: made of those that lessons make.
(Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

channel_dropout         -  dropout2d, Dropout2d, alpha_dropout, ...
interpolate             -  interpolate, Upsample
lazy                    -  how a layer waits for its first batch
lazy_layers             -  LazyLinear, LazyConv2d, LazyBatchNorm1d, ...
shuffled_pixels         -  pixel_shuffle, channel_shuffle and their layers
transposed_convolution  -  conv_transpose2d, ConvTranspose2d, ...
"""
