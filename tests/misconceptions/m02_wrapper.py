"""Known wrong turns in wrapper."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "Python floats become float64",
        "infer_dtype",
        "            return dtype\n",
        "            return np.asarray(data).dtype\n",
        "NumPy makes float64 of a Python float, torch float32. PYTHON_DTYPES knows.",
        trap="Python floats become float32",
    ),
    Misconception(
        "everything becomes float32",
        "infer_dtype",
        "        return data.dtype\n",
        "        return PYTHON_DTYPES[float]\n",
        "An ndarray, a NumPy scalar or a tensor has a dtype already, and keeps it.",
        trap="already has a dtype keeps it",
    ),
    Misconception(
        "the first item decides the dtype",
        "infer_dtype",
        "reduce(promote_types, map(infer_dtype, data))",
        "infer_dtype(data[0])",
        "[2, 2.5] would become int64 and lose its half: every item has a say in the dtype.",
        trap="In a mixed list a float beats an int",
    ),
    Misconception(
        "NumPy's promotion instead of torch's",
        "infer_dtype",
        "reduce(promote_types,",
        "reduce(np.promote_types,",
        "NumPy makes float64 of an integer and a float32. In torch the float decides: "
        "use `promote_types` from given/core/promotion.py.",
    ),
    Misconception(
        "an empty list is int64",
        "infer_dtype",
        "else PYTHON_DTYPES[float]",
        "else PYTHON_DTYPES[int]",
        "A list without numbers becomes float32.",
    ),
    Misconception(
        "tensor shares the ndarray it is given",
        "to_ndarray",
        "np.array(plain(data), dtype)",
        "np.asarray(plain(data), dtype)",
        "`np.asarray` copies only when it must, so a later change to the ndarray reaches into the "
        "tensor. `tensor` always copies.",
    ),
    Misconception(
        "the numbers are rounded on the way to the dtype asked for",
        "to_ndarray",
        "np.array(plain(data), dtype)",
        "np.array(plain(data), infer_dtype(data)).astype(dtype)",
        "0.1 passes through float32 and arrives in float64 with its last digits lost. "
        "Convert once, to the final dtype.",
    ),
    Misconception(
        "a single number becomes a NumPy scalar",
        "to_ndarray",
        "np.array(plain(data), dtype)",
        "np.array(plain(data), dtype)[()]",
        "`[()]` and many NumPy functions turn a 0-d array into a scalar, which has no memory to "
        "share or to write to. The value must be an ndarray.",
    ),
    Misconception(
        "a new tensor starts with a gradient of zeros",
        "Array.__init__",
        "self.grad = None",
        "self.grad = np.zeros_like(value)",
        "Before the first backward `grad` is None: nobody has computed one yet.",
    ),
    Misconception(
        "from_numpy copies",
        "Array.from_numpy",
        "return cls(ndarray)",
        "return cls(ndarray.copy())",
        "`from_numpy` shares: a change to the ndarray shows in the tensor, and the other way "
        "around.",
        trap="`from_numpy`, `numpy`, `detach` and `data` share",
    ),
    Misconception(
        "from_numpy makes the array contiguous",
        "Array.from_numpy",
        "return cls(ndarray)",
        "return cls(np.ascontiguousarray(ndarray))",
        "A transposed view would be copied, and a single number would get a dimension. "
        "Wrap the ndarray as it is.",
    ),
    Misconception(
        "integers may require a gradient",
        "Array",
        "if flag and not is_floating(self.value.dtype):",
        "if False:",
        "There is nothing between 2 and 3, so an integer has no slope: refuse to turn the flag on "
        "for any dtype that is not floating.",
        trap="Only floats can require a gradient",
    ),
    Misconception(
        "a result may give up its gradient",
        "Array",
        "if self.node is not None:",
        "if False:",
        "Whether a result requires a gradient follows from its history: keep the node, and ask "
        "whether there is one. `detach()` makes a tensor without a history.",
        trap="once an array has a node",
    ),
    Misconception(
        "requires_grad_ returns a new tensor",
        "Array.requires_grad_",
        "self.requires_grad = requires_grad",
        "self = type(self)(self.value)\n            self.requires_grad = requires_grad",
        "A trailing underscore means in place: it changes this tensor and returns this one, "
        "not a twin, which would collect the gradients in its place.",
    ),
    Misconception(
        "detach copies",
        "Array.detach",
        "type(self)(self.value)",
        "type(self)(self.value.copy())",
        "A detached tensor looks at the same memory; a change through it shows in the original.",
        trap="`from_numpy`, `numpy`, `detach` and `data` share",
    ),
    Misconception(
        "a detached tensor still requires a gradient",
        "Array.detach",
        "type(self)(self.value)",
        "type(self)(self.value, self.requires_grad)",
        "The point of detaching is that no gradient flows through the new tensor.",
    ),
    Misconception(
        "detach changes the tensor itself",
        "Array.detach",
        "return type(self)(self.value)",
        "self._requires_grad, self.node = False, None\n        return self",
        "`detach` makes a new tensor beside the old one, which keeps its history.",
    ),
    Misconception(
        "numpy copies",
        "Array.numpy",
        "return self.value",
        "return self.value.copy()",
        "`numpy()` shows the tensor's own memory; a change to it shows in the tensor.",
        trap="`from_numpy`, `numpy`, `detach` and `data` share",
    ),
    Misconception(
        "numpy hands out what requires a gradient",
        "Array.numpy",
        "if self.requires_grad:",
        "if False:",
        "Whatever NumPy computes with these numbers is not recorded, and the gradient would be "
        "silently wrong. Refuse, and point to `detach()`.",
    ),
    Misconception(
        "a bool counts as an int",
        where="infer_dtype",
        old="PYTHON_DTYPES.items()",
        new="reversed(PYTHON_DTYPES.items())",
        says="In Python True is an int, so `isinstance(True, int)` holds, and your bools become "
        "int64. Ask for bool before int, or look up `PYTHON_DTYPES[type(data)]`.",
        trap="in Python True is an int",
    ),
    Misconception(
        "NumPy is handed Arrays",
        where="to_ndarray",
        old="plain(data)",
        new="data",
        says="NumPy knows no Arrays: of one in a list it makes a sequence, and one that requires "
        "a gradient refuses to be read. `plain` makes ndarrays and numbers of them.",
        trap="turns Arrays into what NumPy can read",
    ),
    Misconception(
        "detach makes a plain Array of a Tensor",
        where="Array.detach",
        old="type(self)(self.value)",
        new="Array(self.value)",
        says="What you return is an Array and not a Tensor, so it lacks what later milestones "
        "add. `type(self)(...)` makes one of the same class.",
        trap="methods here never name a class",
    ),
    Misconception(
        "a string is a sequence",
        where="infer_dtype",
        old=" and not isinstance(data, str | bytes)",
        new="",
        says="A string's items are strings again, so this never ends. Leave strings out before "
        "you ask for the items.",
        trap="a string is a sequence whose",
    ),
    Misconception(
        "bytes are a sequence of numbers",
        where="infer_dtype",
        old="not isinstance(data, str | bytes)",
        new="not isinstance(data, str)",
        says="The items of `bytes` are ints, so your tensor holds codes of letters. torch refuses "
        "bytes as it refuses strings.",
        trap="not a string or bytes",
    ),
    Misconception(
        "only lists are sequences",
        where="infer_dtype",
        old="isinstance(data, Sequence)",
        new="isinstance(data, list)",
        says="A tuple and a range hold numbers, too: `collections.abc.Sequence` stands for all of "
        "them.",
    ),
    Misconception(
        "an empty list has no dtype at all",
        where="infer_dtype",
        old="reduce(promote_types, map(infer_dtype, data)) if data else PYTHON_DTYPES[float]",
        new="reduce(promote_types, map(infer_dtype, data))",
        says="There is nothing to promote in an empty list, and torch makes float32 of it.",
    ),
    Misconception(
        "any dtype is kept",
        where="infer_dtype",
        old='getattr(data, "dtype", None) in SUPPORTED',
        new='hasattr(data, "dtype")',
        says="An ndarray of texts has a dtype, too, and torch has no such tensors: keep a dtype "
        "that is in SUPPORTED, and let `refusal` make the exception for any other.",
    ),
    Misconception(
        "requires_grad_ sets what is so already",
        where="Array.requires_grad_",
        old="if requires_grad != self.requires_grad:",
        new="if True:",
        says="Setting `requires_grad` of a result is refused, whatever the flag. `requires_grad_` "
        "leaves alone what is so already.",
    ),
    Misconception(
        name="integers refuse to be told that they require no gradient",
        where="Array",
        old="if flag and not is_floating(self.value.dtype):",
        new="if not is_floating(self.value.dtype):",
        says="`n.requires_grad = False` is true of an integer tensor already, and does no harm: "
        "refuse only to turn it on.",
        trap="Only floats can require a gradient",
    ),
    Misconception(
        name="a new array never requires a gradient",
        where="Array.__init__",
        old="self._requires_grad = requires_grad",
        new="self._requires_grad = False",
        says="`__init__` is told whether the array requires a gradient: results of ops say so "
        "when they are made.",
    ),
    Misconception(
        name="every new array requires a gradient",
        where="Array.__init__",
        old="self._requires_grad = requires_grad",
        new="self._requires_grad = True",
        says="Data, targets and integers require no gradient. `__init__` is told: keep what it "
        "is told.",
    ),
    Misconception(
        "NumPy's float64 counts as a Python float",
        where="infer_dtype",
        old='    if getattr(data, "dtype", None) in SUPPORTED:\n        return data.dtype\n',
        new="    if isinstance(data, float):\n"
        "        return PYTHON_DTYPES[float]\n"
        '    if getattr(data, "dtype", None) in SUPPORTED:\n'
        "        return data.dtype\n",
        says="`np.float64` is a subclass of Python's `float`, but it has a dtype, and keeps it: "
        "ask for the dtype first.",
    ),
    Misconception(
        "NumPy is asked for every dtype",
        where="infer_dtype",
        old="    for kind, dtype in PYTHON_DTYPES.items():  # bool first: to Python, True is an "
        "int as well\n"
        "        if isinstance(data, kind):\n"
        "            return dtype\n"
        "    if isinstance(data, Sequence) and not isinstance(data, str | bytes):\n"
        "        return reduce(promote_types, map(infer_dtype, data)) if data else "
        "PYTHON_DTYPES[float]\n"
        "    raise refusal(data)\n",
        new="    return np.array(data).dtype\n",
        says="NumPy makes float64 of Python floats, of an empty list and of [np.int32(5), 2.5], "
        "and has a dtype for texts. torch decides otherwise: look Python's numbers up in "
        "PYTHON_DTYPES, and promote the dtypes of the items.",
        trap="Python floats become float32",
    ),
    Misconception(
        "only the exact types of numbers count",
        where="infer_dtype",
        old="if isinstance(data, kind):",
        new="if type(data) is kind:",
        says="An int may have a class of its own, as the members of an `IntEnum` have, and is an "
        "int all the same. `isinstance` says so; `type(data) is int` and `type(data) in "
        "PYTHON_DTYPES` do not.",
    ),
    Misconception(
        "the refusal is returned and not raised",
        where="infer_dtype",
        old="raise refusal(data)",
        new="return refusal(data)",
        says="`refusal(data)` only makes the exception. `raise` it: returned, it is taken for a "
        "dtype.",
    ),
    Misconception(
        "a new array forgets its node",
        where="Array.__init__",
        old="self.node = node",
        new="self.node = None",
        says="`node` is the note of its making, which is handed in: keep it.",
    ),
    Misconception(
        "the setter of requires_grad calls itself",
        where="Array",
        old="self._requires_grad = flag",
        new="self.requires_grad = flag",
        says="Assigning to `requires_grad` is what calls the setter, without end. Write to the "
        "slot, `_requires_grad`.",
    ),
    Misconception(
        "an empty list is float64",
        where="infer_dtype",
        old="else PYTHON_DTYPES[float]",
        new="else np.array([]).dtype",
        says="float64 is NumPy's dtype for no numbers at all. torch's is that of a Python float, "
        "and PYTHON_DTYPES has it.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "an empty list is bool",
        where="infer_dtype",
        old="reduce(promote_types, map(infer_dtype, data)) if data else PYTHON_DTYPES[float]",
        new="reduce(promote_types, map(infer_dtype, data), PYTHON_DTYPES[bool])",
        says="To begin with the smallest dtype is good for all lists but one: where there are no "
        "items, it is the answer. An empty sequence has the dtype of a Python float.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "an empty list is refused",
        where="infer_dtype",
        old="return reduce(promote_types, map(infer_dtype, data)) "
        "if data else PYTHON_DTYPES[float]",
        new="if data:\n            return reduce(promote_types, map(infer_dtype, data))",
        says="It holds no numbers, and yet it is a tensor, of shape (0,): its dtype is that of a "
        "Python float.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "the dtype of an empty list is None",
        where="infer_dtype",
        old="else PYTHON_DTYPES[float]",
        new="else None",
        says="To NumPy, a dtype of None means float64. Name the dtype of a Python float for a "
        "sequence without items.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "the first item is asked where there is none",
        where="infer_dtype",
        old="reduce(promote_types, map(infer_dtype, data)) if data else PYTHON_DTYPES[float]",
        new="reduce(promote_types, map(infer_dtype, data[1:]), infer_dtype(data[0]))",
        says="An empty sequence has no `data[0]`. Look whether there are items, before you ask the "
        "first one.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "a list begins with a float's dtype",
        where="infer_dtype",
        old="reduce(promote_types, map(infer_dtype, data)) if data else PYTHON_DTYPES[float]",
        new="reduce(promote_types, map(infer_dtype, data), PYTHON_DTYPES[float])",
        says="Promotion never leads down again: a list of ints becomes float, as it began with "
        "one. Only where there are no items at all does a float decide.",
        trap="that of a Python float when it is empty",
    ),
    Misconception(
        "requires_grad_ goes past the setter",
        where="Array.requires_grad_",
        old="            self.requires_grad =",
        new="            self._requires_grad =",
        says="`self._requires_grad` is where the flag lies, and whoever writes to it is not "
        "checked. Set `self.requires_grad`: then the setter refuses what must be refused.",
    ),
    Misconception(
        "requires_grad_ only turns on",
        where="Array.requires_grad_",
        old="if requires_grad != self.requires_grad:",
        new="if requires_grad and not self.requires_grad:",
        says="`requires_grad_(False)` turns it off, which a result refuses. Only where it is so "
        "already is there nothing to set.",
    ),
    Misconception(
        "requires_grad_ does not look at its argument",
        where="Array.requires_grad_",
        old="if requires_grad != self.requires_grad:\n"
        "            self.requires_grad = requires_grad",
        new="if not self.requires_grad:\n            self.requires_grad = True",
        says="It can be called with False as well: set what the argument says.",
    ),
    Misconception(
        "whatever it is set to, the flag is on",
        where="Array",
        old="        self._requires_grad = flag\n",
        new="        self._requires_grad = True\n",
        says="The setter gets a flag, which may be False: keep that one.",
    ),
]
