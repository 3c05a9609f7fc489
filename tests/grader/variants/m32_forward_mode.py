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
        "total_tangent",
        """
        def total_tangent(op, tangents, out, args, params):
            moving = [i for i, t in enumerate(tangents) if t is not None]
            moving = [i for i in moving if rule_of(op, i) is not None]
            if not moving:
                return None
            push, total = pushes.get(op, transposed), 0
            for i in moving:
                total = push(op, i, tangents[i], out, args, params)
            return total
        """,
        {
            "total = push(op, i, tangents[i], out, args, params)": (
                "total = total + push(op, i, tangents[i], out, args, params)"
            )
        },
    ),
    Variant(
        "lays columns one below the other",
        "columns are laid down as rows",
        "jacobian_columns",
        """
        def jacobian_columns(push, x):
            pushed = [push(unit) for unit in units(x)]
            jacobians = []
            for i, first in enumerate(pushed[0]):
                whole = stack([each[i] for each in pushed], 0)
                jacobians.append(reshape(whole, first.shape + x.shape))
            return jacobians
        """,
        {"for each in pushed], 0)": "for each in pushed], first.ndim)"},
    ),
    Variant(
        "takes whatever is dual",
        "two tangents are confused",
        "Dual.process",
        """
        def process(self, op, args, params):
            values, tangents = [], []
            for arg in args:
                moves = isinstance(arg, Dual)
                values.append(arg.value if moves else lower(arg))
                tangents.append(arg.tangent if moves else None)
            out = op(*values, **params)
            tangent = total_tangent(op, tangents, out, tuple(values), params)
            if tangent is not None and is_floating(out.dtype):
                return Dual(out, self.level, tangent)
            return lift(out)
        """,
        {
            "moves = isinstance(arg, Dual)": (
                "moves = isinstance(arg, Dual) and arg.level is self.level"
            )
        },
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
