"""Known mistakes in compile."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "memory dies where it is made",
        "last_uses",
        "(equation.variable, *variables_in(equation.inputs))",
        "(equation.variable,)",
        "A memory is in use until the last equation that reads it, not only where it is made.",
    ),
    Misconception(
        "the first use counts",
        "last_uses",
        "last[x.memory] = number",
        "last.setdefault(x.memory, number)",
        "What counts is the last use: each later equation replaces the number of an earlier one.",
    ),
    Misconception(
        "what only is made has no last use",
        "last_uses",
        "(equation.variable, *variables_in(equation.inputs))",
        "variables_in(equation.inputs)",
        "A memory is used by the equation that makes it, too, even if nobody reads it afterwards.",
    ),
    Misconception(
        "what is returned dies with its last reader",
        "last_uses",
        "last | dict.fromkeys(kept_memory(program), len(program.equations))",
        "last",
        "Whoever called the function goes on looking at what is returned: it is in use when all "
        "equations are done.",
    ),
    Misconception(
        "what is returned dies with the last equation",
        "last_uses",
        "kept_memory(program), len(program.equations))",
        "kept_memory(program), len(program.equations) - 1)",
        "Equations are numbered from 0, so the number of the last one is not how many there are: "
        "what is returned outlives it.",
    ),
    Misconception(
        "only the returned variables themselves are kept",
        "last_uses",
        "kept_memory(program), len",
        "[e.variable.memory for e in program.equations if e.variable in program.outputs\n"
        "        and e.variable.memory not in {x.memory for x in variables_in(e.inputs)}], len",
        "Whoever gets a view looks at the memory behind it: `kept_memory` knows it.",
    ),
    Misconception(
        "each result has a buffer of its own",
        "assign_buffers",
        "fitting.pop() if fitting else Buffer(made.shape, made.dtype)",
        "Buffer(made.shape, made.dtype)",
        "A buffer whose memory is dead is free: take that one, and make a new one only where no "
        "other is free.",
    ),
    Misconception(
        "a buffer is free with the last reader of its first name",
        "assign_buffers",
        "    for memory, number in last_uses(program).items():\n"
        "        dying[number].append(memory)",
        "    end = len(program.equations)\n"
        "    for memory, number in last_uses(program).items():\n"
        "        first = next((e.variable for e in program.equations"
        " if e.variable.memory == memory), None)\n"
        "        reads = [n for n, e in enumerate(program.equations)"
        " if first in variables_in(e.inputs)]\n"
        "        last = max(reads, default=number) if number < end else number\n"
        "        dying[last].append(memory)",
        "A view reads the memory of what it shows: a buffer is free when the last of them has "
        "read, as `last_uses` says.",
    ),
    Misconception(
        "buffers that are as large are alike",
        "assign_buffers",
        "fitting = free[kind_of(made)]",
        "fitting = next((f for k, f in free.items() if f and"
        " (k[1], sorted(k[0])) == (made.dtype, sorted(made.shape))), [])",
        "A buffer has a shape, too: (2, 3) and (3, 2) have as many numbers, and are two kinds.",
    ),
    Misconception(
        "what is returned twice is handed out once",
        "write_source",
        "for name in script.results]",
        "for name in dict.fromkeys(script.results)]",
        "A function may return the same thing twice: the tuple has each result, in its place.",
    ),
    Misconception(
        "a product writes over its factors",
        "assign_buffers",
        "for buffer in ended if may_overwrite(equation) else ():",
        "for buffer in ended:",
        "A product reads its factors again and again, so it may not write over them, not even the "
        "last time they are read: ask `may_overwrite`.",
    ),
    Misconception(
        "nothing is written over",
        "assign_buffers",
        "        for buffer in ended if may_overwrite(equation) else ():\n"
        "            free[kind_of(buffer)].append(buffer)\n"
        "        if made.memory in wanted and made.memory not in homes:\n"
        "            fitting = free[kind_of(made)]\n"
        "            homes[made.memory] = fitting.pop() if fitting else "
        "Buffer(made.shape, made.dtype)\n"
        "        for buffer in () if may_overwrite(equation) else ended:\n",
        "        if made.memory in wanted and made.memory not in homes:\n"
        "            fitting = free[kind_of(made)]\n"
        "            homes[made.memory] = fitting.pop() if fitting else "
        "Buffer(made.shape, made.dtype)\n"
        "        for buffer in ended:\n",
        "An elementwise op reads each number before it writes there: what dies there is free for "
        "its own result.",
    ),
    Misconception(
        "what is returned lies in a buffer",
        "assign_buffers",
        "lowered_memory(program).difference(dying[len(program.equations)])",
        "lowered_memory(program)",
        "The next call writes over all buffers, and over what was returned with them. What is in "
        "use at the end is made anew by each run.",
    ),
    Misconception(
        "buffers are alike if their shapes are",
        "assign_buffers",
        "        made = equation.variable\n",
        "        made = equation.variable\n        kind_of = lambda x: x.shape  # noqa: E731\n",
        "A buffer of bools has no room for floats: the kind is the shape and the dtype.",
    ),
    Misconception(
        "any free buffer will do",
        "assign_buffers",
        "        made = equation.variable\n",
        "        made = equation.variable\n        kind_of = lambda x: None  # noqa: E731\n",
        "NumPy writes into an array of the right shape alone: look for a free one of the same "
        "kind.",
    ),
    Misconception(
        "a buffer that is taken stays free",
        "assign_buffers",
        "fitting.pop() if fitting",
        "fitting[-1] if fitting",
        "Whoever takes a buffer has to take it off the free ones, or the next result lies in it, "
        "too.",
    ),
    Misconception(
        "a buffer is free as often as it is read",
        "assign_buffers",
        "[homes[memory] for memory in dying[number] if memory in homes]",
        "[\n"
        "            homes[x.memory] for x in variables_in(equation.inputs)\n"
        "            if x.memory in dying[number] and x.memory in homes\n"
        "        ]",
        "x * x reads x twice, but its buffer is free once. Given back twice it is given out "
        "twice, and two results lie in one.",
    ),
    Misconception(
        "only what is written over is given back",
        "assign_buffers",
        "        for buffer in () if may_overwrite(equation) else ended:\n"
        "            free[kind_of(buffer)].append(buffer)\n",
        "",
        "When a memory dies, its buffer has to come to those that are free, also where the op may "
        "not write over it: then for the next one.",
    ),
    Misconception(
        "the sign is forgotten",
        "sigmoid_lines",
        '        f"np.negative({x}, out={out})",\n        f"np.exp({out}, out={out})",\n',
        '        f"np.exp({x}, out={out})",\n',
        "It is the power of -x that is needed: without the minus it is one less the sigmoid.",
    ),
    Misconception(
        "each line reads x",
        "sigmoid_lines",
        'f"np.exp({out}, out={out})"',
        'f"np.exp({x}, out={out})"',
        "What the first line computed lies in `out`, and the next line goes on with that.",
    ),
    Misconception(
        "x is written over",
        "sigmoid_lines",
        'f"np.negative({x}, out={out})",\n        f"np.exp({out}, out={out})"',
        'f"np.negative({x}, out={x})",\n        f"np.exp({x}, out={out})"',
        "x may be an argument of the caller's, or be needed later: write to `out` alone.",
    ),
    Misconception(
        "the result stays where nobody looks",
        "sigmoid_lines",
        'f"np.reciprocal({out}, out={out})"',
        'f"np.reciprocal({out})"',
        "Without `out=` NumPy makes a new array, and the line throws it away.",
    ),
    Misconception(
        "the weight is not turned",
        "linear_lines",
        "{weight}.T",
        "{weight}",
        "The weight is (out, in), as in torch: rows of x are multiplied by its transpose.",
    ),
    Misconception(
        "the bias is added to nothing",
        "linear_lines",
        'f"np.add({out}, {bias}, out={out})"',
        'f"np.add({out}, {bias})"',
        "The sum has to be written somewhere: into `out`, where the product lies.",
    ),
    Misconception(
        "there is always a bias",
        "linear_lines",
        "if bias else lines",
        "if True else lines",
        "A layer without a bias has one line: there is nothing to add.",
    ),
    Misconception(
        "all is summed, whatever the dim",
        "sum_lines",
        "axis={dim}, ",
        "",
        "NumPy has to be told along which `axis`: that is torch's dim.",
    ),
    Misconception(
        "keepdim is not passed on",
        "sum_lines",
        "keepdims={keepdim}, ",
        "",
        "With keepdim the dims stay, of size 1; NumPy calls it `keepdims`.",
    ),
    Misconception(
        "views are made by each run",
        "write_lines",
        "lines = once if made.memory in script.homes else run",
        "lines = run",
        "A view of a buffer always shows what lies there: it is made once.",
    ),
    Misconception(
        "views of arguments are made once",
        "write_lines",
        "lines = once if made.memory in script.homes else run",
        "lines = once",
        "An argument is another array in each call, and not yet there when the buffers are made.",
    ),
    Misconception(
        "results of a run are made once",
        "write_lines",
        'run.append(f"{name} = {empty(made)}")',
        'once.append(f"{name} = {empty(made)}")',
        "What is returned must be another array each time, or the next call writes over it.",
    ),
    Misconception(
        "nobody makes what is returned",
        "write_lines",
        "            if made.memory not in script.homes:\n"
        '                run.append(f"{name} = {empty(made)}")\n',
        "",
        "Lowered lines write to something that is there: without a buffer, make an `empty` one "
        "before them.",
    ),
    Misconception(
        "buffers are made by each run",
        "write_lines",
        '    once = [f"{name} = {empty(buffer)}" for buffer, name in script.buffers.items()]\n'
        "    run = []\n",
        "    once = []\n"
        '    run = [f"{name} = {empty(buffer)}" for buffer, name in script.buffers.items()]\n',
        "That a buffer is made once, and not by each run, is what it is for.",
    ),
    Misconception(
        "what has no lowering is left out",
        "write_lines",
        '            run.append(f"{name} = {script.call(equation)}")\n',
        "            pass\n",
        "An op without a lowering is called as it is: `script.call` has the text.",
    ),
    Misconception(
        "a single result is not a tuple",
        "write_source",
        "return ({''.join([f'{name}, ' for name in script.results]).rstrip()})",
        "return {', '.join(script.results) or '()'}",
        "`return a` returns an array, and its first row would be taken for the first result: a "
        "comma makes it a tuple.",
    ),
    Misconception(
        "buffers are made in run",
        "write_source",
        """        *[f"    {line}" for line in once],
        "",
        f"    def run({', '.join(script.arguments)}):",
""",
        """        f"    def run({', '.join(script.arguments)}):",
        *[f"        {line}" for line in once],
""",
        "What stands in `make` is done once, what stands in `run` each time: buffers belong to "
        "`make`.",
    ),
    Misconception(
        "results are returned from last to first",
        "write_source",
        "for name in script.results]",
        "for name in script.results[::-1]]",
        "The results stand in the order in which the function returns them.",
    ),
]
