"""What elements come to, all together, by their order, or one after the other. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

blocks     -              functions of many elements, some at a time
sums       magic_methods  sums, means, variances that lose hardly a digit, along any dims
summaries  -              quantile, nansum, nanmean, cummax, cummin, diff, cov
"""
