"""Hints for m00 by hand, from a nudge to nearly the idea."""

HINTS = {
    "sigmoid": (
        "What does exp(-Z) do where Z is very large, and where it is far below zero? Follow 1000 "
        "and -1000 through the formula, one operation at a time.",
        "exp(1000) overflows to inf, and 1 / inf is 0, which is the answer you want; inf / inf is "
        "nan. The sigmoid can be written in several ways: which of them can end up with inf over "
        "inf?",
        "`np.exp` and the arithmetic all work element by element, so no loop is needed. Have the "
        "exponential in the denominator only, with its minus sign: an overflow then ends as 0, "
        "and nothing becomes nan.",
    ),
    "forward": (
        "Follow the shapes: X is (batch, features) and W1 is (features, hidden). How do they "
        "combine to (batch, hidden), and what does the second layer make of that?",
        "A bias of shape (hidden,) plus a matrix of shape (batch, hidden): NumPy aligns shapes at "
        "the right, so every row gets the bias and nothing has to be repeated by hand. The second "
        "layer is the first one again, with H in the place of X.",
        "First layer: matrix product of X and W1, plus b1, then `sigmoid`; that is H. Second "
        "layer: the same with H, W2 and b2, which gives Y; its bias and its squashing are easily "
        "forgotten. Return both as `Activations`.",
    ),
    "quadratic_loss": (
        "Work one out by hand: Y = [[1, 2], [3, 4]] and T all zeros, so the squares add up to 30. "
        "What is n here: the number of rows, or of elements?",
        "n counts examples, and each row is one: here n is 2, and the loss is 30 / 4 = 7.5. With "
        "one output per example, rows and elements are equally many, so try it with two or more.",
        "Subtract T from Y, square, add up everything, and divide by twice the number of rows "
        "(what `len` counts). NumPy's sum is a NumPy scalar: make a Python float of it at the "
        "end.",
    ),
    "gradients": (
        "Write the forward pass as four lines, Z1, H, Z2 and Y, and the loss as a fifth. On the "
        "way back each line has its turn, the last one first: what does each of them do to the "
        "gradient that reaches it?",
        "L is the sum of (Y - T) squared, over 2n: its slope in Y is (Y - T) / n, of shape "
        "(batch, outputs). Next comes the squashing, which multiplies by its slope. You have its "
        "result Y already, and the slope is Y times (1 - Y).",
        "That is dZ2, of shape (batch, outputs). The second layer's input is H: the lesson's "
        "formula for dW takes it and dZ2, and dW2 must have the shape of W2. For db2, what does "
        "each row add?",
        "To reach the first layer you need dH, the gradient of what the second layer was given: "
        "the lesson's formula for dA, with dZ2 and W2. Its shape is that of H. Then comes a "
        "squashing again, that of H.",
        "The rest is the first layer, and you have done it before: with dZ1, the formulas for dW "
        "and db once more. What is the input of this layer?",
        "If the numbers are off: n divides once, in dY, and biases are summed over the rows, not "
        "averaged. No second `sigmoid` of H or Y in the slopes. A gradient has its weight's "
        "shape, so b1's is (hidden,), with no dimension kept; and square shapes hide a forgotten "
        "transpose.",
    ),
    "update": (
        "A gradient points to where the loss grows fastest. Where do you want to go?",
        "Weights and gradients are two tuples in the same order, so you can walk over them in "
        "pairs (`zip`). Mind what `-=` does to an ndarray: it writes into the very memory that "
        "the old weights live in.",
        "For each pair make a new array: the weight, less lr times its gradient. Put the four of "
        "them into new `Parameters`, in the same order, and let nothing be done in place.",
    ),
    "train": (
        "After 3 steps, how many losses are in the list? And which weights does the first one "
        "belong to: those you were given, or those after a step?",
        "One step is made of four things that you have already: forward pass, loss, gradients, "
        "update. One forward pass is enough for both the loss and the gradients, and the loss is "
        "noted before the weights change.",
        "Start with an empty list. As often as `steps` says: run `forward` on all of X, append "
        "the loss of its Y, and let `update` give you the next weights. Return the latest weights "
        "and the list; with no steps these are what you were given, and [].",
    ),
}
