"""Wrong answers to m08 backward."""

from tests.grader.variants import Variant

WALK = """
    def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
        pending = {}

        def receive(array, amount):
            before = pending.get(id(array))
            ADD

        for output, g in zip(outputs, cotangents, strict=True):
            receive(output, g.copy() if isinstance(g, np.ndarray) else g)
        made_from = lambda array: outputs if array is None else parents(array)
        order = [array for array in toposort(None, made_from) if array is not None]
        while order:
            array = order.pop()
            if id(array) in pending:
                g = pending.pop(id(array))
                visit(array, g)
                if array.node is not None:
                    for parent, amount in contributions(array, g, create_graph):
                        receive(parent, amount)
                    if not retain_graph:
                        array.node = FREED
    """
ADDED = "pending[id(array)] = amount if before is None else before + amount"


def _walk(wrong: str) -> dict[str, object]:
    """The walk with another way to receive a contribution."""
    return {
        "where": "backpropagate",
        "source": WALK.replace("ADD", wrong),
        "mends": {wrong: ADDED},
    }


VARIANTS = [
    Variant(
        "a table of what is pending, written over",
        "each new contribution replaces the last one",
        **_walk("pending[id(array)] = amount"),
    ),
    Variant(
        "a table of what is pending, added to with +=",
        "contributions are added in place",
        **_walk(
            "total = pending.setdefault(id(array), amount); "
            "total += amount if before is not None else 0"
        ),
    ),
    Variant(
        "keeps what came first",
        None,
        **_walk("pending.setdefault(id(array), amount)"),
    ),
    Variant(
        "averages what arrives",
        None,
        **_walk("pending[id(array)] = amount if before is None else (before + amount) / 2"),
    ),
    Variant(
        "a queue, level by level",
        "a contribution is sent on at once",
        "backpropagate",
        """
        def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
            from collections import deque

            totals = {}
            for output, g in zip(outputs, cotangents, strict=True):
                g = np.array(g) if isinstance(g, np.ndarray) else g
                totals[id(output)] = totals[id(output)] + g if id(output) in totals else g
            queue, seen = deque(outputs), set()
            while queue:
                array = queue.popleft()
                if id(array) in seen:
                    continue
                seen.add(id(array))
                g = totals[id(array)]
                visit(array, g)
                if array.node is None:
                    continue
                for parent, share in contributions(array, g, create_graph):
                    old = totals.get(id(parent))
                    totals[id(parent)] = share if old is None else old + share
                    queue.append(parent)
                if not retain_graph:
                    array.node = FREED
        """,
        {
            "queue, seen = deque(outputs), set()": (
                "made_from = lambda a: outputs if a is None else parents(a)\n"
                "            queue = deque(reversed(toposort(None, made_from)[:-1]))\n"
                "            seen = set()"
            ),
            "if id(array) in seen:": "if id(array) in seen or id(array) not in totals:",
            "                    queue.append(parent)\n": "",
        },
    ),
    Variant(
        "the topological order taken from the front",
        "the walk starts at the leaves",
        "backpropagate",
        """
        def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
            totals = {}

            def give(array, share):
                totals[id(array)] = totals[id(array)] + share if id(array) in totals else share

            for output, g in zip(outputs, cotangents, strict=True):
                give(output, np.array(g) if isinstance(g, np.ndarray) else g)
            made_from = lambda array: outputs if array is None else parents(array)
            line = [array for array in toposort(None, made_from) if array is not None]
            for array in line:
                if id(array) in totals:
                    g = totals.pop(id(array))
                    visit(array, g)
                    if array.node is not None:
                        for pair in contributions(array, g, create_graph):
                            give(*pair)
                        if not retain_graph:
                            array.node = FREED
        """,
        {"for array in line:": "for array in (line.pop() for _ in range(len(line))):"},
    ),
    Variant(
        "the last gradient is the gradient",
        "each backward replaces the gradient",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is None:
                fresh = clone(g) if isinstance(g, Array) else type(array)(np.array(g))
                array.grad = fresh
        """,
        {
            "array.grad = fresh": "if array.grad is None:\n"
            "                    array.grad = fresh\n"
            "                elif isinstance(g, Array):\n"
            "                    array.grad = array.grad + fresh\n"
            "                else:\n"
            "                    array.grad.value[...] += fresh.value\n"
            "                    changes.mark_changed(array.grad.value)"
        },
    ),
    Variant(
        "adds to zeros, out of place",
        "a gradient is replaced by the sum",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is not None:
                return
            if isinstance(g, Array):
                array.grad = clone(g) if array.grad is None else array.grad + g
                return
            before = np.zeros_like(array.value) if array.grad is None else array.grad.value
            total = before + g
            old = array.grad
            array.grad = type(array)(np.asarray(total))
        """,
        {
            "array.grad = type(array)(np.asarray(total))": "if old is None:\n"
            "                array.grad = type(array)(np.asarray(total))\n"
            "            else:\n"
            "                np.copyto(old.value, total)\n"
            "                changes.mark_changed(old.value)"
        },
    ),
    Variant(
        "whoever passes by keeps a gradient",
        "every tensor gets a .grad",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            keeps = array.requires_grad
            if keeps and isinstance(g, Array):
                array.grad = array.grad + g if array.grad is not None else clone(g)
            elif keeps and array.grad is not None:
                np.add(array.grad.value, g, out=array.grad.value)
                changes.mark_changed(array.grad.value)
            elif keeps:
                array.grad = type(array)(np.array(g))
        """,
        {"keeps = array.requires_grad": "keeps = array.node is None"},
    ),
    Variant(
        "always weighs with ones",
        "the gradient passed in is ignored",
        "initial_cotangent",
        """
        def initial_cotangent(output, gradient, create_graph=False):
            if not output.requires_grad:
                raise RuntimeError("nothing to differentiate")
            if gradient is None and output.numel() > 1 or output.numel() == 0 and gradient is None:
                raise RuntimeError("pass a gradient")
            if gradient is not None:
                if not isinstance(gradient, Array):
                    raise TypeError("gradient must be a tensor")
                if gradient.shape != output.shape:
                    raise RuntimeError("the shapes differ")
                gradient = cast(gradient, dtype=output.dtype)
            seed = type(output)(np.ones_like(output.value))
            return seed if create_graph else seed.value
        """,
        {
            "seed = type(output)(np.ones_like(output.value))": "seed = gradient\n"
            "            if seed is None:\n"
            "                seed = type(output)(np.ones_like(output.value))"
        },
    ),
    Variant(
        "asks for a gradient never",
        "a vector starts with ones",
        "initial_cotangent",
        """
        def initial_cotangent(output, gradient, create_graph=False):
            if not output.requires_grad:
                raise RuntimeError("nothing to differentiate")
            if gradient is None:
                gradient = type(output)(np.full(output.shape, 1, output.dtype))
            elif not isinstance(gradient, Array):
                raise TypeError("gradient must be a tensor")
            if gradient.shape != output.shape:
                raise RuntimeError("the shapes differ")
            gradient = cast(gradient, dtype=output.dtype)
            return gradient if create_graph else gradient.value
        """,
        {
            "if gradient is None:\n": "if gradient is None:\n"
            "                if output.numel() != 1:\n"
            '                    raise RuntimeError("pass a gradient")\n'
        },
    ),
    Variant(
        "starts from the output's own value",
        None,
        "initial_cotangent",
        """
        def initial_cotangent(output, gradient, create_graph=False):
            if not output.requires_grad:
                raise RuntimeError("nothing to differentiate")
            if gradient is None:
                if output.numel() != 1:
                    raise RuntimeError("pass a gradient")
                start = output.value.copy()
                return type(output)(start) if create_graph else start
            if not isinstance(gradient, Array):
                raise TypeError("gradient must be a tensor")
            if gradient.shape != output.shape:
                raise RuntimeError("the shapes differ")
            gradient = cast(gradient, dtype=output.dtype)
            return gradient if create_graph else gradient.value
        """,
        {"start = output.value.copy()": "start = np.ones_like(output.value)"},
    ),
    Variant(
        "backward, with the graph always kept",
        "the graph is never freed",
        "backpropagate",
        """
        def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
            totals = {}
            for output, g in zip(outputs, cotangents, strict=True):
                g = g.copy() if isinstance(g, np.ndarray) else g
                totals[id(output)] = g + totals[id(output)] if id(output) in totals else g
            made_from = lambda array: outputs if array is None else parents(array)
            order = [array for array in toposort(None, made_from) if array is not None]
            while order:
                array = order.pop()
                g = totals.pop(id(array), None)
                if g is not None:
                    visit(array, g)
                    node = array.node
                    shares = contributions(array, g, create_graph) if node else []
                    for parent, share in shares:
                        share = share + totals[id(parent)] if id(parent) in totals else share
                        totals[id(parent)] = share
                    array.node = node
        """,
        {"array.node = node\n": "array.node = node if node is None or retain_graph else FREED\n"},
    ),
    Variant(
        "grad reads the gradients that backward leaves",
        "grad also fills .grad",
        "grad",
        """
        def grad(
            outputs,
            inputs,
            grad_outputs=None,
            retain_graph=None,
            create_graph=False,
            allow_unused=False,
        ):
            outputs, inputs = _as_tuple(outputs), _as_tuple(inputs)
            if grad_outputs is None:
                grad_outputs = [None] * len(outputs)
            weights = _as_tuple(grad_outputs)
            if not inputs or any(not x.requires_grad for x in inputs):
                raise RuntimeError("nothing to differentiate by")
            if len(weights) != len(outputs):
                raise RuntimeError("one weight per output, please")
            starts = [initial_cotangent(y, w, create_graph) for y, w in zip(outputs, weights)]
            totals = {}

            def visit(array, g):
                if any(array is x for x in inputs):
                    totals[id(array)] = g
                accumulate_grad(array, g)

            keep = create_graph if retain_graph is None else retain_graph
            backpropagate(outputs, starts, visit, keep, create_graph)
            answer = []
            for x in inputs:
                g = totals.get(id(x))
                if g is None and not allow_unused:
                    raise RuntimeError("an input was not used")
                answer.append(g if create_graph else _copy(x, g))
            return tuple(answer)
        """,
        {"                accumulate_grad(array, g)\n": ""},
    ),
    Variant(
        "writes over totals and over gradients",
        ("each new contribution replaces the last one", "each backward replaces the gradient"),
        ("backpropagate", "accumulate_grad"),
        (
            WALK.replace("ADD", "pending[id(array)] = amount"),
            """
            def accumulate_grad(array, g):
                fresh = clone(g) if isinstance(g, Array) else type(array)(np.array(g))
                if array.node is None:
                    array.grad = fresh
            """,
        ),
        {
            "pending[id(array)] = amount": ADDED,
            "array.grad = fresh": "if array.grad is None:\n"
            "                        array.grad = fresh\n"
            "                    elif isinstance(g, Array):\n"
            "                        array.grad = array.grad + fresh\n"
            "                    else:\n"
            "                        array.grad.value[...] += fresh.value\n"
            "                        changes.mark_changed(array.grad.value)",
        },
    ),
]
