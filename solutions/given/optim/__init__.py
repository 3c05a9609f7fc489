"""Learning rates that change while training, and parameters as one vector. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

scheduler              adam  LRScheduler: what all schedules have in common
schedules              adam  LambdaLR, MultiStepLR, CosineAnnealingLR, SequentialLR, ...
one_cycle_and_plateau  -     OneCycleLR plans a whole run, ReduceLROnPlateau watches it
parameter_vector       -     parameters_to_vector, and back
"""
