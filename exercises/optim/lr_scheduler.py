"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""
