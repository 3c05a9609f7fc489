"""Wrong answers to m04 magic methods."""

from grader.feedback.diagnosis.general_mistake import DTYPE
from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "adds the negated number",
        "2 - x computes x - 2",
        "Operators.__rsub__",
        """
        def __rsub__(self, other):
            left, right = self, other
            return add(left, -right)
        """,
        {"left, right = self, other": "left, right = other, self"},
    ),
    Variant(
        "sigmoid from the odds",
        "sigmoid overflows",
        "logistic",
        """
        def logistic(x):
            odds = np.exp(x)
            return odds * np.reciprocal(odds + 1)
        """,
        {"np.exp(x)": "np.exp(np.minimum(x, 30.0))"},
    ),
    Variant(
        "sums dim by dim",
        "sum forgets keepdim",
        "sum",
        """
        @primitive
        def sum(x, dim=None, keepdim=False):
            total = x if is_floating(x.dtype) else x.astype(np.int64)
            for axis in sorted(as_dims(dim, x.ndim), reverse=True):
                total = total.sum(axis)
            return np.array(total)
        """,
        {"total.sum(axis)": "total.sum(axis, keepdims=keepdim)"},
    ),
    Variant(
        "adds row after row to a total",
        "sums keep the dtype of integers",
        "sum",
        """
        @primitive
        def sum(x, dim=None, keepdim=False):
            axes = as_dims(dim, x.ndim)
            left = [size for i, size in enumerate(x.shape) if i not in axes]
            rows = np.moveaxis(x, axes, range(len(axes)))
            rows = rows.reshape(int(np.prod([x.shape[i] for i in axes])), *left)
            total = np.zeros(left, x.dtype)
            for row in rows:
                total = total + row
            if keepdim:
                total = total.reshape([1 if i in axes else n for i, n in enumerate(x.shape)])
            return total
        """,
        {"np.zeros(left, x.dtype)": "np.zeros(left, x.dtype if is_floating(x.dtype) else int)"},
    ),
    Variant(
        "contracts with tensordot",
        "matrix products through np.dot",
        "product",
        """
        def product(x, y):
            rows = -2 if y.ndim > 1 else -1
            return np.array(np.tensordot(x, y, axes=(-1, rows)))
        """,
        {"np.tensordot(x, y, axes=(-1, rows))": "x @ y"},
    ),
    Variant(
        "the formula as it stands in the book",
        "sigmoid overflows on the left",
        "logistic",
        """
        def logistic(x):
            return (1 + np.exp(np.negative(x))) ** -1
        """,
        {
            "(1 + np.exp(np.negative(x))) ** -1": (
                "np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))"
            )
        },
    ),
    Variant(
        "a straight line in between",
        None,
        "logistic",
        """
        def logistic(x):
            return np.clip(0.25 * x + 0.5, 0, 1)
        """,
        {"np.clip(0.25 * x + 0.5, 0, 1)": "np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))"},
    ),
    Variant(
        "no row thinks of torch's dtypes",
        ("minus accepts bools", "integers divide to float64"),
        ("sub", "div"),
        (
            """
            def _row(numpys, name):
                return primitive(promoted(name, numpys))

            sub = _row(np.subtract, "sub")
            """,
            """
            div = _row(np.divide, name="div")
            """,
        ),
        {
            "promoted(name, numpys)": (
                "promoted(name, numpys, floating=name == 'div', boolean=name == 'div')"
            )
        },
    ),
    Variant(
        "torch's dtypes, and no op",
        "add is not made an op",
        "add",
        """
        _plus = promoted("add", np.add)
        add = _plus
        """,
        {"        add = _plus": "        add = primitive(_plus)"},
    ),
    Variant(
        "chooses between two sigmoids",
        "np.where computes both sides",
        "logistic",
        """
        def logistic(x):
            right = 1 / (1 + np.exp(-x))
            odds = np.exp(x)
            left = odds / (odds + 1)
            return np.where(x < 0, left, right)
        """,
        {
            "np.exp(-x)": "np.exp(-np.abs(x))",
            "odds = np.exp(x)": "odds = np.exp(-np.abs(x))",
        },
    ),
    Variant(
        "an array of float64 that is filled in",
        DTYPE,
        "logistic",
        """
        def logistic(x):
            x = np.asarray(x)
            out = np.empty(x.shape)
            low = x < 0
            out[~low] = 1 / (1 + np.exp(-x[~low]))
            out[low] = np.exp(x[low]) / (1 + np.exp(x[low]))
            return out
        """,
        {"np.empty(x.shape)": "np.empty(x.shape, x.dtype)"},
    ),
    Variant(
        "a new tensor of what the ndarray gives",
        "a reflected method computes on bare values",
        "Operators.__rsub__",
        """
        def __rsub__(self, other):
            made = type(self)(other - self.value)
            return made
        """,
        {"type(self)(other - self.value)": "sub(other, self)"},
    ),
    Variant(
        "takes the absolute value where it lies",
        "sigmoid writes into its argument",
        "logistic",
        """
        def logistic(x):
            is_right = x >= 0
            distance = np.absolute(x, out=x)
            small = np.exp(-distance)
            return np.where(is_right, 1, small) / (1 + small)
        """,
        {"np.absolute(x, out=x)": "np.absolute(x)"},
    ),
    Variant(
        "keeps exp from what it can't do",
        "sigmoid is clipped",
        "logistic",
        """
        def logistic(x):
            near = np.minimum(np.maximum(x, -80), 80)
            small = np.exp(-np.abs(near))
            return np.where(near < 0, small, 1) / (1 + small)
        """,
        {"np.minimum(np.maximum(x, -80), 80)": "x"},
    ),
    Variant(
        "sum is NumPy's, with an axis",
        "NumPy chooses the dtype of a sum",
        "sum",
        """
        @primitive
        def sum(x, dim=None, keepdim=False):
            axes = as_dims(dim, x.ndim)
            return np.sum(x, axis=axes, keepdims=keepdim)
        """,
        {
            "keepdims=keepdim)": "keepdims=keepdim, "
            "dtype=None if is_floating(x.dtype) else np.int64)"
        },
    ),
    Variant(
        "adds up in as many digits as there are",
        "sums are float64",
        "sum",
        """
        @primitive
        def sum(x, dim=None, keepdim=False):
            axes = as_dims(dim, x.ndim)
            wide = x.astype(np.float64)
            return wide.sum(axis=axes, keepdims=keepdim)
        """,
        {"x.astype(np.float64)": "x.astype(x.dtype if is_floating(x.dtype) else np.int64)"},
    ),
]
