"""Known mistakes in tracing."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "an equation without params",
        "Staged.process",
        "Equation(variable, op, inputs, params)",
        "Equation(variable, op, inputs, {})",
        "The equation has to say all that the op was called with: its params, too.",
    ),
    Misconception(
        "the newest equation is put first",
        "Staged.process",
        "level.equations.append(Equation(variable, op, inputs, params))",
        "level.equations.insert(0, Equation(variable, op, inputs, params))",
        "Equations stand in the order in which ops were called; the new one belongs at the end.",
    ),
    Misconception(
        "the equation is not written down",
        "Staged.process",
        "        level.equations.append(Equation(variable, op, inputs, params))\n",
        "",
        "To compute is half of it: without an Equation in `level.equations`, the program does not "
        "know how the variable is made.",
    ),
    Misconception(
        "the result comes back as a number",
        "Staged.process",
        "        return Staged(variable, level)\n",
        "        return lift(level.known[variable])\n",
        "Whoever gets the plain result computes on with the numbers of this run, and the next ops "
        "take it for a constant. Return a Staged.",
    ),
    Misconception(
        "constants are written down as they are",
        "Staged.process",
        "x.value if is_staged(x, level) else level.constant(x) for x in args",
        "x.value if is_staged(x, level) else x for x in args",
        "An array that is not staged needs a Variable of its own, so that the program can tell "
        "what it reads: `level.constant` makes it.",
    ),
    Misconception(
        "the value of another trace is taken for one's own",
        "Staged.process",
        "x.value if is_staged(x, level) else level.constant(x) for x in args",
        "x.value if isinstance(x, Staged) else level.constant(x) for x in args",
        "A Staged of an outer trace is a constant here, and its Variable belongs to the outer "
        "program: ask `is_staged(x, level)`.",
    ),
    Misconception(
        "each equation claims to be of the first argument's shape",
        "Staged.process",
        "level.variable(compute(op, inputs, params, level.known))",
        "level.variable(\n"
        "            np.broadcast_to(compute(op, inputs, params, level.known), self.shape)\n"
        "        )",
        "The Variable has the shape of the result, which need not be that of an argument.",
    ),
    Misconception(
        "trace runs the function at once",
        "trace",
        """        leaves, rebuild = flatten(args)
        with""",
        """        f(*args)
        leaves, rebuild = flatten(args)
        with""",
        "A function that is traced runs once, on Staged tensors: whatever else it does would "
        "happen twice.",
    ),
    Misconception(
        "only tensors that stand alone are traced",
        "trace",
        """        leaves, rebuild = flatten(args)
        with staging(Staged) as level:
            inputs = [level.input(x) if isinstance(x, Array) else x for x in leaves]
            result = f(*rebuild(inputs))
""",
        """        with staging(Staged) as level:
            inputs = [level.input(x) if isinstance(x, Array) else x for x in args]
            result = f(*inputs)
""",
        "Arguments may be lists and dicts of tensors: take them apart with `flatten`, and put them "
        "together again for f.",
    ),
    Misconception(
        "the function is run on its tensors themselves",
        "trace",
        "result = f(*rebuild(inputs))",
        "result = f(*args)",
        "f must be given what `level.input` has made: only from there does the program know its "
        "inputs. Plain tensors are taken for captured ones.",
    ),
    Misconception(
        "the program is asked for after the trace",
        "trace",
        """            result = f(*rebuild(inputs))
            return level.program(result)
""",
        """            result = f(*rebuild(inputs))
        return level.program(result)
""",
        "The level is closed at the end of the `with` block, and what is returned is named before "
        "that: ask `level.program` inside of it.",
    ),
    Misconception(
        "captured tensors are read once and for all",
        "eval_program",
        "known = {**program.constants, **{v: plain(x) for v, x in program.captured.items()}}",
        "known = program.constants\n"
        "    for v, x in program.captured.items():\n"
        "        known.setdefault(v, plain(x) + 0)",
        "A captured tensor may have changed since the last run: read it anew each time, into a new "
        "dict.",
    ),
    Misconception(
        "a run fills the program's own constants",
        "eval_program",
        "known = {**program.constants, **{v: plain(x) for v, x in program.captured.items()}}",
        "known = program.constants\n"
        "    known.update({v: plain(x) for v, x in program.captured.items()})",
        "What a run finds out is its own. `known` is a new dict, or the program has this run's "
        "numbers for constants ever after.",
    ),
    Misconception(
        "inputs are matched from the end",
        "eval_program",
        "zip(program.inputs, map(lower, program.arguments(args)), strict=True)",
        "zip(program.inputs[::-1], map(lower, program.arguments(args)), strict=True)",
        "The first input stands for the first tensor among the arguments, and so on.",
    ),
    Misconception(
        "results are bare arrays",
        "eval_program",
        "lift(known[x]) if isinstance(x, Variable) else x for x in outputs",
        "known[x] if isinstance(x, Variable) else x for x in outputs",
        "Inside, equations work on ndarrays; what is returned are Tensors (`lift`).",
    ),
    Misconception(
        "a run loses where its inputs come from",
        "eval_program",
        "map(lower, program.arguments(args))",
        "map(plain, program.arguments(args))",
        "`lower` keeps a tensor that requires a gradient, or belongs to a transform, so that "
        "gradients flow through a run of a program.",
    ),
    Misconception(
        "each output must be computed",
        "eval_program",
        "lift(known[x]) if isinstance(x, Variable) else x for x in outputs",
        "lift(known[x]) for x in outputs",
        "Among the outputs may be a number or None, which f returned as it is.",
    ),
    Misconception(
        "whether a line is needed is asked too early",
        "drop_unused",
        "for equation in reversed(program.equations):",
        "for equation in [*program.equations][:]:",
        "What a line is needed for comes after it: go from the last equation to the first.",
    ),
    Misconception(
        "lines stay in the order in which they were found",
        "drop_unused",
        "equations=kept[::-1]",
        "equations=kept",
        "You met the equations from the last to the first. A program runs from the first to the "
        "last, so turn them round.",
    ),
    Misconception(
        "effects are dropped where nobody reads them",
        "drop_unused",
        "if equation.variable in needed or is_effect(equation.op):",
        "if equation.variable in needed:",
        "An effect is needed for what it does: nobody may read what a write or a draw returns.",
    ),
    Misconception(
        "only what the outputs read themselves is needed",
        "drop_unused",
        "            needed.update(variables_in(equation.inputs))\n",
        "",
        "What a needed equation reads is needed as well, and so on to the top.",
    ),
    Misconception(
        "a read after a write is joined with one before",
        "join_equal",
        "key = equation.key(), *[writes[x.memory] for x in variables_in(equation.inputs)]",
        "key = equation.key()",
        "Between two equal lines somebody may have written into what they read: then they give "
        "different numbers.",
    ),
    Misconception(
        "equal draws are joined",
        "join_equal",
        "if is_effect(equation.op) or key not in first:",
        "if is_write(equation.op) or key not in first:",
        "Two draws look the same, and give different numbers: effects are never joined.",
    ),
    Misconception(
        "who has read the second goes on reading it",
        "join_equal",
        "        equation = equation.renamed(other)\n",
        "",
        "The second line is gone, so who read it has to read the first: rename their inputs.",
    ),
    Misconception(
        "effects read what was joined",
        "join_equal",
        "        equation = equation.renamed(other)\n",
        "        if not is_effect(equation.op):\n            equation = equation.renamed(other)\n",
        "An effect stays, but it reads the first of two equal lines, too: rename its inputs.",
    ),
    Misconception(
        "only the first input is asked for writes",
        "join_equal",
        "for x in variables_in(equation.inputs)]",
        "for x in variables_in(equation.inputs)[:1]]",
        "Any of the inputs may have been written into in between, not the first one alone.",
    ),
    Misconception(
        "the outputs name what is gone",
        "join_equal",
        "outputs=rename(program.outputs, other)",
        "outputs=program.outputs",
        "An output may be a variable that was joined with another: rename the outputs, too.",
    ),
    Misconception(
        "lines are equal if their op and inputs are",
        "join_equal",
        "key = equation.key(), *[",
        "key = equation._replace(params={}).key(), *[",
        "The sums of the rows and of the columns have the same op and the same input: the params "
        "tell them apart, and `key()` has all of it.",
    ),
    Misconception(
        "random numbers are folded",
        "fold_constants",
        "if is_effect(op) or any(x not in constants for x in variables_in(inputs)):",
        "if any(x not in constants for x in variables_in(inputs)):",
        "A draw reads no variable, and yet it is not a constant: an effect has to happen in each "
        "run.",
    ),
    Misconception(
        "one constant is enough to fold",
        "fold_constants",
        "any(x not in constants for x in variables_in(inputs))",
        "variables_in(inputs) and all(x not in constants for x in variables_in(inputs))",
        "A line can be computed ahead only if all that it reads are constants.",
    ),
    Misconception(
        "captured tensors are folded",
        "fold_constants",
        "constants, kept = dict(program.constants), []",
        "constants, kept = dict(program.constants), []\n"
        "    constants.update({v: plain(x) for v, x in program.captured.items()})",
        "A captured tensor may be another one tomorrow, as the weights of a network are: what "
        "depends on it has to be computed in each run.",
    ),
    Misconception(
        "what was folded is not known to the next line",
        "fold_constants",
        "any(x not in constants for x in variables_in(inputs))",
        "any(x not in program.constants for x in variables_in(inputs))",
        "What has become a constant may make constants of the lines that read it.",
    ),
    Misconception(
        "a folded sum is a NumPy scalar",
        "fold_constants",
        "np.asarray(compute(op, inputs, params, constants))",
        "compute(op, inputs, params, constants)",
        "NumPy returns a scalar where an array has no dims; constants are ndarrays.",
    ),
    Misconception(
        "folding changes the program that it was given",
        "fold_constants",
        "constants, kept = dict(program.constants), []",
        "constants, kept = program.constants, []",
        "Somebody may still hold the program: work on a copy of its constants.",
    ),
]
