"""Hints for m02 wrapper, from a nudge to nearly the idea."""

HINTS = {
    "infer_dtype": (
        "What should become of [2, 2.5], and of [[True, False], [3, -1]]? Suppose you could "
        "answer for each item: how would you answer for the list?",
        "Four kinds of data: what has a `dtype`, Python numbers, sequences, and everything else. "
        "Two surprises of Python's: `isinstance(True, int)` holds, and a string is a sequence "
        "whose items are strings again, without end.",
        "In this order: ndarrays, NumPy scalars and Arrays keep their dtype if it is in "
        "SUPPORTED; an exact type in PYTHON_DTYPES is looked up; strings raise TypeError; a "
        "sequence asks this function about every item and promotes the answers pairwise "
        "(`functools.reduce`); the rest raises RuntimeError.",
        "Easily forgotten: the empty list (float32), dtypes outside SUPPORTED (TypeError), and "
        "tuples. `promote_types` here is the one from given/core/promotion.py: NumPy's own makes "
        "float64 of int64 and float32, torch's float32.",
    ),
    "to_ndarray": (
        "`np.array` and `np.asarray` differ in one respect. Which of them promises memory of its "
        "own? And what would it make of a list with Arrays in it?",
        "Follow 0.1, asked for as float64: if it passes through float32, its last digits are "
        "lost, so convert once. Follow the string 1.5, asked for as float64: NumPy reads it as a "
        "number, so infer the dtype, with its refusals, even when one is given.",
        "Infer the dtype from `data` as it came, since `item` forgets that a number was float64. "
        "An Array gives its value; in sequences, at any depth, replace every Array by its only "
        "element. Then one call of `np.array`, with the dtype asked for or else the inferred one.",
        "Easily forgotten: a larger Array within a list raises ValueError here (`item` raises "
        "RuntimeError); NumPy's OverflowError has to become RuntimeError; and a single number "
        "gives a 0-d ndarray, no NumPy scalar. Ragged lists are refused by NumPy with ValueError "
        "already.",
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
    "Array.from_data": (
        "`tensor([1, 2], requires_grad=True)` must be refused. Who in this class already knows "
        "when to refuse?",
        "`cls` may be Tensor or any other subclass: build one of those, not an Array. The "
        "constructor checks nothing, so a flag handed to it would get past the check of the "
        "dtype.",
        "Make the ndarray with `to_ndarray`, wrap it in a new `cls` without a flag, and let "
        "`requires_grad_` set the flag: it raises for integers and bools, and it returns the "
        "array, which is what you return.",
    ),
    "Array.from_numpy": (
        "Change one number of the ndarray after the call. Should the tensor see it?",
        "Two refusals with TypeError: `np.float32(1.5)` has a dtype, but is not an ndarray and has "
        "no memory to share; and an ndarray of strings has a dtype that is not supported. Another "
        "function in this file refuses the latter.",
        "Check that it is an ndarray, let `infer_dtype` check its dtype, and wrap it in a new "
        "`cls` as it is. Nothing like `np.asarray` with a dtype or `np.ascontiguousarray`: a "
        "transposed view would be copied, and a 0-d array would get a dimension.",
    ),
    "Array.requires_grad": (
        "There are two things to write: reading the flag and setting it. In which slot is the "
        "flag, and which two kinds of array must refuse to have it set?",
        "There is nothing between 2 and 3, so an integer has no slope: turning the flag on is "
        "refused, turning it off does no harm. An array with a node refuses both, even where "
        "nothing would change.",
        "The getter returns the slot `_requires_grad`. The setter raises RuntimeError if the flag "
        "is true and the dtype is not floating (`is_floating`), or if there is a node; else it "
        "writes the slot. Assigning to `requires_grad` inside it would call the setter again, for "
        "ever.",
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
    ("Array.shape", "Array.ndim", "Array.dtype"): (
        "Of the four slots, which one knows the answer already?",
        "`value` is an ndarray, and an ndarray has properties of this name; for a single number "
        "they are (), 0 and its dtype. Noting them in the constructor would go wrong: `data` may "
        "put another ndarray in the slot later.",
        "Hand on the ndarray's own property of the same name, each time you are asked. Nothing "
        "has to be stored or converted.",
    ),
    "Array.dim": (
        "torch has two spellings for one thing: a property and a method. Which one have you "
        "written already?",
        "A tensor of shape (4, 2, 3) has 3 dimensions, a single number has none. It is the number "
        "of sizes in the shape, not one of the sizes.",
        "Return what the property `ndim` says: `dim` is a method, so the caller writes the "
        "parentheses.",
    ),
    "Array.size": (
        "`x.size(0)` and `x.size()` are different questions. Can your code tell 0 from None?",
        "Negative dims count from the end, and dims that are not there raise IndexError: `as_dim` "
        "(given, in given/core/arguments.py) does both. `if not dim` is the trap, for 0 counts as "
        "false.",
        "If `dim` is None, return the whole shape. Otherwise let `as_dim` read it, together with "
        "the number of dimensions, and return the size that stands at that place in the shape.",
    ),
    "Array.numel": (
        "How many elements has a tensor of shape (4, 2, 3), one of shape (3, 0), and one of shape "
        "()?",
        "24, 0 and 1: the product of all sizes, and the empty product is 1. `len` of an ndarray "
        "counts its rows only, and has no answer for a 0-d one.",
        "An ndarray calls this number its `size` (an attribute; torch's `size` is a method, and "
        "another thing). Hand it on.",
    ),
    "Array.item": (
        "An ndarray has a method that turns its only element into a Python number. What does it "
        "do when there are two?",
        "Indexing gives a NumPy scalar, which only looks like a Python number. The ndarray's "
        "`item` gives a real one, of the right kind (bool, int or float), but raises ValueError "
        "where torch raises RuntimeError.",
        "Count the elements first, and raise RuntimeError unless there is exactly one, which also "
        "covers none. How many dimensions there are does not matter: [[7]] has one element. Then "
        "ask the ndarray for its item.",
    ),
    "Array.tolist": (
        "What is inside `list(np.ones((2, 2)))`? Ask for the type of its first item.",
        "`list` unpacks one dimension and leaves NumPy's own objects inside. You want Python "
        "numbers all the way down, and a bare number for a 0-d array: look at the methods of "
        "ndarray.",
        "An ndarray has a method of this very name that does all of this, at any depth and for "
        "0-d arrays too. Call it on the value.",
    ),
    "Array.__len__": (
        "A list of 4 lists has the length 4, whatever is in them. What is the length of a tensor "
        "of shape (4, 2, 3)?",
        "It is the first size in the shape; 24 would be `numel`. And a shape of () has no first "
        "size: what would Python raise there, and what does torch?",
        "Raise TypeError if there are no dimensions (indexing an empty tuple would raise "
        "IndexError); otherwise return the first size of the shape.",
    ),
    "Array.__bool__": (
        "`bool([0.0])` is True, since the list is not empty. What should `bool(tensor([0.0]))` be?",
        "It is the number that counts, not whether there are elements. With two of them, is it "
        "any or all? torch refuses to guess, and it refuses with none at all: RuntimeError for "
        "both.",
        "Refuse unless there is exactly one element; then take it as a Python number and ask for "
        "its truth value. `item` refuses in the same cases, with the same type of error. NaN is "
        "not zero, so it counts as true.",
    ),
    "Array.__float__": (
        "`item` is nearly it. In which case do the two differ?",
        "For a tensor of two elements, or none, `item` raises RuntimeError, but `float(x)` raises "
        "ValueError, as in torch. And `item` of an integer tensor is an int, which Python does "
        "not accept from `__float__`.",
        "Count the elements yourself and raise ValueError unless there is exactly one; then make "
        "a float of what `item` says. `__int__` needs the same check, so a small helper pays.",
    ),
    "Array.__int__": (
        "What is int(-2.75): -3 or -2? And round(-2.75)?",
        "Python's `int` cuts the fraction off, towards zero; `round` and `np.floor` would both "
        "make -3 of it. As for the check of the number of elements: which type of error did "
        "`__float__` need?",
        "Raise ValueError unless there is exactly one element, as in `__float__` (`item` alone "
        "would raise RuntimeError); then let Python's `int` cut what `item` says.",
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
    "Array.data": (
        "Reading and assigning are both to be written. Reading is a method that you have; after "
        "`x.data = y`, what should x see when somebody writes into y?",
        "x takes over y's ndarray, which may have another shape, so writing its numbers into x's "
        "old memory would not do. x stays the same object and keeps its flag, and this is why a "
        "dtype that is not floating may be refused.",
        "Getter: what `detach` gives. Setter: TypeError unless `new` is an Array (an ndarray is "
        "none), RuntimeError if this array requires a gradient and the new dtype is not floating; "
        "then put the other's ndarray, as it is, into the slot `value`.",
    ),
    "Array.numpy": (
        "Suppose x requires a gradient and somebody computes `np.exp(x.numpy())`. What would the "
        "graph know about that?",
        "Nothing, so the gradient would be silently wrong: that is why torch refuses. Where it "
        "does not refuse, the caller gets the memory itself: writing into it changes the tensor.",
        "Raise RuntimeError if this array requires a gradient, with a word about `detach`; "
        "otherwise return the ndarray itself, not a copy.",
    ),
    "Array.__array__": (
        "`np.asarray(x)` is another door to the same ndarray as `x.numpy()`. Is there a guard at "
        "this door too?",
        "`np.asarray(x)` calls this with copy=None (copy only if needed), `np.array(x)` with "
        "copy=True. `np.array` understands `dtype` and `copy` in the same sense, None included.",
        "Get the ndarray from `numpy`, so that an array that requires a gradient is refused here "
        "as well, and give it to `np.array` with both `dtype` and `copy` passed on. Without "
        "`copy`, NumPy would be given a copy each time.",
    ),
}
