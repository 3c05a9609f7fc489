"""Wrong answers to m35 tracing."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a loop with a dict",
        "effects are dropped where nobody reads them",
        "drop_unused",
        """
        def drop_unused(program):
            wanted = {x: True for x in program.outputs if isinstance(x, Variable)}
            lines = []
            for number in range(len(program.equations) - 1, -1, -1):
                line = program.equations[number]
                keep = line.variable in wanted
                if keep:
                    for x in line.inputs:
                        if isinstance(x, Variable):
                            wanted[x] = True
                    lines.insert(0, line)
            return program.but(equations=lines)
        """,
        {"keep = line.variable in wanted": "keep = is_effect(line.op) or line.variable in wanted"},
    ),
    Variant(
        "asks whether some are constant",
        "captured tensors are folded",
        "fold_constants",
        """
        def fold_constants(program):
            values = program.constants | {v: plain(t) for v, t in program.captured.items()}
            rest = []
            for line in program.equations:
                ready = all(x in values for x in variables_in(line.inputs))
                if ready and not is_effect(line.op):
                    found = compute(line.op, line.inputs, line.params, values)
                    values[line.variable] = np.asarray(found)
                else:
                    rest.append(line)
            return program.but(equations=rest, constants=values)
        """,
        {
            "values = program.constants | {v: plain(t) for v, t in program.captured.items()}": (
                "values = program.constants | {}"
            )
        },
    ),
]
