"""Hints for m30 recurrent nets, from a nudge to nearly the idea."""

HINTS = {
    "rnn_tanh_cell": (
        "Let everything be a single number: x = 1 with weight 2 and bias 0.1, h = -2 with weight "
        "0.5 and bias 0.2. Is what stands inside the tanh 1.3?",
        "`linear` (`modules`) takes a weight as (out, in), which these are, and a bias that may be "
        "None. Which two calls of it do you need, and which shape has each result?",
        "One `linear` for the input with w_ih and b_ih, one for the state with w_hh and b_hh. Add "
        "the two, and put tanh around the sum. One bias would do, but torch has two, and "
        "both count.",
    ),
    "gru_cell": (
        "Set z to 1, then to 0: what becomes of the old state? And what does r = 0 silence?",
        "Two products (N, 3H) hold all there is, one from the input and one from the state. r and "
        "z may be read off their sum, but not n, where r stands between the two. A paper of 2014 "
        "resets h before the product; torch resets what comes out of it.",
        "Add the first 2H numbers of both products, take the sigmoid, and `split` it into r and z, "
        "along the last dim, since N may be missing. n is the tanh of the input's last H plus r "
        "times the state's last H, bias included. The result is h where z is 1, n where z is 0.",
    ),
    "lstm_cell": (
        "Which of the two states may grow beyond 1, and which can't? Look for the tanh.",
        "One sum (N, 4H) holds i, f, g and o, in this order; no shape complains about another. Try "
        "a forget gate of 1 and an input gate of 0: which number should come through unchanged?",
        "Unpack hx, add the two products (the state's reads h, not c), and `split` the sum into "
        "four along the last dim. i, f and o get a sigmoid, g a tanh. Compute the new c first, the "
        "new h from the tanh of the new c, and return h before c.",
    ),
    "scan": (
        "What must the loop carry from one input to the next, and what must it collect?",
        "A state is a tuple, (h,) or (h, c), and a cell returns another of its kind. Which part of "
        "it is what the layer says at this step?",
        "For each input, the new state is what the cell makes of the input, the state and the "
        "weights, unpacked; keep its first part in a list. Return the list and the last state, all "
        "of it. Detach nothing: the gradient must find its way through all steps.",
    ),
    "RNNBase.read": (
        "Draw two bidirectional layers and three steps. Who reads what, from which end, and where "
        "do the outputs meet?",
        "Number the readers: layer 0 forwards, layer 0 backwards, layer 1 forwards, and so on. "
        "Reader k starts from row k of every part of `state`, and where it ends becomes row k of "
        "the last state. How many have ended tells you k.",
        "A backward reader gets the steps in reverse. Its outputs are reversed again before they "
        "are stacked, so that output t stands beside input t; its last state stays what it is. "
        "Both directions read the same x, and what they say is joined along the last dim.",
        "Per layer: dropout on x, but not before layer 0, and only in training. Per direction: "
        "`steps`, the first state as a tuple, `scan` with `self.step` and the layer's weights, "
        "`stack`. The outputs, joined, are the next layer's x and at last the result; each part of "
        "the last states is stacked over all readers.",
    ),
}
