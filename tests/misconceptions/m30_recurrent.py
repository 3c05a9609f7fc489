"""Known mistakes in recurrent nets."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "the memory is read without its bias",
        "rnn_tanh_cell",
        "linear(hx, w_hh, b_hh)",
        "linear(hx, w_hh)",
        "There are two biases, b_ih and b_hh, and both are added.",
    ),
    Misconception(
        "the reset gate works on the state itself",
        "gru_cell",
        "r * from_state[..., 2 * size :]",
        "linear(r * hx, w_hh[2 * size :], None if b_hh is None else b_hh[2 * size :])",
        "As torch has it, r multiplies W_hn h + b_hn, after the product. The original paper resets "
        "h before it, which is another function.",
    ),
    Misconception(
        "reset and update gate change places",
        "gru_cell",
        "r, z = split",
        "z, r = split",
        "A GRU's weights stand in the order reset, update, new. No shape tells you.",
    ),
    Misconception(
        "the update gate keeps the new",
        "gru_cell",
        "n + z * (hx - n)",
        "hx + z * (n - hx)",
        "h' = (1 - z) * n + z * h: a gate z near 1 keeps the old state.",
    ),
    Misconception(
        "a GRU's memory is read without its bias",
        "gru_cell",
        "linear(hx, w_hh, b_hh)",
        "linear(hx, w_hh)",
        "Each of the two products has a bias of its own: b_ih and b_hh.",
    ),
    Misconception(
        "an LSTM's memory is read without its bias",
        "lstm_cell",
        "linear(h, w_hh, b_hh)",
        "linear(h, w_hh)",
        "There is a bias for what comes in, b_ih, and one for what is remembered, b_hh.",
    ),
    Misconception(
        "the gates of an LSTM are out of order",
        "lstm_cell",
        "i, f, g, o = split",
        "i, f, o, g = split",
        "An LSTM's weights stand in the order input, forget, cell, output. No shape tells you.",
    ),
    Misconception(
        "the cell is replaced and not added to",
        "lstm_cell",
        "sigmoid(f) * c + sigmoid(i) * tanh(g)",
        "sigmoid(f) * c + (1 - sigmoid(f)) * tanh(g)",
        "Forgetting and writing have a gate each: c' = f * c + i * g.",
    ),
    Misconception(
        "the cell is handed out unsquashed",
        "lstm_cell",
        "sigmoid(o) * tanh(c), c",
        "sigmoid(o) * c, c",
        "h' = o * tanh(c'): the cell may be large, what the net says is not.",
    ),
    Misconception(
        "the sequence is read forwards twice",
        "RNNBase.read",
        "steps(x)[::-1] if reverse else steps(x)",
        "steps(x)",
        "The second direction starts at the end of the sequence.",
    ),
    Misconception(
        "what was read backwards is not turned around",
        "RNNBase.read",
        "stack(hidden[::-1] if reverse else hidden)",
        "stack(hidden)",
        "Read backwards, the first output belongs to the last step. Turn them around to stand "
        "beside their inputs.",
    ),
    Misconception(
        "all layers start with the first one's state",
        "RNNBase.read",
        "part[len(last)] for part in state",
        "part[0] for part in state",
        "Each layer and direction has a first state of its own in hx, in order.",
    ),
    Misconception(
        "dropout never ends",
        "RNNBase.read",
        "dropout(x, self.dropout, self.training)",
        "dropout(x, self.dropout)",
        "Outputs between layers are dropped in training only.",
    ),
    Misconception(
        "what is read is dropped too",
        "RNNBase.read",
        "if layer and self.dropout > 0",
        "if self.dropout > 0",
        "Dropout stands between layers: what comes into the first one stays whole.",
    ),
    Misconception(
        "the state forgets its history",
        "scan",
        "state = cell(input, state, *weights)",
        "state = cell(input, tuple([part.detach() for part in state]), *weights)",
        "A gradient runs back through all the steps; it is cut between pieces of a sequence only.",
    ),
]
