"""Wrong answers to m02 wrapper."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "asks NumPy what a number is",
        "Python floats become float64",
        "infer_dtype",
        """
        def infer_dtype(data):
            if isinstance(data, str | bytes):
                raise TypeError("no numbers")
            if isinstance(data, np.ndarray | np.generic | Array):
                if data.dtype in SUPPORTED:
                    return data.dtype
                raise TypeError(str(data.dtype))
            if isinstance(data, bool | int | float):
                return np.array(data).dtype
            if not isinstance(data, Sequence):
                raise RuntimeError("no numbers")
            kind = None
            for item in data:
                found = infer_dtype(item)
                kind = found if kind is None else promote_types(kind, found)
            return kind or float32
        """,
        {"return np.array(data).dtype": "return PYTHON_DTYPES[type(data)]"},
    ),
    Variant(
        "looks down the first items",
        "the first item decides the dtype",
        "infer_dtype",
        """
        def infer_dtype(data):
            def all_numbers(nested):
                if isinstance(nested, str | bytes):
                    raise TypeError("no numbers")
                if not isinstance(nested, Sequence):
                    return [nested]
                return [number for item in nested for number in all_numbers(item)]

            kinds = []
            for number in all_numbers(data):
                if isinstance(number, np.ndarray | np.generic | Array):
                    if number.dtype not in SUPPORTED:
                        raise TypeError(str(number.dtype))
                    kinds.append(number.dtype)
                elif type(number) in PYTHON_DTYPES:
                    kinds.append(PYTHON_DTYPES[type(number)])
                else:
                    raise RuntimeError("no numbers")
            if not kinds:
                return float32
            return kinds[0]
        """,
        {"return kinds[0]": "return reduce(promote_types, kinds)"},
    ),
    Variant(
        "astype, unless it is the right dtype already",
        "tensor shares the ndarray it is given",
        "to_ndarray",
        """
        def to_ndarray(data, dtype=None):
            wanted = infer_dtype(data)
            if dtype is not None:
                wanted = dtype
            if isinstance(data, Array | np.ndarray):
                inside = data.value if isinstance(data, Array) else data
                return inside.astype(wanted, copy=False)
            try:
                return np.array(_plain(data), wanted)
            except OverflowError as error:
                raise RuntimeError(str(error)) from None
        """,
        {"copy=False": "copy=True"},
    ),
    Variant(
        "converts twice",
        "the numbers are rounded on the way to the dtype asked for",
        "to_ndarray",
        """
        def to_ndarray(data, dtype=None):
            kind = infer_dtype(data)
            numbers = data.value if isinstance(data, Array) else _plain(data)
            first = kind
            try:
                result = np.empty(np.shape(numbers), first)
                result[...] = numbers
                return result.astype(dtype if dtype is not None else kind)
            except OverflowError as error:
                raise RuntimeError(str(error)) from None
        """,
        {"first = kind": "first = dtype if dtype is not None else kind"},
    ),
    Variant(
        "a twin that requires a gradient",
        "requires_grad_ returns a new tensor",
        "Array.requires_grad_",
        """
        def requires_grad_(self, requires_grad=True):
            if self.requires_grad == requires_grad:
                return self
            twin = type(self)(self.value)
            twin.requires_grad = requires_grad
            return twin
        """,
        {"twin = type(self)(self.value)": "twin = self"},
    ),
    Variant(
        "rounds down",
        None,
        "Array.__int__",
        """
        def __int__(self):
            return int(np.floor(self._only_element()))
        """,
        {"np.floor(self._only_element())": "np.trunc(self._only_element())"},
    ),
]
