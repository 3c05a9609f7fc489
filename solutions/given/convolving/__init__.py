"""Three ways of convolving images, each the quickest somewhere. (Given code.)

`given/fast/convolution.py` chooses. Each file, the first lesson that reads it (-: none), and what
is in it:

columns     -           a few rows of images at a time
depthwise   -           where each channel has a kernel of its own, without products of matrices
winograd    -           with 3x3 kernels and many channels, less than half of the products
"""
