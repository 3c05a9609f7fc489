"""Three ways of convolving images, each the quickest somewhere; and a fourth for scripts. (Given
code.)

`given/fast/convolution.py` chooses among the first three. Each file, the first lesson that reads it
(-: none), and what is in it:

columns     -           a few rows of images at a time
depthwise   -           where each channel has a kernel of its own, without products of matrices
winograd    -           with 3x3 kernels and many channels, less than half of the products
across      -           whether the images of a program are to lie as (C, H, W, N)
image_steps -           images that lie as (C, H, W, N): NumPy's calls for what is done to them
images      -           convolutions of images that lie so
pools       -           their pools
"""
