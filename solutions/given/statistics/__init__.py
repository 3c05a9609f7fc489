"""What elements come to, by their order, without NaN, or one after the other. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

quantiles    -  quantile
without_nan  -  nansum, nanmean
running      -  cummax, cummin, diff
"""
