"""Wrong answers to m03 computation graph."""

from tests.grader.variants import Variant

RECORD = """
    def record(op, function, args, params):
        arrays = [arg for arg in args if isinstance(arg, Array)]
        plain = [arg.item() if isinstance(arg, np.generic) else arg for arg in args]
        values = tuple(arg.value if isinstance(arg, Array) else arg for arg in plain)
        result = np.asarray(function(*values, **params))
        wanted = WANTED
        if not wanted or not is_grad_enabled() or result.dtype.kind != "f":
            return type(arrays[0])(result)
        kept = tuple(
            value if isinstance(arg, Array) and not arg.requires_grad else arg
            for arg, value in zip(plain, values)
        )
        note = NOTE
        return type(arrays[0])(result, True, note)
    """
WANTED = "any(array.requires_grad for array in arrays)"
NOTE = "Node(op, kept, values, params, changes.now())"


def _record(wanted: str = WANTED, note: str = NOTE) -> str:
    return RECORD.replace("WANTED", wanted).replace("NOTE", note)


VARIANTS = [
    Variant(
        "asks whether all require a gradient",
        "a gradient is required only where all require one",
        "record",
        _record("all(array.requires_grad for array in arrays)"),
        {"all(array.requires_grad": "any(array.requires_grad"},
    ),
    Variant(
        "asks the first array only",
        "only the first argument can require a gradient",
        "record",
        _record("isinstance(plain[0], Array) and plain[0].requires_grad"),
        {"isinstance(plain[0], Array) and plain[0].requires_grad": WANTED},
    ),
    Variant(
        "notes the arguments as the values",
        "the note keeps tensors as values",
        "record",
        _record(note="Node(op, kept, kept, params, changes.now())"),
        {"Node(op, kept, kept,": "Node(op, kept, values,"},
    ),
    Variant(
        "a set of parents",
        "each parent is listed once",
        "parents",
        """
        def parents(array):
            seen = []
            if array.node is None:
                return ()
            for arg in array.node.args:
                if isinstance(arg, Array) and not any(arg is other for other in seen):
                    seen.append(arg)
            return (*seen,)
        """,
        {" and not any(arg is other for other in seen)": ""},
    ),
    Variant(
        "switches on at the end, whatever was before",
        "leaving always switches recording on",
        "grad_mode.__exit__",
        """
        def __exit__(self, kind, error, trace):
            before = self.before.pop()
            recording.enabled = before or not self.enabled
        """,
        {"before or not self.enabled": "before"},
    ),
    Variant(
        "looks for a tensor in the first place",
        "only the first argument is looked at for tensors",
        "primitive",
        """
        def primitive(function):
            @wraps(function)
            def op(*args, **params):
                arrays = [arg for arg in args if isinstance(arg, Array)]
                if not arrays or arrays[0] is not args[0]:
                    return function(*args, **params)
                return type(arrays[0]).interpreter(op, function, args, params)

            return op
        """,
        {" or arrays[0] is not args[0]": ""},
    ),
    Variant(
        "takes the opposite of what there was",
        "entering turns the switch around",
        "grad_mode.__enter__",
        """
        def __enter__(self):
            was = is_grad_enabled()
            self.before.append(was)
            recording.enabled = not was
        """,
        {"not was": "self.enabled"},
    ),
    Variant(
        "remembers what is to be",
        "recording is switched before it is remembered",
        "grad_mode.__enter__",
        """
        def __enter__(self):
            self.before.append(self.enabled)
            recording.enabled = self.enabled
        """,
        {"append(self.enabled)": "append(recording.enabled)"},
    ),
    Variant(
        "takes the flag for what is switched",
        "no_grad asks for recording",
        "no_grad",
        """
        def no_grad(function=None):
            switch = grad_mode(True)
            return switch if function is None else switch(function)
        """,
        {"grad_mode(True)": "grad_mode(False)"},
    ),
    Variant(
        "a leaf has a note",
        "a leaf is what has a note",
        "Recorded.is_leaf",
        """
        @property
        def is_leaf(self):
            return bool(self.node)
        """,
        {"bool(self.node)": "not self.node"},
    ),
    Variant(
        "switches where it is made, and back at the end",
        "making the object switches, and entering does not",
        "grad_mode",
        """
        class grad_mode(ContextDecorator, threading.local):
            def __init__(self, enabled):
                self.was, self.wanted = recording.enabled, enabled
                recording.enabled = self.wanted

            def __enter__(self):
                return self

            def __exit__(self, *exception):
                recording.enabled = self.was
        """,
        {
            "self.was, self.wanted = recording.enabled, enabled\n"
            "                recording.enabled = self.wanted": "self.was = []\n"
            "                self.wanted = enabled",
            "return self": "self.was.append(recording.enabled)\n"
            "                recording.enabled = self.wanted",
            "recording.enabled = self.was": "recording.enabled = self.was.pop()",
        },
    ),
    Variant(
        "looks at what was remembered, and leaves it there",
        "only the latest block remembers how it was",
        "grad_mode.__exit__",
        """
        def __exit__(self, *exception):
            before = self.before[-1]
            recording.enabled = before
        """,
        {"self.before[-1]": "self.before.pop()"},
    ),
    Variant(
        "the switch of the class",
        "the switch of all threads is turned",
        "grad_mode.__enter__",
        """
        def __enter__(self):
            was = is_grad_enabled()
            self.before.append(was)
            Recording.enabled = self.enabled
        """,
        {"Recording.enabled": "recording.enabled"},
    ),
    Variant(
        "the other switch",
        "no_grad asks for recording",
        "no_grad",
        """
        def no_grad(function=None):
            mode = grad_mode(enabled=True)
            return mode if function is None else mode(function)
        """,
        {"enabled=True": "enabled=False"},
    ),
    Variant(
        "hands the arguments on one by one",
        "the interpreter gets the arguments one by one",
        "primitive",
        """
        def primitive(function):
            def op(*args, **params):
                arrays = [arg for arg in args if isinstance(arg, Array)]
                if not arrays:
                    return function(*args, **params)
                called = type(arrays[0]).interpreter
                return called(op, function, *args, **params)

            return wraps(function)(op)
        """,
        {"called(op, function, *args, **params)": "called(op, function, args, params)"},
    ),
    Variant(
        "keeps the switch where all threads look",
        "the switch of all threads is turned and put back",
        ("grad_mode.__enter__", "grad_mode.__exit__"),
        (
            """
            def __enter__(self):
                was = Recording.enabled
                self.before = [*self.before, was]
                Recording.enabled = self.enabled
            """,
            """
            def __exit__(self, *exception):
                *self.before, was = self.before
                Recording.enabled = was
            """,
        ),
        {
            "was = Recording.enabled": "was = recording.enabled",
            "Recording.enabled = self.enabled": "recording.enabled = self.enabled",
            "Recording.enabled = was": "recording.enabled = was",
        },
    ),
    Variant(
        "the way out is left to the garbage collector",
        ("leaving leaves it as it is", "recording is switched before it is remembered"),
        "grad_mode.__exit__",
        """
        def __exit__(self, *exception):
            was = self.before.pop()
            enabled = was
        """,
        {"    enabled = was": "    recording.enabled = was"},
    ),
    Variant(
        "a block is there to switch it off",
        "inside it is always off",
        "grad_mode.__enter__",
        """
        def __enter__(self):
            was, recording.enabled = recording.enabled, False
            self.before += [was]
        """,
        {"recording.enabled, False": "recording.enabled, self.enabled"},
    ),
    Variant(
        "no_grad is another name for the class",
        "no_grad hands out the class",
        "no_grad",
        """
        def no_grad(function=None):
            mode = grad_mode
            if function is not None:
                return mode(False)(function)
            return mode
        """,
        {"return mode\n": "return mode(False)\n"},
    ),
]
