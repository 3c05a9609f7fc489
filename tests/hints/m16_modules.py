"""Hints for m16 modules, from a nudge to nearly the idea."""

HINTS = {
    "Parameter.__new__": (
        "`p * 2` is nothing to be learned. Ops build their result by calling `type(x)` with an "
        "ndarray; what would come out if that were always a Parameter?",
        "`__new__` decides the class before there is an object. If what it returns is not an "
        "instance of the class, Python leaves out `__init__`: so another kind of object can be "
        'handed out here, ready-made. See "Basic customization" in Python\'s data model.',
        "Look at `data`. For an Array, let the parent class make the empty object of class `cls`; "
        "`__init__` fills it. For anything else (ops pass an ndarray, and perhaps more) hand all "
        "the arguments on to `Tensor`, and return what that makes.",
    ),
    "Parameter.__init__": (
        "What does a Parameter take over from its tensor: the numbers, the memory, the history?",
        "Zero the tensor in place, and the Parameter is zero, too. But a backward that comes to "
        "the Parameter ends there: it is a leaf. Which attribute of the tensor holds its ndarray?",
        "Give the parent's `__init__` the ndarray inside `data`, uncopied, and no node. Then set "
        "the flag with `requires_grad_`, which raises the RuntimeError for what is not floating. "
        "Hand it the argument as it came: a frozen Parameter has False.",
    ),
    "linear": (
        "x is (5, 3) and the weight (4, 3). Which of the two has to be turned, so that a product "
        "of shape (5, 4) exists? Would you notice a mistake if the weight were (3, 3)?",
        "For (2, 5, 3), take all dimensions but the last as one, (10, 3), multiply, and shape the "
        "result to (2, 5, 4): one large product is faster than many small ones. A single sample "
        "(3,) becomes (1, 3), and comes back as (4,).",
        "RuntimeError if a dtype differs, that of the bias too, or if the weight is not 2-d. "
        "Flatten x to rows, multiply by the transposed weight, add the bias if there is one, "
        "restore the leading dimensions. What NumPy raises for misfits, a ValueError mostly, is to "
        "be a RuntimeError.",
        "If it works for usual shapes: the number of rows is the `prod` of the leading sizes, "
        "which is 1 if there are none. A -1 in the shape can't be worked out when the last size is "
        "0.",
    ),
    "linear_vjp_x": (
        "Forward, x met the transposed weight. g is (..., out) and the answer (..., in): what must "
        "g meet?",
        "The weight is kept as (out, in), and (rows, out) times (out, in) is (rows, in). A square "
        "weight would hide a transpose too many, so test with one that is not square.",
        "Take all dimensions but the last of g as one, multiply by the weight as it is kept, and "
        "shape the result like x. Use the op `reshape` and the @ operator, which both take Tensors "
        "as well: the rule can then be recorded.",
    ),
    "linear_vjp_weight": (
        "Every row of the batch met the same weight. What does the chain rule do with many "
        "contributions to one thing?",
        "The answer is (out, in). You have g as (rows, out) and x as (rows, in): in which order, "
        "and with which of them transposed, do they make that shape? Over which dimension does the "
        "product sum?",
        "Flatten g and x to rows, transpose g, and multiply it by x: (out, rows) times (rows, in) "
        "adds up over all rows. The other order would be (in, out). Do not divide by the number of "
        "rows: if there is a mean in the loss, it is in g already.",
    ),
    "defvjp(linear)": (
        "The same bias was added to every row. What does `unbroadcast` do with g after such an "
        "addition?",
        "g is (..., out), and the bias (out,). For a g of (2, 5, 4), which dimensions have to "
        "disappear, and how?",
        "Take all dimensions but the last of g as one, as in the two rules before, and add the "
        "rows up with the op `sum` along dim 0. A g without leading dimensions is a single row, "
        "and comes back as it is.",
    ),
    "Module.__call__": (
        "Who may change what on the way from the arguments to the output? And what does a hook "
        "mean that returns None?",
        "`_forward_pre_hooks` and `_forward_hooks` are dicts, in the order of registration, with "
        "the hooks as values. A pre-hook is called with (module, args), a hook with (module, args, "
        "output). Keyword arguments go to `forward` alone.",
        "First the pre-hooks: what one returns, unless None, takes the place of args, made a tuple "
        "of one if it is not a tuple. Then `forward`, with args and kwargs. Then the hooks: what "
        "one returns, unless None, takes the place of the output. Return that.",
        "Easily forgotten: each hook sees what the ones before it made, and the later hooks see "
        'the changed args; ask "is it None", as a tensor has no one truth value; a hook may remove '
        "itself while it runs, so go through a copy of the values.",
    ),
    "Module.__setattr__": (
        "Every assignment to an attribute of a module ends here. Into which book does each kind of "
        "value belong, and what if its name stands in another book already?",
        "To set an attribute within `__setattr__`, call `object.__setattr__`; anything else would "
        "end here again. `vars(self)` is the object's dict: before `Module.__init__` has run, "
        "there are no books in it.",
        "First find the book. For a Parameter it is `_parameters`. For a Module it is `_modules`, "
        "but a parameter's name refuses it with a TypeError. For all else it is the book that has "
        "the name already, if there is one: None fits any, another Tensor fits `_buffers`, and the "
        "rest is a TypeError.",
        "Then, if there is a book, take the name out of the two others and note the value in it. "
        "In every case, set the attribute too. A plain value or Tensor under a new name belongs to "
        "no book, and that is right.",
        "Easily forgotten: a Parameter is a Tensor as well, so ask for it first; a Parameter or "
        "Module before `Module.__init__` has run is an AttributeError, while plain values are fine "
        "then; and check before you change a book, so that a refused assignment leaves no trace.",
    ),
    "Module.named_children": (
        "One part may stand under two names, and a name may stand for None. What should a loop "
        "over the children see?",
        "Only `_modules` matters here, in its own order. Modules can be put in a set, where they "
        "count by identity.",
        "Go through names and modules in `_modules`. Leave out None, and what is in your set of "
        "modules seen so far; else note the module there and yield its name and it. A part in two "
        "places is so told once, by its first name.",
    ),
    "Module.named_modules": (
        "Draw Sequential(Linear, Sequential(Tanh)) as a tree and write its path next to every "
        "module. What is the path of the root, and where do dots stand?",
        'The paths are "", "0", "1" and "1.0". It is recursion: this module with its prefix, then '
        "each child answers the same question with a longer prefix. `yield from` hands on what the "
        "child's generator gives.",
        "Begin with an empty set if memo is None. Stop if this module is in it; add it, if "
        "duplicates are to be removed; yield prefix and module. Then, for each child that is not "
        "None, hand on its `named_modules`, with the same memo, the joined path, and the same "
        "`remove_duplicate`.",
        "Easily forgotten: hand the memo itself on, not a copy; ask whether it is None, because an "
        "empty set from a caller is falsy and has to be filled all the same; the path after an "
        "empty prefix has no dot.",
    ),
    "Module.named_parameters": (
        "You have all modules with their paths. What is the path of one of their parameters, and "
        "when could one parameter turn up under two paths?",
        "In the suite's tied net `decode.weight` is `encode.weight`: two different modules, one "
        "tensor. `named_modules` can't know, so keep a memory of your own. Tell tensors apart by "
        "`id`, for == compares their elements.",
        "Go through the modules: this one alone, with the prefix, or with `recurse` all of "
        "`named_modules`, which is told prefix and `remove_duplicate`. From each one's "
        "`_parameters`, leave out None and what was seen; yield the joined path and the parameter; "
        "note it as seen if `remove_duplicate`.",
    ),
    "Module.named_buffers": (
        "How much would be different from `named_parameters`, if you wrote it all again?",
        "Only the book is another. Move the walk into a helper that takes the name of the book, "
        "`_parameters` or `_buffers`; `getattr` finds it in each module.",
        "Call the helper with `_buffers`, and with prefix, `recurse` and `remove_duplicate` handed "
        "on. Buffers that are not persistent are told here as well: only `state_dict` leaves them "
        "out.",
    ),
    "Module.state_dict": (
        "Whoever loads a state looks for every name. What follows for a weight that stands in two "
        "places?",
        "Walk `named_modules` with duplicates kept. `_non_persistent` is each module's set of "
        "names to leave out. What does `detach` do about the memory, and what about the flag?",
        "Module by module, take the parameters and then the buffers, leaving out None and the "
        "buffers that are not persistent, into one dict from path to tensor. Put `prefix` before "
        "each path as it is, without a dot. Detach unless `keep_vars`, and copy nothing: a state "
        "shares memory.",
    ),
    "Module.load_state_dict": (
        "If one entry does not fit, no weight at all may have changed. What does this say about "
        "the order of checking and copying?",
        "There are three kinds of misfit: missing keys, unexpected keys, wrong shapes. "
        "`strict=False` forgives two of them. Why not the third? Think of a (1, 3) state for a (2, "
        "3) weight, and of broadcasting.",
        "TypeError unless it is a `Mapping`. Compare its keys with your own paths, those of "
        "`state_dict`, and the shapes of what both have. RuntimeError for a wrong shape, or, if "
        "strict, for missing or unexpected keys. Then `overwrite` each tensor under `no_grad`, and "
        "return `IncompatibleKeys`.",
        "Easily forgotten: a value may be a Tensor, an ndarray or a list; the module keeps its "
        "tensor objects, their memory and their dtype, and only numbers are copied in; both lists "
        "of keys are returned also when nothing is wrong.",
    ),
    "Module.train": (
        "A dropout may sit five levels down. Which method of ModuleBase gives all modules below, "
        "and not the children alone?",
        "`eval()`, given, calls this with False. What should `train(3)` do, and what must be "
        "returned so that calls can be chained?",
        "ValueError unless mode is a bool (neither 3 nor 1 is). Set `training` to it on "
        "all that `modules()` gives, which includes this module, and return this module.",
    ),
    "Linear.__init__": (
        "Which call comes first in the `__init__` of every Module, before a Parameter may be "
        "assigned? And what does `Parameter` give if you hand it an ndarray?",
        "`np.empty` makes memory that `reset_parameters` fills. Wrap it in a Tensor before it goes "
        "into a Parameter: of an ndarray, `Parameter` makes a plain Tensor, and no book would note "
        "that. What do `in_features` and `out_features` serve later on?",
        "Call the parent's `__init__`, keep both sizes, then make the weight (out, in) and the "
        "bias (out,) as Parameters, of the given dtype or of `get_default_dtype()`. Without a "
        "bias, use `register_parameter` with None, so that `self.bias` can still be asked for. "
        "Last, `reset_parameters`.",
    ),
    "Linear.reset_parameters": (
        "From the same seed, torch's numbers are wanted. Does it matter which of the two is drawn "
        "first?",
        "With 4 inputs both are spread between -0.5 and 0.5, the bias too: its bound comes from "
        "`in_features`, not from its own size. `uniform` (given/random/distributions.py) takes a "
        "shape, a dtype and two bounds, and returns an ndarray.",
        "Work out the bound, 1 over the root of `in_features`, or 0 if there are none. Under "
        "`no_grad`, `overwrite` the weight with numbers from `uniform` of its shape and dtype, and "
        "then the bias, if it is there. The Parameters stay the same objects.",
    ),
    "Linear.forward": (
        "Which function of this file does all the work?",
        "Without a bias `self.bias` is None, because it was registered so. Does `linear` accept "
        "that?",
        "Call `linear` with the input, the weight and the bias as they are, and return the result. "
        "One op leaves one note in the graph; a transpose, a product and a sum would leave three.",
    ),
    "Sequential.__init__": (
        "What are the parts of Sequential(a, b, c) called? And which given method enters a part "
        "under a name that is computed?",
        'A name is a string: "0", and not the number 0. A single argument that is a `Mapping` '
        "brings its own names; a single Module does not.",
        "Call the parent's `__init__` first. Take the pairs of the one mapping, or else the "
        "arguments numbered from 0, and `add_module` each of them, with its name as a string. "
        "Without arguments nothing is added, and that is fine.",
    ),
    "Sequential.forward": (
        "What goes into the first module, and what into the second? What should an empty "
        "Sequential give back?",
        "Call the modules themselves, and not their `forward`. What would be left out otherwise?",
        "Go through the modules in `_modules` in their order. Each is called with the running "
        "value, and what it gives is the running value from then on; it begins as the input and is "
        "returned at the end.",
    ),
}
