"""Wrong answers to m09 autograd mechanics."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a class that contributes, with the graph always kept",
        "the graph is never freed",
        "contributor",
        """
        def contributor(retain_graph=None, create_graph=False):
            class Contributor:
                def __call__(self, array, g):
                    looks = as_recorded(array)
                    if create_graph:
                        looks = with_history(array, looks)
                    return self.let_go(array, list(contributions(looks, g)))

                def let_go(self, array, pairs):
                    keeps = True
                    array.node = array.node if keeps else FREED
                    return pairs

            return Contributor()
        """,
        {"keeps = True": "keeps = create_graph if retain_graph is None else retain_graph"},
    ),
    Variant(
        "frees what nobody has asked to keep",
        "the graph under a gradient is freed",
        "contributor",
        """
        def contributor(retain_graph=None, create_graph=False):
            def contribute(array, g):
                looks = as_recorded(array)
                looks = with_history(array, looks) if create_graph else looks
                pairs = contributions(looks, g)
                if retain_graph is not True:
                    array.node = FREED
                return pairs

            return contribute
        """,
        {
            "if retain_graph is not True:": "if not (retain_graph or "
            "(create_graph and retain_graph is None)):"
        },
    ),
    Variant(
        "checks what the rules take, and not what they made",
        "only arguments are watched for changes",
        "as_recorded",
        """
        def as_recorded(array):
            note = array.node
            checked = []
            for value in note.values:
                checked.append(changes.as_recorded(value, note.version))
            note = note._replace(values=tuple(checked), params=rule_params(array))
            result = array.value
            return Array(result, True, note)
        """,
        {"result = array.value": "result = changes.as_recorded(array.value, note.version)"},
    ),
    Variant(
        "asks the clock alone",
        "any change anywhere raises the alarm",
        "as_recorded",
        """
        def as_recorded(array):
            note = array.node
            late = changes.now() > note.version
            if late:
                raise RuntimeError("a value was changed in place")
            check = lambda value: changes.as_recorded(value, note.version)
            values = tuple(map(check, note.values))
            looks = note._replace(values=values, params=rule_params(array))
            return Array(check(array.value), True, looks)
        """,
        {
            "            if late:\n"
            '                raise RuntimeError("a value was changed in place")\n': ""
        },
    ),
    Variant(
        "hands out every Array that it finds",
        "with create_graph nobody minds changes",
        "with_history",
        """
        def with_history(array, seen):
            def holder(arg, value):
                fits = isinstance(arg, Array)
                return arg if fits else value

            values = map(holder, array.node.args, seen.node.values)
            note = array.node._replace(values=tuple(values))
            return Array(holder(array, seen.value), True, note)
        """,
        {"fits = isinstance(arg, Array)": "fits = isinstance(arg, Array) and arg.value is value"},
    ),
    Variant(
        "adds the second gradient to nothing",
        "a second gradient with a graph replaces the first",
        "accumulate_recorded",
        """
        def accumulate_recorded(array, g):
            if array.node is not None:
                return
            before = None
            array.grad = clone(g) if before is None else before + g
        """,
        {"before = None": "before = array.grad"},
    ),
    Variant(
        "walks from each output by itself, but the first alone",
        "only the first output is walked",
        "roots",
        """
        def roots(outputs, cotangents):
            def made_from(array):
                return tuple(outputs) if array is None else parents(array)

            everything = [array for array in toposort(None, made_from) if array is not None]
            totals = {id(output): 0 for output in outputs[:1]}
            for output, g in zip(outputs[:1], cotangents):
                totals[id(output)] = totals[id(output)] + g
            return everything, totals
        """,
        {
            "for output in outputs[:1]}": "for output in outputs}",
            "zip(outputs[:1], cotangents)": "zip(outputs, cotangents)",
        },
    ),
    Variant(
        "grad leaves its gradients in .grad as well",
        "grad also fills .grad",
        "find_gradients",
        """
        def find_gradients(outputs, cotangents, inputs, retain_graph=None, create_graph=False):
            totals = {}

            def visit(array, g):
                if any(array is x for x in inputs):
                    totals[id(array)] = g
                if not isinstance(g, Array):
                    accumulate_grad(array, np.array(g))

            run_backward(outputs, cotangents, visit, retain_graph, create_graph)
            answer = [totals.get(id(x)) for x in inputs]
            for number, (x, g) in enumerate(zip(inputs, answer, strict=True)):
                if g is not None and not isinstance(g, Array):
                    answer[number] = type(x)(np.array(g))
            return answer
        """,
        {
            "                if not isinstance(g, Array):\n"
            "                    accumulate_grad(array, np.array(g))\n": ""
        },
    ),
    Variant(
        "grad for a leaf by its place among the inputs",
        "grad knows leaves only",
        "find_gradients",
        """
        def find_gradients(outputs, cotangents, inputs, retain_graph=None, create_graph=False):
            answer = [None for _ in inputs]

            def visit(array, g):
                for number, x in enumerate(inputs):
                    if x is array and is_asked(x):
                        answer[number] = g if isinstance(g, Array) else type(x)(np.array(g))

            def is_asked(x):
                return x.is_leaf

            run_backward(outputs, cotangents, visit, retain_graph, create_graph)
            return answer
        """,
        {"return x.is_leaf": "return x.requires_grad"},
    ),
    Variant(
        "gives half of each gradient",
        None,
        "find_gradients",
        """
        def find_gradients(outputs, cotangents, inputs, retain_graph=None, create_graph=False):
            answer = [None for _ in inputs]

            def visit(array, g):
                g = g / 2
                for number, x in enumerate(inputs):
                    if x is array:
                        answer[number] = g if isinstance(g, Array) else type(x)(np.array(g))

            run_backward(outputs, cotangents, visit, retain_graph, create_graph)
            return answer
        """,
        {"                g = g / 2\n": ""},
    ),
    Variant(
        "one order behind the other",
        "each output is put in order by itself",
        "roots",
        """
        def roots(outputs, cotangents):
            line, totals = [], {}
            for output, g in zip(outputs, cotangents):
                line.extend(toposort(output, parents))
                before = totals.get(id(output))
                totals[id(output)] = g if before is None else before + g
            return line, totals
        """,
        {
            "line.extend(toposort(output, parents))\n": "line = list(outputs)\n",
            "return line, totals": (
                "whole = toposort(line, lambda a: line if a is line else parents(a))\n"
                "            return whole[:-1], totals"
            ),
        },
    ),
    Variant(
        "a table of whatever comes by",
        "grad hands out ndarrays",
        "find_gradients",
        """
        def find_gradients(outputs, cotangents, inputs, retain_graph=None, create_graph=False):
            totals = {id(x): None for x in inputs}

            def note(array, total):
                if id(array) in totals:
                    totals[id(array)] = total if create_graph else total.copy()

            run_backward(outputs, cotangents, note, retain_graph, create_graph)
            return [wrapped(x, totals[id(x)]) for x in inputs]


        def wrapped(x, total):
            return total
        """,
        {
            "return total\n": "return type(x)(np.array(total)) "
            "if total is not None and not isinstance(total, Array) else total\n"
        },
    ),
]
