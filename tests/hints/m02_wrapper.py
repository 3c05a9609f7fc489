"""Hints for m02 wrapper, from a nudge to nearly the idea."""

HINTS = {
    "infer_dtype": (
        "What should become of [2, 2.5], and of [[True, False], [3, -1]]? Suppose you could "
        "answer for each item: how would you answer for the list?",
        "Four kinds of data: what has a `dtype`, Python numbers, sequences, and everything else. "
        "Two surprises of Python's: `isinstance(True, int)` holds, and a string is a sequence "
        "whose items are strings again, without end.",
        "In this order: what has a dtype that is in SUPPORTED keeps it; what `isinstance` calls "
        "a bool, an int or a float is looked up in PYTHON_DTYPES; a sequence that is not a "
        "string asks this function about every item and promotes the answers pairwise "
        "(`functools.reduce`); the rest is refused.",
        "Easily forgotten: the empty list, and tuples. `promote_types` here is the one from "
        "given/core/promotion.py: NumPy's own makes float64 of int64 and float32, torch's float32.",
    ),
    "to_ndarray": (
        "`np.array` and `np.asarray` differ in one respect. Which of them promises memory of its "
        "own?",
        "Follow 0.1, asked for as float64: if it passes through float32, its last digits are "
        "lost, so convert once. Follow 2.5: `np.array(2.5)` is a 0-d ndarray, but with `[()]` "
        "behind it, or from many of NumPy's functions, it would be a scalar.",
        "`plain` leaves ndarrays, numbers and nested lists of numbers: all that NumPy reads. One "
        "call of `np.array` does the rest, with the dtype that is asked for.",
    ),
    "Array.__init__": (
        "Four slots, and three arguments: what does the fourth slot hold as long as nobody has "
        "computed a gradient?",
        "`requires_grad` is a property whose setter refuses to touch an array with a node. An "
        "op's result has a node from the start: which slot can you write to without asking the "
        "setter?",
        "Fill the four slots: the ndarray as it is, without copying or checking; the flag in "
        "`_requires_grad`, past the setter; the node; and None for the gradient, not zeros.",
    ),
    "Array.from_numpy": (
        "Change one number of the ndarray after the call. Should the tensor see it?",
        "`cls` may be Tensor or any other subclass: build one of those, and not an Array. What "
        "does its constructor do with the ndarray that it gets?",
        "Wrap the ndarray in a new `cls` as it is. Nothing like `np.asarray` with a dtype or "
        "`np.ascontiguousarray`: a transposed view would be copied, and a 0-d array would get a "
        "dimension.",
    ),
    "Array.requires_grad_": (
        "A result with a node refuses every assignment to `requires_grad`. Should it also refuse "
        "to be told what it is already?",
        "In torch, `requires_grad_()` of a result that requires a gradient is fine, and so is "
        "`requires_grad_(False)` of integers. As for what comes back: `x.requires_grad_() is x` "
        "must hold, since a twin would collect the gradients in x's place.",
        "Compare the flag with what is there. Only if they differ, assign it through the "
        "property, so that its refusals apply; in both cases return this very object.",
    ),
    "Array.detach": (
        "Afterwards there are two objects. What do they share, and which of the four slots differ?",
        "They share the ndarray: a change through one shows in the other, so no copy. The new one "
        "is always a leaf that requires no gradient; the old one keeps its flag, its node and its "
        "gradient.",
        "Make a new object of the same class as this one (`type(self)`, so that a Tensor stays a "
        "Tensor) around the same ndarray. What the constructor leaves out by default is right: no "
        "flag, no node.",
    ),
    "Array.numpy": (
        "Suppose x requires a gradient and somebody computes `np.exp(x.numpy())`. What would the "
        "graph know about that?",
        "Nothing, so the gradient would be silently wrong: that is why torch refuses. Where it "
        "does not refuse, the caller gets the memory itself: writing into it changes the tensor.",
        "Raise RuntimeError if this array requires a gradient, with a word about `detach`; "
        "otherwise return the ndarray itself, not a copy.",
    ),
}
