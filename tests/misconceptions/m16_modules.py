"""Known mistakes in modules."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "a parameter keeps the history of its tensor",
        "Parameter.__init__",
        "super().__init__(data.value)",
        "super().__init__(data.value, node=data.node)",
        "A parameter is a leaf: it takes the tensor's value, and starts a history of its own.",
    ),
    Misconception(
        "a name stays in its old book",
        "note",
        "                book.pop(name, None)",
        "                book.get(name, None)",
        "When a name gets a part of another kind, its old entry must go, or the old part would "
        "still be found.",
    ),
    Misconception(
        "shared parameters are told twice",
        "Module.named_members",
        "if remove_duplicate:",
        "if False:",
        "Tied weights are one weight: told twice, an optimiser would update them twice.",
    ),
    Misconception(
        "the state is a copy",
        "Module.state_dict",
        "tensor.detach()",
        "type(tensor)(tensor.value.copy())",
        "`state_dict` shares memory with the module, as torch's does; who wants a copy makes one.",
    ),
    Misconception(
        "eval stops at the first level",
        "Module.train",
        "self.modules()",
        "[self, *self.children()]",
        "A dropout may sit several levels down: go through all modules below, not only children.",
    ),
    Misconception(
        "a missing bias is not a parameter",
        "Linear.__init__",
        'self.register_parameter("bias", None)',
        "self.bias = lambda: None",
        "Register the bias as a parameter that is None: it is then there to be asked for.",
    ),
    Misconception(
        "a frozen parameter is not frozen",
        "Parameter.__init__",
        "self.requires_grad_(requires_grad)",
        "self.requires_grad_(True)",
        "`requires_grad=False` makes a parameter that is part of the state but is not learned.",
    ),
    Misconception(
        "a parameter is a copy of its tensor",
        "Parameter.__init__",
        "super().__init__(data.value)",
        "super().__init__(data.value.copy())",
        "A parameter shares the memory of its tensor, as torch's does; a copy takes twice as much.",
    ),
    Misconception(
        "a plain tensor is learned",
        "note",
        "isinstance(value, Parameter)",
        "isinstance(value, Tensor)",
        "Only a Parameter says that it is to be learned. A plain Tensor stays a plain attribute.",
    ),
    Misconception(
        "a part that is replaced moves to the end",
        "note",
        "            if book is not mine:\n                book.pop(name, None)",
        "            book.pop(name, None)",
        "The order is that of the first assignment: pop the name from the other books only.",
    ),
    Misconception(
        "a buffer's new value is not noted",
        "note",
        "mine = next((book for book in books if name in book), None)",
        "mine = None",
        "A name that is in a book stays in it: the book must hold the new tensor, or None.",
    ),
    Misconception(
        "the path is only the last name",
        "Module.named_members",
        "yield join(path, name), member",
        "yield name, member",
        "Two layers both have a `weight`: only the whole path, `0.weight`, tells them apart.",
    ),
    Misconception(
        "paths begin anew at each level",
        "Module.named_modules",
        "join(prefix, name)",
        "name",
        "A path leads from the root: hand the prefix on, longer by a dot and a name at each level.",
    ),
    Misconception(
        "a module in two places is told twice",
        "Module.named_modules",
        "yield from module.named_modules(memo, ",
        "yield from module.named_modules(set(memo), ",
        "All levels must share one memo. A copy forgets what was found beside it.",
    ),
    Misconception(
        "children come before their parent",
        "Module.named_modules",
        """        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, join(prefix, name), remove_duplicate)""",
        """        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, join(prefix, name), remove_duplicate)
        yield prefix, self""",
        'First this module, then those below it: the root has the path "" and is told first.',
    ),
    Misconception(
        "the state leaves shared weights out",
        "Module.state_dict",
        "remove_duplicate=False",
        "remove_duplicate=True",
        "A state is about names: a shared part appears under each of its paths, as others will "
        "look for it under each.",
    ),
    Misconception(
        "the state takes every buffer",
        "Module.state_dict",
        "tensor is not None and name not in module._non_persistent",
        "tensor is not None",
        "A buffer registered with persistent=False can be computed anew, and is not saved.",
    ),
    Misconception(
        "a state's prefix gets a dot",
        "Module.state_dict",
        "prefix + join(path, name)",
        "join(prefix, join(path, name))",
        "The prefix of `state_dict` stands before each path as it is: whoever wants a dot brings "
        "one.",
    ),
    Misconception(
        "a module runs without being called",
        "Sequential.forward",
        "module(input)",
        "module.forward(input)",
        "Call the module: `forward` alone leaves out its hooks.",
    ),
    Misconception(
        "shared parameters are told by ==",
        "Module.named_members",
        """        seen = set()
        for path, module in modules:
            for name, member in getattr(module, book).items():
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
""",
        """        seen = []
        for path, module in modules:
            for name, member in getattr(module, book).items():
                if member is None or member in seen:
                    continue
                if remove_duplicate:
                    seen.append(member)
""",
        "`in` asks a list for something that is equal, and of tensors `==` compares the elements: "
        "several answers are neither yes nor no. Whether two are the same one, their `id`s tell.",
    ),
]
