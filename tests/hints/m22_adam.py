"""Hints for m22 adam, from a nudge to nearly the idea."""

HINTS = {
    "blend": (
        "If the average is 10, the new number 20 and beta 0.9, what should the average become?",
        "11: nine tenths of the old and one tenth of the new. With beta 0 nothing is remembered.",
        "The state holds this very array, so change it in place: first make it shrink to its "
        "share, and then add the share of what is new. A new array would be forgotten.",
    ),
    "adapted": (
        "A weight's gradients are 5 at every step, so the mean square is 25. What is the quotient? "
        "And for gradients of 0.005?",
        "1, both times, but for eps, which keeps us from dividing by 0. Is it added to the root, "
        "or to the square?",
        "Take the root of `square` in memory of its own, as `square` is remembered for the next "
        "step. Then add eps to it, and divide.",
    ),
    "decayed": (
        "Two kinds of decay: which of them changes `value` right here, and which only the "
        "gradient?",
        "By hand: value 2, lr 0.1, weight_decay 0.5. Decoupled, the value becomes 1.9 and the "
        "gradient stays; otherwise the gradient grows by 1.",
        "If decoupled, shrink `value` in place, and let `effective_grad` know of no decay at all, "
        "or it would count twice. Otherwise hand the group's on. Either way it sees to `maximize`.",
    ),
    "Adam.update": (
        "Let beta1 be 0.9 and the gradient 1 at every step. What is m after the first step, what "
        "should it be, and by which factor is it too small?",
        "By hand, with g = 2 and the usual betas: m is 0.2 and v is 0.004; corrected, they are 2 "
        "and 4. So the first step is lr times 2 / (2 + eps), which is about lr. Yours should be "
        "as long for any other g.",
        "Six steps, one for each line of the docstring: see to the decay, ask for both averages "
        "and the count, renew both with `blend`, take what `usual_square` says, correct both, and "
        "subtract what `adapted` gives, times lr, from `value` in place.",
        "Often forgotten: v averages squares; a corrected mean or square is a new array, since "
        "the state keeps the uncorrected one; the correction comes after `usual_square`; and the "
        "powers need t, which `count` gives only after `remembered` has made the state.",
    ),
    "Adagrad.update": (
        "If the gradient is 1 at every step, how long is the 100th step, compared with the first?",
        "By hand: gradients 3 and then 4, without lr_decay. The sum is 9 and then 25; the steps "
        "are lr times 3/3 and lr times 4/5. With lr_decay, which is the first step that becomes "
        "shorter?",
        "Let `effective_grad` see to the decay. `remembered` gives a list of one, filled with "
        "`initial_accumulator_value` at first. Count; add the square of g to the sum in place; "
        "`adapted` divides. The rate is lr over 1 plus lr_decay times the number of steps before "
        "this one.",
    ),
    "total_norm": (
        "Two gradients have the norms 3 and 4. How long are they together, as one vector?",
        "5: the norm of several norms, with the same p, is the norm of all numbers at once. "
        "Infinity needs no case of its own.",
        "Give `np.linalg.norm` flat arrays, since order 2 of a matrix means its largest singular "
        "value, which is something else. Then take the norm of an array of these norms. An empty "
        "list has a case of its own.",
    ),
    "scale_down": (
        "Gradients [3.] and [4.] are 5 long together, and may be 1 long. By what is each "
        "multiplied, so that they still point the same way?",
        "By 1/5, both of them: one factor for all. If they may be 10 long, what should happen?",
        "Compute the factor once. Unless it is 1 or more, multiply each gradient in place, and "
        "mark it as changed.",
        "If the norm is NaN, so is the factor, and torch applies it. NaN is neither less than 1 "
        "nor more: ask in a way that lets it through.",
    ),
    "StepLR.get_lr": (
        "If `step_size` is 3, at which values of `last_epoch` does the rate fall? Is 0 one of "
        "them?",
        "The rates as they are now have all earlier factors in them already. So what is the "
        "factor at a step at which nothing happens? `scaled` makes the list.",
        "The factor is gamma if `last_epoch` is positive and a multiple of `step_size`, and "
        "otherwise 1; return the present rates times that. Do not start from `base_lrs`: a second "
        "schedule of the same optimizer would lose what it did.",
    ),
}
