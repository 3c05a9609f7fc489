"""Wrong answers to m00 by hand."""

from grader.feedback.diagnosis.general_mistake import DTYPE
from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a textbook's loss, with np.mean",
        "the loss averages over every element",
        "quadratic_loss",
        """
        def quadratic_loss(Y, T):
            squares = np.square(T - Y)
            return float(np.mean(squares)) / 2
        """,
        {"np.mean(squares)": "np.mean(np.sum(squares, axis=1))"},
    ),
    Variant(
        "adds up the gradients of the examples in a loop",
        "the gradient is summed over the batch, not averaged",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            dW1, db1, dW2, db2 = [np.zeros_like(p) for p in parameters]
            for x, h, y, t in zip(X, activations.H, activations.Y, T):
                delta = (y - t) * y * (1 - y)
                dW2 += np.outer(h, delta)
                db2 += delta
                delta = (parameters.W2 @ delta) * (h - h**2)
                dW1 += np.outer(x, delta)
                db1 += delta
            n = 1
            return Parameters(dW1 / n, db1 / n, dW2 / n, db2 / n)
        """,
        {"n = 1": "n = len(X)"},
    ),
    Variant(
        "goes back layer by layer, through the wrong slope",
        "the slope is taken of an activation that is already squashed",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            slope = lambda s: s - s * s
            error = (Y - T) * slope(Y) / X.shape[0]
            hidden = np.dot(error, parameters.W2.T) * slope(sigmoid(H))
            return Parameters(
                np.dot(X.T, hidden), hidden.sum(axis=0), np.dot(H.T, error), error.sum(axis=0)
            )
        """,
        {"slope(sigmoid(H))": "slope(H)"},
    ),
    Variant(
        "forgets that the output was squashed",
        "the output's slope is forgotten",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            n = T.shape[0]
            out = np.subtract(activations.Y, T) / n
            dH = np.einsum("no,ho->nh", out, parameters.W2)
            hidden = dH * activations.H * (1 - activations.H)
            ones = np.ones(n, out.dtype)
            return Parameters(X.T @ hidden, ones @ hidden, activations.H.T @ out, ones @ out)
        """,
        {"T) / n\n": "T) / n * activations.Y * (1 - activations.Y)\n"},
    ),
    Variant(
        "squashes in place of the first layer only",
        "the output layer is not squashed",
        "forward",
        """
        def forward(parameters, X):
            activations = [X]
            layers = [(parameters.W1, parameters.b1), (parameters.W2, parameters.b2)]
            for i, (W, b) in enumerate(layers):
                Z = np.dot(activations[-1], W) + b
                activations.append(sigmoid(Z) if i == 0 else Z)
            return Activations(*activations[1:])
        """,
        {"sigmoid(Z) if i == 0 else Z": "sigmoid(Z)"},
    ),
    Variant(
        "writes every parameter anew, with a plus",
        "the step goes uphill",
        "update",
        """
        def update(parameters, gradients, lr):
            stepped = {}
            for name in Parameters._fields:
                step = lr * getattr(gradients, name)
                stepped[name] = getattr(parameters, name) + step
            return Parameters(**stepped)
        """,
        {"step = lr *": "step = -lr *"},
    ),
    Variant(
        "a hyperbolic tangent for a sigmoid",
        None,
        "sigmoid",
        """
        def sigmoid(Z):
            return np.tanh(Z)
        """,
        {"np.tanh(Z)": "0.5 * (1 + np.tanh(0.5 * Z))"},
    ),
    Variant(
        "the hidden layer without its bias",
        None,
        "forward",
        """
        def forward(parameters, X):
            H = sigmoid(np.dot(X, parameters.W1))
            Y = sigmoid(np.dot(H, parameters.W2) + parameters.b2)
            return Activations(H=H, Y=Y)
        """,
        {"np.dot(X, parameters.W1)": "np.dot(X, parameters.W1) + parameters.b1"},
    ),
    Variant(
        "an outer product, the other way round",
        "the output weights' gradient is transposed",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            last = (Y - T) * Y * (1 - Y) / len(X)
            first = (last @ parameters.W2.T) * (H - H * H)
            dW2 = np.einsum("no,nh->oh", last, H)
            dW1 = np.einsum("nf,nh->fh", X, first)
            return Parameters(dW1, np.sum(first, axis=0), dW2, np.sum(last, axis=0))
        """,
        {"no,nh->oh": "no,nh->ho"},
    ),
    Variant(
        "averages what the hidden neurons get",
        "the hidden bias takes a mean over the batch",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            dZ2 = (Y - T) / X.shape[0] * (Y - Y * Y)
            dH = np.dot(dZ2, parameters.W2.T)
            dZ1 = dH * (H - H * H)
            db1 = np.average(dZ1, axis=0)
            return Parameters(np.dot(X.T, dZ1), db1, np.dot(H.T, dZ2), dZ2.sum(axis=0))
        """,
        {"np.average(": "np.sum("},
    ),
    Variant(
        "takes the hidden layer for a straight line",
        "the hidden layer's slope is forgotten",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            n = X.shape[0]
            dZ2 = np.multiply(Y - T, Y * (1 - Y)) / n
            dZ1 = np.einsum("no,ho->nh", dZ2, parameters.W2)
            return Parameters(X.T @ dZ1, dZ1.sum(0), H.T @ dZ2, dZ2.sum(0))
        """,
        {"parameters.W2)\n": "parameters.W2) * (H - H**2)\n"},
    ),
    Variant(
        "the inputs as they are",
        None,
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            delta = (Y - T) * Y * (1 - Y) / len(X)
            hidden = (delta @ parameters.W2.T) * H * (1 - H)
            return Parameters(X @ hidden, hidden.sum(0), H.T @ delta, delta.sum(0))
        """,
        {"X @ hidden": "X.T @ hidden"},
    ),
    Variant(
        "back through the first layer's weights",
        None,
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            delta = (Y - T) * Y * (1 - Y) / len(X)
            hidden = (delta @ parameters.W1.T) * H * (1 - H)
            return Parameters(X.T @ hidden, hidden.sum(0), H.T @ delta, delta.sum(0))
        """,
        {"parameters.W1.T": "parameters.W2.T"},
    ),
    Variant(
        "a bias of the outputs for each example",
        "the output bias is summed along its row",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            dZ2 = (Y - T) * Y * (1 - Y) / len(X)
            dZ1 = (dZ2 @ parameters.W2.T) * H * (1 - H)
            db2 = dZ2.sum(axis=1)
            return Parameters(X.T @ dZ1, dZ1.sum(axis=0), H.T @ dZ2, db2)
        """,
        {"db2 = dZ2.sum(axis=1)": "db2 = dZ2.sum(axis=0)"},
    ),
    Variant(
        "the numerator is a float64",
        DTYPE,
        "sigmoid",
        """
        def sigmoid(Z):
            return np.float64(1) / (1 + np.exp(-Z))
        """,
        {"np.float64(1)": "1"},
    ),
    Variant(
        "the biases of the outputs in a row of their own",
        "the output bias's gradient keeps the batch dimension",
        "gradients",
        """
        def gradients(parameters, X, activations, T):
            H, Y = activations
            dZ2 = (Y - T) * Y * (1 - Y) / len(X)
            dZ1 = (dZ2 @ parameters.W2.T) * H * (1 - H)
            b1 = dZ1.sum(axis=0)
            b2 = dZ2.sum(axis=0, keepdims=True)
            return Parameters(X.T @ dZ1, b1, H.T @ dZ2, b2)
        """,
        {"axis=0, keepdims=True": "axis=0"},
    ),
    Variant(
        "the outputs first and the hidden ones second",
        "forward gives the outputs first",
        "forward",
        """
        def forward(parameters, X):
            hidden = sigmoid(X @ parameters.W1 + parameters.b1)
            outputs = sigmoid(hidden @ parameters.W2 + parameters.b2)
            return Activations(outputs, hidden)
        """,
        {"Activations(outputs, hidden)": "Activations(hidden, outputs)"},
    ),
    Variant(
        "trains the weights that it was given",
        "the new weights are not kept",
        "train",
        """
        def train(parameters, X, T, lr, steps):
            losses, now = [], parameters
            for _ in range(steps):
                seen = forward(now, X)
                losses.append(quadratic_loss(seen.Y, T))
                slopes = gradients(now, X, seen, T)
                _ = update(now, slopes, lr)
            return now, losses
        """,
        {"_ = update": "now = update"},
    ),
]
