"""Wrong answers to m31 reverse transforms."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "skips what is not found",
        "an unused input has None for a gradient",
        "walk_back",
        """
        def walk_back(level, inputs, outputs, cotangents):
            ends, starts = [], []
            for out, g in zip(outputs, cotangents):
                if is_traced(out, level):
                    ends.append(out)
                    starts.append(lower(g))
            gradients = []
            for x, g in zip(inputs, find_gradients(ends, starts, inputs, True)):
                if g is None:
                    g = None
                gradients.append(g)
            return gradients
        """,
        {"g = None\n": "g = Tensor(np.zeros(x.shape, x.dtype))\n"},
    ),
    Variant(
        "the value first, as everywhere else",
        "the value comes before the gradient",
        "grad_and_value",
        """
        def grad_and_value(f, argnums=0, has_aux=False):
            @wraps(f)
            def both(*args, **kwargs):
                function, primals = function_of(f, argnums, args, kwargs)
                value, pull, *rest = vjp(function, *primals, has_aux=has_aux)
                if getattr(value, "shape", None) != ():
                    raise RuntimeError("not a single number")
                slopes = pull(Tensor(np.array(1, value.dtype)))
                if not isinstance(argnums, tuple):
                    slopes = slopes[0]
                if has_aux:
                    value = (value, rest[0])
                return value, slopes

            return both
        """,
        {"return value, slopes": "return slopes, value"},
    ),
    Variant(
        "sets the rows side by side",
        "rows are stacked as columns",
        "jacobian_rows",
        """
        def jacobian_rows(pullback, out):
            pulled = []
            for unit in units(out):
                pulled.append(pullback(unit))
            jacobians = []
            for i, first in enumerate(pulled[0]):
                rows = [each[i] for each in pulled]
                whole = stack(rows, first.ndim)
                jacobians.append(reshape(whole, out.shape + first.shape))
            return jacobians
        """,
        {"stack(rows, first.ndim)": "stack(rows, 0)"},
    ),
    Variant(
        "differentiates twice the value",
        None,
        "grad_and_value",
        """
        def grad_and_value(f, argnums=0, has_aux=False):
            @wraps(f)
            def slope(*args, **kwargs):
                function, primals = function_of(f, argnums, args, kwargs)
                value, pull, *rest = vjp(function, *primals, has_aux=has_aux)
                require_number(value)
                found = pull(Tensor(np.array(2, value.dtype)))
                found = found if isinstance(argnums, tuple) else found[0]
                return (found, (value, *rest)) if has_aux else (found, value)

            return slope
        """,
        {"np.array(2, value.dtype)": "np.array(1, value.dtype)"},
    ),
    Variant(
        "whatever is wrapped is mine",
        "levels are not told apart",
        "Traced.process",
        """
        def process(self, op, args, params):
            values, parents = [], []
            for arg in args:
                if isinstance(arg, Traced):
                    values.append(arg.value)
                    parents.append(arg)
                else:
                    values.append(lower(arg))
                    parents.append(None if isinstance(arg, Array) else arg)
            values = tuple(values)
            out = self.level.below(op, values, params)
            if recording.enabled and is_floating(out.dtype):
                node = Node(op, tuple(parents), values, params, changes.now())
                return Traced(out, self.level, True, node)
            return lift(out)
        """,
        {"isinstance(arg, Traced)": "is_traced(arg, self.level)"},
    ),
]
