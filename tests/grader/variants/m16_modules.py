"""Wrong answers to m16 modules."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "tells children, and not theirs",
        "eval stops at the first level",
        "Module.train",
        """
        def train(self, mode=True):
            if mode is not True and mode is not False:
                raise ValueError("True or False")
            self.training = mode
            for _, child in self.named_children():
                child.training = mode
            return self
        """,
        {"child.training = mode": "child.train(mode)"},
    ),
    Variant(
        "lists every weight as often as it is used",
        "shared parameters are told twice",
        "Module.named_members",
        """
        def named_members(self, book, prefix="", recurse=True, remove_duplicate=True):
            told = []
            below = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
            for path, module in below if recurse else [(prefix, self)]:
                for name, member in vars(module)[book].items():
                    if member is not None:
                        told.append((join(path, name), member))
            return iter(told)
        """,
        {
            "if member is not None:": "again = any(member is other for _, other in told)\n"
            "                    if member is not None and not (again and remove_duplicate):"
        },
    ),
    Variant(
        "runs the parts from the last to the first",
        None,
        "Sequential.forward",
        """
        def forward(self, input):
            parts = list(self._modules.values())
            for part in parts[::-1]:
                input = part(input)
            return input
        """,
        {"parts[::-1]": "parts"},
    ),
    Variant(
        "notes a new part, and forgets the old one",
        "a name stays in its old book",
        "note",
        """
        def note(module, name, value):
            for book, kind in ((module._parameters, Parameter), (module._modules, Module)):
                if isinstance(value, kind):
                    book[name] = value
                    return
            for book in (module._parameters, module._modules, module._buffers):
                if name in book:
                    book[name] = value
        """,
        {
            "                    return\n": "                    for other in (module._parameters, "
            "module._modules, module._buffers):\n"
            "                        if other is not book:\n"
            "                            other.pop(name, None)\n"
            "                    return\n"
        },
    ),
    Variant(
        "a dict of all that is named",
        "the state leaves shared weights out",
        "Module.state_dict",
        """
        def state_dict(self, *, prefix="", keep_vars=False):
            state = {}
            for path, module in self.named_modules():
                for name, tensor in {**module._parameters, **module._buffers}.items():
                    if tensor is None or name in module._non_persistent:
                        continue
                    state[prefix + join(path, name)] = tensor if keep_vars else tensor.detach()
            return state
        """,
        {"self.named_modules()": "self.named_modules(remove_duplicate=False)"},
    ),
    Variant(
        "parts are numbered level by level",
        "paths begin anew at each level",
        "Module.named_modules",
        """
        def named_modules(self, memo=None, prefix="", remove_duplicate=True):
            memo = set() if memo is None else memo
            if self not in memo:
                if remove_duplicate:
                    memo.add(self)
                yield prefix, self
                for name, part in self._modules.items():
                    path = name
                    if part is not None:
                        yield from part.named_modules(memo, path, remove_duplicate)
        """,
        {"path = name": 'path = f"{prefix}.{name}" if prefix else name'},
    ),
]
