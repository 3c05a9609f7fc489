"""Known wrong turns in wrapper."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "Python floats become float64",
        "infer_dtype",
        "return PYTHON_DTYPES[type(data)]",
        "return np.asarray(data).dtype",
        "NumPy makes float64 of a Python float, torch float32. PYTHON_DTYPES knows.",
    ),
    Misconception(
        "everything becomes float32",
        "infer_dtype",
        "        return data.dtype\n",
        "        return float32\n",
        "An ndarray, a NumPy scalar or a tensor has a dtype already, and keeps it.",
    ),
    Misconception(
        "the first item decides the dtype",
        "infer_dtype",
        "reduce(promote_types, map(infer_dtype, data))",
        "infer_dtype(data[0])",
        "[2, 2.5] would become int64 and lose its half: every item has a say in the dtype.",
    ),
    Misconception(
        "NumPy's promotion instead of torch's",
        "infer_dtype",
        "reduce(promote_types,",
        "reduce(np.promote_types,",
        "NumPy makes float64 of an integer and a float32. In torch the float decides: "
        "use `promote_types` from dtypes.py.",
    ),
    Misconception(
        "an empty list is int64",
        "infer_dtype",
        "else float32",
        "else PYTHON_DTYPES[int]",
        "A list without numbers becomes float32.",
    ),
    Misconception(
        "tensor shares the ndarray it is given",
        "to_ndarray",
        "np.array(source, dtype or inferred)",
        "np.asarray(source, dtype or inferred)",
        "`np.asarray` copies only when it must, so a later change to the ndarray reaches into the "
        "tensor. `tensor` always copies.",
    ),
    Misconception(
        "the dtype asked for is ignored",
        "to_ndarray",
        "dtype or inferred",
        "inferred",
        "If the caller names a dtype, it counts, whatever the data look like.",
    ),
    Misconception(
        "the numbers are rounded on the way to the dtype asked for",
        "to_ndarray",
        "np.array(source, dtype or inferred)",
        "np.array(source, inferred).astype(dtype or inferred)",
        "0.1 passes through float32 and arrives in float64 with its last digits lost. "
        "Convert once, to the final dtype.",
    ),
    Misconception(
        "NumPy's OverflowError gets out",
        "to_ndarray",
        "raise RuntimeError(str(error)) from None",
        "raise",
        "torch raises RuntimeError for an int that does not fit the dtype.",
    ),
    Misconception(
        "a single number becomes a NumPy scalar",
        "to_ndarray",
        "np.array(source, dtype or inferred)",
        "np.array(source, dtype or inferred)[()]",
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
        "requires_grad is not passed on",
        "Array.from_data",
        ".requires_grad_(requires_grad)",
        "",
        "`tensor(data, requires_grad=True)` should give a tensor that requires a gradient.",
    ),
    Misconception(
        "from_numpy copies",
        "Array.from_numpy",
        "return cls(ndarray)",
        "return cls(ndarray.copy())",
        "`from_numpy` shares: a change to the ndarray shows in the tensor, and the other way "
        "around.",
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
        "There is nothing between 2 and 3, so an integer has no slope: only floating dtypes may "
        "require a gradient.",
    ),
    Misconception(
        "a result may give up its gradient",
        "Array",
        "if self.node is not None:",
        "if False:",
        "Whether a result requires a gradient follows from its history. `detach()` makes a tensor "
        "without one.",
    ),
    Misconception(
        "requires_grad_ returns a new tensor",
        "Array.requires_grad_",
        "return self",
        "return type(self)(self.value, requires_grad)",
        "A trailing underscore means in place: it changes this tensor and returns this one, "
        "not a twin, which would collect the gradients in its place.",
    ),
    Misconception(
        "size(0) gives all sizes",
        "Array.size",
        "if dim is None",
        "if not dim",
        "0 is a dimension, but it is falsy: ask `dim is None`.",
    ),
    Misconception(
        "numel counts rows",
        "Array.numel",
        "self.value.size",
        "len(self.value) if self.ndim else 1",
        "`numel` counts every element, the product of all sizes; rows are what `len` counts.",
    ),
    Misconception(
        "len counts elements",
        "Array.__len__",
        "return self.shape[0]",
        "return self.numel()",
        "Like a list of lists, a tensor is as long as its first dimension.",
    ),
    Misconception(
        "item gives a NumPy scalar",
        "Array.item",
        "self.value.item()",
        "self.value.reshape(-1)[0]",
        "It looks like a number, but it is a NumPy scalar: `item` gives a Python number.",
    ),
    Misconception(
        "item leaves it to NumPy to complain",
        "Array.item",
        "if self.numel() != 1:",
        "if False:",
        "NumPy raises ValueError where there is not exactly one element; torch's `item` raises "
        "RuntimeError.",
    ),
    Misconception(
        "only the outer level becomes a list",
        "Array.tolist",
        "self.value.tolist()",
        "list(self.value) if self.ndim else self.item()",
        "`list` unpacks one dimension and leaves NumPy's own objects inside. "
        "Everything should be plain Python.",
    ),
    Misconception(
        "the truth value asks whether there are elements",
        "Array.__bool__",
        "bool(self.item())",
        "True",
        "A tensor is not a list: `bool(tensor(0.))` is False, for it is the number that counts.",
    ),
    Misconception(
        "the truth value of many is that of any",
        "Array.__bool__",
        "if self.numel() != 1:",
        "if self.numel() > 1:\n            return bool(self.value.any())\n"
        "        if self.numel() == 0:",
        "Any, or all? torch refuses to guess, and raises RuntimeError.",
    ),
    Misconception(
        "int rounds",
        "Array.__int__",
        "int(self._only_element())",
        "round(self._only_element())",
        "int(-2.75) is -2: the fraction is cut off, not rounded.",
    ),
    Misconception(
        "detach copies",
        "Array.detach",
        "type(self)(self.value)",
        "type(self)(self.value.copy())",
        "A detached tensor looks at the same memory; a change through it shows in the original.",
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
        "new data is copied into the old memory",
        "Array",
        "self.value = new.value",
        "self.value[...] = new.value",
        "Assigning `data` takes over the other tensor's memory, which may have another shape.",
    ),
    Misconception(
        "numpy copies",
        "Array.numpy",
        "return self.value",
        "return self.value.copy()",
        "`numpy()` shows the tensor's own memory; a change to it shows in the tensor.",
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
        "NumPy gets in by the back door",
        "Array.__array__",
        "np.array(self.numpy(), dtype=dtype, copy=copy)",
        "np.array(self.value, dtype=dtype, copy=copy)",
        "`np.asarray(x)` should refuse a tensor that requires a gradient, as `x.numpy()` does.",
    ),
    Misconception(
        "NumPy always gets a copy",
        "Array.__array__",
        "dtype=dtype, copy=copy",
        "dtype=dtype",
        "`np.asarray(x)` shares memory where it can; `copy` says what NumPy wants (None: only if "
        "needed), so pass it on.",
    ),
]
