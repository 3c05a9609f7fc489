"""m01 scalars: all of autodiff in forty lines.

About 45 minutes; difficulty 2 of 5. In `by_hand` you derived every gradient of one network. Change
a layer, and you derive again. Could a program not do it by itself? S. Linnainmaa described how in
his thesis of 1970, and from 1986 on networks learned this way. The idea is small enough to be
written in one sitting. The rest of this course makes it fast, general and safe.

The idea: let each number remember what it was made from. `Value` is such a number. `x * y` computes
as ever, and its result keeps two things: its `parents` (x, y), and a function `hand_on`, which
takes a gradient that has arrived at the result, and hands the parents their shares.

Call L the number at the end, a loss. The `grad` of a value v is dL/dv: how fast L grows as v grows.
If z was made from x, the chain rule says what z hands on to x, and z's `hand_on` does it. All of
these are single numbers, of shape ():

    dL/dx   +=  dL/dz  *  dz/dx         arrived at z, times the slope of this one step
    ()          ()        ()
    x.grad  +=  g      *  slope         the same, by the names in the code
    ()          ()        ()

Why +=? A value that was used twice gets a share from each use, and its gradient is their sum. (To
write = instead is the first trap.) Sine is given, as an example: its slope is the cosine of what
went in. You write the other operations.

`backward` starts at the end, where dL/dL = 1, and lets each value hand on its gradient, but only
*after* each value made from it has had its turn: then its own gradient is complete. In this example
the end is y = w * x + w, with w = 3 and x = 2, and p = w * x = 6 on the way to y = p + w = 9:

    turn    its grad     hands on
    y       1            p.grad += 1,  w.grad += 1
    p       1            w.grad += 2,  x.grad += 3
    x       3            nothing: it was not made from others
    w       1 + 2 = 3    nothing. Indeed y = w (x + 1), so dy/dw = x + 1 = 3

The order of turns is a list in which parents come first, read backwards. You get such a list by
recursion: write a value down once its parents have been written down, and never twice.

When it works, run `nox -s shell -- exercises/m01_scalars.py`. Before your eyes, a network made of
your Values learns XOR, as in `by_hand`, and then to tell two moons apart. The edge cases may wait.

Forty lines have limits. Each milestone on the right removes one:

    a number in each box            arrays: `wrapper`, `magic_methods`
    always recording                a switch: `computation_graph`
    recursion, at most 1000 deep    a stack: `toposort`
    a closure for each result       a table of rules: `chain_rule`
    one `backward` per graph        totals that last for one walk: `backward`
                                    (in a second one, values would hand on their old `grad` again)
    first derivatives only          gradients that have a history: `autograd_mechanics`
                                    (`hand_on` computes with floats, which remember nothing)

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch does just this: results remember their parents and how to hand on
(`torch/autograd/function.py: Function`, with `forward` and `backward` side by side), and
`torch/_tensor.py: Tensor.backward` starts the walk. JAX writes the steps of the program down first,
and goes through that list backwards (`jax/_src/interpreters/ad.py: backward_pass`). So a compiler
can see all of the program; but then a Python `if` on a value has to be written in another way. The
way without any of this is to nudge each weight and to see what the loss does: a network of 784, 128
and 10 neurons has 101,770 weights, which takes 203,540 forward passes for one gradient. Going
backwards takes the time of about two forward passes, for any number of weights.

The trap
--------
`self.grad = ...` in a `hand_on`, which forgets what came before. A sum x + x shows it. The other
trap: after a step of gradient descent the old gradients are still there. Start each step at 0.

To read: A. Karpathy, micrograd, `micrograd/engine.py: Value`, and his lecture "The spelled-out
intro to neural networks and backpropagation" (2022), which begins as this lesson does; S.
Linnainmaa, The representation of the cumulative rounding error of an algorithm as a Taylor
expansion of the local rounding errors (master's thesis, in Finnish, Helsinki, 1970), chapters 6 and
7, or in English Taylor expansion of the accumulated rounding error, BIT 16 (1976), pp. 146-160; D.
Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323
(1986), pp. 533-536.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Sequence


def no_parents(g: float) -> None:
    """The `hand_on` of a value that was not made from others: it does nothing. (Given.)"""


class Value:
    """A number that remembers what it was made from, and how fast the end grows as it grows."""

    def __init__(
        self,
        data: float,
        parents: tuple[Value, ...] = (),
        hand_on: Callable[[float], None] = no_parents,
    ) -> None:
        """`hand_on(g)`, called with this value's gradient, adds to its parents' `grad`. (Given.)"""
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.hand_on = hand_on

    def __add__(self, other: Value | float) -> Value:
        """`self + other`; a plain number becomes a Value (`as_value`)."""
        other = as_value(other)

        def hand_on(g: float) -> None:
            self.grad += g
            other.grad += g

        return Value(self.data + other.data, (self, other), hand_on)

    def __mul__(self, other: Value | float) -> Value:
        """`self * other`; a plain number becomes a Value."""
        other = as_value(other)

        def hand_on(g: float) -> None:
            self.grad += g * other.data
            other.grad += g * self.data

        return Value(self.data * other.data, (self, other), hand_on)

    def __pow__(self, exponent: float) -> Value:
        """`self ** exponent`, for an exponent that is a plain number, such as 2, -1 or 0.5."""

        def hand_on(g: float) -> None:
            self.grad += g * exponent * self.data ** (exponent - 1)

        return Value(self.data**exponent, (self,), hand_on)

    def sin(self) -> Value:
        """The sine. Its slope is the cosine. (Given.)"""

        def hand_on(g: float) -> None:
            self.grad += g * math.cos(self.data)

        return Value(math.sin(self.data), (self,), hand_on)

    def exp(self) -> Value:
        """e to the power of this value. The slope is the result itself."""
        result = math.exp(self.data)

        def hand_on(g: float) -> None:
            self.grad += g * result

        return Value(result, (self,), hand_on)

    def tanh(self) -> Value:
        """The hyperbolic tangent, between -1 and 1. If the result is t, the slope is 1 - t²."""
        result = math.tanh(self.data)

        def hand_on(g: float) -> None:
            self.grad += g * (1 - result**2)

        return Value(result, (self,), hand_on)

    def relu(self) -> Value:
        """This value if it is above 0, and else 0. Its slope at 0 itself counts as 0."""

        def hand_on(g: float) -> None:
            self.grad += g * (self.data > 0)

        return Value(max(self.data, 0.0), (self,), hand_on)

    def history(self) -> list[Value]:
        """Every value that this one was made from, once each, parents first; this one comes last.

        Find them by recursion, but visit each only once: after thirty doublings `y = y + y`, there
        are a billion paths from the end to the beginning.
        """
        found, seen = [], set()

        def visit(value: Value) -> None:
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                found.append(value)

        visit(self)
        return found

    def backward(self) -> None:
        """For each value v in the history, add d(self) / dv to `v.grad`.

        The `grad` of this value itself is set to 1.0. Each value hands on its `grad` when its turn
        comes, which is only after each value made from it has had its turn.
        """
        self.grad = 1.0
        for value in reversed(self.history()):
            value.hand_on(value.grad)

    # All that follows is given.

    def __neg__(self) -> Value:
        """`-self`."""
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        """`self - other`."""
        return self + -other

    def __truediv__(self, other: Value | float) -> Value:
        """`self / other`."""
        return self * as_value(other) ** -1

    def __rsub__(self, other: float) -> Value:
        """`other - self`, for a number that does not know Values."""
        return as_value(other) - self

    def __rtruediv__(self, other: float) -> Value:
        """`other / self`."""
        return as_value(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __repr__(self) -> str:
        """Its number, and its gradient."""
        return f"Value({self.data:.4g}, grad={self.grad:.4g})"


def as_value(number: Value | float) -> Value:
    """A plain number as a Value; a Value stays what it is."""
    return number if isinstance(number, Value) else Value(number)


def descend(loss: Value, parameters: Sequence[Value], lr: float) -> None:
    """One step of gradient descent: change each parameter's `data` by -lr times its gradient.

    The gradients are those of this `loss` alone, and of no step before: those of the parameters
    start at 0, and after the step they can still be read.
    """
    for parameter in parameters:
        parameter.grad = 0.0
    loss.backward()
    for parameter in parameters:
        parameter.data -= lr * parameter.grad


class Network:
    """Two layers: some hidden neurons that look at a point (x, y), and one that looks at them."""

    def __init__(self, hidden: int, seed: int) -> None:
        """Random weights: for x, y and a bias in each hidden neuron; the last neuron has a weight
        for each of them, and a bias."""
        draw = random.Random(seed).gauss
        self.hidden = [[Value(draw(0, 1)) for _ in "xyb"] for _ in range(hidden)]
        self.last = [Value(draw(0, 1)) for _ in range(hidden + 1)]
        self.parameters = [*self.last, *(weight for neuron in self.hidden for weight in neuron)]

    def __call__(self, x: float, y: float) -> Value:
        """A number between -1 and 1 for a point."""
        total = self.last[-1]
        for weight, (wx, wy, bias) in zip(self.last, self.hidden, strict=False):
            total = total + weight * (wx * x + wy * y + bias).tanh()
        return total.tanh()


Point = tuple[float, float, int]  # x, y, and to which class it belongs: 1 or -1
XOR: list[Point] = [(0, 0, -1), (0, 1, 1), (1, 0, 1), (1, 1, -1)]


def moons(count: int) -> list[Point]:
    """Two half circles, one inside the other, with `count` points each, somewhat scattered."""
    scatter, points = random.Random(0).gauss, []
    for i in range(count):
        x, y = math.cos(math.pi * i / count), math.sin(math.pi * i / count)
        points.append((x + scatter(0, 0.1), y + scatter(0, 0.1), 1))
        points.append((1 - x + scatter(0, 0.1), 0.5 - y + scatter(0, 0.1), -1))
    return points


def mean_loss(network: Network, points: Sequence[Point]) -> Value:
    """The squared distance of the network's answers from the classes, averaged over the points."""
    return sum((network(x, y) - t) ** 2 for x, y, t in points) / len(points)


def picture(network: Network, points: Sequence[Point], columns: int = 64, rows: int = 16) -> str:
    """The plane as the network sees it: # where it is sure of 1, blank where it is sure of -1.

    The points are drawn as 1 and 0.
    """
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, width = min(xs) - 0.3, max(xs) - min(xs) + 0.6
    top, height = max(ys) + 0.3, max(ys) - min(ys) + 0.6
    plane = [
        [
            " .:+#"[min(int(2.5 + 2.5 * network(left + width * c, top - height * r).data), 4)]
            for c in (column / (columns - 1) for column in range(columns))
        ]
        for r in (row / (rows - 1) for row in range(rows))
    ]
    for x, y, t in points:
        row, column = (top - y) / height * (rows - 1), (x - left) / width * (columns - 1)
        plane[round(row)][round(column)] = "1" if t > 0 else "0"
    return "\n".join("".join(line) for line in plane)


def learn(
    network: Network, points: Sequence[Point], lr: float, steps: int, shown: int
) -> list[float]:
    """Train the network, and draw it `shown` times on the way. Returns the losses."""
    losses = []
    for step in range(steps + 1):
        loss = mean_loss(network, points)
        losses.append(loss.data)
        if step % (steps // shown) == 0:
            if step and sys.stdout.isatty():
                print("\x1b[18A", end="")  # up again, to draw over the last picture
            print(f"\n{picture(network, points)}\nstep {step:4}, loss {loss.data:.4f}")
        descend(loss, network.parameters, lr)
    return losses


if __name__ == "__main__":
    print("XOR: your Values learn what no straight line can part.")
    learn(Network(hidden=4, seed=1), XOR, lr=0.5, steps=100, shown=5)
    print("\nTwo moons.")
    learn(Network(hidden=8, seed=0), moons(20), lr=0.3, steps=200, shown=10)
