"""What elements come to, by their order, without NaN, or one after the other. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

summaries  -  quantile, nansum, nanmean, cummax, cummin, diff
"""
