"""`autodiff.func`: transforms of functions. (Given code.)"""
