"""Known wrong turns in scalars."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "a sum's gradient replaces what was there",
        "Value.__add__",
        "self.grad += g\n            other.grad += g",
        "self.grad = g\n            other.grad = g",
        "In x + x both shares go to the same value, and the second wipes out the first. Add with "
        "`+=`.",
        trap="Why +=?",
    ),
    Misconception(
        "a sum hands on 1, whatever arrives",
        "Value.__add__",
        "self.grad += g\n            other.grad += g",
        "self.grad += 1\n            other.grad += 1",
        "1 is the slope of this step alone. Times the gradient that arrives, which comes from all "
        "the steps after it.",
    ),
    Misconception(
        "only the left operand of a sum gets a gradient",
        "Value.__add__",
        "\n            other.grad += g",
        "",
        "A sum grows with either of its operands, so both get the gradient.",
    ),
    Misconception(
        "only the left operand of a product gets a gradient",
        "Value.__mul__",
        "\n            other.grad += g * self.data",
        "",
        "x * y grows with y as well, x times as fast: y gets g * x.",
        trap="x.grad +=    g    *  slope",
    ),
    Misconception(
        "a product's gradient replaces what was there",
        "Value.__mul__",
        "self.grad += g * other.data\n            other.grad += g * self.data",
        "self.grad = g * other.data\n            other.grad = g * self.data",
        "A value that was used twice, as in x * x, collects two shares: add them up with `+=`.",
    ),
    Misconception(
        "a product hands on to each its own number",
        "Value.__mul__",
        "self.grad += g * other.data\n            other.grad += g * self.data",
        "self.grad += g * self.data\n            other.grad += g * other.data",
        "If x grows by a little, x * y grows by y times that: the slope is what the *other* is "
        "worth.",
        trap="p = w * x = 6",
    ),
    Misconception(
        "a product forgets what arrives",
        "Value.__mul__",
        "self.grad += g * other.data\n            other.grad += g * self.data",
        "self.grad += other.data\n            other.grad += self.data",
        "The chain rule multiplies: the slope of this step times the gradient that arrives from "
        "the steps after it.",
    ),
    Misconception(
        "a power loses its factor",
        "Value.__pow__",
        "g * exponent * self.data",
        "g * self.data",
        "The slope of x to the n is *n* times x to the n - 1.",
        trap="times the slope of this one step",
    ),
    Misconception(
        "a power's slope keeps the exponent",
        "Value.__pow__",
        "** (exponent - 1)",
        "** exponent",
        "The exponent goes down by one: the slope of x³ is 3 x².",
    ),
    Misconception(
        "exp has the slope of a power",
        "Value.exp",
        "self.grad += g * result",
        "self.grad += g * self.data * result",
        "The exponent is what varies here. exp is its own slope: nothing comes down in front.",
    ),
    Misconception(
        "tanh forgets what arrives",
        "Value.tanh",
        "g * (1 - result**2)",
        "1 - result**2",
        "1 - t² is the slope of this step. All that comes after it is in g: multiply by it.",
        trap="times the slope of this one step",
    ),
    Misconception(
        "exp forgets what arrives",
        "Value.exp",
        "g * result",
        "result",
        "The result is the slope of this step. All that comes after it is in g: multiply by it.",
        trap="times the slope of this one step",
    ),
    Misconception(
        "tanh is squashed once more for its slope",
        "Value.tanh",
        "1 - result**2",
        "1 - math.tanh(result) ** 2",
        "The result is squashed already: its slope is 1 - t² with t the result itself.",
    ),
    Misconception(
        "tanh has its slope at the number, not at the result",
        "Value.tanh",
        "1 - result**2",
        "1 - self.data**2",
        "1 - t² takes t, the result. With the number that went in, slopes become large and "
        "negative far from 0.",
    ),
    Misconception(
        "tanh has the sigmoid's slope",
        "Value.tanh",
        "(1 - result**2)",
        "result * (1 - result)",
        "s (1 - s) is the slope of the sigmoid of `by_hand`; that of tanh is 1 - t².",
    ),
    Misconception(
        "relu lets every gradient through",
        "Value.relu",
        "g * (self.data > 0)",
        "g",
        "Below 0 the result stays 0 whatever the number does, so nothing goes on to it.",
    ),
    Misconception(
        "relu lets positive gradients through",
        "Value.relu",
        "g * (self.data > 0)",
        "max(g, 0.0)",
        "What counts is the number that went in, not the sign of the gradient that comes back.",
    ),
    Misconception(
        "relu has the slope 1 at 0",
        "Value.relu",
        "self.data > 0",
        "self.data >= 0",
        "At 0 itself there is no one slope. torch takes that of the left side, 0.",
    ),
    Misconception(
        "a value is written down before its parents",
        "Value.history",
        "                for parent in value.parents:\n                    visit(parent)\n"
        "                found.append(value)",
        "                found.append(value)\n                for parent in value.parents:\n"
        "                    visit(parent)",
        "Parents come first: write a value down when all the visits to its parents are over.",
    ),
    Misconception(
        "each path to a value counts as a visit",
        "Value.history",
        "                seen.add(value)\n",
        "",
        "A value that was used twice stands in the list twice, hands on twice, and after thirty "
        "doublings a billion times. Note whom you have seen.",
    ),
    Misconception(
        "the walk starts in the past",
        "Value.backward",
        "reversed(self.history())",
        "self.history()",
        "Nobody but the parents of the end gets a gradient. In `history` parents come first, and "
        "they "
        "have nothing to hand on yet: read it backwards, and let each value hand on in its turn.",
    ),
    Misconception(
        "the end has no gradient of its own",
        "Value.backward",
        "        self.grad = 1.0\n",
        "",
        "If the end has 0, all that arrives anywhere is 0 times something. Its own slope is 1.",
        trap="where dL/dL = 1",
    ),
    Misconception(
        "the walk starts with the number instead of 1",
        "Value.backward",
        "self.grad = 1.0",
        "self.grad = self.data",
        "A number grows exactly as fast as itself: its gradient is 1, whatever it is worth.",
        trap="where dL/dL = 1",
    ),
    Misconception(
        "every value hands on 1",
        where="Value.backward",
        old="value.hand_on(value.grad)",
        new="value.hand_on(1.0)",
        says="Only the end has the gradient 1. Whoever comes later in the walk hands on what has "
        "arrived there: its own `grad`.",
        trap="arrived at z, times the slope",
    ),
    Misconception(
        "each step adds to the gradients of the last",
        "descend",
        "    for parameter in parameters:\n        parameter.grad = 0.0\n",
        "",
        "`backward` adds. From the second step on the gradients of all the steps before would be "
        "in it: start each step at 0.",
        trap="the old gradients are still there",
    ),
    Misconception(
        "a step goes uphill",
        "descend",
        "parameter.data -= lr",
        "parameter.data += lr",
        "Your loss grows with every step. `grad` tells which way is up, and you want to go down.",
    ),
    Misconception(
        "a step leaves out the learning rate",
        "descend",
        "lr * parameter.grad",
        "parameter.grad",
        "The gradient tells the direction; lr, how far to go.",
    ),
    Misconception(
        "a product takes no plain numbers",
        where="Value.__mul__",
        old="        other = as_value(other)\n\n",
        new="",
        says="A plain number has neither `data` nor `grad`, so `x * 2` fails. `as_value` makes a "
        "Value of it, and leaves a Value as it is.",
        trap="becomes a Value",
    ),
    Misconception(
        "a sum takes no plain numbers",
        where="Value.__add__",
        old="        other = as_value(other)\n\n",
        new="",
        says="A plain number has neither `data` nor `grad`, so `x + 2` fails. `as_value` makes a "
        "Value of it, and leaves a Value as it is.",
        trap="becomes a Value (`as_value`)",
    ),
    Misconception(
        name="gradients are zeroed after the step instead of before",
        where="descend",
        old="        parameter.grad = 0.0\n    loss.backward()\n    for parameter in parameters:\n"
        "        parameter.data -= lr * parameter.grad",
        new="        pass\n    loss.backward()\n    for parameter in parameters:\n"
        "        parameter.data -= lr * parameter.grad\n        parameter.grad = 0.0",
        says="Your own steps leave zeros behind, but who says that nobody called `backward` "
        "before the first? Zero them at the start: then they can be read after the step, "
        "too.",
        trap="Start each step at 0",
    ),
    Misconception(
        name="gradients are zeroed before they are used",
        where="descend",
        old="    for parameter in parameters:\n        parameter.grad = 0.0\n    loss.backward()\n",
        new="    loss.backward()\n    for parameter in parameters:\n        parameter.grad = 0.0\n",
        says="`backward` has just found the gradients, and you set them to 0: no parameter "
        "moves. Zero them before `backward`.",
        trap="Start each step at 0",
    ),
    Misconception(
        name="exp has the number as its slope",
        where="Value.exp",
        old="g * result",
        new="g * self.data",
        says="exp is its own slope: multiply by the result, e to the power of what went in.",
    ),
    Misconception(
        name="tanh squares the whole bracket",
        where="Value.tanh",
        old="(1 - result**2)",
        new="(1 - result) ** 2",
        says="The slope is 1 - t²: square t, then subtract. (1 - t)² is 4 far to the left, "
        "where the curve is flat.",
    ),
    Misconception(
        name="the history leaves out the end",
        where="Value.history",
        old="        return found",
        new="        return found[:-1]",
        says="The value itself comes last in its history. Without it nobody starts handing on.",
        trap="write a value down once",
    ),
    Misconception(
        name="the history has the end first",
        where="Value.history",
        old="        return found",
        new="        return found[::-1]",
        says="`history` has parents first, and the value itself last. Turning it round is "
        "`backward`'s work.",
        trap="A list in which parents come first",
    ),
    Misconception(
        name="the end's own gradient adds up",
        where="Value.backward",
        old="self.grad = 1.0",
        new="self.grad += 1.0",
        says="At the second `backward` of the same value its own gradient is 2, so all that it "
        "hands on is twice too large. Set it to 1.",
        trap="where dL/dL = 1",
    ),
    Misconception(
        name="the history goes back one step alone",
        where="Value.history",
        old="        visit(self)\n        return found",
        new="        return [*self.parents, self]",
        says="Each parent has parents of its own, and they get their gradients in this walk, too: "
        "visit them all, down to what was made from nothing.",
        trap="A list in which parents come first",
    ),
    Misconception(
        name="the history is in the order of distance",
        where="Value.history",
        old="        visit(self)\n        return found",
        new="        queue = [self]\n"
        "        for value in queue:\n"
        "            queue += [parent for parent in value.parents if parent not in queue]\n"
        "        return queue[::-1]",
        says="A value may be one step away in one way, and three in another. Then it comes after "
        "something that was made from it. Write a value down when all the visits to its parents "
        "are over.",
        trap="A list in which parents come first",
    ),
    Misconception(
        "tanh does not know where it came from",
        where="Value.tanh",
        old="Value(result, (self,), hand_on)",
        new="Value(result, hand_on=hand_on)",
        says="The walk finds values by their parents. Without `(self,)` nobody asks for this "
        "slope, and what lies behind the tanh keeps its 0.",
    ),
    Misconception(
        "the slope of tanh is 1 - t",
        where="Value.tanh",
        old="(1 - result**2)",
        new="(1 - result)",
        says="Where tanh is t, its slope is 1 - t², as 1 is the steepest that it gets, at 0.",
    ),
    Misconception(
        "a sum is a plain number",
        where="Value.__add__",
        old="return Value(self.data + other.data, (self, other), hand_on)",
        new="return self.data + other.data",
        says="Numbers add up to a number, and numbers remember nothing. `x + y` should be a "
        "`Value` again, with both as its parents and `hand_on` as its rule.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a product is a plain number",
        where="Value.__mul__",
        old="return Value(self.data * other.data, (self, other), hand_on)",
        new="return self.data * other.data",
        says="A float has neither parents nor `hand_on`, so no gradient finds its way back. Wrap "
        "`self.data * other.data` in a `Value`, and give it both.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a power is a plain number",
        where="Value.__pow__",
        old="return Value(self.data**exponent, (self,), hand_on)",
        new="return self.data**exponent",
        says="`self.data ** exponent` is a float, which does not know that it was made from x. "
        "Hand back a `Value` of it, with its parents and `hand_on`.",
        trap="its result keeps two things",
    ),
    Misconception(
        "exp gives a plain number",
        where="Value.exp",
        old="return Value(result, (self,), hand_on)",
        new="return result",
        says="`math.exp` gives a float, and your rule stays behind unused. Hand back a `Value` of "
        "it, with its parents and `hand_on`.",
        trap="its result keeps two things",
    ),
    Misconception(
        "tanh gives a plain number",
        where="Value.tanh",
        old="return Value(result, (self,), hand_on)",
        new="return result",
        says="`math.tanh` gives a float, and your rule stays behind unused. Hand back a `Value` "
        "of it, with its parents and `hand_on`.",
        trap="its result keeps two things",
    ),
    Misconception(
        "relu gives a plain number",
        where="Value.relu",
        old="return Value(max(self.data, 0.0), (self,), hand_on)",
        new="return max(self.data, 0.0)",
        says="The larger of two floats is a float: nothing leads from it back to x. Hand back a "
        "`Value` of it, with its parents and `hand_on`.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a power does not know where it came from",
        where="Value.__pow__",
        old="Value(self.data**exponent, (self,), hand_on)",
        new="Value(self.data**exponent, hand_on=hand_on)",
        says="Its slope, n times x to the n - 1, is never asked for: the walk finds values by "
        "their parents, and here `(self,)` is missing.",
        trap="its result keeps two things",
    ),
    Misconception(
        "exp does not know where it came from",
        where="Value.exp",
        old="Value(result, (self,), hand_on)",
        new="Value(result, hand_on=hand_on)",
        says="Its slope, the result itself, is never asked for: the walk finds values by their "
        "parents, and here `(self,)` is missing.",
        trap="its result keeps two things",
    ),
    Misconception(
        "relu does not know where it came from",
        where="Value.relu",
        old="Value(max(self.data, 0.0), (self,), hand_on)",
        new="Value(max(self.data, 0.0), hand_on=hand_on)",
        says="Its slope, 1 or 0, is never asked for: the walk finds values by their parents, and "
        "here `(self,)` is missing.",
        trap="its result keeps two things",
    ),
    Misconception(
        "each parent hands on as soon as it is reached",
        where="Value.backward",
        old="        for value in reversed(self.history()):\n"
        "            value.hand_on(value.grad)\n",
        new="        def walk(value):\n"
        "            value.hand_on(value.grad)\n"
        "            for parent in value.parents:\n"
        "                walk(parent)\n"
        "\n"
        "        walk(self)\n",
        says="A value that was used twice then has two turns: in the first one a share is "
        "missing, and in the second one it hands on again what it has handed on before. Go "
        "through `history` from its end, and each has one turn, when all has arrived.",
        trap="has had its turn: then its own gradient is complete",
    ),
    Misconception(
        "each parent begins a backward of its own",
        where="Value.backward",
        old="        for value in reversed(self.history()):\n"
        "            value.hand_on(value.grad)\n",
        new="        self.hand_on(self.grad)\n"
        "        for parent in self.parents:\n"
        "            parent.backward()\n",
        says="`backward` sets `grad` to 1.0, which is right for the end alone: what has arrived "
        "at the parent is wiped out. Let only the end start, and let all others hand on what they "
        "have got.",
        trap="starts at the end, where dL/dL = 1",
    ),
    Misconception(
        "a step rebinds the name of the loop",
        where="descend",
        old="parameter.data -= lr * parameter.grad",
        new="parameter = parameter.data - lr * parameter.grad",
        says="`parameter = ...` in a loop gives the name to something new, and the Value in the "
        "list stays as it was. Change its `data`: `parameter.data = ...`.",
        trap="change each parameter's `data`",
    ),
    Misconception(
        "a product does not know where it came from",
        where="Value.__mul__",
        old="(self, other), hand_on",
        new="hand_on=hand_on",
        says="The walk finds values by their parents. Without `(self, other)` nobody calls this "
        "rule, and what lies behind the product keeps its 0.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a sum does not know where it came from",
        where="Value.__add__",
        old="(self, other), hand_on",
        new="hand_on=hand_on",
        says="A sum has two parents, and the walk goes from the sum to them. Without "
        "`(self, other)` it ends here, and nothing arrives behind it.",
        trap="its result keeps two things",
    ),
    Misconception(
        "tanh adds to the gradient and keeps nothing",
        where="Value.tanh",
        old="self.grad += g",
        new="self.grad + g",
        says="`self.grad + ...` computes a sum that nobody keeps, so the gradient stays 0. "
        "`self.grad += ...` keeps it.",
        trap="Why +=?",
        outcome="nothing is handed on by tanh",
    ),
    Misconception(
        "exp adds to the gradient and keeps nothing",
        where="Value.exp",
        old="self.grad += g",
        new="self.grad + g",
        says="This line computes a number and drops it: with `+=` it is kept in `self.grad`.",
        trap="Why +=?",
        outcome="nothing is handed on by exp",
    ),
    Misconception(
        "relu forgets what arrives",
        where="Value.relu",
        old="g * (self.data > 0)",
        new="self.data > 0",
        says="0 or 1 is the slope of this step alone. What arrives is in g: multiply by it.",
        trap="times the slope of this one step",
    ),
    Misconception(
        "a sum calls its rule at once",
        where="Value.__add__",
        old="(self, other), hand_on)",
        new="(self, other), hand_on(1.0))",
        says="`hand_on(...)` calls it now, and gives the sum its result, None, in place of a rule. "
        "Hand over the function itself: `hand_on`, without parentheses.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a product calls its rule at once",
        where="Value.__mul__",
        old="(self, other), hand_on)",
        new="(self, other), hand_on(1.0))",
        says="The product gets what `hand_on(...)` returns, which is None, and None can't be "
        "called later. The function itself is `hand_on`, without parentheses.",
        trap="its result keeps two things",
    ),
    Misconception(
        "a power calls its rule at once",
        where="Value.__pow__",
        old="(self,), hand_on)",
        new="(self,), hand_on(1.0))",
        says="With its parentheses the rule runs while the power is made, and what is kept is "
        "None. Keep `hand_on` itself.",
        trap="its result keeps two things",
    ),
    Misconception(
        "exp calls its rule at once",
        where="Value.exp",
        old="(self,), hand_on)",
        new="(self,), hand_on(1.0))",
        says="Whoever writes `hand_on(...)` calls the rule now. `backward` calls it when its turn "
        "comes: hand over `hand_on` without parentheses.",
        trap="its result keeps two things",
    ),
    Misconception(
        "tanh calls its rule at once",
        where="Value.tanh",
        old="(self,), hand_on)",
        new="(self,), hand_on(1.0))",
        says="A function's name with parentheses calls it, and its result here is None. The rule "
        "is to be kept and not called: `hand_on`.",
        trap="its result keeps two things",
    ),
    Misconception(
        "the result of exp is not told how to hand on",
        where="Value.exp",
        old="Value(result, (self,), hand_on)",
        new="Value(result, (self,))",
        says="The result of exp does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by exp",
    ),
    Misconception(
        "the result of tanh is not told how to hand on",
        where="Value.tanh",
        old="Value(result, (self,), hand_on)",
        new="Value(result, (self,))",
        says="The result of tanh does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by tanh",
    ),
    Misconception(
        "the result of relu is not told how to hand on",
        where="Value.relu",
        old="Value(max(self.data, 0.0), (self,), hand_on)",
        new="Value(max(self.data, 0.0), (self,))",
        says="The result of relu does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by relu",
    ),
    Misconception(
        "the result of sin is not told how to hand on",
        where="Value.sin",
        old="Value(math.sin(self.data), (self,), hand_on)",
        new="Value(math.sin(self.data), (self,))",
        says="The result of sin does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by sin",
    ),
    Misconception(
        "the result of a power is not told how to hand on",
        where="Value.__pow__",
        old="Value(self.data**exponent, (self,), hand_on)",
        new="Value(self.data**exponent, (self,))",
        says="The result of a power does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by a power",
    ),
    Misconception(
        "the result of a sum is not told how to hand on",
        where="Value.__add__",
        old="Value(self.data + other.data, (self, other), hand_on)",
        new="Value(self.data + other.data, (self, other))",
        says="The result of a sum does not get its `hand_on`, which is never called then. It is "
        "the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by a sum",
    ),
    Misconception(
        "the result of a product is not told how to hand on",
        where="Value.__mul__",
        old="Value(self.data * other.data, (self, other), hand_on)",
        new="Value(self.data * other.data, (self, other))",
        says="The result of a product does not get its `hand_on`, which is never called then. "
        "It is the third thing that `Value(...)` takes.",
        trap="`hand_on(g)`, called with this value's gradient",
        outcome="nothing is handed on by a product",
    ),
    Misconception(
        "relu adds to the gradient and keeps nothing",
        where="Value.relu",
        old="self.grad += g",
        new="self.grad + g",
        says="In `relu` a sum that is computed and not kept changes nothing: write "
        "`self.grad += ...`.",
        trap="Why +=?",
        outcome="nothing is handed on by relu",
    ),
    Misconception(
        "sin adds to the gradient and keeps nothing",
        where="Value.sin",
        old="self.grad += g",
        new="self.grad + g",
        says="In `sin` a sum that is computed and not kept changes nothing: write "
        "`self.grad += ...`.",
        trap="Why +=?",
        outcome="nothing is handed on by sin",
    ),
    Misconception(
        "a power adds to the gradient and keeps nothing",
        where="Value.__pow__",
        old="self.grad += g",
        new="self.grad + g",
        says="In `__pow__` a sum that is computed and not kept changes nothing: write "
        "`self.grad += ...`.",
        trap="Why +=?",
        outcome="nothing is handed on by a power",
    ),
    Misconception(
        "a sum adds to the gradient and keeps nothing",
        where="Value.__add__",
        old="            self.grad += g\n            other.grad += g\n",
        new="            self.grad + g\n            other.grad + g\n",
        says="In `__add__` two sums are computed and not kept, which changes nothing: "
        "write `+=` in both lines.",
        trap="Why +=?",
        outcome="nothing is handed on by a sum",
    ),
    Misconception(
        "a product adds to the gradient and keeps nothing",
        where="Value.__mul__",
        old="            self.grad += g * other.data\n            other.grad += g * self.data\n",
        new="            self.grad + g * other.data\n            other.grad + g * self.data\n",
        says="In `__mul__` two sums are computed and not kept, which changes nothing: "
        "write `+=` in both lines.",
        trap="Why +=?",
        outcome="nothing is handed on by a product",
    ),
    Misconception(
        "backward clears the gradients first",
        where="Value.backward",
        old="        self.grad = 1.0\n",
        new="        for value in self.history():\n"
        "            value.grad = 0.0\n"
        "        self.grad = 1.0\n",
        says="What an earlier graph has left in a `grad` is to stay, and this one adds to it. "
        "`descend` is where they start at 0.",
    ),
    Misconception(
        "the parents of tanh lack their comma",
        where="Value.tanh",
        old="(self,)",
        new="(self)",
        says="The parents of tanh: `(self)` is `self` in parentheses. It is the comma that "
        "makes a tuple of one: `(self,)`.",
    ),
    Misconception(
        "the parents of exp lack their comma",
        where="Value.exp",
        old="(self,)",
        new="(self)",
        says="The parents of exp: `(self)` is `self` in parentheses. It is the comma that "
        "makes a tuple of one: `(self,)`.",
    ),
    Misconception(
        "the parents of relu lack their comma",
        where="Value.relu",
        old="(self,)",
        new="(self)",
        says="The parents of relu: `(self)` is `self` in parentheses. It is the comma that "
        "makes a tuple of one: `(self,)`.",
    ),
    Misconception(
        "the parents of a power lack their comma",
        where="Value.__pow__",
        old="(self,)",
        new="(self)",
        says="The parents of a power: `(self)` is `self` in parentheses. It is the comma that "
        "makes a tuple of one: `(self,)`.",
    ),
    Misconception(
        "the parents of sin lack their comma",
        where="Value.sin",
        old="(self,)",
        new="(self)",
        says="The parents of sin: `(self)` is `self` in parentheses. It is the comma that "
        "makes a tuple of one: `(self,)`.",
    ),
    Misconception(
        "a power multiplies by its own gradient",
        where="Value.__pow__",
        old="+= g *",
        new="+= self.grad *",
        says="`self` is the base, whose `grad` is still to be computed: what arrives at the power "
        "comes in `g`.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by a power",
    ),
    Misconception(
        "exp multiplies by its own gradient",
        where="Value.exp",
        old="+= g *",
        new="+= self.grad *",
        says="In `exp`, `self.grad` belongs to what went in, and is what you compute. The gradient "
        "that arrives is `g`.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by exp",
    ),
    Misconception(
        "tanh multiplies by its own gradient",
        where="Value.tanh",
        old="+= g *",
        new="+= self.grad *",
        says="In `tanh`, `self.grad` belongs to what went in, and is what you compute. The "
        "gradient that arrives is `g`.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by tanh",
    ),
    Misconception(
        "relu multiplies by its own gradient",
        where="Value.relu",
        old="+= g *",
        new="+= self.grad *",
        says="In `relu`, `self.grad` belongs to what went in, and is what you compute. The "
        "gradient that arrives is `g`.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by relu",
    ),
    Misconception(
        "a product multiplies by the factors' own gradients",
        where="Value.__mul__",
        old="self.grad += g * other.data\n            other.grad += g * self.data",
        new="self.grad += self.grad * other.data\n            other.grad += other.grad * self.data",
        says="The factors' gradients are what you compute here. What arrives at the product comes "
        "in `g`: multiply by it on both lines.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by a product",
    ),
    Misconception(
        "a sum adds the terms' own gradients",
        where="Value.__add__",
        old="self.grad += g\n            other.grad += g",
        new="self.grad += self.grad\n            other.grad += other.grad",
        says="The gradients of both terms are what you compute here. What arrives at the sum "
        "comes in `g`.",
        trap="arrived at z, times the slope of this one step",
        outcome="nothing is handed on by a sum",
    ),
]
