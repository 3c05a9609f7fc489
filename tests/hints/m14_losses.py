"""Hints for m14 losses, from a nudge to nearly the idea."""

HINTS = {
    "reduced": (
        "Three words have a meaning here. What should happen to somebody who asks for the "
        '"median"?',
        "`mean` and `sum` in this file are the ops from `magic_methods`, which are recorded, so no "
        "rule is needed. With no dim they reduce everything. Which of the three words leaves the "
        "shape alone?",
        "Compare `reduction` with each word: give back the mean of all losses, their sum, or the "
        "losses themselves, and raise ValueError for anything else. If the last branch returned "
        "something without asking, a misspelt word would give another loss and no error.",
    ),
    "mse_loss": (
        "The prediction is 3 and the target 1. What is the loss: 4, or 2, as in some books?",
        "The differences broadcast by themselves, and subtraction and product have their rules. "
        "What should happen with the difference, so that it is not computed twice?",
        "Compute the difference once, multiply it by itself, and hand the squares to `reduced` "
        "together with the reduction. There is no factor 1/2, so the slope of each square is 2 d.",
    ),
    "huber": (
        "Draw d^2 / 2, and a line that goes on from it at d = delta, without a jump or a corner. "
        "Which height and which slope has the line there?",
        "With delta = 2, both parts give 2 at |d| = 2, and the line gives 8 at |d| = 5. Which part "
        "holds is decided element by element: see `where` from `reductions`.",
        "Take the size of the difference; choose half its square up to delta, and beyond it delta "
        "times (size less half of delta). The factor delta is the line's slope, and half of delta "
        "makes the parts meet.",
    ),
    "bernoulli_nll": (
        "The network was sure of p = 0, and the target was 1. What does the formula say, and what "
        "does this one loss do to the mean of a thousand?",
        "`np.maximum` cuts both logs off at -100 from below. `np.log1p` gives log(1 - p) with all "
        "its digits when p is tiny. log(0) makes NumPy warn; a block with `np.errstate` keeps that "
        "quiet.",
        "Take both logs, each at least -100; weigh that of p by the target and that of 1 - p by "
        "the rest of it; add and negate. With a plain -100, float32 stays float32.",
    ),
    "defvjp(bernoulli_nll)": (
        "Only p is asked for; the rule for the target is given. What is the slope of -log p at "
        "p = 1/2, where t is 1?",
        "By p it is -t / p + (1 - t) / (1 - p); on one denominator it has the form of the lesson. "
        "At p = 1/2 and t = 1 it is -2.",
        "It is g times (p less target), divided by the larger of p (1 - p) and 1e-12; the op "
        "`maximum` takes a number, too.",
    ),
    "bernoulli_nll_with_logits": (
        "sigmoid(-800) underflows to 0. On paper, the exp in the sigmoid and the log before it "
        "cancel: which function from `activations` is -log(sigmoid(x))?",
        "-log(sigmoid(x)) = softplus(-x), and -log(1 - sigmoid(x)) = softplus(x). One is the "
        "surprise at a yes, and one at a no. What weighs each of them?",
        "Two terms: the target times the surprise at a yes, and 1 less the target times that at a "
        "no. If there is a `pos_weight`, it multiplies the first of them alone.",
        "Easily forgotten: softplus becomes straight above its threshold of 20, so hand on an "
        "infinite one (`math.inf`), both times.",
    ),
}
