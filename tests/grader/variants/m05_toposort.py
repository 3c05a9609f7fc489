"""Wrong answers to m05 topological sort."""

from grader.feedback.diagnosis.general_mistake import SEQUENCE
from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a queue and a list, turned around",
        "a node is written down when it is first seen, breadth first",
        "toposort",
        """
        def toposort(root, parents):
            from collections import deque

            found, queue = {}, deque([root])
            while queue:
                child = queue.popleft()
                if id(child) in found:
                    continue
                found[id(child)] = child
                made_from = list(parents(child))
                queue.extend(made_from)
            nodes = list(found.values())
            return list(reversed(nodes))
        """,
        {
            "found, queue =": "asked, uses = {}, {}\n            found, queue =",
            "queue.extend(made_from)\n": "queue.extend(made_from)\n"
            "                asked[id(child)] = made_from\n"
            "                for parent in made_from:\n"
            "                    uses[id(parent)] = uses.get(id(parent), 0) + 1\n",
            "nodes = list(found.values())": "nodes, ready = [], [root]\n"
            "            while ready:\n"
            "                nodes.append(ready.pop())\n"
            "                for parent in asked[id(nodes[-1])]:\n"
            "                    uses[id(parent)] -= 1\n"
            "                    if not uses[id(parent)]:\n"
            "                        ready.append(parent)",
        },
    ),
    Variant(
        "counts children, as Kahn did, and forgets to turn around",
        "children before parents",
        "toposort",
        """
        def toposort(root, parents):
            asked, children, todo = {}, {id(root): 0}, [root]
            while todo:
                node = todo.pop()
                if id(node) not in asked:
                    asked[id(node)] = list(parents(node))
                    for parent in asked[id(node)]:
                        children[id(parent)] = children.get(id(parent), 0) + 1
                        todo.append(parent)
            ready, order = [root], []
            while ready:
                node = ready.pop()
                order.append(node)
                for parent in asked[id(node)]:
                    children[id(parent)] -= 1
                    if children[id(parent)] == 0:
                        ready.append(parent)
            return order
        """,
        {"return order": "return list(reversed(order))"},
    ),
    Variant(
        "a recursive search with a nested function and a dict",
        "recursion",
        "toposort",
        """
        def toposort(root, parents):
            placed = {}

            def place(node):
                for parent in parents(node):
                    if id(parent) not in placed:
                        place(parent)
                placed[id(node)] = node

            place(root)
            return list(placed.values())
        """,
        {
            "place(root)\n": "stack, entered = [(root, iter(parents(root)))], {id(root)}\n"
            "            while stack:\n"
            "                node, rest = stack[-1]\n"
            "                fresh = next((p for p in rest if id(p) not in entered), stack)\n"
            "                if fresh is stack:\n"
            "                    placed[id(node)] = node\n"
            "                    stack.pop()\n"
            "                else:\n"
            "                    entered.add(id(fresh))\n"
            "                    stack.append((fresh, iter(parents(fresh))))\n"
        },
    ),
    Variant(
        "a list of those who are done, and `in`",
        ("nodes are told apart by ==", "a list of nodes remembers what was seen"),
        "toposort",
        """
        def toposort(root, parents):
            order, known, work = [], [], [(False, root)]
            while work:
                finished, node = work.pop()
                if finished:
                    order.append(node)
                elif node not in known:
                    known.append(node)
                    work.append((True, node))
                    work.extend((False, parent) for parent in parents(node))
            return order
        """,
        {
            "order, known, work = [], [],": "order, known, work = [], set(),",
            "node not in known:": "id(node) not in known:",
            "known.append(node)": "known.add(id(node))",
        },
    ),
    Variant(
        "goes to the first parent of each",
        None,
        "toposort",
        """
        def toposort(root, parents):
            order, seen, work = [], set(), [(False, root)]
            while work:
                finished, node = work.pop()
                if finished:
                    order.append(node)
                elif id(node) not in seen:
                    seen.add(id(node))
                    work.append((True, node))
                    work.extend((False, parent) for parent in list(parents(node))[:1])
            return order
        """,
        {"list(parents(node))[:1]": "parents(node)"},
    ),
    Variant(
        "a set of the nodes that the loop meets",
        "a set holds nodes in place of their ids",
        "toposort",
        """
        def toposort(root, parents):
            order, seen = [], {id(root)}
            stack = [(root, iter(parents(root)))]
            while stack:
                node, remaining = stack[-1]
                for parent in remaining:
                    key = parent
                    if key not in seen:
                        seen.add(key)
                        stack.append((parent, iter(parents(parent))))
                        break
                else:
                    order.append(node)
                    stack.pop()
            return order
        """,
        {"key = parent": "key = id(parent)"},
    ),
    Variant(
        "an iterator that runs backwards",
        SEQUENCE,
        "toposort",
        """
        def toposort(root, parents):
            order, seen, stack = [], set(), [(root, False)]
            while stack:
                node, ready = stack.pop()
                if ready:
                    order.append(node)
                elif id(node) not in seen:
                    seen.add(id(node))
                    stack.append((node, True))
                    stack.extend((parent, False) for parent in parents(node))
            order.reverse()
            return reversed(order)
        """,
        {"order.reverse()\n            return reversed(order)": "return order"},
    ),
    Variant(
        "goes through all that was seen, one by one",
        "what was seen is looked up in a list",
        "toposort",
        """
        def toposort(root, parents):
            order, seen, stack = [], [], [(root, False)]
            while stack:
                node, ready = stack.pop()
                if ready:
                    order.append(node)
                elif not any(node is each for each in seen):
                    seen.append(node)
                    stack.append((node, True))
                    stack.extend((parent, False) for parent in parents(node))
            return order
        """,
        {
            "not any(node is each for each in seen)": "id(node) not in seen",
            "seen.append(node)": "seen.add(id(node))",
            "[], [], [": "[], set(), [",
        },
    ),
    Variant(
        "nothing for a root that is nothing",
        "a root of None is taken for no root",
        "toposort",
        """
        def toposort(root, parents):
            order, done = [], {}
            stack = [(root, False)]
            if root is None:
                stack.clear()
            while stack:
                node, is_open = stack.pop()
                if is_open:
                    order.append(node)
                elif id(node) not in done:
                    done[id(node)] = node
                    stack.append((node, True))
                    stack.extend((parent, False) for parent in parents(node))
            return order
        """,
        {"            if root is None:\n                stack.clear()\n": ""},
    ),
    Variant(
        "goes down every way, with a flag on the stack",
        "every way to a node is walked",
        "toposort",
        """
        def toposort(root, parents):
            order, stack = [], [(root, False)]
            while stack:
                node, ready = stack.pop()
                if ready:
                    order.append(node)
                else:
                    stack.append((node, True))
                    stack.extend((parent, False) for parent in parents(node))
            return order
        """,
        {
            "order, stack = [], [": "order, seen, stack = [], set(), [",
            "                else:": "                elif id(node) not in seen:\n"
            "                    seen.add(id(node))",
        },
    ),
    Variant(
        "counts in a list of ids",
        "what was seen is looked up in a list",
        "toposort",
        """
        def toposort(root, parents):
            found, met, stack = [], [id(root)], [(root, iter(parents(root)))]
            while stack:
                node, left = stack[-1]
                fresh = next((p for p in left if met.count(id(p)) == 0), stack)
                if fresh is stack:
                    found.append(node)
                    stack.pop()
                else:
                    met.append(id(fresh))
                    stack.append((fresh, iter(parents(fresh))))
            return found
        """,
        {
            "[id(root)],": "{id(root)},",
            "met.count(id(p)) == 0": "id(p) not in met",
            "met.append": "met.add",
        },
    ),
    Variant(
        "a recursive visit that looks through the list",
        (
            "a recursive walk looks for nodes in its list",
            "a node is looked for in the list of what is written down",
            "recursion",
        ),
        "toposort",
        """
        def toposort(root, parents):
            found = []

            def visit(node):
                for parent in parents(node):
                    visit(parent)
                if node not in found:
                    found.append(node)

            visit(root)
            return found
        """,
        {
            "            def visit(node):\n"
            "                for parent in parents(node):\n"
            "                    visit(parent)\n"
            "                if node not in found:\n"
            "                    found.append(node)\n\n"
            "            visit(root)\n": "            seen, stack = set(), [(root, False)]\n"
            "            while stack:\n"
            "                node, ready = stack.pop()\n"
            "                if ready:\n"
            "                    found.append(node)\n"
            "                elif id(node) not in seen:\n"
            "                    seen.add(id(node))\n"
            "                    stack += [(node, True), *((p, False) for p in parents(node))]\n",
        },
    ),
]
