"""m00 by hand: every number of the two-layer network, against torch's own autograd."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform

# All differ, and there are not 2 outputs: who divides by another size than n can't be right.
SIZES = (4, 3, 2, 5)  # batch, features, hidden, outputs


def network(batch, features, hidden, outputs):
    """X, T and the four weights of a random network."""
    weights = (normal(features, hidden), normal(hidden), normal(hidden, outputs), normal(outputs))
    return normal(batch, features), uniform(0.0, 1.0, batch, outputs), weights


def activations(lib, X, T, weights):
    parameters = lib.by_hand.Parameters(*weights)
    return lib.by_hand.forward(parameters, X)


def torch_activations(lib, X, T, weights):
    X, W1, b1, W2, b2 = (lib.from_numpy(a) for a in (X, *weights))
    H = lib.sigmoid(X @ W1 + b1)
    return H.numpy(), lib.sigmoid(H @ W2 + b2).numpy()


def gradient(lib, name, X, T, weights):
    parameters = lib.by_hand.Parameters(*weights)
    activations = lib.by_hand.forward(parameters, X)
    return getattr(lib.by_hand.gradients(parameters, X, activations, T), name)


def torch_gradient(lib, name, X, T, weights):
    W1, b1, W2, b2 = (lib.tensor(w, requires_grad=True) for w in weights)
    X, T = lib.from_numpy(X), lib.from_numpy(T)
    Y = lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2)
    (((Y - T) ** 2).sum() / (2 * len(T))).backward()
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}[name].grad.numpy()


def trained(lib, X, T, weights, lr, steps):
    parameters, losses = lib.by_hand.train(lib.by_hand.Parameters(*weights), X, T, lr, steps)
    return [float(loss) for loss in losses], parameters


def torch_trained(lib, X, T, weights, lr, steps):
    weights = [lib.tensor(w, requires_grad=True) for w in weights]
    W1, b1, W2, b2 = weights
    X, T = lib.from_numpy(X), lib.from_numpy(T)
    losses = []
    for _ in range(steps):
        Y = lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2)
        loss = ((Y - T) ** 2).sum() / (2 * len(T))
        losses.append(loss.item())
        for w, dw in zip(weights, lib.autograd.grad(loss, weights), strict=True):
            w.data -= lr * dw
    return losses, tuple(w.detach().numpy() for w in weights)


@pytest.mark.public
def test_sigmoid_squashes_every_element(agree):
    def program(lib, Z):
        return lib.by_hand.sigmoid(Z)

    def reference(lib, Z):
        return lib.sigmoid(lib.from_numpy(Z)).numpy()

    agree(program, normal(3, 4), reference=reference)
    agree(program, normal(5), reference=reference)


@pytest.mark.public
def test_forward_gives_the_outputs_of_the_network(agree):
    def program(lib, X, T, weights):
        parameters = lib.by_hand.Parameters(*weights)
        return lib.by_hand.forward(parameters, X).Y

    def reference(lib, X, T, weights):
        X, W1, b1, W2, b2 = (lib.from_numpy(a) for a in (X, *weights))
        return lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2).numpy()

    agree(program, *network(*SIZES), reference=reference)


def test_forward_also_gives_the_hidden_activations(agree):
    def program(lib, X, T, weights):
        parameters = lib.by_hand.Parameters(*weights)
        return lib.by_hand.forward(parameters, X).H

    def reference(lib, X, T, weights):
        return lib.sigmoid(lib.from_numpy(X @ weights[0] + weights[1])).numpy()

    agree(program, *network(*SIZES), reference=reference)


def test_each_row_of_the_batch_gets_the_same_biases(agree):
    agree(activations, *network(3, 3, 3, 3), reference=torch_activations)


@pytest.mark.public
def test_the_loss_is_half_the_squared_distance_averaged_over_the_batch(agree):
    def program(lib, Y, T):
        return float(lib.by_hand.quadratic_loss(Y, T))

    def reference(lib, Y, T):
        Y, T = lib.from_numpy(Y), lib.from_numpy(T)
        return (lib.nn.functional.mse_loss(Y, T, reduction="sum") / (2 * len(T))).item()

    agree(program, normal(4, 1), normal(4, 1), reference=reference)


def test_the_loss_averages_over_examples_and_not_over_outputs(agree):
    def program(lib, Y, T):
        return float(lib.by_hand.quadratic_loss(Y, T))

    def reference(lib, Y, T):
        squares = (lib.from_numpy(Y) - lib.from_numpy(T)) ** 2
        return (squares.sum(1).mean() / 2).item()

    agree(program, normal(4, 3), normal(4, 3), reference=reference)
    agree(program, normal(1, 5), normal(1, 5), reference=reference)


def test_the_gradient_of_the_output_biases(agree):
    agree(gradient, "b2", *network(*SIZES), reference=torch_gradient)


@pytest.mark.public
def test_the_gradient_of_the_output_weights(agree):
    agree(gradient, "W2", *network(*SIZES), reference=torch_gradient)


def test_the_gradient_of_the_hidden_biases(agree):
    agree(gradient, "b1", *network(*SIZES), reference=torch_gradient)


def test_the_gradient_of_the_hidden_weights(agree):
    agree(gradient, "W1", *network(*SIZES), reference=torch_gradient)


@pytest.mark.public
def test_an_update_steps_against_the_gradient(agree):
    def program(lib, weights, gradients, lr):
        m = lib.by_hand
        new = m.update(m.Parameters(*weights), m.Parameters(*gradients), lr)
        return new.W1, new.b1, new.W2, new.b2

    def reference(lib, weights, gradients, lr):
        weights = [lib.from_numpy(w) for w in weights]
        gradients = [lib.from_numpy(dw) for dw in gradients]
        return tuple((w - lr * dw).numpy() for w, dw in zip(weights, gradients, strict=True))

    _, _, weights = network(1, 2, 3, 2)
    _, _, gradients = network(1, 2, 3, 2)
    agree(program, weights, gradients, 0.1, reference=reference)
    agree(program, weights, gradients, 2.0, reference=reference)


@pytest.mark.public
def test_one_step_of_training(agree):
    agree(trained, *network(*SIZES), 0.5, 1, reference=torch_trained)
    agree(trained, *network(3, 3, 3, 3), 0.5, 1, reference=torch_trained)  # shapes always fit


def test_training_lists_the_loss_before_each_step(agree):
    def program(lib, X, T, weights):
        losses = lib.by_hand.train(lib.by_hand.Parameters(*weights), X, T, 1.5, 4)[1]
        return [float(loss) for loss in losses]

    def reference(lib, X, T, weights):
        weights = [lib.tensor(w, requires_grad=True) for w in weights]
        W1, b1, W2, b2 = weights
        X, T = lib.from_numpy(X), lib.from_numpy(T)
        losses = []
        for _ in range(4):
            Y = lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2)
            loss = ((Y - T) ** 2).sum() / (2 * len(T))
            losses.append(loss.item())
            for w, dw in zip(weights, lib.autograd.grad(loss, weights), strict=True):
                w.data -= 1.5 * dw
        return losses

    agree(program, *network(*SIZES), reference=reference)


def test_a_network_learns_xor_as_torch_does(agree):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    _, _, weights = network(4, 2, 6, 1)
    agree(trained, X, T, weights, 4.0, 100, reference=torch_trained)


def test_an_update_leaves_the_old_weights_as_they_were(agree):
    def program(lib, weights, gradients):
        m = lib.by_hand
        old = m.Parameters(*weights)
        new = m.update(old, m.Parameters(*gradients), 0.5)
        return new, old, gradients

    def reference(lib, weights, gradients):
        new = tuple(w - 0.5 * g for w, g in zip(weights, gradients, strict=True))
        return new, weights, gradients

    _, _, weights = network(1, 3, 4, 2)
    _, _, gradients = network(1, 3, 4, 2)
    agree(program, weights, gradients, reference=reference)


@pytest.mark.edge_case
def test_sigmoid_far_from_zero_is_0_or_1_and_never_nan(agree):
    def program(lib, Z):
        with np.errstate(over="ignore"):
            return lib.by_hand.sigmoid(Z)

    def reference(lib, Z):
        return lib.sigmoid(lib.from_numpy(Z)).numpy()

    agree(program, np.array([[-1000.0, -40.0, -1.5], [0.0, 40.0, 1000.0]]), reference=reference)


@pytest.mark.edge_case
def test_a_loss_is_a_plain_float(agree):
    def program(lib, Y, T):
        return lib.by_hand.quadratic_loss(Y, T)

    def reference(lib, Y, T):
        Y, T = lib.from_numpy(Y), lib.from_numpy(T)
        return (lib.nn.functional.mse_loss(Y, T, reduction="sum") / (2 * len(T))).item()

    agree(program, normal(2, 3), normal(2, 3), reference=reference)


@pytest.mark.edge_case
def test_a_batch_of_one_example_is_still_a_batch(agree):
    agree(activations, *network(1, 3, 4, 2), reference=torch_activations)


@pytest.mark.edge_case
def test_a_square_network_where_a_forgotten_transpose_still_fits(agree):
    square = network(3, 3, 3, 3)
    agree(gradient, "W2", *square, reference=torch_gradient)
    agree(gradient, "W1", *square, reference=torch_gradient)
    agree(gradient, "b1", *square, reference=torch_gradient)


@pytest.mark.edge_case
def test_the_gradients_of_a_single_example(agree):
    single = network(1, 3, 4, 2)
    for name in ("W1", "b1", "W2", "b2"):
        agree(gradient, name, *single, reference=torch_gradient)


@pytest.mark.edge_case
def test_showing_every_example_twice_changes_no_gradient(agree):
    X, T, weights = network(4, 3, 5, 2)
    for name in ("b2", "W1"):
        agree(gradient, name, X, T, weights, reference=torch_gradient)
        agree(
            gradient,
            name,
            np.concatenate([X, X]),
            np.concatenate([T, T]),
            weights,
            reference=torch_gradient,
        )


@pytest.mark.edge_case
def test_finding_gradients_changes_nothing(agree):
    def program(lib, X, T, weights):
        parameters = lib.by_hand.Parameters(*weights)
        activations = lib.by_hand.forward(parameters, X)
        lib.by_hand.gradients(parameters, X, activations, T)
        return activations, X, T, parameters

    def reference(lib, X, T, weights):
        x, W1, b1, W2, b2 = (lib.from_numpy(a) for a in (X, *weights))
        H = lib.sigmoid(x @ W1 + b1)
        return (H.numpy(), lib.sigmoid(H @ W2 + b2).numpy()), X, T, weights

    agree(program, *network(5, 3, 4, 2), reference=reference)


@pytest.mark.edge_case
def test_float32_weights_get_float32_gradients(agree):
    X, T, weights = network(5, 3, 4, 2)
    X, T, weights = np.float32(abs(X)), np.float32(T - 1), tuple(np.float32(w / 3) for w in weights)
    agree(gradient, "W1", X, T, weights, reference=torch_gradient)
    agree(gradient, "b2", X, T, weights, reference=torch_gradient)


@pytest.mark.edge_case
def test_float32_weights_stay_float32_in_training(agree):
    def program(lib, X, T, weights):
        return lib.by_hand.train(lib.by_hand.Parameters(*weights), X, T, 0.5, 1)[0]

    def reference(lib, X, T, weights):
        W1, b1, W2, b2 = weights = [lib.tensor(w, requires_grad=True) for w in weights]
        X, T = lib.from_numpy(X), lib.from_numpy(T)
        Y = lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2)
        (((Y - T) ** 2).sum() / (2 * len(T))).backward()
        return tuple((w - 0.5 * w.grad).detach().numpy() for w in weights)

    X, T, weights = network(5, 3, 4, 2)
    X, T, weights = np.float32(X), np.float32(T), tuple(np.float32(w) for w in weights)
    agree(program, X, T, weights, reference=reference)


@pytest.mark.edge_case
def test_no_steps_give_the_weights_back_and_an_empty_list(agree):
    def program(lib, X, T, weights):
        parameters, losses = lib.by_hand.train(lib.by_hand.Parameters(*weights), X, T, 0.5, 0)
        return losses, parameters

    def reference(lib, X, T, weights):
        return [], weights

    agree(program, *network(5, 3, 4, 2), reference=reference)


@pytest.mark.edge_case
def test_training_leaves_the_weights_it_started_from_as_they_were(agree):
    def program(lib, X, T, weights):
        start = lib.by_hand.Parameters(*weights)
        trained, _ = lib.by_hand.train(start, X, T, 0.5, 3)
        return start, X, T, trained.b2

    def reference(lib, X, T, weights):
        W1, b1, W2, b2 = (lib.tensor(w, requires_grad=True) for w in weights)
        for _ in range(3):
            Y = lib.sigmoid(lib.sigmoid(lib.from_numpy(X) @ W1 + b1) @ W2 + b2)
            loss = ((Y - lib.from_numpy(T)) ** 2).sum() / (2 * len(T))
            slopes = lib.autograd.grad(loss, (W1, b1, W2, b2))
            for w, dw in zip((W1, b1, W2, b2), slopes, strict=True):
                w.data -= 0.5 * dw
        return weights, X, T, b2.detach().numpy()

    agree(program, *network(5, 3, 4, 2), reference=reference)
