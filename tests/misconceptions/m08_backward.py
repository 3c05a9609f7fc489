"""Known mistakes in backward."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "each new contribution replaces the last one",
        "backpropagate",
        "totals[key] + share if key in totals else share",
        "share",
        "A tensor that was used twice must add up what it gets from both.",
    ),
    Misconception(
        "each backward replaces the gradient",
        "accumulate_grad",
        "if array.grad is None:",
        "if True:",
        "A second backward should add to what `.grad` holds; it stays until somebody clears it.",
        trap="a later backward adds to it",
    ),
    Misconception(
        "a gradient is replaced by the sum",
        "accumulate_grad",
        "array.grad.value += g",
        "array.grad = type(array)(array.grad.value + g)",
        "The sum is right, but whoever holds on to `.grad` now has an old tensor: add in place.",
        trap="After that `g` is added in place",
    ),
    Misconception(
        "the gradient shares memory",
        "accumulate_grad",
        "type(array)(np.array(g))",
        "type(array)(np.asarray(g))",
        "Another gradient lies in it, too: changing one changes both. Make a copy.",
    ),
    Misconception(
        "contributions are added in place",
        "backpropagate",
        "totals[key] + share if key in totals else share",
        "(\n"
        "                    np.add(totals[key], share, out=np.asarray(totals[key]))\n"
        "                    if key in totals\n"
        "                    else share\n"
        "                )",
        "`+=` on a total writes into an ndarray that others may hold too: `x + y` hands the same "
        "one to both. Make a new sum.",
    ),
    Misconception(
        "every tensor gets a .grad",
        "accumulate_grad",
        "    if array.node is not None:\n        return\n",
        "",
        "Only leaves keep a gradient; what lies between them and the loss needs it for a moment.",
        trap="that of leaves that require one",
    ),
    Misconception(
        "broadcasting is not undone",
        "contributions",
        "unbroadcast(rule(g, array.value, *node.values, **node.params), arg.shape)",
        "rule(g, array.value, *node.values, **node.params)",
        "A rule may return a gradient of the broadcast shape; `unbroadcast` brings it back to "
        "the shape of the argument.",
        trap="each contribution of its parent's shape and dtype",
    ),
    Misconception(
        "a gradient has another dtype than its tensor",
        "contributions",
        "share if share.dtype == arg.dtype else cast(share, dtype=arg.dtype)",
        "share",
        "Where float32 met float64, the float32 tensor gets a float64 gradient. Cast it back.",
        trap="each contribution of its parent's shape and dtype",
    ),
    Misconception(
        "a contribution is sent on at once",
        "Differentiable.backward",
        "        backpropagate(toposort(self, parents), ",
        "        order = [self]\n"
        "        for array in order:\n"
        "            order.extend(p for p in parents(array) if all(p is not o for o in order))\n"
        "        backpropagate(order[::-1], ",
        "The walk goes level by level, so a tensor may have its turn before all who used it. "
        "What comes later is lost. Take the order from toposort.",
        trap="This is why the order matters",
    ),
    Misconception(
        "the walk begins at the leaves",
        "backpropagate",
        "order.pop()",
        "order.pop(0)",
        "toposort puts parents first, and gradients flow the other way: take the loss first, which "
        "stands at the end of `order`.",
        trap="goes through the arrays from the loss back",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "every path is walked by itself",
        "backpropagate",
        "    while order:\n"
        "        array = order.pop()\n"
        "        g = totals.pop(id(array), None)\n"
        "        if g is None:\n"
        "            continue\n",
        "    paths = [(array, totals[id(array)]) for array in order if id(array) in totals]\n"
        "    order, totals = [], {}\n"
        "    while paths:\n"
        "        array, g = paths.pop()\n"
        "        visit(array, g)\n"
        "        paths.extend(contribute(array, g) if array.node is not None else ())\n"
        "    for array, g in ():\n",
        "The sum over paths is right, but there may be very many of them: 60 doublings in a row "
        "have 2 ** 60. Add up what arrives at a tensor, then walk on from it once.",
    ),
    Misconception(
        "the walk calls itself for each contribution",
        "backpropagate",
        "    while order:\n"
        "        array = order.pop()\n"
        "        g = totals.pop(id(array), None)\n"
        "        if g is None:\n"
        "            continue\n"
        "        visit(array, g)\n"
        "        if array.node is not None:\n"
        "            for parent, share in contribute(array, g):\n"
        "                key = id(parent)\n"
        "                totals[key] = totals[key] + share if key in totals else share\n",
        "    def walk(array, g):\n"
        "        visit(array, g)\n"
        "        for parent, share in contribute(array, g) if array.node is not None else ():\n"
        "            walk(parent, share)\n"
        "\n"
        "    root = order[-1]\n"
        "    walk(root, totals[id(root)])\n",
        "Each path is then walked by itself, and 60 doublings in a row have 2 ** 60; and recursion "
        "ends at a depth of about 1,000. Go through `order` from its end, add up what arrives at "
        "an array, and let it hand on once.",
        trap="a parent that was used in several places *adds up*",
    ),
    Misconception(
        "the graph is ordered by recursion",
        "Differentiable.backward",
        "        backpropagate(toposort(self, parents), ",
        "        order, seen = [], set()\n"
        "\n"
        "        def place(array):\n"
        "            if id(array) not in seen:\n"
        "                seen.add(id(array))\n"
        "                for parent in parents(array):\n"
        "                    place(parent)\n"
        "                order.append(array)\n"
        "\n"
        "        place(self)\n"
        "        backpropagate(order, ",
        "A function that calls itself ends at a depth of about 1,000, and graphs are deeper. "
        "`toposort` keeps a stack of its own: take the order from it.",
        trap="Here a graph may be 100,000 deep",
    ),
    Misconception(
        "a tensor is visited before its total is complete",
        "backpropagate",
        "                key = id(parent)\n",
        "                visit(parent, share)\n                key = id(parent)\n",
        "A visitor is told of each tensor once, when its total is complete, and not of every "
        "contribution.",
    ),
    Misconception(
        "what got nothing ends the walk",
        "backpropagate",
        "            continue\n",
        "            break\n",
        "An argument whose rule is None gets nothing, but others further on do: pass over it, "
        "and walk on.",
    ),
    Misconception(
        "a rule of None is called",
        "contributions",
        "rule is not None and isinstance(arg, Array)",
        "isinstance(arg, Array)",
        "Where the table holds None, no gradient flows: leave that argument out.",
        trap="None where no gradient",
        taught="chain_rule",
    ),
    Misconception(
        "keywords are forgotten on the way back",
        "contributions",
        "*node.values, **node.params)",
        "*node.values)",
        "A rule is called with exactly what its op was called with: `dim=1` too, or the sum over "
        "rows is taken back as one over everything.",
        trap="then exactly what the op was called with",
        taught="chain_rule",
    ),
    Misconception(
        "a rule is handed the arrays",
        "contributions",
        "*node.values,",
        "*node.args,",
        "The node's `args` are Arrays: a rule that computes with them makes Arrays, and takes "
        "notes of it. Hand it the `values`.",
        trap="the same, with an ndarray in the place of every Array",
        taught="computation_graph",
    ),
    Misconception(
        "adding to a gradient goes unnoticed",
        "accumulate_grad",
        "changes.mark_changed(array.grad.value)",
        "pass",
        "Somebody may have computed with `.grad`. Whoever writes into memory calls `mark_changed`.",
        trap="the memory is marked as changed",
    ),
    Misconception(
        "the gradient passed in is ignored",
        "Differentiable.backward",
        "{id(self): start}",
        "{id(self): np.ones_like(start)}",
        "The walk starts with the gradient that the caller passes, and not always with ones.",
        trap="a tensor of this one's shape that weighs its elements",
    ),
    Misconception(
        "rules and parents are out of step",
        where="contributions",
        old="in zip(node.args, rules[node.op], strict=False)",
        new="in zip(parents(array), rules[node.op], strict=False)",
        says="There is a rule for each argument, constants too, and `parents` leaves constants "
        "out: in `2 * x` your x gets the rule of the 2. Go through `node.args` and the rules side "
        "by side, and pass over what is not an Array.",
    ),
    Misconception(
        "a rule is not told the result",
        where="contributions",
        old="rule(g, array.value, *node.values",
        new="rule(g, *node.values",
        says="It takes `g`, then the result `out`, and then the arguments. Without `out`, each of "
        "those stands one place too far in front.",
        trap="A rule takes `g`, the result `out`",
        taught="chain_rule",
    ),
    Misconception(
        "a rule is handed the result as an Array",
        where="contributions",
        old="rule(g, array.value, *node.values",
        new="rule(g, array, *node.values",
        says="`out` is the result's ndarray here, `array.value`. With the Array itself a rule "
        "would compute with Arrays, and take notes of it.",
    ),
    Misconception(
        "the first gradient is kept as it came",
        where="accumulate_grad",
        old="type(array)(np.array(g))",
        new="type(array)(g)",
        says="`g` may be the very memory of another gradient, or of a value, and will be written "
        "to; for a single number it may be a NumPy scalar. Make a copy: `np.array(g)`.",
    ),
    Misconception(
        "leaves are asked to contribute",
        where="backpropagate",
        old="if array.node is not None:",
        new="if True:",
        says="A leaf has no note to ask: its `node` is None. Visit it, and go on to the next one.",
    ),
    Misconception(
        ".grad is an ndarray",
        where="accumulate_grad",
        old="type(array)(np.array(g))",
        new="np.array(g)",
        says="`.grad` is what a user looks at, so it is a tensor: wrap the copy in the class of "
        "`array`.",
    ),
    Misconception(
        "an array hands on before it is visited",
        where="backpropagate",
        old="        visit(array, g)\n"
        "        if array.node is not None:\n"
        "            for parent, share in contribute(array, g):\n"
        "                key = id(parent)\n"
        "                totals[key] = totals[key] + share if key in totals else share\n",
        new="        if array.node is not None:\n"
        "            for parent, share in contribute(array, g):\n"
        "                key = id(parent)\n"
        "                totals[key] = totals[key] + share if key in totals else share\n"
        "        visit(array, g)\n",
        says="The visitor looks at the array while its note is still there; `contribute` may free "
        "it. Visit first.",
    ),
    Misconception(
        "the flags go no further",
        where="Differentiable.backward",
        old="self.mechanics(retain_graph, create_graph)",
        new="self.mechanics(None, False)",
        says="`retain_graph` and `create_graph` were meant for `mechanics`: hand both on.",
    ),
    Misconception(
        "the gradient is not handed on",
        where="Differentiable.backward",
        old="initial_cotangent(self, gradient, create_graph)",
        new="initial_cotangent(self, None, create_graph)",
        says="`gradient` weighs the elements of a result that is not a single number: hand it to "
        "`initial_cotangent`.",
        trap="a tensor of this one's shape that weighs its elements",
    ),
    Misconception(
        "a rule gets the result first",
        where="contributions",
        old="rule(g, array.value,",
        new="rule(array.value, g,",
        says="A rule gets `g` first, then the result `out`, and then what the op was called with.",
        trap="A rule takes `g`, the result `out`",
        taught="chain_rule",
    ),
    Misconception(
        "a parent that was used twice stands in one pair",
        where="contributions",
        old="    return found\n",
        new="    return list({id(arg): (arg, share) for arg, share in found}.values())\n",
        says="In `x * x` each of the two uses has a rule and a contribution of its own. A dict by "
        "`id` keeps the last one alone: return a list of pairs.",
        trap="parent that was used twice stands in two pairs",
    ),
    Misconception(
        "a total is asked whether it is true",
        where="backpropagate",
        old="        if g is None:\n",
        new="        if not g:\n",
        says="Of several numbers NumPy refuses to answer `not g`, and 0 counts as false. Ask "
        "whether anything has arrived: `g is None`.",
    ),
    Misconception(
        "every array is taken to have a total",
        where="backpropagate",
        old="totals.pop(id(array), None)",
        new="totals.pop(id(array))",
        says="Not every array of the order gets a contribution: a rule may be None. Then there is "
        "no total for it, and its turn is passed over.",
    ),
    Misconception(
        "a visit for each contribution",
        where="backpropagate",
        old="            for parent, share in contribute(array, g):\n",
        new="            for parent, share in contribute(array, g):\n"
        "                if parent.node is None:\n"
        "                    visit(parent, share)\n"
        "                    continue\n",
        says="A leaf is visited here whenever something arrives. It has its turn as all others do: "
        "the visitor is told of it once, when its total is complete.",
    ),
    Misconception(
        "an op without rules hands nothing on",
        where="contributions",
        old="rules[node.op]",
        new="rules.get(node.op, ())",
        says="It then looks like an op that has no gradient, and what lies behind it never "
        "learns. Look up `rules[op]`, which raises.",
        trap="raises RuntimeError for an op that has no rules",
    ),
    Misconception(
        "backward chooses for itself who visits and contributes",
        where="Differentiable.backward",
        old="self.mechanics(retain_graph, create_graph)",
        new="accumulate_grad, contributions",
        says="`autograd_mechanics` gives a Tensor another visitor and another way to contribute, "
        "and `mechanics` tells which: call `self.mechanics(retain_graph, create_graph)`.",
        trap="`self.mechanics` returns the last two",
    ),
    Misconception(
        "the first gradient is added to zeros of another dtype",
        where="accumulate_grad",
        old="type(array)(np.array(g))",
        new="type(array)(np.zeros(array.shape) + g)",
        says="`np.zeros(shape)` is float64, and makes all float64 that is added to it. `.grad` has "
        "the dtype of `g`: copy `g`, which needs no zeros.",
    ),
    Misconception(
        "totals are kept under the array itself",
        where="backpropagate",
        old="key = id(parent)",
        new="key = parent",
        says="Each total is looked up by `id(array)`, so what is entered under anything else is "
        "never found: enter it by `id(parent)`.",
        trap="Totals live in a dict while we walk, by `id(array)`",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "the order holds the loss alone",
        where="Differentiable.backward",
        old="toposort(self, parents)",
        new="[self]",
        says="Only what stands in the order has its turn, and the leaves must have theirs: let "
        "`toposort` find all that this tensor was made from.",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "the first total is kept under the tensor itself",
        where="Differentiable.backward",
        old="{id(self): start}",
        new="{self: start}",
        says="`backpropagate` looks totals up by `id(array)`, and finds none: nobody has a turn. "
        "Enter the first one by `id(self)`.",
        trap="Totals live in a dict while we walk, by `id(array)`",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "the walk is never begun",
        where="Differentiable.backward",
        old="backpropagate(toposort",
        new="(toposort",
        says="All is ready then, and nobody goes: call `backpropagate` with the order, the first "
        "total, the visitor and the way to contribute.",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "leaves are left alone, and results are not",
        where="accumulate_grad",
        old="if array.node is not None:",
        new="if array.node is None:",
        says="A leaf is what has no node. It is the one that keeps a gradient: return for those "
        "whose `node` is not None.",
        trap="that of leaves that require one",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "arrays are left out, and constants are not",
        where="contributions",
        old="isinstance(arg, Array)",
        new="not isinstance(arg, Array)",
        says="The pairs are for the arguments that are an Array; a constant wants no gradient. "
        "This test is turned around.",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "leaves are never visited",
        where="backpropagate",
        old="        visit(array, g)\n        if array.node is not None:\n",
        new="        if array.node is not None:\n            visit(array, g)\n",
        says="The visitor is told of each array that has got a gradient, whether it has a node or "
        "not. It is only `contribute` that leaves are not asked for.",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "the first of the order has no turn",
        where="backpropagate",
        old="    while order:\n",
        new="    while len(order) > 1:\n",
        says="The first array of the order is a leaf, and it gets a gradient like any other: walk "
        "until nothing is left.",
        outcome="every .grad stays as it was",
    ),
    Misconception(
        "the flags change places",
        where="Differentiable.backward",
        old="self.mechanics(retain_graph, create_graph)",
        new="self.mechanics(create_graph, retain_graph)",
        says="`mechanics` takes `retain_graph` first, and then `create_graph`.",
    ),
    Misconception(
        "the start is not told of create_graph",
        where="Differentiable.backward",
        old="initial_cotangent(self, gradient, create_graph)",
        new="initial_cotangent(self, gradient)",
        says="With `create_graph` the gradient that is passed in keeps its history, which it loses "
        "as an ndarray: hand the flag to `initial_cotangent`, too.",
        trap="`initial_cotangent` takes `create_graph`, too",
    ),
    Misconception(
        "arguments and rules must be as many",
        where="contributions",
        old="strict=False",
        new="strict=True",
        says="Some ops have fewer rules than arguments, and some have rules without end: stop "
        "where either ends.",
        trap="stop where either ends",
    ),
    Misconception(
        "the first contribution is all that is returned",
        where="contributions",
        old="    return found\n",
        new="            return found\n    return found\n",
        says="`return` stands inside the loop, and ends it: the other parents get nothing. "
        "Move it to the left.",
    ),
    Misconception(
        "a rule gets 1 and not the total",
        where="contributions",
        old="rule(g, array.value",
        new="rule(1, array.value",
        says="`g` is what has arrived at this array, and each rule multiplies by it.",
    ),
    Misconception(
        "the gradient of a Tensor is an Array",
        where="accumulate_grad",
        old="type(array)(np.array(g))",
        new="Array(np.array(g))",
        says="Users have Tensors, with methods that an Array lacks: make one of the class of "
        "`array`.",
    ),
    Misconception(
        "what got nothing is visited",
        where="backpropagate",
        old="        if g is None:\n            continue\n",
        new="",
        says="There is no total where every rule was None: pass over such an array.",
    ),
    Misconception(
        "every rule is handed a 1",
        where="contributions",
        old="rule(g, array.value",
        new="rule(1.0, array.value",
        says="A rule is told what arrived at the result, and makes of it what goes on. With a 1, "
        "each step hands on its own slope, and forgets all the steps behind it: give it `g`.",
        trap="A rule is called with `g`",
    ),
    Misconception(
        "every rule is handed ones",
        where="contributions",
        old="rule(g, array.value",
        new="rule(np.ones_like(array.value), array.value",
        says="Ones are where the walk starts, at the root. Everywhere else something has arrived, "
        "and the rule needs that: `g`.",
        trap="A rule is called with `g`",
    ),
    Misconception(
        "g is multiplied behind the rule",
        where="contributions",
        old="unbroadcast(rule(g, array.value, *node.values, **node.params), arg.shape)",
        new="unbroadcast(\n"
        "                g * rule(np.ones_like(array.value), array.value, *node.values, "
        "**node.params),\n"
        "                arg.shape,\n"
        "            )",
        says="That is right only where each element goes its own way. A matrix product or a sum "
        "mixes elements: its rule must get `g` itself, and multiplies by it in its own manner.",
        trap="A rule is called with `g`",
    ),
    Misconception(
        "a gradient gets new memory",
        where="accumulate_grad",
        old="array.grad.value += g",
        new="array.grad.value = np.asarray(array.grad.value + g)",
        says="The tensor is the same, but its memory is not: whoever holds its ndarray sees the "
        "old numbers. `+=` adds in place.",
        trap="After that `g` is added in place",
    ),
]
