"""`autodiff.nn.init`: how weights start. (Given code.)"""
