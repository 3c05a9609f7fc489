"""m30 recurrent nets: cells, layers that read whole sequences, back-propagation through time."""

import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_a_plain_cell_mixes_what_it_reads_with_what_it_remembers(agree):
    def program(lib, name, x, h, weights):
        weights = [lib.tensor(w) for w in weights]
        return getattr(lib, name)(lib.tensor(x), lib.tensor(h), *weights)

    weights = [normal(4, 3), normal(4, 4), normal(4), normal(4)]
    agree(program, "rnn_tanh_cell", normal(2, 3), normal(2, 4), weights)
    agree(program, "rnn_relu_cell", normal(2, 3), normal(2, 4), weights)


@pytest.mark.public
def test_a_gru_resets_and_updates(agree):
    def program(lib, x, h, weights):
        weights = [lib.tensor(w) for w in weights]
        return lib.gru_cell(lib.tensor(x), lib.tensor(h), *weights)

    weights = [normal(12, 3), normal(12, 4), normal(12), normal(12)]
    agree(program, normal(2, 3), normal(2, 4), weights)


@pytest.mark.public
def test_an_lstm_keeps_two_states(agree):
    def program(lib, x, h, c, weights):
        weights = [lib.tensor(w) for w in weights]
        return lib.lstm_cell(lib.tensor(x), (lib.tensor(h), lib.tensor(c)), *weights)

    weights = [normal(16, 3), normal(16, 4), normal(16), normal(16)]
    agree(program, normal(2, 3), normal(2, 4), normal(2, 4), weights)


def test_every_weight_of_a_cell_has_its_gradient(agree):
    def program(lib, name, x, h, weights, g):
        x, h = lib.tensor(x, requires_grad=True), lib.tensor(h, requires_grad=True)
        weights = [lib.tensor(w, requires_grad=True) for w in weights]
        getattr(lib, name)(x, h, *weights).backward(lib.tensor(g))
        return x.grad, h.grad, [w.grad for w in weights]

    for name, rows in (("rnn_tanh_cell", 4), ("rnn_relu_cell", 4), ("gru_cell", 12)):
        weights = [normal(rows, 3), normal(rows, 4), normal(rows), normal(rows)]
        agree(program, name, normal(2, 3), normal(2, 4), weights, normal(2, 4))


@pytest.mark.public
def test_a_layer_reads_a_whole_sequence(agree):
    def program(lib, kind, x):
        lib.manual_seed(3)
        layer = getattr(lib.nn, kind)(3, 4, dtype=lib.float64)
        return layer(lib.tensor(x))

    for kind in ("RNN", "GRU", "LSTM"):
        agree(program, kind, normal(5, 2, 3))


def test_the_first_state_may_be_given(agree):
    def program(lib, kind, x, states):
        lib.manual_seed(6)
        layer = getattr(lib.nn, kind)(3, 4, 2, dtype=lib.float64)
        states = [lib.tensor(state, requires_grad=True) for state in states]
        out, last = layer(lib.tensor(x), tuple(states) if kind == "LSTM" else states[0])
        out.sum().backward()
        return out, last, [state.grad for state in states]

    agree(program, "RNN", normal(5, 2, 3), [normal(2, 2, 4)])
    agree(program, "LSTM", normal(5, 2, 3), [normal(2, 2, 4), normal(2, 2, 4)])


def test_a_second_layer_reads_what_the_first_one_says(agree):
    def program(lib, kind, x, g):
        lib.manual_seed(7)
        layer = getattr(lib.nn, kind)(3, 4, 2, dtype=lib.float64)
        x = lib.tensor(x, requires_grad=True)
        out, last = layer(x)
        out.backward(lib.tensor(g))
        return last, x.grad, {name: w.grad for name, w in layer.named_parameters()}

    for kind in ("RNN", "GRU", "LSTM"):
        agree(program, kind, normal(3, 2, 3), normal(3, 2, 4))


def test_reading_in_both_directions_meets_in_the_right_places(agree):
    def program(lib, kind, layers, x, g):
        lib.manual_seed(8)
        layer = getattr(lib.nn, kind)(3, 2, layers, bidirectional=True, dtype=lib.float64)
        x = lib.tensor(x, requires_grad=True)
        out, last = layer(x)
        out.backward(lib.tensor(g))
        return out, last, x.grad

    agree(program, "RNN", 1, normal(4, 2, 3), normal(4, 2, 4))
    agree(program, "LSTM", 2, normal(4, 2, 3), normal(4, 2, 4))


def test_a_layer_is_its_cell_in_a_loop(agree):
    def program(lib, x):
        lib.manual_seed(10)
        layer = lib.nn.LSTM(3, 4, dtype=lib.float64)
        cell = lib.nn.LSTMCell(3, 4, dtype=lib.float64)
        cell.load_state_dict({k.removesuffix("_l0"): w for k, w in layer.state_dict().items()})
        state, outputs = None, []
        for step in lib.tensor(x):
            state = cell(step, state)
            outputs.append(state[0])
        return lib.stack(outputs), layer(lib.tensor(x))[0]

    agree(program, normal(5, 2, 3))


def test_a_detached_state_cuts_the_history(agree):
    def program(lib, x, cut):
        lib.manual_seed(12)
        layer = lib.nn.GRU(2, 3, dtype=lib.float64)
        x = lib.tensor(x, requires_grad=True)
        _, state = layer(x[:4])
        out, _ = layer(x[4:], state.detach() if cut else state)
        out.sum().backward()
        return out, x.grad, layer.weight_hh_l0.grad

    agree(program, normal(7, 2, 2), True)
    agree(program, normal(7, 2, 2), False)


@pytest.mark.edge_case
def test_a_cell_may_do_without_biases(agree):
    def program(lib, name, x, h, weights):
        weights = [lib.tensor(w) for w in weights]
        return getattr(lib, name)(lib.tensor(x), lib.tensor(h), *weights)

    agree(program, "rnn_tanh_cell", normal(2, 3), normal(2, 4), [normal(4, 3), normal(4, 4)])
    agree(program, "gru_cell", normal(2, 3), normal(2, 4), [normal(12, 3), normal(12, 4)])


@pytest.mark.edge_case
def test_both_states_of_an_lstm_hand_gradients_back(agree):
    def program(lib, x, h, c, weights, g):
        x, h, c = (lib.tensor(part, requires_grad=True) for part in (x, h, c))
        weights = [lib.tensor(w, requires_grad=True) for w in weights]
        new_h, new_c = lib.lstm_cell(x, (h, c), *weights)
        (new_h * lib.tensor(g) + new_c).sum().backward()
        return x.grad, h.grad, c.grad, [w.grad for w in weights]

    weights = [normal(16, 3), normal(16, 4), normal(16), normal(16)]
    agree(program, normal(2, 3), normal(2, 4), normal(2, 4), weights, normal(2, 4))


@pytest.mark.edge_case
def test_relu_may_stand_in_for_tanh(agree):
    def program(lib, x):
        lib.manual_seed(4)
        layer = lib.nn.RNN(3, 4, nonlinearity="relu", dtype=lib.float64)
        return layer(lib.tensor(x))

    agree(program, normal(5, 2, 3))


@pytest.mark.edge_case
def test_a_batch_may_stand_first_and_one_sequence_alone(agree):
    def program(lib, kind, x):
        lib.manual_seed(5)
        layer = getattr(lib.nn, kind)(3, 4, batch_first=True, dtype=lib.float64)
        return layer(lib.tensor(x))

    agree(program, "GRU", normal(2, 5, 3))
    agree(program, "LSTM", normal(5, 3))


@pytest.mark.edge_case
def test_dropout_stands_between_the_layers(agree):
    def program(lib, x, training):
        lib.manual_seed(9)
        layer = lib.nn.GRU(3, 4, 3, dropout=0.5, dtype=lib.float64).train(training)
        return layer(lib.tensor(x))

    agree(program, normal(4, 2, 3), True)
    agree(program, normal(4, 2, 3), False)


@pytest.mark.edge_case
def test_gradients_of_many_steps_add_up(agree):
    def program(lib, x, steps):
        lib.manual_seed(11)
        layer = lib.nn.RNN(2, 3, dtype=lib.float64)
        out, last = layer(lib.tensor(x[:steps]))
        (out * out).sum().backward()
        return layer.weight_hh_l0.grad, layer.bias_ih_l0.grad, last

    x = normal(17, 2, 2)
    for steps in (1, 2, 7, 17):
        agree(program, x, steps)


@pytest.mark.edge_case
def test_float32_sequences_stay_float32(agree):
    def program(lib, x):
        lib.manual_seed(13)
        layer = lib.nn.LSTM(3, 4)
        out, last = layer(lib.tensor(x, dtype=lib.float32))
        out.sum().backward()
        return out, last, layer.weight_ih_l0.grad

    agree(program, normal(5, 2, 3))


@pytest.mark.edge_case
def test_what_does_not_fit_is_refused(agree):
    def program(lib, x, h):
        lib.manual_seed(14)
        layer = lib.nn.RNN(3, 4, dtype=lib.float64)
        return layer(lib.tensor(x), None if h is None else lib.tensor(h))

    agree(program, normal(5, 2, 3), normal(1, 2, 4))
    agree(program, normal(5, 2, 2), None, raises=RuntimeError)
    agree(program, normal(5, 2, 3), normal(1, 3, 4), raises=RuntimeError)
    agree(program, normal(0, 2, 3), None, raises=RuntimeError)
    agree(program, normal(3), None, raises=ValueError)
