"""What optimisers remember, and learning rates that change while training. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

optimizer_state        adam  remembered, count: a parameter's arrays, and its number of steps;
                             checked: the options of Adam and its relatives;
                             WithOptions: optimisers whose options are a table
rmsprop                adam  RMSprop, centered and with momentum, too
scheduler              adam  LRScheduler: what all schedules have in common
schedules              adam  LambdaLR, MultiStepLR, CosineAnnealingLR, SequentialLR, ...
one_cycle_and_plateau  -     OneCycleLR plans a whole run, ReduceLROnPlateau watches it
more_optimizers        -     Adadelta, Adamax, NAdam, RAdam
lbfgs                  -     LBFGS: steps that know the curvature
more_schedules         -     CosineAnnealingWarmRestarts, CyclicLR, PolynomialLR, ...
swa                    -     `optim.swa_utils`: AveragedModel, update_bn
parameter_vector       -     parameters_to_vector, and back
warm_up                -     LinearLR and ConstantLR, for the first steps
"""
