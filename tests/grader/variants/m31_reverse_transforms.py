"""Wrong answers to m31 reverse transforms."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "skips what is not found",
        "an unused input has None for a gradient",
        "_found",
        """
        def _found(x, found):
            g = found.get(id(x))
            if g is None:
                return g
            return g if isinstance(g, Array) else Tensor(np.array(g))
        """,
        {"return g\n            return": "g = np.zeros(x.shape, x.dtype)\n            return"},
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
        "_stacked",
        """
        def _stacked(rows, shape, dtype):
            if len(rows) == 0:
                return Tensor(np.zeros(shape, dtype))
            last = rows[0].ndim
            return reshape(stack(list(rows), last), shape)
        """,
        {"last = rows[0].ndim": "last = 0"},
    ),
    Variant(
        "differentiates twice the value",
        None,
        "grad",
        """
        def grad(f, argnums=0, has_aux=False):
            @wraps(f)
            def slope(*args, **kwargs):
                function, primals = function_of(f, argnums, args, kwargs)
                value, pull, *rest = vjp(function, *primals, has_aux=has_aux)
                if getattr(value, "shape", None) != ():
                    raise RuntimeError("not a single number")
                found = pull(Tensor(np.array(2, value.dtype)))
                found = found if isinstance(argnums, tuple) else found[0]
                return (found, *rest) if has_aux else found

            return slope
        """,
        {"np.array(2, value.dtype)": "np.array(1, value.dtype)"},
    ),
]
