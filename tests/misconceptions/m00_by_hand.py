"""Known wrong turns in by hand."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the sigmoid is mirrored",
        "sigmoid",
        "np.exp(-Z)",
        "np.exp(Z)",
        "Large inputs come out near 0 and small ones near 1: the exponent needs its minus sign.",
        trap="number by number, with sigmoid(z)",
    ),
    Misconception(
        "the sigmoid divides infinity by infinity",
        "sigmoid",
        "1 / (1 + np.exp(-Z))",
        "np.exp(Z) / (1 + np.exp(Z))",
        "The formula is right on paper, but exp(1000) is infinite, and inf / inf is nan. "
        "Write it so that only the denominator can overflow.",
    ),
    Misconception(
        "the output layer has no bias",
        "forward",
        "H @ W2 + b2",
        "H @ W2",
        "The second layer adds its bias too, before the squashing.",
    ),
    Misconception(
        "the output layer is not squashed",
        "forward",
        "sigmoid(H @ W2 + b2)",
        "H @ W2 + b2",
        "Y leaves the interval (0, 1): the output layer has a sigmoid as well.",
    ),
    Misconception(
        "the loss averages over every element",
        "quadratic_loss",
        "len(T)",
        "T.size",
        "With one output per example nothing shows. With several, the loss must add up the outputs "
        "of an example, and average over the rows only.",
    ),
    Misconception(
        "the loss lacks its half",
        "quadratic_loss",
        "(2 * len(T))",
        "len(T)",
        "The loss comes out twice as large: the half is there to cancel the 2 that the square "
        "brings down.",
        trap="the quadratic loss: half",
    ),
    Misconception(
        "the gradient is summed over the batch, not averaged",
        "gradients",
        "(Y - T) / len(T)",
        "(Y - T)",
        "The loss divides by n, so each gradient does too; here they grow with the batch. "
        "A batch of one hides it.",
        trap="average or sum? L divides",
    ),
    Misconception(
        "the batch size is divided by twice",
        "gradients",
        "b2=dZ2.sum(0)",
        "b2=dZ2.mean(0)",
        "The division by n is already in dY; the bias's gradient is a sum over the rows, "
        "not another mean.",
        trap="no later step does so again",
    ),
    Misconception(
        "the output's slope is forgotten",
        "gradients",
        "/ len(T) * Y * (1 - Y)",
        "/ len(T)",
        "On the way back, a squashing multiplies by its slope, Y * (1 - Y).",
        trap="multiplied by the slope there",
    ),
    Misconception(
        "the slope is taken of an activation that is already squashed",
        "gradients",
        "* H * (1 - H)",
        "* sigmoid(H) * (1 - sigmoid(H))",
        "H is the sigmoid's result already, so its slope is H * (1 - H); "
        "squashing it once more gives the slope at another place.",
        trap="multiplied by the slope there",
    ),
    Misconception(
        "the second layer's weights are not transposed",
        "gradients",
        "parameters.W2.T",
        "parameters.W2",
        "dH = dZ2 @ W2.T: without the transpose the shapes only fit if the layer is square, "
        "and then the numbers are wrong.",
        trap="so dA[r, i] is the sum over j",
    ),
    Misconception(
        "the gradient points the wrong way",
        "gradients",
        "(Y - T)",
        "(T - Y)",
        "The slope of (Y - T)² / 2 with respect to Y is Y - T. With T - Y every step of descent "
        "goes uphill.",
        trap="The slope of (Y - T)^2 is",
    ),
    Misconception(
        "a bias's gradient keeps the batch dimension",
        "gradients",
        "b1=dZ1.sum(0)",
        "b1=dZ1.sum(0, keepdims=True)",
        "A gradient has its weight's shape, (hidden,), not (1, hidden).",
        trap="it always has the shape of A",
    ),
    Misconception(
        "the step goes uphill",
        "update",
        "w - lr * dw",
        "w + lr * dw",
        "The gradient points to where the loss grows. To descend, subtract it.",
        trap="so the weight should go the other way",
    ),
    Misconception(
        "the step overwrites the old weights",
        "update",
        "w - lr * dw",
        "np.subtract(w, lr * dw, out=w)",
        "The new weights are right, but whoever still holds the old ones sees them change too. "
        "Make new arrays.",
    ),
    Misconception(
        "the loss is taken after the step",
        "train",
        "losses.append(quadratic_loss(activations.Y, T))\n"
        "        parameters = update(parameters, gradients(parameters, X, activations, T), lr)",
        "parameters = update(parameters, gradients(parameters, X, activations, T), lr)\n"
        "        losses.append(quadratic_loss(forward(parameters, X).Y, T))",
        "The first loss in the list should be that of the weights you were given, before any step.",
    ),
    Misconception(
        "the output weights' gradient is transposed",
        where="gradients",
        old="W2=H.T @ dZ2",
        new="W2=dZ2.T @ H",
        says="Your dW2 has a row for each output. W2 is (hidden, outputs), and its gradient has "
        "the same shape: H.T @ dZ2, which is (hidden, n) @ (n, outputs).",
        trap="which is a matrix product",
    ),
    Misconception(
        "the hidden weights' gradient is transposed",
        where="gradients",
        old="W1=X.T @ dZ1",
        new="W1=dZ1.T @ X",
        says="Your dW1 has a row for each hidden neuron. W1 is (features, hidden), and its "
        "gradient has the same shape: X.T @ dZ1, which is (features, n) @ (n, hidden).",
        trap="which is a matrix product",
    ),
    Misconception(
        "the hidden bias takes a mean over the batch",
        where="gradients",
        old="b1=dZ1.sum(0)",
        new="b1=dZ1.mean(0)",
        says="b1 moves all n rows, and its effects on the loss add up: sum over the rows. The "
        "division by n is in dY already.",
        trap="no later step does so again",
    ),
    Misconception(
        "a bias's gradient is a single number",
        where="gradients",
        old="b2=dZ2.sum(0)",
        new="b2=dZ2.sum()",
        says="There is one bias for each output, and your gradient has added them all up. Sum "
        "over the rows alone: axis 0.",
        trap="db is dZ summed over the rows",
    ),
    Misconception(
        "the hidden layer's slope is forgotten",
        where="gradients",
        old="parameters.W2.T * H * (1 - H)",
        new="parameters.W2.T",
        says="The hidden layer is squashed, too: on the way back its gradient is multiplied by "
        "the slope there, H * (1 - H).",
        trap="multiplied by the slope there",
    ),
    Misconception(
        name="the half of the loss is forgotten on the way back",
        where="gradients",
        old="(Y - T) / len(T)",
        new="2 * (Y - T) / len(T)",
        says="Your gradients are twice too large: L has 1 / (2 n) in front, so the 2 of the "
        "square cancels.",
        trap="the 2 cancels",
    ),
    Misconception(
        name="the gradient divides by the number of features",
        where="gradients",
        old="len(T)",
        new="X.shape[1]",
        says="n is the number of examples, which are rows: `len(X)` or `X.shape[0]`. "
        "`X.shape[1]` counts the features of one.",
        trap="average or sum?",
    ),
    Misconception(
        name="the gradient of an average over all elements",
        where="gradients",
        old="(Y - T) / len(T)",
        new="2 * (Y - T) / T.size",
        says="That is the slope of the mean of all squares. This loss adds up the outputs of an "
        "example, halves, and averages over the rows: (Y - T) / n.",
        trap="This is the only place",
    ),
    Misconception(
        name="the hidden bias is summed along its row",
        where="gradients",
        old="b1=dZ1.sum(0)",
        new="b1=dZ1.sum(axis=1)",
        says="You have one number for each example. b1 has one for each hidden neuron: sum over "
        "the rows, which is axis 0.",
        trap="db is dZ summed over the rows",
    ),
    Misconception(
        name="the output weights' gradient takes H as it is",
        where="gradients",
        old="H.T @ dZ2",
        new="H @ dZ2",
        says="H is (n, hidden) and dZ2 is (n, outputs): what is added up are the n rows, so H "
        "comes transposed.",
        trap="which is a matrix product",
    ),
    Misconception(
        "the slope of the output is taken of the sigmoid of Y",
        where="gradients",
        old="    dZ2 = (Y - T) / len(T) * Y * (1 - Y)",
        new="    dZ2 = (Y - T) / len(T) * sigmoid(Y) * (1 - sigmoid(Y))",
        says="Y is the sigmoid already, so its slope is Y * (1 - Y): nothing is squashed twice.",
    ),
    Misconception(
        name="the output bias is summed along its row",
        where="gradients",
        old="b2=dZ2.sum(0)",
        new="b2=dZ2.sum(axis=1)",
        says="Your db2 has a number for each example, and b2 one for each output. Sum over the "
        "rows, which is axis 0.",
        trap="db is dZ summed over the rows",
    ),
    Misconception(
        name="forward gives the outputs first",
        where="forward",
        old="Activations(H, sigmoid(H @ W2 + b2))",
        new="Activations(sigmoid(H @ W2 + b2), H)",
        says="The two are the wrong way round: `Activations` holds H, the hidden layer, first, "
        "and then Y.",
    ),
    Misconception(
        name="the output bias's gradient keeps the batch dimension",
        where="gradients",
        old="b2=dZ2.sum(0)",
        new="b2=dZ2.sum(0, keepdims=True)",
        says="b2 has the shape (outputs,), and so has its gradient. Without `keepdims` the sum "
        "over the rows has it, too.",
        trap="it always has the shape of A",
    ),
    Misconception(
        "the hidden weights divide by the batch once more",
        where="gradients",
        old="W1=X.T @ dZ1",
        new="W1=X.T @ dZ1 / len(X)",
        says="The average is in `dZ2` from the beginning, and so in all that is made from it: "
        "divide there alone.",
    ),
    Misconception(
        "the hidden bias's gradient is not summed",
        where="gradients",
        old="b1=dZ1.sum(0)",
        new="b1=dZ1",
        says="Each example adds its part: sum over the batch, so that one number for each unit "
        "is left.",
    ),
    Misconception(
        "the gradients come in another order",
        where="gradients",
        old="W1=X.T @ dZ1, b1=dZ1.sum(0), W2=H.T @ dZ2, b2=dZ2.sum(0)",
        new="X.T @ dZ1, H.T @ dZ2, dZ1.sum(0), dZ2.sum(0)",
        says="`Parameters` has W1, b1, W2 and b2, in this order, and `update` takes them side "
        "by side.",
    ),
    Misconception(
        "the output has the slope of tanh",
        where="gradients",
        old="* Y * (1 - Y)",
        new="* (1 - Y * Y)",
        says="That of the sigmoid, in terms of its result, is Y * (1 - Y).",
    ),
    Misconception(
        "the new weights are not kept",
        where="train",
        old="parameters = update(",
        new="updated = update(",
        says="`update` returns new ones, and leaves the old as they were: the next step has to "
        "begin with what it returned.",
    ),
    Misconception(
        "training ends after one step",
        where="train",
        old="T), lr)\n    return parameters, losses",
        new="T), lr)\n        return parameters, losses\n    return parameters, losses",
        says="`return` stands inside the loop, and ends it: move it to the left.",
    ),
]
