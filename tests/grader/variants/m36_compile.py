"""Wrong answers to m36 compile."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "from the end",
        "what is returned dies with its last reader",
        "last_uses",
        """
        def last_uses(program):
            found = {}
            numbered = list(enumerate(program.equations))
            for i, line in reversed(numbered):
                found.setdefault(line.variable.memory, i)
                for x in variables_in(line.inputs):
                    found.setdefault(x.memory, i)
            return found
        """,
        {"found = {}": "found = {m: len(program.equations) for m in kept_memory(program)}"},
    ),
    Variant(
        "one call in another",
        "the weight is not turned",
        "linear_lines",
        """
        def linear_lines(out, x, weight, bias=None):
            product = f"{x} @ {weight}"
            if bias is None:
                return [f"{out}[...] = {product}"]
            return [f"{out}[...] = {product} + {bias}"]
        """,
        {'f"{x} @ {weight}"': 'f"{x} @ {weight}.T"'},
    ),
]
