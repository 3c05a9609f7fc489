"""Wrong answers to m01 scalars."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "a loop over both, each with its own number",
        "a product hands on to each its own number",
        "Value.__mul__",
        """
        def __mul__(self, other):
            factors = (self, as_value(other))

            def hand_on(g):
                for i, factor in enumerate(factors):
                    factor.grad = factor.grad + factors[i].data * g

            return Value(factors[0].data * factors[1].data, factors, hand_on)
        """,
        {"factors[i]": "factors[1 - i]"},
    ),
    Variant(
        "sets what there is only one of",
        "a sum's gradient replaces what was there",
        "Value.__add__",
        """
        def __add__(self, other):
            operands = (self, as_value(other))

            def hand_on(g):
                for each in operands:
                    setattr(each, "grad", g)

            return Value(sum(each.data for each in operands), operands, hand_on)
        """,
        {'setattr(each, "grad", g)': 'setattr(each, "grad", each.grad + g)'},
    ),
    Variant(
        "notes whoever it meets",
        "a value is written down before its parents",
        "Value.history",
        """
        def history(self):
            order, met = [], {}

            def note(value):
                if id(value) in met:
                    return
                met[id(value)] = value
                order.append(value)
                [note(parent) for parent in value.parents]

            note(self)
            return order
        """,
        {
            "order.append(value)\n                [note(parent) for parent in value.parents]": (
                "[note(parent) for parent in value.parents]\n                order.append(value)"
            )
        },
    ),
    Variant(
        "slope of what comes out of the curve again",
        "tanh is squashed once more for its slope",
        "Value.tanh",
        """
        def tanh(self):
            out = Value(math.tanh(self.data), (self,))

            def hand_on(g):
                t = math.tanh(out.data)
                self.grad += (1 - t * t) * g

            out.hand_on = hand_on
            return out
        """,
        {"t = math.tanh(out.data)": "t = out.data"},
    ),
    Variant(
        "clears the gradients of another list",
        "each step adds to the gradients of the last",
        "descend",
        """
        def descend(loss, parameters, lr):
            for p in loss.parents:
                p.grad = 0.0
            loss.backward()
            for p in parameters:
                p.data = p.data - lr * p.grad
        """,
        {"for p in loss.parents:": "for p in parameters:"},
    ),
    Variant(
        "steps of the same length",
        None,
        "descend",
        """
        def descend(loss, parameters, lr):
            for p in parameters:
                p.grad = 0.0
            loss.backward()
            for p in parameters:
                slope = math.copysign(1.0, p.grad)
                p.data -= lr * slope
        """,
        {"slope = math.copysign(1.0, p.grad)": "slope = p.grad"},
    ),
    Variant(
        "one step back, and no further",
        "the walk starts in the past",
        "Value.backward",
        """
        def backward(self):
            self.grad = 1.0
            walk = [self]
            for value in walk:
                value.hand_on(value.grad)
        """,
        {"walk = [self]": "walk = self.history()[::-1]"},
    ),
    Variant(
        "reads the number of whatever comes",
        "a product takes no plain numbers",
        "Value.__mul__",
        """
        def __mul__(self, other):
            right = other
            product = Value(self.data * right.data, (self, right))

            def both(g):
                self.grad = self.grad + right.data * g
                right.grad = right.grad + self.data * g

            product.hand_on = both
            return product
        """,
        {"right = other": "right = as_value(other)"},
    ),
    Variant(
        "a past that nobody is written into",
        None,
        "Value.history",
        """
        def history(self):
            order, done = [], set()

            def visit(v):
                if v in done:
                    return
                done.add(v)
                for p in v.parents:
                    visit(p)
                [].append(v)

            visit(self)
            return order
        """,
        {"[].append(v)": "order.append(v)"},
    ),
    Variant(
        "names the rule, and does not call it",
        None,
        "Value.backward",
        """
        def backward(self):
            self.grad = 1.0
            for v in reversed(self.history()):
                v.hand_on, v.grad
        """,
        {"v.hand_on, v.grad": "v.hand_on(v.grad)"},
    ),
    Variant(
        "a queue, read backwards",
        "the history is in the order of distance",
        "Value.history",
        """
        def history(self):
            order, waiting = [], [self]
            while waiting:
                v = waiting.pop(0)
                if v not in order:
                    order.append(v)
                    waiting.extend(v.parents)
            return order[::-1]
        """,
        {
            "return order[::-1]": "found = {}\n"
            "            while len(found) < len(order):\n"
            "                ready = [v for v in order if all(p in found for p in v.parents)]\n"
            "                found.update(dict.fromkeys(ready))\n"
            "            return list(found)"
        },
    ),
    Variant(
        "the value and what it was made from",
        "the history goes back one step alone",
        "Value.history",
        """
        def history(self):
            order, seen = [], set()

            def visit(v, goes_on):
                if v not in seen:
                    seen.add(v)
                    for p in v.parents if goes_on else ():
                        visit(p, False)
                    order.append(v)

            visit(self, True)
            return order
        """,
        {"visit(p, False)": "visit(p, True)"},
    ),
    Variant(
        "goes back from each parent in turn",
        "each parent hands on as soon as it is reached",
        "Value.backward",
        """
        def backward(self):
            def go_back(value):
                value.hand_on(value.grad)
                for parent in value.parents:
                    go_back(parent)

            self.grad = 1.0
            go_back(self)
        """,
        {
            "for parent in value.parents:\n                    go_back(parent)": "value.parents",
            "go_back(self)": "[go_back(value) for value in self.history()[::-1]]",
        },
    ),
    Variant(
        "hands its parents their own gradients",
        "each parent hands on as soon as it is reached",
        "Value.backward",
        """
        def backward(self, grad=1.0):
            self.grad = grad
            self.hand_on(grad)
            for each in self.parents:
                each.backward(each.grad)
        """,
        {
            "for each in self.parents:": "for each in self.history()[-2::-1]:",
            "each.backward(each.grad)": "each.hand_on(each.grad)",
        },
    ),
    Variant(
        "has its parents do the same",
        "each parent begins a backward of its own",
        "Value.backward",
        """
        def backward(self):
            self.grad = 1.0
            self.hand_on(self.grad)
            for each in self.parents:
                each.backward()
        """,
        {
            "for each in self.parents:": "for each in self.history()[-2::-1]:",
            "each.backward()": "each.hand_on(each.grad)",
        },
    ),
    Variant(
        "computes a power as school does",
        "a power is a plain number",
        "Value.__pow__",
        """
        def __pow__(self, exponent):
            def hand_on(g):
                self.grad += g * exponent * self.data ** (exponent - 1)

            out = self.data**exponent
            return out
        """,
        {"return out": "return Value(out, (self,), hand_on)"},
    ),
    Variant(
        "hands out the larger of both",
        "relu gives a plain number",
        "Value.relu",
        """
        def relu(self):
            def hand_on(g):
                self.grad += g if self.data > 0 else 0.0

            return self.data if self.data > 0 else 0.0
        """,
        {
            "return self.data if self.data > 0 else 0.0": (
                "return Value(self.data if self.data > 0 else 0.0, (self,), hand_on)"
            )
        },
    ),
    Variant(
        "sets the rule afterwards, and nothing else",
        "exp does not know where it came from",
        "Value.exp",
        """
        def exp(self):
            out = Value(math.exp(self.data))

            def hand_on(g):
                self.grad = self.grad + out.data * g

            out.hand_on = hand_on
            return out
        """,
        {"out.hand_on = hand_on": "out.hand_on, out.parents = hand_on, (self,)"},
    ),
    Variant(
        "each name in the loop is bound to a new Value",
        "a step rebinds the name of the loop",
        "descend",
        """
        def descend(loss, parameters, lr):
            for p in parameters:
                p.grad = 0.0
            loss.backward()
            for p in parameters:
                p = p - lr * p.grad
        """,
        {"p = p - lr * p.grad": "p.data = p.data - lr * p.grad"},
    ),
    Variant(
        "zeroes and steps at once, with a number for a name",
        "a step rebinds the name of the loop",
        "descend",
        """
        def descend(loss, parameters, lr):
            for parameter in parameters:
                parameter.grad = 0.0
            loss.backward()
            for number in [*parameters]:
                number = number.data - number.grad * lr
        """,
        {"number = number.data -": "number.data = number.data -"},
    ),
    Variant(
        "a product made of its number and its rule",
        "a product does not know where it came from",
        "Value.__mul__",
        """
        def __mul__(self, other):
            other = as_value(other)
            out = Value(self.data * other.data)

            def hand_on(g):
                self.grad += other.data * g
                other.grad += self.data * g

            out.hand_on = hand_on
            return out
        """,
        {"Value(self.data * other.data)": "Value(self.data * other.data, (self, other))"},
    ),
    Variant(
        "adds up the gradient and keeps it nowhere",
        "tanh adds to the gradient and keeps nothing",
        "Value.tanh",
        """
        def tanh(self):
            t = math.tanh(self.data)

            def rule(g):
                self.grad + (1 - t * t) * g

            return Value(t, (self,), rule)
        """,
        {"self.grad + (1": "self.grad += (1"},
    ),
    Variant(
        "one where it is positive, and added without what arrives",
        "relu forgets what arrives",
        "Value.relu",
        """
        def relu(self):
            out = Value(max(0.0, self.data), (self,))

            def rule(g):
                slope = 1.0 if self.data > 0 else 0.0
                self.grad += slope

            out.hand_on = rule
            return out
        """,
        {"self.grad += slope": "self.grad += slope * g"},
    ),
    Variant(
        "a rule that is called where it should be handed over",
        "a product calls its rule at once",
        "Value.__mul__",
        """
        def __mul__(self, other):
            other = as_value(other)

            def rule(g):
                self.grad = self.grad + g * other.data
                other.grad = other.grad + g * self.data

            return Value(self.data * other.data, (self, other), rule(1))
        """,
        {"rule(1)": "rule"},
    ),
    Variant(
        "exp keeps its hand_on to itself",
        "the result of exp is not told how to hand on",
        "Value.exp",
        """
        def exp(self):
            y = math.exp(self.data)

            def back(arrived):
                self.grad = self.grad + arrived * y

            made_from = (self,)
            return Value(y, made_from)
        """,
        {"made_from)": "made_from, back)"},
    ),
    Variant(
        "tanh keeps its hand_on to itself",
        "the result of tanh is not told how to hand on",
        "Value.tanh",
        """
        def tanh(self):
            y = math.tanh(self.data)

            def back(arrived):
                self.grad = self.grad + arrived * (1 - y * y)

            made_from = (self,)
            return Value(y, made_from)
        """,
        {"made_from)": "made_from, back)"},
    ),
    Variant(
        "relu keeps its hand_on to itself",
        "the result of relu is not told how to hand on",
        "Value.relu",
        """
        def relu(self):
            y = max(0.0, self.data)

            def back(arrived):
                self.grad = self.grad + arrived * (y > 0)

            made_from = (self,)
            return Value(y, made_from)
        """,
        {"made_from)": "made_from, back)"},
    ),
    Variant(
        "a rectified value that adds and lets go",
        "relu adds to the gradient and keeps nothing",
        "Value.relu",
        """
        def relu(self):
            def back(arrived):
                now = self.grad
                if self.data > 0:
                    now += arrived

            return Value(self.data * (self.data > 0), (self,), back)
        """,
        {"now += arrived": "self.grad = now + arrived"},
    ),
    Variant(
        "a clean start for all that went before",
        "backward clears the gradients first",
        "Value.backward",
        """
        def backward(self):
            line = self.history()
            for value in line:
                setattr(value, "grad", 0.0)
            line[-1].grad = 1.0
            while line:
                last = line.pop()
                last.hand_on(last.grad)
        """,
        {'            for value in line:\n                setattr(value, "grad", 0.0)\n': ""},
    ),
    Variant(
        "a power asks for its base's gradient in place of what arrives",
        "a power multiplies by its own gradient",
        "Value.__pow__",
        """
        def __pow__(self, exponent):
            result = Value(self.data**exponent, (self,))

            def rule(g):
                slope = exponent * self.data ** (exponent - 1)
                self.grad += slope * self.grad

            result.hand_on = rule
            return result
        """,
        {"slope * self.grad": "slope * g"},
    ),
    Variant(
        "each factor waits for a gradient that it has not got",
        "a product multiplies by the factors' own gradients",
        "Value.__mul__",
        """
        def __mul__(self, other):
            right = as_value(other)

            def rule(g):
                self.grad = self.grad + right.data * self.grad
                right.grad = right.grad + self.data * right.grad

            return Value(self.data * right.data, (self, right), rule)
        """,
        {"right.data * self.grad": "right.data * g", "self.data * right.grad": "self.data * g"},
    ),
    Variant(
        "tanh's slope times what has arrived at x",
        "tanh multiplies by its own gradient",
        "Value.tanh",
        """
        def tanh(self):
            t = math.tanh(self.data)
            made = Value(t, (self,))

            def rule(g):
                self.grad += (1 - t * t) * self.grad

            made.hand_on = rule
            return made
        """,
        {"(1 - t * t) * self.grad": "(1 - t * t) * g"},
    ),
]
