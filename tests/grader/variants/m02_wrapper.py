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
                raise refusal(data)
            if isinstance(data, np.ndarray | np.generic | Array):
                if data.dtype in SUPPORTED:
                    return data.dtype
                raise refusal(data)
            if isinstance(data, bool | int | float):
                return np.array(data).dtype
            if not isinstance(data, Sequence):
                raise refusal(data)
            kind = None
            for item in data:
                found = infer_dtype(item)
                kind = found if kind is None else promote_types(kind, found)
            return kind or PYTHON_DTYPES[float]
        """,
        {"return np.array(data).dtype": "return PYTHON_DTYPES[type(data)]"},
    ),
    Variant(
        "looks down the first items",
        ("the first item decides the dtype", "only the exact types of numbers count"),
        "infer_dtype",
        """
        def infer_dtype(data):
            def all_numbers(nested):
                if isinstance(nested, str | bytes) or not isinstance(nested, Sequence):
                    return [nested]
                return [number for item in nested for number in all_numbers(item)]

            kinds = []
            for number in all_numbers(data):
                if isinstance(number, np.ndarray | np.generic | Array):
                    if number.dtype not in SUPPORTED:
                        raise refusal(number)
                    kinds.append(number.dtype)
                elif type(number) in PYTHON_DTYPES:
                    kinds.append(PYTHON_DTYPES[type(number)])
                else:
                    raise refusal(number)
            if not kinds:
                return PYTHON_DTYPES[float]
            return kinds[0]
        """,
        {"return kinds[0]": "return reduce(promote_types, kinds)"},
    ),
    Variant(
        "astype, unless it is the right dtype already",
        "tensor shares the ndarray it is given",
        "to_ndarray",
        """
        def to_ndarray(data, dtype):
            numbers = plain(data)
            if isinstance(numbers, np.ndarray):
                return numbers.astype(dtype, copy=False)
            return np.array(numbers, dtype)
        """,
        {"copy=False": "copy=True"},
    ),
    Variant(
        "converts twice",
        "the numbers are rounded on the way to the dtype asked for",
        "to_ndarray",
        """
        def to_ndarray(data, dtype):
            numbers = plain(data)
            first = infer_dtype(data)
            result = np.empty(np.shape(numbers), first)
            result[...] = numbers
            return result.astype(dtype)
        """,
        {"first = infer_dtype(data)": "first = dtype"},
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
        "refuses with another exception",
        None,
        "Array.numpy",
        """
        def numpy(self):
            if self.requires_grad:
                raise TypeError("detach() it first")
            return self.value
        """,
        {"TypeError": "RuntimeError"},
    ),
    Variant(
        "asks for an int before it asks for a bool",
        "a bool counts as an int",
        "infer_dtype",
        """
        def infer_dtype(data):
            if hasattr(data, "dtype") and data.dtype in SUPPORTED:
                return data.dtype
            for kind in ORDER:
                if isinstance(data, kind) and not hasattr(data, "dtype"):
                    return PYTHON_DTYPES[kind]
            if isinstance(data, (list, tuple, range)):
                found = [infer_dtype(item) for item in data]
                return reduce(promote_types, found) if found else PYTHON_DTYPES[float]
            raise refusal(data)


        ORDER = (int, bool, float)
        """,
        {"ORDER = (int, bool, float)": "ORDER = (bool, int, float)"},
    ),
    Variant(
        "builds the ndarray first, and fills it",
        "NumPy is handed Arrays",
        "to_ndarray",
        """
        def to_ndarray(data, dtype):
            numbers = data
            return np.array(numbers, dtype=dtype, copy=True)
        """,
        {"numbers = data": "numbers = plain(data)"},
    ),
    Variant(
        "wraps the memory once more, by name",
        "detach makes a plain Array of a Tensor",
        "Array.detach",
        """
        def detach(self):
            new = Array(self.value)
            new.node = None
            return new
        """,
        {"Array(self.value)": "self.from_numpy(self.value)"},
    ),
    Variant(
        "has NumPy make an ndarray, and looks at its dtype",
        "NumPy is asked for every dtype",
        "infer_dtype",
        """
        def infer_dtype(data):
            if isinstance(data, Array):
                return data.dtype
            return np.array(data).dtype
        """,
        {
            "return np.array(data).dtype": "if getattr(data, 'dtype', None) in SUPPORTED:\n"
            "                return data.dtype\n"
            "            if type(data) in PYTHON_DTYPES:\n"
            "                return PYTHON_DTYPES[type(data)]\n"
            "            if isinstance(data, str | bytes) or not isinstance(data, Sequence):\n"
            "                raise refusal(data)\n"
            "            found = [infer_dtype(item) for item in data]\n"
            "            return reduce(promote_types, found) if found else PYTHON_DTYPES[float]"
        },
    ),
    Variant(
        "refuses texts, and leaves the rest to NumPy",
        "NumPy is asked for every dtype",
        "infer_dtype",
        """
        def infer_dtype(data):
            if isinstance(data, str | bytes | dict) or data is None:
                raise refusal(data)
            return np.asarray(plain(data)).dtype
        """,
        {
            "return np.asarray(plain(data)).dtype": "if getattr(data, 'dtype', None) is not None:\n"
            "                if data.dtype not in SUPPORTED:\n"
            "                    raise refusal(data)\n"
            "                return data.dtype\n"
            "            if type(data) in PYTHON_DTYPES:\n"
            "                return PYTHON_DTYPES[type(data)]\n"
            "            found = [infer_dtype(item) for item in data]\n"
            "            return reduce(promote_types, found) if found else PYTHON_DTYPES[float]"
        },
    ),
    Variant(
        "nobody made it",
        "a new array forgets its node",
        "Array.__init__",
        """
        def __init__(self, value, requires_grad=False, node=None):
            self.value, self._requires_grad = value, requires_grad
            self.grad = self.node = None
        """,
        {"self.grad = self.node = None": "self.grad, self.node = None, node"},
    ),
    Variant(
        "bool until the first item says something else",
        "an empty list is bool",
        "infer_dtype",
        """
        def infer_dtype(data):
            known = getattr(data, "dtype", None)
            if known in SUPPORTED:
                return known
            for kind in PYTHON_DTYPES:
                if isinstance(data, kind):
                    return PYTHON_DTYPES[kind]
            if isinstance(data, str | bytes) or not isinstance(data, Sequence):
                raise refusal(data)
            found = np.dtype(bool)
            for item in data:
                found = promote_types(found, infer_dtype(item))
            return found
        """,
        {"return found": "return found if len(data) else PYTHON_DTYPES[float]"},
    ),
    Variant(
        "NumPy's dtype for nothing",
        "an empty list is float64",
        "infer_dtype",
        """
        def infer_dtype(data):
            known = getattr(data, "dtype", None)
            if known in SUPPORTED:
                return known
            for kind in PYTHON_DTYPES:
                if isinstance(data, kind):
                    return PYTHON_DTYPES[kind]
            if isinstance(data, str | bytes) or not isinstance(data, Sequence):
                raise refusal(data)
            if not data:
                return np.zeros(0).dtype
            return reduce(promote_types, [infer_dtype(item) for item in data])
        """,
        {"np.zeros(0).dtype": "PYTHON_DTYPES[float]"},
    ),
    Variant(
        "the smallest float is where a list starts",
        "a list begins with a float's dtype",
        "infer_dtype",
        """
        def infer_dtype(data):
            known = getattr(data, "dtype", None)
            if known in SUPPORTED:
                return known
            for kind in PYTHON_DTYPES:
                if isinstance(data, kind):
                    return PYTHON_DTYPES[kind]
            if isinstance(data, str | bytes) or not isinstance(data, Sequence):
                raise refusal(data)
            found = PYTHON_DTYPES[float]
            for item in data:
                found = promote_types(found, infer_dtype(item))
            return found
        """,
        {
            "found = PYTHON_DTYPES[float]": "found = None if data else PYTHON_DTYPES[float]",
            "found = promote_types(found, infer_dtype(item))": "mine = infer_dtype(item)\n"
            "                found = promote_types(found, mine) if found else mine",
        },
    ),
    Variant(
        "writes the flag itself, and asks nobody",
        "requires_grad_ goes past the setter",
        "Array.requires_grad_",
        """
        def requires_grad_(self, requires_grad=True):
            if self._requires_grad != requires_grad:
                self._requires_grad = requires_grad
            return self
        """,
        {"    self._requires_grad = requires_grad": "    self.requires_grad = requires_grad"},
    ),
    Variant(
        "True to whoever asks to change it",
        "requires_grad_ only turns on",
        "Array.requires_grad_",
        """
        def requires_grad_(self, requires_grad=True):
            if not requires_grad or self.requires_grad:
                return self
            self.requires_grad = requires_grad
            return self
        """,
        {"not requires_grad or self.requires_grad:": "requires_grad == self.requires_grad:"},
    ),
]
