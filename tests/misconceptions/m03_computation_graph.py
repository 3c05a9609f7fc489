"""Known wrong ways to keep a computation graph, each with a word for whoever wrote it."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "only the first argument is looked at for tensors",
        "primitive",
        old="for arg in args:",
        new="for arg in args[:1]:",
        says="In `2 - x` the tensor comes second, and your function of ndarrays is handed it as "
        "it is.",
    ),
    Misconception(
        "what the interpreter returns is dropped",
        "primitive",
        old="return type(arg).interpreter(",
        new="type(arg).interpreter(",
        says="The interpreter makes the result, with its note, and nobody takes it: without "
        "`return` in front, your op goes on and calls the function with tensors.",
    ),
    Misconception(
        "an op loses its name",
        "primitive",
        old="    @wraps(function)\n",
        new="",
        says="Every op is called the same in drawings and in messages. `functools.wraps` copies "
        "its function's name and docstring.",
    ),
    Misconception(
        "every class is recorded in the same way",
        "primitive",
        old="type(arg).interpreter(",
        new="record(",
        says="`primitive` should ask the interpreter that the arrays' class names: other classes "
        "do something else with the very same ops.",
    ),
    Misconception(
        "everything made from a tensor requires a gradient",
        "record",
        old="any(array.requires_grad for array in arrays)",
        new="True",
        says="Results of constants are recorded too. Only if at least one of the arrays requires a "
        "gradient will any gradient flow; otherwise the note is a waste.",
    ),
    Misconception(
        "only the first argument can require a gradient",
        "record",
        old="any(array.requires_grad for array in arrays)",
        new="getattr(args[0], 'requires_grad', False)",
        says="In `c * x`, with a constant c, it is the second one that does: ask all of them.",
    ),
    Misconception(
        "the last tensor decides the class",
        "record",
        old="type(arrays[0])",
        new="type(arrays[-1])",
        says="It should be the first one among the arguments.",
    ),
    Misconception(
        "a NumPy scalar counts as an array",
        "record",
        old="arg.item() if isinstance(arg, np.generic) else arg for",
        new="arg for",
        says="`np.float64(2.5)` brought its float64 into the result. NumPy scalars should count as "
        "Python numbers: take their `.item()`.",
    ),
    Misconception(
        "a single number becomes a NumPy scalar",
        "record",
        old="np.asarray(function(*values, **params))",
        new="function(*values, **params)",
        says="Where a result is 0-d, NumPy returns a scalar, not an ndarray, and your tensor holds "
        "it as it is. `np.asarray` makes a real ndarray of it.",
    ),
    Misconception(
        "no_grad is not asked",
        "record",
        old="needs_grad and is_grad_enabled() and",
        new="needs_grad and",
        says="Recording goes on inside its block: `is_grad_enabled` tells `record` whether it is "
        "on.",
        trap="if recording is on, at least one of the Arrays",
    ),
    Misconception(
        "integers carry gradients",
        "record",
        old=" and is_floating(value.dtype)",
        new="",
        says="An integer result can't change a little, so it has no gradient: it should be a "
        "leaf that requires none, whatever it was made from.",
        trap="no gradient flows through integers",
    ),
    Misconception(
        "the result does not require a gradient itself",
        "record",
        old="kind(value, True, ",
        new="kind(value, False, ",
        says="The note is there, but the next op takes its argument for a constant, and the graph "
        "ends after one step.",
    ),
    Misconception(
        "the note names the function of ndarrays",
        "record",
        old="Node(op, ",
        new="Node(function, ",
        says="`node.op` should be the op itself, since the rules of derivatives will be looked up "
        "by it.",
    ),
    Misconception(
        "the note keeps tensors as values",
        "record",
        old="values, params, changes",
        new="args, params, changes",
        says="They may hold other numbers by the time of the derivative. Keep the ndarrays that "
        "the op computed with.",
    ),
    Misconception(
        "the note keeps copies of the values",
        "record",
        old="values, params, changes",
        new="tuple(np.array(v) if isinstance(v, np.ndarray) else v for v in values), params, "
        "changes",
        says="That doubles the memory of every computation, and nobody can notice any more that a "
        "value was changed in place: keep the ndarray itself.",
        trap="Keep the ndarrays themselves",
    ),
    Misconception(
        "keyword arguments are forgotten",
        "record",
        old="values, params, changes",
        new="values, {}, changes",
        says="The note's params are empty, so a rule can't know how the op was called. "
        "`x.sum(1, keepdim=True)` has the params `{'keepdim': True}`.",
    ),
    Misconception(
        "the note's version is always 0",
        "record",
        old="changes.now()",
        new="0",
        says="`node.version` should be what `changes.now()` says when the note is made: changes "
        "before that do no harm.",
        trap="goes into the note as `version`",
    ),
    Misconception(
        "constants are parents",
        "record",
        old="value if isinstance(arg, Array) and not arg.requires_grad else arg",
        new="arg",
        says="No gradient goes to them. Their numbers stay in the note's args, and that is all.",
    ),
    Misconception(
        "each parent is listed once",
        "parents",
        old="tuple(found)",
        new="tuple(dict.fromkeys(found))",
        says="`x * x` uses x twice, and both uses will send a gradient: x should be listed twice.",
        trap="used twice, listed twice",
    ),
    Misconception(
        "only constants are leaves",
        "Recorded.is_leaf",
        old="self.node is None",
        new="not self.requires_grad",
        says="A weight that you made by hand requires a gradient and is a leaf all the same: what "
        "counts is that no op made it.",
        trap="An array without a note is a *leaf*",
    ),
    Misconception(
        "recording stays off after an exception",
        "grad_mode.__exit__",
        old="recording.enabled = self.before.pop()",
        new="if exception[0] is None:\n            recording.enabled = self.before.pop()",
        says="`__exit__` runs in both cases, and must put things back in both.",
    ),
    Misconception(
        "no_grad swallows exceptions",
        "grad_mode.__exit__",
        old="recording.enabled = self.before.pop()",
        new="recording.enabled = self.before.pop()\n        return True",
        says="An `__exit__` that returns something true tells Python to forget the exception. "
        "Return nothing, and it goes on its way.",
    ),
    Misconception(
        "leaving always switches recording on",
        "grad_mode.__exit__",
        old="self.before.pop()",
        new="True",
        says="At the end of a block recording should be as it was before, not simply on: an outer "
        "`no_grad` may still be open.",
    ),
    Misconception(
        "leaving switches to the opposite",
        "grad_mode.__exit__",
        old="self.before.pop()",
        new="not self.enabled",
        says="After `enable_grad` recording was off, although it had been on before. Put back "
        "what was there.",
    ),
    Misconception(
        "only the latest block remembers how it was",
        "grad_mode",
        old="""        self.before.append(recording.enabled)
        recording.enabled = self.enabled

    def __exit__(self, *exception: object) -> None:
        \"\"\"Put it back as it was; an exception goes on its way.\"\"\"
        recording.enabled = self.before.pop()""",
        new="""        self.before = recording.enabled
        recording.enabled = self.enabled

    def __exit__(self, *exception: object) -> None:
        recording.enabled = self.before""",
        says="A decorated function that calls itself enters the same object twice, and leaves it "
        "twice, but you put back the same value both times. Keep a list: entering appends to it, "
        "and leaving takes off the last one, with `pop`.",
    ),
    Misconception(
        "recording is switched when the object is made",
        "grad_mode.__init__",
        old="self.enabled = enabled",
        new="self.enabled = recording.enabled = enabled",
        says="Only `__enter__` should switch: the object may be made long before its block "
        "begins, if it ever does.",
    ),
    Misconception(
        "no_grad needs its parentheses",
        "no_grad",
        old=" if function is None else grad_mode(False)(function)",
        new="",
        says="`@no_grad` without parentheses is handed the function itself, and must return it "
        "decorated.",
    ),
    Misconception(
        "a block forgets what those around it remembered",
        where="grad_mode.__enter__",
        old="self.before.append(recording.enabled)",
        new="self.before = [recording.enabled]",
        says="A decorated function that calls itself enters the same object twice, and your list "
        "of one item holds the latest only. Append to it.",
    ),
    Misconception(
        "a gradient is required only where all require one",
        where="record",
        old="any(array.requires_grad for array in arrays)",
        new="all(array.requires_grad for array in arrays)",
        says="In `x * c` with a constant c, x still gets a gradient: one array that requires one "
        "is enough.",
        trap="if recording is on, at least one of the Arrays",
    ),
    Misconception(
        "a leaf is asked for its note",
        where="parents",
        old="node.args if node is not None else ()",
        new="node.args",
        says="A leaf has no note: its `node` is None, and its parents are ().",
    ),
    Misconception(
        "keywords do not reach the function",
        where="record",
        old="function(*values, **params)",
        new="function(*values)",
        says="`x.sum(1, keepdim=True)` is computed without its `keepdim`: hand `params` on, with "
        "two stars.",
    ),
    Misconception(
        "results are plain Arrays",
        where="record",
        old="kind = type(arrays[0])",
        new="kind = Array",
        says="Your results have lost what a Tensor can do. A result has the class of the first "
        "Array among the arguments.",
    ),
    Misconception(
        "the interpreter is handed a list",
        where="primitive",
        old="return type(arg).interpreter(op, function, args, params)",
        new="return type(arg).interpreter(op, function, list(args), params)",
        says="The arguments are a tuple and stay one: the note will keep it, and nobody can "
        "change it any more.",
    ),
    Misconception(
        name="recording is switched before it is remembered",
        where="grad_mode.__enter__",
        old="        self.before.append(recording.enabled)\n"
        "        recording.enabled = self.enabled\n",
        new="        recording.enabled = self.enabled\n"
        "        self.before.append(recording.enabled)\n",
        says="What you remember is what you have just set, so nothing is put back at the end. "
        "Remember first, then switch.",
    ),
    Misconception(
        name="entering switches to the opposite",
        where="grad_mode.__enter__",
        old="recording.enabled = self.enabled",
        new="recording.enabled = not self.enabled",
        says="`enabled` says what recording should be inside the block: False for `no_grad`. "
        "You set the opposite.",
    ),
    Misconception(
        name="parents are a list",
        where="parents",
        old="tuple(found)",
        new="found",
        says="Return a tuple, which nobody can change any more; for a leaf it is ().",
    ),
    Misconception(
        name="a constant is copied into the note",
        where="record",
        old="        value if isinstance(arg, Array) and not arg.requires_grad else arg\n",
        new="        value.copy() if isinstance(arg, Array) and not arg.requires_grad else arg\n",
        says="A constant stands in the note as its ndarray, the one that is there: a copy would "
        "take the memory of a whole batch in each note.",
        trap="Keep the ndarrays themselves",
    ),
    Misconception(
        name="no_grad switches nothing off",
        where="grad_mode.__enter__",
        old="        recording.enabled = self.enabled\n",
        new="",
        says="`__enter__` remembers how it was, and should then set recording to what `enabled` "
        "says, which is False for `no_grad`.",
        trap="Remember how it was, and switch",
        outcome="recording stays on inside no_grad",
    ),
    Misconception(
        name="no_grad asks for recording",
        where="no_grad",
        old="grad_mode(False) if function is None else grad_mode(False)(function)",
        new="grad_mode(True) if function is None else grad_mode(True)(function)",
        says="`grad_mode(True)` switches recording on inside its block: this is the one for False.",
        outcome="recording stays on inside no_grad",
    ),
    Misconception(
        name="entering turns the switch around",
        where="grad_mode.__enter__",
        old="recording.enabled = self.enabled",
        new="recording.enabled = not recording.enabled",
        says="A `no_grad` within another one then records again. Inside a block recording is as "
        "`enabled` says, whatever it was before.",
        trap="Remember how it was, and switch",
    ),
    Misconception(
        "all arguments are parents",
        where="parents",
        old="        if isinstance(arg, Array):\n            found.append(arg)\n",
        new="        found.append(arg)\n",
        says="A note holds numbers and constants, too. Parents are those that a gradient goes to: "
        "the Arrays among the arguments.",
    ),
    Misconception(
        "a leaf is what has a note",
        where="Recorded.is_leaf",
        old="self.node is None",
        new="self.node is not None",
        says="It is the other way round: what an op has made has a note, and a leaf has `None` in "
        "its place.",
        trap="An array without a note is a *leaf*",
    ),
    Misconception(
        "making the object switches, and entering does not",
        where="grad_mode",
        old="""        self.enabled = enabled
        self.before: list[bool] = []

    def __enter__(self) -> None:
        \"\"\"Remember how it was, and switch.\"\"\"
        self.before.append(recording.enabled)
        recording.enabled = self.enabled

    def __exit__(self, *exception: object) -> None:
        \"\"\"Put it back as it was; an exception goes on its way.\"\"\"
        recording.enabled = self.before.pop()""",
        new="""        self.before = recording.enabled
        recording.enabled = enabled

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        recording.enabled = self.before""",
        says="`@no_grad()` makes its object when the function is defined, so recording is off "
        "from then on. `__init__` only notes what is to be; `__enter__` remembers and switches, "
        "each time anew.",
        trap="nothing changes yet",
    ),
    Misconception(
        "the switch of all threads is turned",
        where="grad_mode.__enter__",
        old="recording.enabled = self.enabled",
        new="Recording.enabled = self.enabled",
        says="`Recording` with a capital is the class, which all threads share. `recording` is "
        "the object that holds this thread's switch: set `recording.enabled`.",
    ),
    Misconception(
        "the interpreter gets the arguments one by one",
        where="primitive",
        old="type(arg).interpreter(op, function, args, params)",
        new="type(arg).interpreter(op, function, *args, **params)",
        says="It takes four things: the op, the function, a tuple of the arguments, and a dict "
        "of the keywords. Hand it both without stars.",
        trap="`args` is a tuple and `params` a dict",
    ),
    Misconception(
        "the note has a list of arguments",
        where="record",
        old="Node(op, noted, values",
        new="Node(op, list(noted), values",
        says="`args` is a tuple, as `values` is: nobody is to change it later.",
    ),
    Misconception(
        "the switch of the class is asked",
        where="is_grad_enabled",
        old="recording.enabled",
        new="Recording.enabled",
        says="`Recording.enabled` is what every thread begins with, and stays True. This "
        "thread's own is `recording.enabled`.",
    ),
    Misconception(
        "only the last tensor can require a gradient",
        where="record",
        old="any(array.requires_grad for array in arrays)",
        new="arrays[-1].requires_grad",
        says="One that does is enough, wherever it stands among the arguments.",
    ),
    Misconception(
        "what requires no gradient has a note, too",
        where="record",
        old="        return kind(value)\n",
        new="        return kind(value, False, Node(op, args, values, params, changes.now()))\n",
        says="Without a gradient there is nothing to remember: such a result is a leaf, and "
        "its node None.",
    ),
    Misconception(
        "the switch of all threads is turned and put back",
        where="grad_mode",
        old="        self.before.append(recording.enabled)\n"
        "        recording.enabled = self.enabled\n\n"
        "    def __exit__(self, *exception: object) -> None:\n"
        '        """Put it back as it was; an exception goes on its way."""\n'
        "        recording.enabled = self.before.pop()",
        new="        self.before.append(Recording.enabled)\n"
        "        Recording.enabled = self.enabled\n\n"
        "    def __exit__(self, *exception: object) -> None:\n"
        '        """Put it back as it was; an exception goes on its way."""\n'
        "        Recording.enabled = self.before.pop()",
        says="`Recording` is the class, and an attribute of a class is the same for all threads: "
        "one thread's `no_grad` would stop the recording of another. The object `recording` has "
        "one for each.",
    ),
    Misconception(
        "leaving leaves it as it is",
        where="grad_mode.__exit__",
        old="recording.enabled = self.before.pop()",
        new="self.before.pop()",
        says="What was remembered is taken off, and nobody does anything with it. Put it back into "
        "`recording.enabled`.",
    ),
    Misconception(
        "inside it is always off",
        where="grad_mode.__enter__",
        old="recording.enabled = self.enabled",
        new="recording.enabled = False",
        says="`enable_grad` is made of the same class: inside, it is as `self.enabled` says.",
    ),
    Misconception(
        "no_grad hands out the class",
        where="no_grad",
        old="return grad_mode(False) if",
        new="return grad_mode if",
        says="`with no_grad():` enters what `no_grad()` returns, and a class can't be entered. "
        "Return an object of it, `grad_mode(False)`.",
    ),
]
