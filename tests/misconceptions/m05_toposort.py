"""Known wrong ways to sort topologically, each with a word for whoever wrote it."""

from grader.feedback.known_misconceptions import Misconception

WALK = """    order, seen, stack = [], set(), [root]
    while stack:
        node = stack.pop()
        if node is _DONE:
            order.append(stack.pop())
        elif (key := id(node)) not in seen:
            seen.add(key)
            stack += (node, _DONE)
            stack += parents(node)
    return order"""

ITERATORS = """    order, seen = [], {id(root)}
    stack = [(root, iter(parents(root)))]
    while stack:
        node, remaining = stack[-1]
        for parent in remaining:
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append((parent, iter(parents(parent))))
                break
        else:
            order.append(node)
            stack.pop()
    return order"""

MISCONCEPTIONS = [
    Misconception(
        "children before parents",
        "toposort",
        old="return order",
        new="return order[::-1]",
        says="Your order is the right one, backwards: the root should be last, after everything it "
        "was made from.",
    ),
    Misconception(
        "recursion",
        "toposort",
        old=WALK,
        new="""    order, seen = [], set()

    def visit(node: Any) -> None:
        if id(node) not in seen:
            seen.add(id(node))
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order""",
        says="Your order is right, but a function that calls itself for each parent runs out of "
        "Python's stack at a depth of about 1,000, and a higher limit lets Python itself crash. "
        "Keep "
        "your own stack, in a list.",
    ),
    Misconception(
        "recursion with a higher limit",
        "toposort",
        old=WALK,
        new="""    import sys

    sys.setrecursionlimit(10**6)
    order, seen = [], set()

    def visit(node: Any) -> None:
        if id(node) not in seen:
            seen.add(id(node))
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order""",
        says="Your order is right, but `sys.setrecursionlimit` makes no stack any larger: on most "
        "machines some depth still ends the whole process. Keep the way back in a list of your "
        "own.",
    ),
    Misconception(
        "a node is written down when it is first seen, breadth first",
        "toposort",
        old=WALK,
        new="""    order, seen = [root], {id(root)}
    for node in order:
        for parent in parents(node):
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    return order[::-1]""",
        says="You sort nodes by their shortest way to the root. A node that is used both nearby "
        "and far away must wait for the far one: its place follows from the longest way.",
    ),
    Misconception(
        "a node is written down when it is taken from the stack",
        "toposort",
        old=WALK,
        new="""    order, seen, stack = [], {id(root)}, [root]
    while stack:
        node = stack.pop()
        order.append(node)
        for parent in parents(node):
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append(parent)
    return order[::-1]""",
        says="Another node may still have to come before it, on a path not walked yet. Write it "
        "down once all its parents have been written down.",
    ),
    Misconception(
        "a node is written down when it is pushed",
        "toposort",
        old=WALK,
        new="""    order, seen, stack = [root], {id(root)}, [root]
    while stack:
        for parent in parents(stack.pop()):
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
                stack.append(parent)
    return order[::-1]""",
        says="That is too early, also if the list is turned around at the end: where d is made "
        "from a and c, and c from a, then a and c may come the wrong way round. A node's "
        "turn comes when all its parents have theirs.",
        trap="pushed* onto the stack, before its parents",
    ),
    Misconception(
        "a node is marked as seen when it is pushed",
        "toposort",
        old=WALK,
        new="""    order, seen, stack = [], {id(root)}, [root]
    while stack:
        node = stack.pop()
        if node is _DONE:
            order.append(stack.pop())
            continue
        stack += (node, _DONE)
        for parent in parents(node):
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append(parent)
    return order""",
        says="There it only waits: whoever needs it first passes it over, and comes before it in "
        "the list. Mark a node when you take it off the stack.",
        trap="marking a node as seen",
    ),
    Misconception(
        "a node is looked for in the list of what is written down",
        "toposort",
        old=WALK,
        new=WALK.replace("(key := id(node)) not in seen:", "node not in order:").replace(
            "            seen.add(key)\n", ""
        ),
        says="`in` compares with `==`, which not all nodes have, and looks through the whole list "
        "each time. Keep a set of what was seen, by `id(node)`.",
    ),
    Misconception(
        "what was seen is looked up in a list",
        "toposort",
        old=WALK,
        new=WALK.replace("[], set(), [root]", "[], [], [root]").replace("seen.add", "seen.append"),
        says="Your order is right, but `in` looks through all of a list, for each node once more: "
        "the time grows with the square of their number. A set finds an `id` at once.",
    ),
    Misconception(
        "nothing is remembered as seen",
        "toposort",
        old=WALK,
        new=ITERATORS.replace("if id(parent) not in seen:", "if True:"),
        says="A node that can be reached in two ways is there twice, and where diamonds stand on "
        "diamonds the number of ways doubles with each. Remember what you have seen.",
    ),
    Misconception(
        "nodes are told apart by ==",
        "toposort",
        old=WALK,
        new=ITERATORS.replace("if id(parent) not in seen:", "if parent not in order:"),
        says="`in` asks whether two nodes are equal, in a set as well as in a list. But two nodes "
        "with equal contents are still two, and some can't be compared, or have no hash. Keep "
        "`id(node)` of each, and look that up.",
    ),
    Misconception(
        "a list of nodes remembers what was seen",
        "toposort",
        old=WALK,
        new=WALK.replace("set()", "[]")
        .replace("(key := id(node)) not in", "node not in")
        .replace("seen.add(key)", "seen.append(node)"),
        says="`in` asks a list for a node that is equal, `==`, and looks through all of it. Some "
        "nodes can't be compared, and two with equal contents are still two. Keep `id(node)`, in "
        "a set.",
    ),
    Misconception(
        "nodes are told apart by their hash",
        "toposort",
        old=WALK,
        new=WALK.replace("id(node)", "node"),
        says="A set of nodes needs a hash from each, and takes equal ones for the same. Keep "
        "`id(node)` in the set instead.",
    ),
    Misconception(
        "what was seen is remembered between calls",
        "toposort",
        old=WALK,
        new=ITERATORS.replace(
            "order, seen = [], {id(root)}",
            "order, seen = [], vars(toposort).setdefault('seen', set())\n    seen.add(id(root))",
        ),
        says="The second call leaves out what the first had seen. What a call remembers must begin "
        "empty each time: a set outside the function, or a default argument, does not.",
    ),
    Misconception(
        "nodes that count as false are skipped",
        "toposort",
        old=WALK,
        new=ITERATORS.replace(
            "if id(parent) not in seen:", "if parent and id(parent) not in seen:"
        ),
        says="`if parent` is meant to ask whether there is one, but 0, None and an empty string "
        "are nodes too, and a tensor may refuse to say whether it is true.",
    ),
    Misconception(
        "parents are taken out of the graph's own list",
        "toposort",
        old=WALK,
        new="""    order, seen = [], {id(root)}
    stack = [(root, parents(root))]
    while stack:
        node, remaining = stack[-1]
        if remaining:
            parent = remaining.pop()
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append((parent, parents(parent)))
        else:
            order.append(node)
            stack.pop()
    return order""",
        says="What `parents` gives you belongs to somebody's graph, and is empty afterwards; and "
        "not everything that can be walked through has a `pop`. Use an iterator.",
    ),
    Misconception(
        "a node is asked again whenever the walk comes back to it",
        "toposort",
        old=WALK,
        new="""    order, seen, stack = [], {id(root)}, [root]
    while stack:
        node = stack[-1]
        unseen = [parent for parent in parents(node) if id(parent) not in seen]
        if unseen:
            seen.add(id(unseen[0]))
            stack.append(unseen[0])
        else:
            order.append(node)
            stack.pop()
    return order""",
        says="All its parents are looked through each time: where they are many, that is "
        "quadratic. Keep an iterator, which knows where it stopped.",
    ),
    Misconception(
        "the root is left out",
        "toposort",
        old="order.append(stack.pop())",
        new="order += [stack.pop()] * bool(stack)",
        says="It is a node like all others, and the last one.",
    ),
    Misconception(
        "a root of None is taken for no root",
        where="toposort",
        old="[], set(), [root]\n",
        new="[], set(), [] if root is None else [root]\n",
        says="Anything can be a node, None as well as 0: it stands in its own list.",
        trap="anything can be a node, even 0 or None",
    ),
    Misconception(
        "every way to a node is walked",
        where="toposort",
        old=WALK,
        new=WALK.replace("elif (key := id(node)) not in seen:", "else:").replace(
            "            seen.add(key)\n", ""
        ),
        says="A node is written down once for each way that leads to it, and where diamonds stand "
        "on diamonds, each doubles the number of ways. Keep the `id` of what was seen, and pass it "
        "over.",
    ),
    Misconception(
        "the list of what is written down is searched at each step",
        where="toposort",
        old=WALK,
        new="""    order, stack = [], [root]
    while stack:
        node = stack[-1]
        left = [p for p in parents(node) if not any(p is each for each in order)]
        if left:
            stack += left
        else:
            stack.pop()
            if not any(node is each for each in order):
                order.append(node)
    return order""",
        says="Your order is right, but to find a node in a list, all of it is looked through: the "
        "time grows with the square of the number of nodes. A set of ids finds it at once. And "
        "ask each node once for its parents: keep what is left of them on the stack.",
    ),
    Misconception(
        "a recursive walk looks for nodes in its list",
        where="toposort",
        old=WALK,
        new="""    order = []

    def visit(node: Any) -> None:
        for parent in parents(node):
            visit(parent)
        if node not in order:
            order.append(node)

    visit(root)
    return order""",
        says="Three things are in the way: `in` asks whether nodes are equal, which some can't "
        "say; each way to a node is walked once more; and calls within calls end at a depth of "
        "about 1,000. Keep a stack of your own, and a set of the ids that were seen.",
    ),
    Misconception(
        "a recursive walk asks first and looks in its list",
        where="toposort",
        old=WALK,
        new="""    order = []

    def visit(node: Any) -> None:
        if node not in order:
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order""",
        says="`in` asks whether nodes are equal, and some can't say; it also looks through the "
        "whole list. And calls within calls end at a depth of about 1,000. A set of ids, and a "
        "stack of your own, have neither trouble.",
    ),
    Misconception(
        "every way is walked, and the list is searched in the end",
        where="toposort",
        old=WALK,
        new=WALK.replace("elif (key := id(node)) not in seen:", "else:")
        .replace("            seen.add(key)\n", "")
        .replace(
            "order.append(stack.pop())",
            "node = stack.pop()\n"
            "            if node not in order:\n"
            "                order.append(node)",
        ),
        says="Asking only before a node is written down is late: by then all that it was made from "
        "was walked once more, on each way to it. And `in` asks the whole list for a node that is "
        "equal. Keep the ids of what was seen in a set, and ask it when a node is taken up.",
    ),
    Misconception(
        "a set holds nodes in place of their ids",
        where="toposort",
        old=WALK,
        new=ITERATORS.replace("if id(parent) not in seen:", "if parent not in seen:").replace(
            "seen.add(id(parent))", "seen.add(parent)"
        ),
        says="To look a node up, a set asks for its hash, which not all nodes have, and then "
        "whether it equals another, as two that are not the same may. An `id` is a plain number, "
        "and every node's own: keep that.",
    ),
]
