"""Hints for m21 debugging, from a nudge to nearly the idea."""

HINTS = {
    "number_text": (
        "How does torch print [1.0, 2.0], how [1.0, 2.5], and how [1.0, 0.00001]?",
        "Three ways of writing, and the lesson's list says which sizes decide. What does "
        '`"{:.4e}".format` give you, without a number?',
        "Take the sizes of the numbers. If there are none: whole. Else compare the largest and the "
        "smallest with the three limits: scientific. Else, if all numbers equal their `np.ceil`: "
        "whole. Else four digits behind the point.",
        "Easily forgotten: the whole form ends in a point, except for inf and nan, which have no "
        "point in any form; and negative numbers have sizes, too.",
    ),
    "nested": (
        "Print a 2 x 2 array by hand. What stands between the two rows, and how far to the right "
        "does the second begin?",
        "A part of the array is an array itself, with one bracket more to its left. What is the "
        "simplest array, which has no brackets?",
        "A 0-d array is one cell. Otherwise write each part, indented by one more; put a comma "
        "between parts, and after it a space for single numbers, or else ndim - 1 line breaks and "
        "indent + 1 spaces; brackets around all.",
    ),
    "layer_sizes": (
        "A decoder shares its weight with the encoder. How often should the table count it?",
        "`named_modules` has the paths, and `parameters(recurse=False)` what a module has itself. "
        "How do you tell whether two tensors are the same one?",
        "Keep a set of the `id`s that have been counted. For each module take those of its own "
        "parameters that are not in it, add them, and yield path, module and the sum of `numel`.",
    ),
    "output_shapes": (
        "Only whoever runs the model knows its shapes. Which method of a module lets you look on "
        "while it is called?",
        "A hook gets (module, args, output), but no path. So each module needs a hook of its own "
        "that knows its path: a function that makes hooks.",
        "Register a hook on each of `named_modules`, which notes the shape of the output under its "
        "path. Run the model. In a `finally`, `remove` all the handles.",
        "Easily forgotten: of a tuple, note the first; a hook that returns something changes the "
        "output, so return nothing; a variable of a loop is the last one when the hook is called.",
    ),
    "gradient_norms": (
        "The gradient of a weight is [[3, 0], [0, 4]]. What is its norm?",
        "Which method yields every parameter with its path? And what is `grad` before the first "
        "backward?",
        "A dict from path to norm, for those whose grad is not None: square the numbers, add all "
        "up, take the root, and make a Python float of it.",
    ),
    "watched": (
        "You are called in the place of `record`. Who computes the result?",
        "A NaN in the result and none in `args`: this op made it. A NaN in both: the op was given "
        "it, and whoever reads the message will look further up. `has_nan` takes Arrays, "
        "ndarrays, and anything else.",
        "Call `below` with the four that follow it, and look at the result with `has_nan`. If "
        "there is a NaN, raise RuntimeError with the op's `__name__`, and say whether it was in "
        "one of `args` already; if not, return the result as it is.",
    ),
    "watched_contributions": (
        "The slope of sqrt at 0 is infinite. What does its rule make of a gradient of 0 that "
        "comes back to it?",
        "`below` is `backward`'s `contributions`, so it returns what the array sends to its "
        "parents, by the rules of its node's op. Why look at the total `g`, too? Infinity from one "
        "side and minus infinity from another add up to NaN.",
        "Raise for a NaN in `g`. Then call `below` with all else that came, once, and keep its "
        "pairs in a list. Raise for a NaN contribution, naming the op of this array's node, or "
        "else return the list.",
        "If the message names the wrong op: a NaN that arrives was made by the op that sent it. "
        "Find it among the contributions of the sender, where that op is known, before it becomes "
        "another array's total.",
    ),
}
