"""`autodiff.nn.functional`: networks' functions. (Given code.)"""
