"""Wrong answers to m08 backward."""

from tests.grader.variants import Variant

WALK = """
    def backpropagate(order, totals, visit, contribute):
        def receive(array, amount):
            before = totals.get(id(array))
            ADD

        for array in order[::-1]:
            if id(array) in totals:
                g = totals.pop(id(array))
                visit(array, g)
                if array.node is not None:
                    for parent, amount in contribute(array, g):
                        receive(parent, amount)
    """
ADDED = "totals[id(array)] = amount if before is None else before + amount"


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
        **_walk("totals[id(array)] = amount"),
    ),
    Variant(
        "a table of what is pending, added to with +=",
        "contributions are added in place",
        **_walk(
            "total = totals.setdefault(id(array), amount); "
            "total += amount if before is not None else 0"
        ),
    ),
    Variant(
        "keeps what came first",
        None,
        **_walk("totals.setdefault(id(array), amount)"),
    ),
    Variant(
        "averages what arrives",
        None,
        **_walk("totals[id(array)] = amount if before is None else (before + amount) / 2"),
    ),
    Variant(
        "a queue, level by level",
        "a contribution is sent on at once",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            from collections import deque

            queue, line, seen = deque([self]), [], set()
            while queue:
                array = queue.popleft()
                if id(array) not in seen:
                    seen.add(id(array))
                    line.append(array)
                    queue.extend(parents(array))
            totals = {id(self): initial_cotangent(self, gradient, create_graph)}
            visit, contribute = self.mechanics(retain_graph, create_graph)
            backpropagate(line[::-1], totals, visit, contribute)
        """,
        {"backpropagate(line[::-1], totals,": "backpropagate(toposort(self, parents), totals,"},
    ),
    Variant(
        "the topological order taken from the front",
        "the walk begins at the leaves",
        "backpropagate",
        """
        def backpropagate(order, totals, visit, contribute):
            for array in order:
                if id(array) in totals:
                    g = totals.pop(id(array))
                    visit(array, g)
                    if array.node is not None:
                        for parent, share in contribute(array, g):
                            old = totals.get(id(parent))
                            totals[id(parent)] = share if old is None else old + share
        """,
        {"for array in order:": "for array in (order.pop() for _ in range(len(order))):"},
    ),
    Variant(
        "the last gradient is the gradient",
        "each backward replaces the gradient",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is None:
                fresh = type(array)(np.array(g))
                array.grad = fresh
        """,
        {
            "array.grad = fresh": "if array.grad is None:\n"
            "                    array.grad = fresh\n"
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
            if keeps and array.grad is not None:
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
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            totals = {id(self): initial_cotangent(self, gradient, create_graph)}
            if not create_graph:
                totals[id(self)] = np.full(self.shape, 1, self.dtype)
            how = self.mechanics(retain_graph, create_graph)
            backpropagate(toposort(self, parents), totals, *how)
        """,
        {"if not create_graph:": "if not create_graph and gradient is None:"},
    ),
    Variant(
        "starts from the output's own value",
        None,
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            first = initial_cotangent(self, gradient, create_graph)
            first = first * self.value
            how = self.mechanics(retain_graph, create_graph)
            backpropagate(toposort(self, parents), {id(self): first}, *how)
        """,
        {"            first = first * self.value\n": ""},
    ),
    Variant(
        "writes over totals and over gradients",
        ("each new contribution replaces the last one", "each backward replaces the gradient"),
        ("backpropagate", "accumulate_grad"),
        (
            WALK.replace("ADD", "totals[id(array)] = amount"),
            """
            def accumulate_grad(array, g):
                fresh = type(array)(np.array(g))
                if array.node is None:
                    array.grad = fresh
            """,
        ),
        {
            "totals[id(array)] = amount": ADDED,
            "array.grad = fresh": "if array.grad is None:\n"
            "                        array.grad = fresh\n"
            "                    else:\n"
            "                        array.grad.value[...] += fresh.value\n"
            "                        changes.mark_changed(array.grad.value)",
        },
    ),
    Variant(
        "numbers the parents",
        "rules and parents are out of step",
        "contributions",
        """
        def contributions(array, g):
            node, pairs = array.node, []
            table = iter(rules[node.op])
            for parent in parents(array):
                rule = next(table, None)
                if rule is None:
                    continue
                share = rule(g, array.value, *node.values, **node.params)
                pairs.append((parent, cast(unbroadcast(share, parent.shape), dtype=parent.dtype)))
            return pairs
        """,
        {
            "for parent in parents(array):": "for parent in node.args:",
            "if rule is None:": "if rule is None or not isinstance(parent, Array):",
        },
    ),
    Variant(
        "calls a rule with the gradient and the arguments",
        "a rule is not told the result",
        "contributions",
        """
        def contributions(array, g):
            op, args, values, params, *_ = array.node
            pairs = []
            for rule, parent in zip(rules[op], args):
                if isinstance(parent, Array) and rule:
                    told = [g]
                    amount = unbroadcast(rule(*told, *values, **params), parent.shape)
                    pairs += [(parent, cast(amount, dtype=parent.dtype))]
            return pairs
        """,
        {"told = [g]": "told = [g, array.value]"},
    ),
    Variant(
        "has the arrays themselves computed with",
        "a rule is handed the arrays",
        "contributions",
        """
        def contributions(array, g):
            made_by = array.node
            given = made_by.args
            pairs = []
            for rule, parent in zip(rules[made_by.op], made_by.args):
                if rule is not None and isinstance(parent, Array):
                    amount = rule(g, array.value, *given, **made_by.params)
                    amount = unbroadcast(amount, parent.shape)
                    pairs.append((parent, cast(amount, dtype=parent.dtype)))
            return pairs
        """,
        {"given = made_by.args": "given = made_by.values"},
    ),
    Variant(
        "wraps what it is handed",
        "the first gradient is kept as it came",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is None and array.grad is None:
                mine = g
                array.grad = type(array)(mine)
            elif array.node is None:
                array.grad.value += g
                changes.mark_changed(array.grad.value)
        """,
        {"mine = g": "mine = np.array(g)"},
    ),
    Variant(
        "the two functions of this file",
        "backward chooses for itself who visits and contributes",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            order = toposort(self, parents)
            totals = {id(self): initial_cotangent(self, gradient, create_graph)}
            visit, contribute = accumulate_grad, contributions
            backpropagate(order, totals, visit, contribute)
        """,
        {"accumulate_grad, contributions": "self.mechanics(retain_graph, create_graph)"},
    ),
    Variant(
        "begins with zeros and adds in place",
        "the first gradient is added to zeros of another dtype",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is None:
                if array.grad is None:
                    array.grad = type(array)(np.zeros(array.shape))
                array.grad.value += g
                changes.mark_changed(array.grad.value)
        """,
        {"np.zeros(array.shape)": "np.zeros(array.shape, array.dtype)"},
    ),
    Variant(
        "walks back through the loss alone",
        "the order holds the loss alone",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            order = []
            for array in toposort(self, parents):
                order = [array]
            totals = {id(self): initial_cotangent(self, gradient, create_graph)}
            backpropagate(order, totals, *self.mechanics(retain_graph, create_graph))
        """,
        {"order = [array]": "order = [*order, array]"},
    ),
    Variant(
        "the tensor itself is the key",
        "the first total is kept under the tensor itself",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            visit, contribute = self.mechanics(retain_graph, create_graph)
            totals = {}
            totals[self] = initial_cotangent(self, gradient, create_graph)
            backpropagate(toposort(self, parents), totals, visit, contribute)
        """,
        {"totals[self] =": "totals[id(self)] ="},
    ),
    Variant(
        "all is ready and nobody walks",
        "the walk is never begun",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            first = {id(self): initial_cotangent(self, gradient, create_graph)}
            how = self.mechanics(retain_graph, create_graph)
            order = toposort(self, parents)
            return
            backpropagate(order, first, *how)
        """,
        {"            return\n": ""},
    ),
    Variant(
        "results keep, leaves pass",
        "leaves are left alone, and results are not",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.is_leaf:
                return
            before = array.grad
            if before is None:
                array.grad = type(array)(np.array(g))
                return
            np.add(before.value, g, out=before.value)
            changes.mark_changed(before.value)
        """,
        {"if array.is_leaf:": "if not array.is_leaf:"},
    ),
    Variant(
        "passes over whatever is an array",
        "arrays are left out, and constants are not",
        "contributions",
        """
        def contributions(array, g):
            node, pairs = array.node, []
            for arg, rule in zip(node.args, rules[node.op]):
                if rule is None or isinstance(arg, Array):
                    continue
                share = unbroadcast(rule(g, array.value, *node.values, **node.params), arg.shape)
                pairs.append((arg, cast(share, dtype=arg.dtype)))
            return pairs
        """,
        {"isinstance(arg, Array)": "not isinstance(arg, Array)"},
    ),
    Variant(
        "visits whoever has a note",
        "leaves are never visited",
        "backpropagate",
        """
        def backpropagate(order, totals, visit, contribute):
            for array in reversed(order):
                total = totals.get(id(array))
                if total is None or array.node is None:
                    continue
                visit(array, total)
                if array.node is None:
                    continue
                for parent, share in contribute(array, total):
                    before = totals.get(id(parent))
                    totals[id(parent)] = share if before is None else before + share
        """,
        {"if total is None or array.node is None:": "if total is None:"},
    ),
    Variant(
        "counts down to one",
        "the first of the order has no turn",
        "backpropagate",
        """
        def backpropagate(order, totals, visit, contribute):
            for i in range(len(order) - 1, 0, -1):
                total = totals.pop(id(order[i]), None)
                if total is None:
                    continue
                visit(order[i], total)
                if order[i].node is not None:
                    for parent, share in contribute(order[i], total):
                        before = totals.get(id(parent))
                        totals[id(parent)] = share if before is None else before + share
        """,
        {"0, -1": "-1, -1"},
    ),
    Variant(
        "adds up by the parent itself",
        "totals are kept under the array itself",
        "backpropagate",
        """
        def backpropagate(order, totals, visit, contribute):
            for array in reversed(order):
                if id(array) not in totals:
                    continue
                total = totals.pop(id(array))
                visit(array, total)
                for parent, share in contribute(array, total) if array.node else ():
                    key = parent
                    totals[key] = totals[key] + share if key in totals else share
        """,
        {"key = parent": "key = id(parent)"},
    ),
    Variant(
        "hands the flags on in the other order",
        "the flags change places",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            flags = create_graph, retain_graph
            visit, contribute = self.mechanics(*flags)
            totals = {id(self): initial_cotangent(self, gradient, create_graph)}
            backpropagate(toposort(self, parents), totals, visit, contribute)
        """,
        {"create_graph, retain_graph\n": "retain_graph, create_graph\n"},
    ),
    Variant(
        "asks every second array",
        None,
        "backpropagate",
        """
        def backpropagate(order, totals, visit, contribute):
            for array in order[::-2]:
                total = totals.get(id(array))
                if total is None:
                    continue
                visit(array, total)
                for parent, share in contribute(array, total) if array.node else ():
                    before = totals.get(id(parent))
                    totals[id(parent)] = share if before is None else before + share
        """,
        {"order[::-2]": "order[::-1]"},
    ),
    Variant(
        "leaves that are asked after their gradient",
        None,
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is not None or array.grad is None:
                return
            if array.grad is None:
                array.grad = type(array)(np.array(g))
            else:
                array.grad.value += g
                changes.mark_changed(array.grad.value)
        """,
        {"array.node is not None or array.grad is None": "array.node is not None"},
    ),
    Variant(
        "rules for a parent without a gradient",
        None,
        "contributions",
        """
        def contributions(array, g):
            node, pairs = array.node, []
            for arg, rule in zip(node.args, rules[node.op]):
                if rule is None or not isinstance(arg, Array) or arg.grad is None:
                    continue
                share = unbroadcast(rule(g, array.value, *node.values, **node.params), arg.shape)
                pairs.append((arg, cast(share, dtype=arg.dtype)))
            return pairs
        """,
        {" or arg.grad is None": ""},
    ),
    Variant(
        "only the walk is told of create_graph",
        "the start is not told of create_graph",
        "Differentiable.backward",
        """
        def backward(self, gradient=None, retain_graph=None, create_graph=False):
            start = initial_cotangent(self, gradient, False)
            visit, contribute = self.mechanics(retain_graph, create_graph)
            order = toposort(self, parents)
            backpropagate(order, {id(order[-1]): start}, visit, contribute)
        """,
        {"gradient, False)": "gradient, create_graph)"},
    ),
    Variant(
        "hands over what it has found first",
        "the first contribution is all that is returned",
        "contributions",
        """
        def contributions(array, g):
            node, pairs = array.node, []
            for arg, rule in zip(node.args, rules[node.op]):
                if isinstance(arg, Array) and rule is not None:
                    share = rule(g, array.value, *node.values, **node.params)
                    share = cast(unbroadcast(share, arg.shape), dtype=arg.dtype)
                    return [(arg, share)]
            return pairs
        """,
        {"return [(arg, share)]": "pairs.append((arg, share))"},
    ),
    Variant(
        "each rule starts anew, with a 1",
        "every rule is handed a 1",
        "contributions",
        """
        def contributions(array, g):
            note, pairs = array.node, []
            for rule, parent in zip(rules[note.op], note.args):
                if rule is None or not isinstance(parent, Array):
                    continue
                arrived = 1.0
                part = rule(arrived, array.value, *note.values, **note.params)
                part = unbroadcast(part, parent.shape)
                pairs += [(parent, cast(part, dtype=parent.dtype))]
            return pairs
        """,
        {"arrived = 1.0": "arrived = g"},
    ),
    Variant(
        "each rule starts anew, with ones",
        "every rule is handed ones",
        "contributions",
        """
        def contributions(array, g):
            note, pairs = array.node, []
            for rule, parent in zip(rules[note.op], note.args):
                if rule is None or not isinstance(parent, Array):
                    continue
                part = rule(0 * g + 1, array.value, *note.values, **note.params)
                part = unbroadcast(part, parent.shape)
                pairs += [(parent, cast(part, dtype=parent.dtype))]
            return pairs
        """,
        {"rule(0 * g + 1,": "rule(g,"},
    ),
    Variant(
        "the slope first, and g afterwards",
        "g is multiplied behind the rule",
        "contributions",
        """
        def contributions(array, g):
            note, pairs = array.node, []
            for rule, parent in zip(rules[note.op], note.args):
                if rule is None or not isinstance(parent, Array):
                    continue
                slope = rule(np.ones_like(array.value), array.value, *note.values, **note.params)
                part = unbroadcast(slope * g, parent.shape)
                pairs += [(parent, cast(part, dtype=parent.dtype))]
            return pairs
        """,
        {
            "rule(np.ones_like(array.value),": "rule(g,",
            "unbroadcast(slope * g,": "unbroadcast(slope,",
        },
    ),
    Variant(
        "a new array in the old gradient",
        "a gradient gets new memory",
        "accumulate_grad",
        """
        def accumulate_grad(array, g):
            if array.node is None and array.grad is None:
                array.grad = type(array)(np.array(g))
            elif array.node is None:
                total = array.grad.value + g
                array.grad.value = np.asarray(total)
        """,
        {
            "total = array.grad.value + g": "memory = array.grad.value",
            "array.grad.value = np.asarray(total)": "memory += g\n"
            "                changes.mark_changed(memory)",
        },
    ),
]
