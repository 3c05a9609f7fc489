"""What the library needs besides the milestones: given code, which nobody is asked to write.

It lies in drawers. The table at the top of each one's `__init__.py` says what is in which file.

core           what the first lessons lean on: dtypes, promotion, printing, changes, hooks, checks
fast           what is there for speed alone
convolving     three ways of convolving images, each the quickest somewhere
in_place       what is changed in place, on the record
ops            more ops, one file for each kind
random         random numbers, the very ones that torch draws
nn             layers, losses and what they lean on
layers         more layers, functions and losses, which no lesson needs
optim          more optimisers, schedules, averaged weights, parameters as a vector
data           data to learn from, files to keep, what a training run shows
func           what transforms of functions are made of
programs       what a program is, and how a function becomes one
compiling      what a compiled function is made of, beside the lesson's own
guarding       what a compiled program relies on
lowering       taking ops apart, until a script calls NumPy alone
planning       when a script computes what, and where in memory
updating       optimisers' steps as equations of a script
indexing       where elements are, and others in their place
statistics     quantiles, differences, sums without NaN
linalg         matrices: inverses, factors, directions
distributions  what is drawn at random, and how likely it was
faces          modules of torch's that are other ways to the same things
protocols      what Python and NumPy ask of a tensor, and how torch's answers
compat         what is there so that code written for torch runs
"""
