"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""
