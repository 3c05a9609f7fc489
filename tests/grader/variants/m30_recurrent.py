"""Wrong answers to m30 recurrent nets."""

from tests.grader.variants import Variant

GRU = """
    def gru_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
        size = hx.shape[-1]
        given, kept = linear(input, w_ih, b_ih), linear(hx, w_hh, b_hh)
        part = [slice(i * size, (i + 1) * size) for i in range(3)]
        both = [sigmoid(given[..., p] + kept[..., p]) for p in part[:2]]
        reset, update = both
        new = tanh(given[..., part[2]] + reset * kept[..., part[2]])
        return update * hx + (1 - update) * new
    """

LSTM = """
    def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
        said, memory = hx
        all_gates = linear(input, w_ih, b_ih) + linear(said, w_hh, b_hh)
        size = said.shape[-1]
        gates = [all_gates[..., k * size : (k + 1) * size] for k in range(4)]
        write, forget = sigmoid(gates[0]), sigmoid(gates[1])
        new, show = tanh(gates[2]), sigmoid(gates[3])
        memory = forget * memory + write * new
        return show * tanh(memory), memory
    """


VARIANTS = [
    Variant(
        "update first, then reset",
        "reset and update gate change places",
        "gru_cell",
        GRU.replace("reset, update = both", "update, reset = both"),
        {"update, reset = both": "reset, update = both"},
    ),
    Variant(
        "a mixture the wrong way round",
        "the update gate keeps the new",
        "gru_cell",
        GRU.replace(
            "return update * hx + (1 - update) * new", "return update * new + (1 - update) * hx"
        ),
        {"update * new + (1 - update) * hx": "update * hx + (1 - update) * new"},
    ),
    Variant(
        "the output gate comes third",
        "the gates of an LSTM are out of order",
        "lstm_cell",
        LSTM.replace("tanh(gates[2]), sigmoid(gates[3])", "tanh(gates[3]), sigmoid(gates[2])"),
        {"tanh(gates[3]), sigmoid(gates[2])": "tanh(gates[2]), sigmoid(gates[3])"},
    ),
    Variant(
        "forgets in place of writing",
        None,
        "lstm_cell",
        LSTM.replace("forget * memory + write * new", "write * memory + forget * new"),
        {"write * memory + forget * new": "forget * memory + write * new"},
    ),
    Variant(
        "writes what it does not keep, and shows it as it is",
        ("the cell is replaced and not added to", "the cell is handed out unsquashed"),
        "lstm_cell",
        LSTM.replace("write * new", "(1 - forget) * new").replace(
            "show * tanh(memory)", "show * memory"
        ),
        {"(1 - forget) * new": "write * new", "show * memory": "show * tanh(memory)"},
    ),
    Variant(
        "one bias for both",
        "the memory is read without its bias",
        "rnn_tanh_cell",
        """
        def rnn_tanh_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
            both = input @ w_ih.T + hx @ w_hh.T
            for bias in (b_ih,):
                if bias is not None:
                    both = both + bias
            return tanh(both)
        """,
        {"(b_ih,)": "(b_ih, b_hh)"},
    ),
]
