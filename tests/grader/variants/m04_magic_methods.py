"""Wrong answers to m04 magic methods."""

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
        "multiplies by the reciprocal",
        "1 / x computes x / 1",
        "Operators.__rtruediv__",
        """
        def __rtruediv__(self, other):
            return mul(self, 1 / other)
        """,
        {"mul(self, 1 / other)": "mul(other, pow(self, -1.0))"},
    ),
    Variant(
        "one helper turns every reflected method around",
        ("2 - x computes x - 2", "1 / x computes x / 1", "2 ** x computes x ** 2"),
        ("Operators.__rsub__", "Operators.__rtruediv__", "Operators.__rpow__"),
        (
            """
            def _reflected(self, op, other):
                return op(*(self, other))

            def __rsub__(self, other):
                return self._reflected(sub, other)
            """,
            """
            def __rtruediv__(self, other):
                return self._reflected(div, other)
            """,
            """
            def __rpow__(self, other):
                return self._reflected(pow, other)
            """,
        ),
        {"(self, other))\n": "(other, self))\n"},
    ),
    Variant(
        "sigmoid from the odds",
        "sigmoid overflows",
        "_stable_sigmoid",
        """
        def _stable_sigmoid(x):
            odds = np.exp(x)
            return odds * np.reciprocal(odds + 1)
        """,
        {"return odds * np.reciprocal(odds + 1)": "return 0.5 + 0.5 * np.tanh(0.5 * x)"},
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
            rows = rows.reshape(prod(x.shape[i] for i in axes), *left)
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
        "a mean in double precision",
        "mean forgets keepdim",
        "mean",
        """
        @primitive
        def mean(x, dim=None, keepdim=False):
            if not is_floating(x.dtype):
                raise RuntimeError("mean needs floats")
            axes = as_dims(dim, x.ndim)
            count = 1
            for axis in axes:
                count *= x.shape[axis]
            total = np.sum(x, axes, np.float64)
            return np.divide(total, count).astype(x.dtype)
        """,
        {"np.sum(x, axes, np.float64)": "np.sum(x, axes, np.float64, keepdims=keepdim)"},
    ),
    Variant(
        "gives the same numbers a new shape",
        "transpose is a reshape",
        "transpose",
        """
        @primitive
        def transpose(x, dim0, dim1):
            first, second = as_dim(dim0, x.ndim), as_dim(dim1, x.ndim)
            order = list(range(x.ndim))
            if order:
                order[first], order[second] = second, first
            return x.reshape([x.shape[i] for i in order])
        """,
        {"x.reshape([x.shape[i] for i in order])": "x.transpose(order)"},
    ),
    Variant(
        "swaps from the middle out",
        "T swaps only the last two dimensions",
        "Operators.T",
        """
        @property
        def T(self):
            left, right = self.ndim - 2, self.ndim - 1
            flipped = self
            while 0 <= left < right:
                flipped = transpose(flipped, left, right)
                left, right = left + 1, right - 1
            return flipped
        """,
        {"left, right = self.ndim - 2, self.ndim - 1": "left, right = 0, self.ndim - 1"},
    ),
    Variant(
        "contracts with tensordot",
        "matrix products through np.dot",
        "matmul",
        """
        @primitive
        def matmul(x, y):
            for factor in (x, y):
                if not isinstance(factor, np.ndarray):
                    raise TypeError("a factor must be a tensor")
            if 0 in (x.ndim, y.ndim) or x.dtype != y.dtype:
                raise RuntimeError("these two can't be multiplied")
            rows = -2 if y.ndim > 1 else -1
            try:
                return np.array(np.tensordot(x, y, axes=(-1, rows)))
            except ValueError as error:
                raise RuntimeError(str(error)) from None
        """,
        {"np.tensordot(x, y, axes=(-1, rows))": "x @ y"},
    ),
    Variant(
        "checks first and then makes a new tensor",
        "x += y makes a new tensor",
        "Operators.__iadd__",
        """
        def __iadd__(self, other):
            total = add(self, other)
            if kind_rank(total.dtype) > kind_rank(self.dtype) or total.shape != self.shape:
                raise RuntimeError("the sum does not fit")
            if total.requires_grad and is_grad_enabled():
                raise RuntimeError("not while recording")
            return type(self)(total.value.astype(self.dtype))
        """,
        {"return type(self)(total.value.astype(self.dtype))": "return overwrite(self, total)"},
    ),
    Variant(
        "fills a fresh array",
        "in-place ops swap the array instead of writing into it",
        "overwrite",
        """
        def overwrite(array, source):
            if is_grad_enabled():
                for each in (array, source):
                    if isinstance(each, Array) and each.requires_grad:
                        raise RuntimeError("can't be recorded")
            raw = source.value if isinstance(source, Array) else source
            if np.ndim(raw) > array.ndim:
                raise RuntimeError("too many dimensions")
            fresh = np.empty(array.shape, array.dtype)
            try:
                fresh[...] = raw
            except ValueError as error:
                raise RuntimeError(str(error)) from None
            array.value = fresh
            mark_changed(array.value)
            return array
        """,
        {"array.value = fresh": "np.copyto(array.value, fresh)"},
    ),
    Variant(
        "a mean divided by all there is",
        None,
        "mean",
        """
        @primitive
        def mean(x, dim=None, keepdim=False):
            if not is_floating(x.dtype):
                raise RuntimeError("mean needs floats")
            axes = as_dims(dim, x.ndim)
            size = prod(x.shape)
            return (np.sum(x, axes, np.float64, keepdims=keepdim) / size).astype(x.dtype)
        """,
        {"size = prod(x.shape)": "size = prod(x.shape[i] for i in axes)"},
    ),
    Variant(
        "x -= y turned around",
        None,
        "Operators.__isub__",
        """
        def __isub__(self, other):
            return _update(self, add(neg(self), other))
        """,
        {"add(neg(self), other)": "sub(self, other)"},
    ),
]
