"""Hints for m35 tracing, from a nudge to nearly the idea."""

HINTS = {
    "Staged.process": (
        "Compare `Traced.process` of reverse_transforms: it computes below, and takes a note. "
        "Where does the note stand here, and what stands in it in the place of an array?",
        "For each argument, ask `is_staged(x, level)`. If so, its `value` is a Variable already; "
        "all others go through `level.constant`, which leaves numbers alone.",
        "The result is what `compute` makes of op, inputs and params, with `level.known`. Before "
        "that there is no shape, so only then can `level.variable(result)` make the Variable.",
        "The equation has four parts: that Variable, the op, the tuple of inputs, the params. "
        "Append it to `level.equations`. Return a Staged with the Variable and the level: whoever "
        "gets it must not see the numbers.",
    ),
    "trace": (
        "`trace(f)` is a function: nothing runs until it is called. What is called then, how "
        "often, and with what?",
        "Three steps: the leaves of the arguments, as Staged ones where they are tensors; f on the "
        "rebuilt arguments; the program. All three happen while the level is open.",
        "`flatten(args)` gives the leaves and a function that puts others in their places. Inside "
        "a `with` block of `staging(Staged)`, which gives the level, `level.input` makes a Staged "
        "of an Array, and what is not an Array stays. `level.program` takes f's result.",
    ),
    "eval_program": (
        "Read a printed program from the top, with a pencil. After each line you know one more "
        "variable. What do you know before the first?",
        "There are three kinds: constants are known, captured tensors have a value at this moment "
        "(`plain`), inputs are what `program.arguments(args)` says, in the order of "
        "`program.inputs`. All of them go into one dict, a new one for each run.",
        "For each equation, `compute` with that dict, and put the result under the equation's "
        "variable. An effect is an op like any other here: it is called, and that is all.",
        "At the end, make a list with one item for each of the outputs: what is known of a "
        "Variable, lifted, and anything else as it is. `program.rebuild` does the rest.",
    ),
    "drop_unused": (
        "Is a line needed? You know it once you have seen all lines that might read it. In which "
        "order do you have to look?",
        "Go from the last equation to the first, with a set of what is needed so far. Before the "
        "last one that is what `variables_in` finds in the outputs.",
        "Keep an equation whose variable is needed, and each effect; what a kept one reads is "
        "needed, too. You met them backwards, so turn the list round.",
    ),
    "join_equal": (
        "exp of a stands in two lines. The second can go, but what about those who read it?",
        "Keep two dicts: of the key of each equation that you have met, its variable; and of each "
        "variable that is gone, the one that stands for it. Rename first, then ask for the key: "
        "so two equations are equal that read what was joined before.",
        "An effect is kept whatever its key. Everything else is kept if the key is new, and joined "
        "if it is not. Rename the outputs as well, at the end.",
        "A write between two equal lines makes them different, if they read that memory. Count the "
        "writes for each `memory`, and let the key have, beside `equation.key()`, the counts of "
        "all that the equation reads.",
    ),
    "fold_constants": (
        "Which lines give the same in each run, whatever the arguments? And which read nothing, "
        "and still do not?",
        "Begin with a copy of the constants. An equation all of whose Variables are in there can "
        "be computed now, and its own variable belongs there from then on.",
        "Keep effects and whatever reads something else, such as an input or a captured tensor. "
        "For the rest, `compute` with the constants, as an ndarray (`np.asarray`), and no line.",
    ),
}
