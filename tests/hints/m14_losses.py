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
    "l1_loss": (
        "For the differences -2, 0 and 3: what are the losses, and what are the slopes at these "
        "three places?",
        "The slopes are -1, 0 and 1. Which op from `reductions` has them already, so that no rule "
        "is needed?",
        "Take the op `abs` of the difference between input and target, and hand it to `reduced` "
        "together with the reduction. Its rule uses the sign, which is 0 at 0, as torch has it.",
    ),
    "huber_loss": (
        "Draw d^2 / 2, and a line that goes on from it at d = delta, without a jump or a corner. "
        "Which height and which slope has the line there?",
        "With delta = 2, both parts give 2 at |d| = 2, and the line gives 8 at |d| = 5. Which part "
        "holds is decided element by element: see `where` from `reductions`.",
        "RuntimeError unless delta is positive. Take the size of the difference; choose half its "
        "square up to delta, and beyond it delta times (size less half of delta). The factor delta "
        "is the line's slope, and half of delta makes the parts meet. Then `reduced`.",
    ),
    "smooth_l1_loss": (
        "The straight parts of Huber's loss have the slope delta. What is the slope if the whole "
        "loss is divided by delta?",
        "Three cases: beta is negative, 0, or positive. Which one would divide by 0, and which "
        "loss is it nearly, when beta is tiny but positive?",
        "RuntimeError for a negative beta; for 0, hand everything to `l1_loss`, reduction "
        "included. Else divide by beta what `huber_loss` gives with beta as its delta. Mind the "
        "order of its parameters: `reduction` comes before `delta`.",
    ),
    "kl_div": (
        "What should a class with the target 0 cost, and what does 0 * log(0) give in floating "
        "point?",
        "Put something harmless into the log where the target is 0: `where` can replace these "
        "numbers by 1 *before* the log is taken. A NaN that is replaced only afterwards comes back "
        "in the target's gradient.",
        "With `log_target`, multiply the exponential of the target by (target less input). Without "
        'it, multiply the target by (its guarded log less input). For "batchmean" divide the sum '
        "of all by the size of the first dimension, as `reduced` does not know this word; it does "
        "the others.",
    ),
    "bernoulli_nll": (
        "The network was sure of p = 0, and the target was 1. What does the formula say, and what "
        "does this one loss do to the mean of a thousand?",
        "`np.maximum` cuts both logs off at -100 from below. `np.log1p` gives log(1 - p) with all "
        "its digits when p is tiny. log(0) makes NumPy warn; a block with `np.errstate` keeps that "
        "quiet.",
        "RuntimeError if the dtypes differ, or if any p is not within [0, 1] (NaN is not). Take "
        "both logs, each at least -100; weigh that of p by the target and that of 1 - p by the "
        "rest of it; add and negate. With a plain -100, float32 stays float32.",
    ),
    "defvjp(bernoulli_nll)": (
        "There are two arguments, and so two slopes. In which of the two is -(t log p + (1 - t) "
        "log(1 - p)) a straight line?",
        "By p it is -t / p + (1 - t) / (1 - p); on one denominator it has the form of the lesson. "
        "At p = 1/2 and t = 1 it is -2. By t, only the two logs remain: log(1 - p) - log p.",
        "For p: g times (p less target), divided by the larger of p (1 - p) and 1e-12; the op "
        "`maximum` takes a number, too. For the target: g times (log of 1 - p, less log of p), by "
        "the ops `log1p` and `log`; torch does not cut these off.",
    ),
    "binary_cross_entropy": (
        "`bernoulli_nll` does the maths. What is left to be done before it, and what after it?",
        "Before: torch wants equal shapes, and does not let input and target broadcast. After: a "
        "weight, which may broadcast, and the reduction. Which of these two comes first?",
        "ValueError unless the shapes are equal. Take `bernoulli_nll`, multiply it by `weight` if "
        "there is one, and only then hand it to `reduced`: the mean divides by the number of "
        "losses and not by their weights. All other checks are made in the op.",
    ),
    "binary_cross_entropy_with_logits": (
        "sigmoid(-800) underflows to 0. On paper, the exp in the sigmoid and the log before it "
        "cancel: which function from `activations` is -log(sigmoid(x))?",
        "-log(sigmoid(x)) = softplus(-x), and -log(1 - sigmoid(x)) = softplus(x). So the loss is t "
        "softplus(-x) + (1 - t) softplus(x). The two softplus differ by x: what is left of the sum "
        "if you use that?",
        "ValueError unless the shapes are equal. Without `pos_weight` the losses are softplus of "
        "x, less target times x. With it there must be two terms, and `pos_weight` multiplies the "
        "one that has the factor target. Then multiply by `weight`, if there is one, and reduce.",
        "Easily forgotten: softplus becomes straight above its threshold of 20, so hand on an "
        "infinite one (`math.inf`); `pos_weight` and `weight` may both broadcast; `weight` is for "
        "all losses, and comes before the reduction.",
    ),
    "nll_loss": (
        "Log-probabilities [[-0.1, -2.3], [-1.2, -0.4]], targets [0, 1]. Which two numbers are "
        "picked, and what is the mean of the losses?",
        "`gather` wants an index with as many dimensions as the input: put the class dim in with "
        "`unsqueeze`, gather along it, and take it out with `squeeze`. From "
        "given/nn/class_targets.py: `check_classes` checks, `class_dim` says where the classes "
        "are, `class_indices` makes ignored targets harmless.",
        "Check, find the class dim and the safe indices, pick, negate, and choose 0 where the "
        "target is ignored. The weight of a loss is 0 if it is ignored, else that of its class, or "
        '1; multiply by it. A "mean" is the sum of losses over the sum of these weights; `reduced` '
        "does the rest.",
        "Easily forgotten: choose with `where`, because 0 times -infinity is NaN, and for the same "
        "reason no one-hot product; index class weights by the safe indices (`getitem`), as an "
        "ignored -100 may lie outside; a mean of nothing is 0 / 0, NaN, as in torch.",
    ),
    "softmax_nll": (
        "These are the steps of `nll_loss` after `log_softmax`, but inside an op, where x, target "
        "and weight are ndarrays. Which of the steps need another function now?",
        "To pick, there is `np.take_along_axis`, whose index needs the class dim "
        "(`np.expand_dims`). `log_softmax` and the helpers of given/nn/class_targets.py take "
        "ndarrays, too. And see how float32 divided by `np.int64(4)` becomes float64, but divided "
        "by 4 does not.",
        "Check, find the class dim, take `log_softmax` along it, which is a residual. "
        "Without smoothing, negate what you pick and multiply by the weights of the target "
        'classes. With smoothing, ask `class_shares` for q with the reduction "sum": the loss is '
        "minus the sum of q log p over the classes.",
        "Then choose 0 where the target is ignored, by `np.where`, since -infinity times 0 is NaN. "
        'With smoothing or without, a "mean" divides the sum by the summed weights of the targets '
        "that count, or, without weights, by their number as a Python int. `reduced` does the "
        "other words. Mind that two things are returned: losses and residuals.",
    ),
    "softmax_nll_vjp": (
        "For scores [0, log 3] and target 1 the lesson has [1/4, -1/4]. What is the gradient if "
        "the target is q = [1/2, 1/2] instead?",
        "The loss of a sample is minus the sum of q log p. Its slope is p times (the sum of q), "
        "less q. That sum is 1 for a plain one-hot q, but not with class weights, nor for an "
        "ignored target. What is left to divide by in a mean, if it is in q already?",
        "Take p from the residuals, as exp of the log-probabilities, unless they are None; then it "
        "is the `softmax` of x along the class dim. Take q from `class_shares`, with the reduction "
        "as it came. Then g times (p times the sum of q over the classes, with the dim kept, less "
        "q).",
        'Easily forgotten: with "none", g lacks the class dim, so `unsqueeze` it there; g need not '
        "be 1; the classes of images are in dim 1, not in the last; without residuals x may be a "
        "Tensor, and only ops give p a history, which second derivatives need.",
    ),
    "cross_entropy": (
        "A target may hold class indices or distributions. How do you tell from its shape and "
        "dtype which it is?",
        "It is a distribution if it has the shape of the scores *and* is floating. All else goes "
        "to `softmax_nll`, which checks it. For distributions: is the smoothing applied to q "
        "before the class weights, or after them? See the lesson's formulas.",
        "RuntimeError for a `label_smoothing` outside [0, 1]. Indices: `softmax_nll` with "
        "everything. Distributions: RuntimeError for an `ignore_index` "
        "of 0 or more; smooth q, multiply by the weights (`along_dim` lays them out), then minus "
        "the sum of q log p over the classes, and `reduced`.",
        "Easily forgotten: the share that is moved is divided among all C classes; a mean over "
        "distributions is over samples and pixels, whatever their weights; the classes are where "
        "`class_dim` says; use ops only, for the target may want a gradient, and `log_softmax`, "
        "for scores may be far apart.",
    ),
}
