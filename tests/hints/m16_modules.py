"""Hints for m16 modules, from a nudge to nearly the idea."""

HINTS = {
    "Parameter.__init__": (
        "What does a Parameter take over from its tensor: the numbers, the memory, the history?",
        "Zero the tensor in place, and the Parameter is zero, too. But a backward that comes to "
        "the Parameter ends there: it is a leaf. Which attribute of the tensor holds its ndarray?",
        "Give the parent's `__init__` the ndarray inside `data`, uncopied, and no node. Then set "
        "the flag with `requires_grad_`, which raises the RuntimeError for what is not floating. "
        "Hand it the argument as it came: a frozen Parameter has False.",
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
    "Module.named_members": (
        "You have all modules with their paths. What is the path of one of their parameters, and "
        "when could one parameter turn up under two paths?",
        "In the suite's tied net `decode.weight` is `encode.weight`: two different modules, one "
        "tensor. `named_modules` can't know, so keep a memory of your own. Tell tensors apart by "
        "`id`, for == compares their elements.",
        "Go through the modules: this one alone, with the prefix, or with `recurse` all of "
        "`named_modules`, which is told prefix and `remove_duplicate`. From each one's "
        "book (`getattr` finds it), leave out None and what was seen; yield path and member; note "
        "it as seen if `remove_duplicate`.",
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
    "Module.train": (
        "A dropout may sit five levels down. Which method of ModuleBase gives all modules below, "
        "and not the children alone?",
        "`eval()`, given, calls this with False. What should `train(3)` do, and what must be "
        "returned so that calls can be chained?",
        "ValueError unless mode is a bool (neither 3 nor 1 is). Set `training` to it on "
        "all that `modules()` gives, which includes this module, and return this module.",
    ),
    "note": (
        "A Parameter, a Module, and a number are assigned to new names. Into which book does each "
        "belong? And None, to the name of a parameter?",
        "Two kinds of value say themselves where they belong. For any other, ask each book whether "
        "it has the name: if none has, nothing is to be noted.",
        "Find the book; then take the name out of the two others, which may still hold an old "
        "part, and set the entry. An entry that is only replaced keeps its place in the order.",
        "Easily forgotten: a Parameter is a Tensor as well; a plain Tensor under a new name is in "
        "none of the books, and that is right; a dict's `pop` takes a default, for a name that is "
        "not there.",
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
    "Sequential.forward": (
        "What goes into the first module, and what into the second? What should an empty "
        "Sequential give back?",
        "Call the modules themselves, and not their `forward`. What would be left out otherwise?",
        "Go through the modules in `_modules` in their order. Each is called with the running "
        "value, and what it gives is the running value from then on; it begins as the input and is "
        "returned at the end.",
    ),
}
