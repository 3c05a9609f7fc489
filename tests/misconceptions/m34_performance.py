"""Known mistakes in performance."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "gelu is written as its formula",
        "gelu_tanh",
        """    out = np.multiply(x, x, out=np.empty_like(x))
    out *= STEEP * CUBIC
    out += STEEP
    out *= x
    np.tanh(out, out=out)
    out += 1
    out *= x
    out /= 2
    return out
""",
        "    return x * (1 + np.tanh(STEEP * (x + CUBIC * x * x * x))) / 2\n",
        "Each operator makes an array of x's size, and several are there at one time. Give "
        "NumPy one to write into.",
    ),
    Misconception(
        "the last product makes another array",
        "gelu_tanh",
        "    out *= x\n    out /= 2\n    return out\n",
        "    return x * out / 2\n",
        "`x * out` is a new array beside `out`. Go on in place to the end.",
    ),
    Misconception(
        "gelu is worked out in its input",
        "gelu_tanh",
        "    out = np.multiply(x, x, out=np.empty_like(x))\n",
        "    out = x\n    np.multiply(x, x, out=out)\n",
        "x belongs to the caller, and the rule needs it: make one array, and write into that.",
    ),
    Misconception(
        "the square is taken before there is an array",
        "gelu_tanh",
        "np.multiply(x, x, out=np.empty_like(x))",
        "x * x",
        "x * x of a 0-d array is a NumPy scalar, which out= does not take. Make the array first.",
    ),
    Misconception(
        "gelu's cube is not as steep as the rest",
        "gelu_tanh",
        "out *= STEEP * CUBIC",
        "out *= CUBIC",
        "u is STEEP times all of x + CUBIC * x ** 3: both terms have the factor.",
    ),
    Misconception(
        "gelu is not halved",
        "gelu_tanh",
        "    out /= 2\n",
        "",
        "1 + tanh(u) runs from 0 to 2, so half of it is the share of x that gets through.",
    ),
    Misconception(
        "gelu's tanh counts as a constant",
        "gelu_tanh_vjp",
        "(1 + t + x * (1 - t * t) * du)",
        "(1 + t)",
        "The share that gets through depends on x, too: a product has two slopes.",
    ),
    Misconception(
        "the slope of u is left out",
        "gelu_tanh_vjp",
        "(1 - t * t) * du)",
        "(1 - t * t))",
        "tanh is a function of u, and u one of x: by the chain rule its slope is "
        "(1 - t * t) * du/dx.",
    ),
    Misconception(
        "the cube loses its three",
        "gelu_tanh_vjp",
        "(1 + 3 * CUBIC * x * x)",
        "(1 + CUBIC * x * x)",
        "The slope of x ** 3 is 3 * x ** 2.",
    ),
    Misconception(
        "gelu's rule forgets what comes back",
        "gelu_tanh_vjp",
        "return g * (1 + t",
        "return (1 + t",
        "A rule multiplies its slope by g, the gradient of what was made from the result.",
    ),
    Misconception(
        "the average gets another array",
        "blend_in_place",
        "    average *= beta\n    average += scratch\n",
        "    average = average * beta + scratch\n",
        "`average = ...` names a new array inside the function; the caller's stays as it was. "
        "Write with *= and +=.",
    ),
    Misconception(
        "the shares of an average are swapped",
        "blend_in_place",
        "    np.multiply(new, 1 - beta, out=scratch)\n    average *= beta\n",
        "    np.multiply(new, beta, out=scratch)\n    average *= 1 - beta\n",
        "The average keeps the share beta; what is new gets 1 - beta.",
    ),
    Misconception(
        "the share of what is new is a temporary",
        "blend_in_place",
        "    np.multiply(new, 1 - beta, out=scratch)\n"
        "    average *= beta\n    average += scratch\n",
        "    average *= beta\n    average += (1 - beta) * new\n",
        "(1 - beta) * new is a new array in each step, as large as the average: let it stand in "
        "`scratch`.",
    ),
    Misconception(
        "the scratch array is written before all is read",
        "blend_in_place",
        "    np.multiply(new, 1 - beta, out=scratch)\n"
        "    average *= beta\n    average += scratch\n",
        "    np.multiply(average, beta, out=scratch)\n    np.multiply(new, 1 - beta, out=average)\n"
        "    average += scratch\n",
        "`scratch` may be the very array `new`: what is written there before `new` was read "
        "takes its place.",
    ),
    Misconception(
        "eps stands under the root",
        "adam_in_place",
        "    np.sqrt(scratch, out=scratch)\n    scratch += eps\n",
        "    scratch += eps\n    np.sqrt(scratch, out=scratch)\n",
        "eps is added to the root, after it is taken.",
    ),
    Misconception(
        "Adam's square is not corrected",
        "adam_in_place",
        "    np.divide(square, 1 - beta2**t, out=scratch)\n    np.sqrt(scratch, out=scratch)\n",
        "    np.sqrt(square, out=scratch)\n",
        "square started at 0 and is too small at first: divide by 1 - beta2 ** t before the root.",
    ),
    Misconception(
        "the root is written over the square",
        "adam_in_place",
        "    np.divide(square, 1 - beta2**t, out=scratch)\n    np.sqrt(scratch, out=scratch)\n",
        "    square /= 1 - beta2**t\n    np.sqrt(square, out=scratch)\n",
        "`square` is remembered for the next step: correct it in `scratch`, and not where it is.",
    ),
    Misconception(
        "the gradient serves as scratch",
        "adam_in_place",
        "    np.multiply(grad, grad, out=scratch)\n"
        "    blend_in_place(square, scratch, beta2, scratch)\n",
        "    grad *= grad\n    blend_in_place(square, grad, beta2, scratch)\n",
        "The gradient belongs to the caller, who may look at it after the step: square it in "
        "`scratch`.",
    ),
    Misconception(
        "the step is written as its formula",
        "adam_in_place",
        """    np.divide(square, 1 - beta2**t, out=scratch)
    np.sqrt(scratch, out=scratch)
    scratch += eps
    np.divide(mean, scratch, out=scratch)
    scratch *= lr / (1 - beta1**t)
    value -= scratch
""",
        "    value -= lr * mean / (1 - beta1**t) / (np.sqrt(square / (1 - beta2**t)) + eps)\n",
        "Each operator of the formula makes an array, in each step. `scratch` has room for all "
        "of them, one after the other.",
    ),
    Misconception(
        "what comes back is not a view of the vector",
        "lay_out",
        "piece.reshape(array.shape)",
        "piece.reshape(array.shape).copy()",
        "The arrays that come back must share memory with `flat`: whoever writes there changes "
        "them all.",
    ),
    Misconception(
        "the vector stays empty",
        "lay_out",
        "    np.concatenate(arrays, axis=None, out=flat)\n",
        "",
        "`flat` is to hold the elements that the arrays had: copy them before you hand out views.",
    ),
    Misconception(
        "elements are taken in the order of memory",
        "lay_out",
        "np.concatenate(arrays, axis=None, out=flat)",
        'np.concatenate([a.ravel("K") for a in arrays], out=flat)',
        "The order is that of the indices, the last one moving fastest: a transposed array lies "
        "in its memory in another one.",
    ),
    Misconception(
        "each parameter takes a step by itself",
        "PackedAdam.update",
        """        np.concatenate(grads, axis=None, out=self.grad)
        self.t += 1
        adam_in_place(
            *(self.value, self.grad, self.mean, self.square, self.scratch),
            *(self.t, self.lr, self.betas, self.eps),
        )
""",
        """        self.t += 1
        start = 0
        for grad in grads:
            here = slice(start, start + grad.size)
            vectors = self.value, self.grad, self.mean, self.square, self.scratch
            value, mine, mean, square, scratch = (vector[here] for vector in vectors)
            mine[:] = grad.ravel()
            options = self.t, self.lr, self.betas, self.eps
            adam_in_place(value, mine, mean, square, scratch, *options)
            start += grad.size
""",
        "Elements do not know whose they are: one call for the whole vector does what a call "
        "for each parameter does.",
    ),
    Misconception(
        "the steps are not counted",
        "PackedAdam.update",
        "        self.t += 1\n",
        "        self.t = 1\n",
        "The corrections depend on the number of the step: count it up in each.",
    ),
    Misconception(
        "the gradients get a vector of their own",
        "PackedAdam.update",
        """        np.concatenate(grads, axis=None, out=self.grad)
        self.t += 1
        adam_in_place(
            *(self.value, self.grad, self.mean, self.square, self.scratch),
""",
        """        grad = np.concatenate(grads, axis=None)
        self.t += 1
        adam_in_place(
            *(self.value, grad, self.mean, self.square, self.scratch),
""",
        "There is a vector for the gradients already: write into it with out=, and nothing is "
        "made in a step.",
    ),
    Misconception(
        "earlier blocks are forgotten",
        "rescaled",
        "np.maximum(largest, scores.max(-1, keepdims=True))",
        "scores.max(-1, keepdims=True)",
        "The largest score may have come in an earlier block: take the larger one of both.",
    ),
    Misconception(
        "nothing shrinks",
        "rescaled",
        "np.exp(largest - now)",
        "np.ones_like(now)",
        "What was added up so far was measured by the old maximum: it has to shrink by "
        "exp(before - now).",
    ),
    Misconception(
        "what was added up grows",
        "rescaled",
        "np.exp(largest - now)",
        "np.exp(np.where(largest == -np.inf, largest, now - largest))",
        "The maximum never falls, so the factor exp(before - now) is at most 1.",
    ),
    Misconception(
        "weights are made without the maximum",
        "rescaled",
        "    return now, np.exp(largest - now), np.exp(scores - now)\n",
        "    return now, np.ones_like(now), np.exp(scores)\n",
        "exp of a large score is infinite: take the largest one off first.",
    ),
    Misconception(
        "all the scores are made at first",
        "attention_in_blocks",
        "        scores = q @ keys.swapaxes(-1, -2) / math.sqrt(q.shape[-1])\n",
        "        scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])\n"
        "        scores = scores[..., start : start + size]\n",
        "q @ k.T holds a number for each pair of a query and a key. Multiply by one block of keys "
        "at a time.",
    ),
    Misconception(
        "only the sum is rescaled",
        "attention_in_blocks",
        "out = out * factor + weights @ values",
        "out = out + weights @ values",
        "The weighted sum of the values was made with the old weights, too: it shrinks by the "
        "same factor as their sum.",
    ),
    Misconception(
        "each block is a softmax of its own",
        "attention_in_blocks",
        "        out = out * factor + weights @ values\n",
        "        weights = weights / weights.sum(-1, keepdims=True)\n"
        "        out = out * factor + weights @ values\n",
        "The weights add up to 1 over all keys, not over those of a block: divide once, in the "
        "end.",
    ),
    Misconception(
        "the last keys are dropped",
        "attention_in_blocks",
        "range(0, k.shape[-2], size)",
        "range(0, k.shape[-2] - size + 1, size)",
        "The number of keys need not be a multiple of the block's size: the last block is a "
        "smaller one.",
    ),
    Misconception(
        "scores are not divided by the root of D",
        "attention_in_blocks",
        " / math.sqrt(q.shape[-1])",
        "",
        "As in `attention`, each is a sum over D elements, and grows with it: divide by "
        "`math.sqrt(q.shape[-1])`.",
    ),
]
