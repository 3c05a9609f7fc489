"""Hints for m22 adam, from a nudge to nearly the idea."""

HINTS = {
    "Adam.update": (
        "Let beta1 be 0.9 and the gradient 1 at every step. What is m after the first step, what "
        "should it be, and by which factor is it too small?",
        "By hand, with g = 2 and the usual betas: m is 0.2 and v is 0.004; corrected, they are 2 "
        "and 4. So the first step is lr times 2 / (2 + eps), which is about lr. Yours should be "
        "as long for any other g.",
        'An empty `state` is the first step: put in "step", m, v and, for amsgrad, '
        '"max_exp_avg_sq", each a Tensor, zeros like `value`. Shrink `value`, or leave the decay '
        "to `effective_grad`. Count; renew m and v in place; correct both; take the root, add eps "
        "to it, and subtract from `value` in place.",
        "Often forgotten: the root needs its own memory, or v is lost; the largest v stays in the "
        'state, uncorrected; decoupled decay must not reach g as well; "step" grows in place, to '
        "stay 0-d float32, but use a Python number in the powers: in float32, 1 - 0.999 loses "
        "half of its digits.",
    ),
    "AdamW.__init__": (
        "Adam can do all of this already. Which of its switches makes an AdamW of it?",
        "Compare the two signatures: which default differs, and which option of Adam's can't be "
        "chosen here?",
        "Hand everything on to the constructor of Adam, by name where it is taken only by name, "
        "with `decoupled_weight_decay` switched on. It checks the numbers, so you need not.",
    ),
    "RMSprop.update": (
        "Compare this with Adam. Which of Adam's steps has no counterpart here, so that the first "
        "steps are longer?",
        "By hand, with alpha 0.9 and a first g of 2: v is 0.4, its root 0.632, and `value` moves "
        "by lr times 3.16. If centered, m is 0.2 and d is 0.4 - 0.04. Nothing is corrected for "
        "the start.",
        'At the first step put in "step", "square_avg", then "momentum_buffer" and "grad_avg" if '
        "the options ask for them. Count, though no formula needs it. Take g from "
        "`effective_grad`; renew v and m in place; d needs memory of its own. Divide g by root "
        "plus eps; the buffer adds that up in full; lr comes last, outside of the buffer.",
    ),
    "Adagrad.update": (
        "If the gradient is 1 at every step, how long is the 100th step, compared with the first?",
        "By hand: gradients 3 and then 4, without lr_decay. The sum is 9 and then 25; the steps "
        "are lr times 3/3 and lr times 4/5. With lr_decay, which is the first step that becomes "
        "shorter?",
        'At the first step put in "step" (0-d float32, as in Adam) and "sum", filled with '
        "`initial_accumulator_value`, like `value` in shape and dtype. Count; add the square of "
        "g, which `effective_grad` gives, to the sum in place; divide g by its root plus eps. The "
        "rate is lr over 1 plus lr_decay times the number of steps before this one.",
    ),
    "clip_grad_norm_": (
        "Two gradients have the norms 3 and 4. How long are they together, as one vector? And "
        "does it still point the same way if only the second is made shorter?",
        "The norm of several norms, with the same p, is the norm of all numbers at once: 3 and 4 "
        "make 5. Give `np.linalg.norm` flat arrays, since order 2 of a matrix means its largest "
        "singular value, which is something else. Infinity needs no case of its own.",
        "Collect the gradients that are not None once, as `parameters` may be a generator, or one "
        "tensor. Refuse a norm that is not finite, if asked to, before any change. Unless "
        "max_norm / (norm + 1e-6) is 1 or more, multiply each gradient by it in place and mark it "
        "as changed. Return the old norm as a 0-d tensor.",
        "Often forgotten: with no gradients at all the norm is 0; float32 gradients have a "
        "float32 norm; gradients that are short enough stay as they are; and if the norm is NaN, "
        "all gradients become NaN, as in torch, so ask in a way that lets a NaN factor through.",
    ),
    "clip_grad_value_": (
        "Every element is on its own this time. If `clip_value` is 2, what becomes of -5?",
        "`np.clip` takes an `out`. Who else holds the gradient's memory, and would never see a "
        "new array?",
        "For each parameter, of one or several, whose grad is not None: clip the gradient's "
        "ndarray from below and from above, into itself, and mark it as changed. "
        "`clip_grad_norm_` collects gradients in the same way, so share that.",
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
    "LinearLR.get_lr": (
        "For `start_factor` 0.5, `end_factor` 1 and `total_iters` 2, write down by what the first "
        "rate is multiplied at 0, 1, 2 and 3. By what must each rate be multiplied to become the "
        "next?",
        "0.5, 0.75, 1 and 1; so the present rates are to be multiplied by 0.5, 1.5, 4/3 and 1. If "
        "f(t) is the straight line, step t multiplies by f(t) / f(t - 1).",
        "At `last_epoch` 0 the factor is `start_factor`. If the schedule is starting at a later "
        "one, or is past `total_iters`, it is 1; ask this before you divide, since f may have "
        "reached 0. Otherwise it is f here over f one step earlier, where f(t) = start + (end - "
        "start) t / total.",
    ),
}
