"""More optimisers, schedules, averaged weights, parameters as a vector. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

optimizer_state        adam  what an optimiser remembers of each parameter (`remembered`, `count`),
                             checks of the options of Adam and its relatives (`checked`), and
                             optimisers whose options are a table (`WithOptions`)
rmsprop                adam  RMSprop, centered and with momentum, too
scheduler              adam  LRScheduler: what all schedules have in common
schedules              adam  LambdaLR, MultiStepLR, LinearLR, SequentialLR, ...
one_cycle_and_plateau  -     OneCycleLR plans a whole run, ReduceLROnPlateau watches it
more_optimizers        -     Adadelta, Adamax, NAdam, RAdam
lbfgs                  -     LBFGS: steps that know the curvature
more_schedules         -     CosineAnnealingWarmRestarts, CyclicLR, PolynomialLR, ...
swa                    -     `optim.swa_utils`: AveragedModel, update_bn
parameter_vector       -     parameters_to_vector, and back
"""
