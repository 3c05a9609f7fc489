"""Wrong answers to m32 forward mode."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "asks the rule for the other direction",
        "the vjp is taken for the jvp",
        "transposed",
        """
        def transposed(op, argnum, t, out, args, params):
            rule, x = rule_of(op, argnum), args[argnum]

            def back(g):
                return lift(unbroadcast(rule(g, out, *args, **params), x.shape))

            g = Tensor(np.zeros(out.shape, out.dtype))
            return lower(back(lift(t)))
        """,
        {
            "return lower(back(lift(t)))": "_, pull = vjp(back, g)\n"
            "            return lower(pull(lift(t))[0])"
        },
    ),
    Variant(
        "a loop that keeps the last share",
        "only the last argument's tangent counts",
        "Dual.process",
        """
        def process(self, op, args, params):
            here = [i for i, x in enumerate(args) if isinstance(x, Dual) and x.level is self.level]
            below = tuple(x.value if i in here else lower(x) for i, x in enumerate(args))
            out = op(*below, **params)
            moving = [i for i in here if rule_of(op, i) is not None] * is_floating(out.dtype)
            if not moving:
                return lift(out)
            push, total = pushes.get(op, transposed), 0
            for i in moving:
                total = push(op, i, args[i].tangent, out, below, params)
            if total.dtype != out.dtype:
                total = cast(total, dtype=out.dtype)
            return Dual(out if isinstance(out, Array) else np.asarray(out), self.level, total)
        """,
        {
            "total = push(op, i, args[i].tangent, out, below, params)": (
                "total = total + push(op, i, args[i].tangent, out, below, params)"
            )
        },
    ),
    Variant(
        "lays columns one below the other",
        "columns are laid down as rows",
        "_side_by_side",
        """
        def _side_by_side(columns, shape):
            place = 0
            whole = stack(list(columns), place)
            if 0 in shape:
                whole = narrow(whole, place, 0, 0)
            return reshape(whole, (*columns[0].shape, *shape))
        """,
        {"place = 0": "place = -1"},
    ),
    Variant(
        "the slope of a diagonal without its direction",
        None,
        "diagonal",
        """
        def diagonal(op, argnum, t, out, args, params):
            slope = rule_of(op, argnum)(t * 0 + 1, out, *args, **params)
            return broadcast_to(slope, out.shape)
        """,
        {"(t * 0 + 1, out": "(t, out"},
    ),
]
