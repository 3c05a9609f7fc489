"""The steps of SGD, Adam and AdamW in NumPy's calls: what an update of some parameters is made of.
(Given code.)

Small parameters of a group are updated as one: their gradients lie side by side in one buffer, and
so do what the optimiser remembers of them (packs.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...m04_magic_methods import add, div, mul, neg, sqrt
from ...m19_sgd import SGD
from ...m22_adam import Adam
from ..compiling.kernels import Into, View, seen
from ..lowering.writer import Writer
from ..ops.elementwise import square
from ..programs.equations import Variable

Options = dict[str, Any]
ADD, SUBTRACT, MULTIPLY = Into("add"), Into("subtract"), Into("multiply")


def _part(x: str, start: int, stop: int, shape: tuple[int, ...]) -> str:
    piece = f"{x}[{start}:{stop}]"
    return piece if len(shape) == 1 else f"{piece}.reshape({shape})"


part = View("part", _part)


class Update:
    """One update, of one parameter or of several that lie side by side.

    Attributes:
        values: the Variables of the parameters.
        grad: of the gradient, in the shape of `memory`.
        memory: of what the optimiser remembers, by its name.
        numbers: of what is computed anew for each step, by its name.
    """

    def __init__(
        self,
        write: Writer,
        values: Sequence[Variable],
        grad: Variable,
        memory: dict[str, Variable],
        numbers: dict[str, Variable],
    ) -> None:
        self.write, self.values, self.grad = write, values, grad
        self.memory, self.numbers = memory, numbers

    def into(self, op: Into, target: Variable, *others: Any) -> None:
        """target = op(target, *others), in its memory."""
        self.write(op, target, target, *others, to=seen(target, target.shape))

    def move(self, step: Variable) -> None:
        """Take the step off the parameters."""
        start = 0
        for value in self.values:
            its = step
            if step.shape != value.shape:
                its = seen(step, value.shape)
                self.write(part, step, start, start + value.size, value.shape, to=its)
                start += value.size
            self.into(SUBTRACT, value, its)


def sgd(update: Update, options: Options) -> None:
    """As `SGD.update` has it, once there is a momentum buffer."""
    each, g, momentum = update.write.each, decayed(update, options), options["momentum"]
    if momentum:
        buffer = update.memory["momentum_buffer"]
        update.into(MULTIPLY, buffer, momentum)
        kept = 1 - options["dampening"]
        update.into(ADD, buffer, each(mul, g, kept) if kept != 1 else g)
        g = each(add, g, each(mul, buffer, momentum)) if options["nesterov"] else buffer
    update.move(each(mul, g, update.numbers["lr"]))


def decayed(update: Update, options: Options) -> Variable:
    """As `effective_grad`; several parameters never come with either option."""
    each, g = update.write.each, update.grad
    if options["maximize"]:
        g = each(neg, g)
    if options["weight_decay"] and not options.get("decoupled_weight_decay"):
        g = each(add, g, each(mul, update.values[0], options["weight_decay"]))
    return g


def adam(update: Update, options: Options) -> None:
    """As `Adam.update` has it, and the root of 1 - beta2 ** t is taken out of the fraction: then it
    belongs to the numbers of the step."""
    each, memory, numbers = update.write.each, update.memory, update.numbers
    beta1, beta2 = options["betas"]
    if "kept" in numbers:
        for value in update.values:
            update.into(MULTIPLY, value, numbers["kept"])
    g, mean, squares = decayed(update, options), memory["exp_avg"], memory["exp_avg_sq"]
    update.into(ADD, memory["step"], 1)
    update.into(MULTIPLY, mean, beta1)
    update.into(ADD, mean, each(mul, g, 1 - beta1))
    update.into(MULTIPLY, squares, beta2)
    update.into(ADD, squares, each(mul, each(square, g), 1 - beta2))
    root = each(add, each(sqrt, squares), numbers["eps"])
    update.move(each(mul, each(div, mean, root), numbers["rate"]))


def sgd_numbers(options: Options, _step: float) -> tuple[float, ...]:
    """What changes from step to step, or may."""
    return (options["lr"],)


def adam_numbers(options: Options, step: float) -> tuple[float, ...]:
    """eps and the rate, of the step that is to come; with decoupled decay, what is kept of the
    weights."""
    beta1, beta2 = options["betas"]
    lr, root = options["lr"], (1 - beta2**step) ** 0.5
    numbers = options["eps"] * root, lr * root / (1 - beta1**step)
    if options["decoupled_weight_decay"] and options["weight_decay"]:
        return *numbers, 1 - lr * options["weight_decay"]
    return numbers


class Way:
    """How an optimiser's update is written.

    Attributes:
        lines: writes an Update, by the options.
        names: of the numbers, in their order; there may be fewer.
        numbers: by the options and the number of the step, from 1.
        memory: names of what is remembered of a parameter, by the options.
    """

    def __init__(
        self,
        lines: Callable[[Update, Options], None],
        names: tuple[str, ...],
        numbers: Callable[[Options, float], tuple[float, ...]],
        memory: Callable[[Options], tuple[str, ...]],
    ) -> None:
        self.lines, self.names = lines, names
        self.numbers, self.memory = numbers, memory


WAYS = {
    SGD.update: Way(
        sgd, ("lr",), sgd_numbers, lambda how: ("momentum_buffer",) * bool(how["momentum"])
    ),
    Adam.update: Way(
        adam,
        ("eps", "rate", "kept"),
        adam_numbers,
        lambda how: ("exp_avg", "exp_avg_sq", "step"),
    ),
}


def way_of(optimizer: Any, options: Options) -> Way | None:
    """How a group is updated; None where it is not known."""
    usual = type(optimizer).update in WAYS and not options.get("amsgrad")
    return WAYS[type(optimizer).update] if usual else None


def may_be_packed(options: Options) -> bool:
    """Whether the gradients alone decide on the step."""
    decays = options["weight_decay"] and not options.get("decoupled_weight_decay")
    return not (decays or options["maximize"])
