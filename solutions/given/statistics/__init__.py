"""What elements come to, by their order or without NaN. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

summaries  -  quantile, nansum, nanmean, diff
"""
