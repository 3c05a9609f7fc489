"""`autodiff.nn.utils`. (Given code.)"""
