"""Known mistakes in sgd."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "a step along the gradient",
        "SGD.update",
        "value -= group",
        "value += group",
        "The gradient points uphill. To make the loss smaller, go against it.",
    ),
    Misconception(
        "the update lands in a new array",
        "SGD.update",
        'value -= group["lr"] * grad',
        'value = value - group["lr"] * grad',
        "That binds a local name to a new array; the parameter's own memory never changes. "
        "Write into it, with -= or [...].",
    ),
    Misconception(
        "momentum averages",
        "SGD.update",
        "(1 - dampening) * grad if dampening else grad",
        "(1 - momentum) * grad",
        "The buffer is a running sum, not an average: the new gradient counts in full, unless "
        "`dampening` says otherwise.",
    ),
    Misconception(
        "the first gradient is dampened",
        "SGD.update",
        "Tensor(np.array(grad))",
        "Tensor((1 - dampening) * grad)",
        "The first buffer is the gradient itself; dampening begins with the second step.",
    ),
    Misconception(
        "the buffer is the gradient's own memory",
        "SGD.update",
        "Tensor(np.array(grad))",
        "Tensor(grad)",
        "Keep a copy: the gradient's memory belongs to `.grad`, which the next backward pass adds "
        "to, and which your next step would change.",
    ),
    Misconception(
        "Nesterov's step forgets the new gradient",
        "SGD.update",
        "grad + momentum * buffer if",
        "momentum * buffer if",
        "Nesterov's step goes along g + momentum * b: the look ahead comes on top of the gradient.",
    ),
    Misconception(
        "weights decay after momentum",
        "SGD.update",
        "        value -= group",
        '        grad = grad + group["weight_decay"] * value * (momentum > 0)\n'
        "        value -= group",
        "The decay is part of the gradient once, before momentum takes note of it.",
    ),
    Misconception(
        "the decay grows the weights",
        "effective_grad",
        "grad + weight_decay",
        "grad - weight_decay",
        "The penalty's slope points away from 0 and is added, so that the step shrinks the weight.",
    ),
    Misconception(
        "maximizing turns the decay around, too",
        "effective_grad",
        "    return grad + weight_decay * value if weight_decay else grad",
        "        weight_decay = -weight_decay\n"
        "    return grad + weight_decay * value if weight_decay else grad",
        "`maximize` turns the loss's gradient around, and nothing else: weights still decay.",
    ),
    Misconception(
        "the decay is written into the gradient",
        "effective_grad",
        "    return grad + weight_decay * value if weight_decay else grad",
        "    grad += weight_decay * value\n    return grad",
        "`+=` changes `.grad` itself, which others still look at. Make a new array.",
    ),
    Misconception(
        "a gradient of None counts as zeros",
        "Optimizer.step",
        "                if p.grad is not None:\n",
        "                if p.grad is None:\n"
        "                    p.grad = Tensor(np.zeros_like(p.value))\n"
        "                if True:\n",
        "A parameter that got no gradient is skipped: with a grad of zeros, decay and momentum "
        "would still move it.",
    ),
    Misconception(
        "the options are those of the start",
        "Optimizer.step",
        "self.state[p], group)",
        "self.state[p], {**group, **self.defaults})",
        "Read the options from the group at every step: groups differ, and a schedule changes "
        "them while you train.",
    ),
    Misconception(
        "the closure runs without recording",
        "Optimizer.step",
        "with enable_grad():",
        "if True:",
        "`step` may be called where recording is off, but the closure computes a loss to go "
        "backward from: turn recording on for it.",
    ),
    Misconception(
        "every group counts from 0",
        "Optimizer.state_dict",
        '{**group, "params": ids}',
        '{**group, "params": list(range(len(ids)))}',
        "Numbers run on through all groups, or two parameters would share one number.",
    ),
    Misconception(
        "zeros instead of None",
        "Optimizer.zero_grad",
        "p.grad = None",
        "p.grad = None if p.grad is None else Tensor(np.zeros_like(p.value))",
        "By default a forgotten gradient is None, as before the first backward; zeros are for "
        "set_to_none=False.",
    ),
]
