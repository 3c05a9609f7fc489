"""Known mistakes in adam."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the mean is not corrected for its start",
        "Adam.update",
        'group["lr"] / (1 - beta1**t)',
        'group["lr"]',
        "The averages start at 0 and are too small at first: divide by what they are short of, "
        "1 - beta ** t.",
    ),
    Misconception(
        "the mean square is not corrected for its start",
        "Adam.update",
        "square / (1 - beta2**t)",
        "square",
        "Without its correction v is far too small at first, and the first steps are far too long.",
    ),
    Misconception(
        "steps are counted from 0",
        "Adam.update",
        "t = count(state)",
        "t = max(count(state) - 1, 1)",
        "The first step is number 1: the correction of the n-th step is 1 - beta ** n.",
    ),
    Misconception(
        "eps within the root",
        "adapted",
        "    root = np.asarray(np.sqrt(square))  # of a 0-d array, NumPy makes a scalar\n"
        "    root += eps\n",
        "    root = np.sqrt(square + eps)\n",
        "eps is added to the root, not under it, where it would count for much more.",
    ),
    Misconception(
        "eps before the correction",
        "Adam.update",
        'adapted(mean, square / (1 - beta2**t), group["eps"])',
        'adapted(mean, square, group["eps"]) * (1 - beta2**t) ** 0.5',
        "Correct v first, and then add eps; otherwise eps is magnified, too.",
    ),
    Misconception(
        "the mean square is overwritten by its root",
        "adapted",
        "np.sqrt(square)",
        "np.sqrt(square, out=square)",
        "v is remembered for the next step. Put its root elsewhere.",
    ),
    Misconception(
        "the betas are swapped",
        "Adam.update",
        "beta1, beta2 =",
        "beta2, beta1 =",
        "The first beta belongs to the mean, the second to the mean square.",
    ),
    Misconception(
        "every step starts from zeros",
        "Adam.update",
        "        mean, square = remembered",
        "        state.clear()\n        mean, square = remembered",
        "Make the state before the first step only, and keep it: the averages run over many steps.",
    ),
    Misconception(
        "the decoupled decay forgets the learning rate",
        "decayed",
        'value *= 1 - group["lr"] * decay',
        "value *= 1 - decay",
        "Both scale the weight: by 1 - lr * weight_decay.",
    ),
    Misconception(
        "Adagrad forgets",
        "Adagrad.update",
        "        total += np.square",
        "        total *= 0.9\n        total += np.square",
        "Adagrad adds up all squares since the start. Forgetting is what RMSprop adds to it.",
    ),
    Misconception(
        "the rate of Adagrad decays a step too early",
        "Adagrad.update",
        "(t - 1) * group",
        "t * group",
        "The first step is taken at the full learning rate: the decay counts the steps before it.",
    ),
    Misconception(
        "each gradient is clipped by itself",
        "scale_down",
        "            g *= factor\n",
        "            g *= min(max_norm / (np.linalg.norm(g.ravel()) + 1e-6), 1)\n",
        "One norm of all gradients gives one factor for all. Clipped one by one, they would point "
        "in another direction.",
    ),
    Misconception(
        "small gradients are blown up",
        "scale_down",
        "if not factor >= 1:",
        "if True:",
        "Clipping only makes gradients smaller: what is below max_norm stays as it is.",
    ),
    Misconception(
        "the norms are added up",
        "total_norm",
        "np.linalg.norm(np.array(norms), norm_type)",
        "np.sum(np.array(norms))",
        "Norms of 3 and 4 are 5 together, not 7: take the norm of the norms, with the same p.",
    ),
    Misconception(
        "the norm of a matrix",
        "total_norm",
        "g.ravel()",
        "g",
        "Order 2 of a matrix is its largest singular value. Give the norm a flat array.",
    ),
    Misconception(
        "a gradient that is clipped unseen",
        "scale_down",
        "            mark_changed(g)\n",
        "",
        "Whoever changes an array in place marks the change, or a later backward pass uses "
        "numbers that are gone.",
    ),
    Misconception(
        "the shares are swapped",
        "blend",
        "    average *= beta\n    average += (1 - beta) * new\n",
        "    average *= 1 - beta\n    average += beta * new\n",
        "beta is the share that the average keeps. It is near 1, so that the average is slow.",
    ),
    Misconception(
        "a running average that sums up",
        "blend",
        "(1 - beta) * new",
        "new",
        "That is momentum's running sum. An average gives the new number the share 1 - beta.",
    ),
    Misconception(
        "the decay goes both ways",
        "decayed",
        "        decay = 0\n",
        "",
        "Decoupled decay bypasses the gradient: what shrinks the weights must not be added to it, "
        "too.",
    ),
    Misconception(
        "AdamW's decay goes through the gradient",
        "decayed",
        'if group["decoupled_weight_decay"]:',
        "if False:",
        "AdamW shrinks the weights themselves. Within the gradient the decay is divided by "
        "sqrt(v), as in Adam.",
    ),
    Misconception(
        "the mean square averages sizes",
        "Adam.update",
        "blend(square, np.square(grad), beta2)",
        "blend(square, np.abs(grad), beta2)",
        "v averages the squares of the gradients; its root has their size.",
    ),
    Misconception(
        "amsgrad is left out",
        "Adam.update",
        "        square = self.usual_square(square, state, group)\n",
        "",
        "Ask `usual_square` which v to divide by: with amsgrad it is the largest so far.",
    ),
    Misconception(
        "the rate falls at every step",
        "StepLR.get_lr",
        "and self.last_epoch % self.step_size == 0",
        "",
        "StepLR multiplies only when step_size steps have passed, not every time.",
    ),
]
