"""Hints for m36 compile, from a nudge to nearly the idea."""

HINTS = {
    "last_uses": (
        "Read a printed program with a pencil, and strike a memory out as soon as nobody below "
        "asks for it. In which line is that?",
        "Each equation uses several: the memory of what it makes, and of each Variable that it "
        "reads (`variables_in`). It is the `memory` that counts, not the Variable: a view and "
        "what it shows have the same.",
        "Go through the equations from the first to the last, and write the number of each into a "
        "dict, under all the memory that it uses. What is written later replaces what was there.",
        "At the end, `kept_memory(program)` has what is handed out. Whatever the dict says of "
        "that, its number is how many equations there are.",
    ),
    "assign_buffers": (
        "Five guests and two chairs: what do you have to know of each guest? And when exactly may "
        "the next one sit down?",
        "Keep a list of the free buffers of each kind, and for each equation's number a list of "
        "the memory that dies there: `last_uses`, turned round. Then walk through the equations.",
        "For each: if it makes memory that needs a buffer, take a free one of its kind, or a new "
        "one. Then the buffers of what dies there are free. For an equation that `may_overwrite`, "
        "they are free before it takes its own.",
        "What is in use at the end, under the number of all equations, needs no buffer. Each dying "
        "memory frees its buffer once, however often it is read; and a buffer that is taken is not "
        "free any more.",
    ),
    "sigmoid_lines": (
        "What does NumPy compute first in 1 / (1 + np.exp(-x)), and where could it put that?",
        "Four calls, from the inside out: minus x, its power of e, plus 1, and one over that. Each "
        "can be told `out=`.",
        "Only the first reads x. The others read and write `out`, which may be where x was. They "
        "are f-strings: `x` and `out` are names, as text. `np.reciprocal` is one over a number.",
    ),
    "linear_lines": (
        "In torch a weight is (out, in). What has to be done with it, before rows of x can be "
        "multiplied by it?",
        "Two lines: a product of matrices that is written to `out`, and the bias added where it "
        "lies. `{weight}.T` is text like any other.",
        "Without a bias, or with None for one, there is the first line alone.",
    ),
    "sum_lines": (
        "What does NumPy call dim, and keepdim?",
        "`np.sum` takes `axis`, `keepdims` and `out`. The dims come as they are, a number, a tuple "
        "or None, so an f-string writes them as Python would.",
        "One line. Its three keywords are dim as axis, keepdim as keepdims, and out.",
    ),
    "write_lines": (
        "Two lists of text. What has to be in the first, so that the second can be run again and "
        "again?",
        "Begin the first list with a line for each of `script.buffers`: its name, and `empty` of "
        "it. Then ask each equation: is it a view, is it lowered, or neither?",
        "A view of what lies in a buffer will always be the same, so it belongs to the first list, "
        "and any other view to the second. `script.homes` has the memory that lies in buffers.",
        "A lowered equation writes to something that must be there. If its memory is not in "
        "`script.homes`, a line with `empty` of its variable comes before its lines.",
    ),
    "write_source": (
        "Copy the script in the docstring, and mark what differs from program to program.",
        "`write_lines` has both lists. The first is indented by four spaces, the second by eight: "
        "Python counts them.",
        "Behind `return`, each name of `script.results` is followed by a comma, within "
        "parentheses: `(a,)` is a tuple, and `()` is one, too.",
    ),
}
