"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

distribution  -  what all have in common: shapes, checks of parameters and of samples; Independent
continuous    -  Normal, MultivariateNormal, Uniform
discrete      -  Bernoulli, Categorical
divergence    -  kl_divergence
gumbel        -  gumbel_softmax: classes drawn softly
"""
