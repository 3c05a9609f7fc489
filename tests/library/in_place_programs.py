"""Random programs that mix ops, views and in-place operations, as lines of Python.

`written(seed)` is one of them: `w` and `v` require a gradient, `p` does not; every other name was
given on the way. Sizes are 2 and 3, so that most tensors fit most others.
"""

from __future__ import annotations

from random import Random

START = [
    "w = lib.tensor({0}, dtype=lib.float64, requires_grad=True)",
    "v = lib.tensor({1}, dtype=lib.float64, requires_grad=True)",
    "p = lib.tensor({2}, dtype=lib.float64)",
]
MAPS = ["sin", "tanh", "sigmoid", "relu", "neg", "square", "cos", "abs", "exp"]
PAIRS = ["{a} + {b}", "{a} * {b}", "{a} - {b}", "{a} / ({b} * {b} + 1)", "lib.maximum({a}, {b})"]
VIEWS = {  # of a tensor of shape (2, 3), and the shape of the view
    "{a}[{i}]": (3,),
    "{a}[:, {i}]": (2,),
    "{a}[:, 1:]": (2, 2),
    "{a}.view(-1)": (6,),
    "{a}.T": (3, 2),
    "{a}.reshape(3, 2)": (3, 2),
    "{a}.unsqueeze(0)": (1, 2, 3),
    "{a}.narrow(1, 1, 2)": (2, 2),
    "{a}.transpose(0, 1)[{i}]": (2,),
    "{a}[...]": (2, 3),
}
CHANGES = [
    "{a} += {b}",
    "{a} -= {b}",
    "{a} *= {b}",
    "{a} *= 2.5",
    "{a} /= 3.0",
    "{a} /= ({b} * {b} + 1)",
    "{a}.add_({b}, alpha=0.5)",
    "{a}.mul_({b})",
    "{a}.copy_({b})",
    "{a}.masked_fill_({a} > 0.2, 0.5)",
    "{a}.masked_fill_({b} > 0.2, {b}.sum())",
    "{a}.clamp_(-0.5, 0.8)",
    "{a}.lerp_({b}, 0.3)",
    "{a}.addcmul_({b}, {b}, value=0.5)",
    "{a}[{i}] = 0.5",
    "{a}[{i}] = {b}[{j}] * 2",
    "{a}[{i}] += {b}[{j}]",
    "{a}[{i}] *= 1.5",
    "{a}[{a} > 0.3] = 0.1",
    "{a}[[{i}, 0]] = {b}[{j}] * 1",
    "{a}[lib.tensor([{i}, {j}])] = {b}[{j}] * 1",
    "lib.nn.functional.relu({a}, inplace=True)",
    "lib.nn.functional.silu({a}, inplace=True)",
    "lib.nn.functional.elu({a}, inplace=True)",
    "lib.nn.LeakyReLU(0.1, inplace=True)({a})",
    "{a}.zero_()",
    "{a}.fill_(0.7)",
    *[f"{{a}}.{name}_()" for name in MAPS],
]
RARE = [
    "{a}.detach_()",
    "if {a}.requires_grad: {a}.retain_grad()",
    "with lib.no_grad(): {a} *= 0.5",
    "with lib.no_grad(): {a}[{i}] = 0.5",
]


class Writer:
    """Writes one program, line by line; it knows the shape of each name."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.shapes = {"w": (2, 3), "v": (2, 3), "p": (2, 3)}
        self.of_leaf = {"w", "v"}  # and their views, which refuse changes
        numbers = [[self.numbers(3) for _ in "12"] for _ in START]
        self.lines = [line.format(*numbers) for line in START]

    def numbers(self, count: int) -> list[float]:
        """So many numbers around 0."""
        return [round(self.random.uniform(-1.5, 1.5), 2) for _ in range(count)]

    def fill(self, line: str, a: str) -> str:
        """The line with the name, another of its shape, and two indices put in."""
        alike = [name for name, shape in self.shapes.items() if shape == self.shapes[a]]
        i, j = (self.random.randrange(min(self.shapes[a][0], 2)) for _ in "ij")
        return line.format(a=a, b=self.random.choice(alike), i=i, j=j)

    def named(self, line: str, shape: tuple[int, ...], base: str = "") -> None:
        """A new name for what a line says, which may be a view of another."""
        name = f"t{len(self.lines)}"
        if base in self.of_leaf:
            self.of_leaf.add(name)
        self.shapes[name] = shape
        self.lines.append(f"{name} = {line}")

    def step(self) -> None:
        """One more line."""
        pick, names = self.random, list(self.shapes)
        a = pick.choice(names + names[3:] * 2)
        shape, kind = self.shapes[a], pick.random()
        if kind < 0.3:
            line = pick.choice([*PAIRS, *[f"{{a}}.{name}()" for name in MAPS]])
            self.named(self.fill(line, a), shape)
        elif kind < 0.45 and shape == (2, 3):
            line = pick.choice(list(VIEWS))
            self.named(self.fill(line, a), VIEWS[line], base=a)
        elif kind < 0.55:
            line = pick.choice(["{a}", "{a}.clone()", "{a}.detach()", "lib.zeros_like({a})"])
            self.named(self.fill(line, a), shape, base=a if line == "{a}" else "")
        elif a not in self.of_leaf or pick.random() < 0.05:
            self.lines.append(self.fill(pick.choice(CHANGES if kind < 0.95 else RARE), a))


def written(seed: int) -> list[str]:
    """The lines of a program; its last line is the loss."""
    writer = Writer(seed)
    for _ in range(writer.random.randint(4, 12)):
        writer.step()
    ends = writer.random.sample(list(writer.shapes), min(3, len(writer.shapes)))
    terms = [f"({name} * {name} * 0.5).sum()" for name in ends]
    return [*writer.lines, "loss = w.sum() * 0 + v.sum() * 0 + " + " + ".join(terms)]
