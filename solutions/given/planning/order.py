"""Equations that free memory come as early as they may. (Given code.)

A program has its equations in the order in which Python came by: an op's gradients, for one, stand
side by side. Where one of them is the last to read what is large, and the other makes something
large, the former should come first. In a small convolutional network, which keeps the columns of
its images, this takes a third of the memory off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from ..compiling.buffers import kept_memory, makes_memory
from ..compiling.kernels import Into, targets_of
from ..programs.effects import is_effect
from ..programs.equations import Equation, Variable, variables_in
from ..programs.program import Program


def ordered(program: Program, held: Container[int]) -> Program:
    """The same program in an order that does as well; effects stay in theirs. Memory that is `held`
    never becomes free."""
    equations, order = program.equations, _Order(program, held)
    for number in range(len(equations)):
        order.take(number)
    return program.but(equations=[equations[number] for number in order.taken])


class _Order:
    """Equations by their numbers, as they are taken.

    Attributes:
        taken: their numbers.
        made: the memory that an equation is the first to make a variable in, and its bytes.
        readers: which equations that are still to be taken have to do with a memory.
        waits: for how many others an equation waits.
        followers: which wait for it.
    """

    def __init__(self, program: Program, held: Container[int]) -> None:
        self.equations = program.equations
        numbers = {id(e): i for i, e in enumerate(self.equations)}
        first = [(numbers[id(e)], e.variable) for e in makes_memory(program)]
        self.made = {i: (x.memory, x.nbytes) for i, x in first}
        kept = kept_memory(program)
        self.size = {m: size for m, size in self.made.values() if m not in kept and m not in held}
        self.memory = [_memory(e) for e in self.equations]
        self.readers: dict[int, set[int]] = defaultdict(set)
        for i, memories in enumerate(self.memory):
            for memory in memories:
                self.readers[memory].add(i)
        self.waits, self.followers = [0] * len(numbers), defaultdict(list)
        for i, others in enumerate(_needs(self.equations, self.memory)):
            self.waits[i] = len(others)
            for other in others:
                self.followers[other].append(i)
        self.taken: list[int] = []
        self._done = [False] * len(numbers)

    def take(self, number: int) -> None:
        """Take an equation, unless that is done, and then whatever frees more than it makes."""
        stack = [number]
        while stack:
            i = stack.pop()
            if self._done[i]:
                continue
            self._done[i] = True
            self.taken.append(i)
            candidates = set(self.followers[i])
            for other in self.followers[i]:
                self.waits[other] -= 1
            for memory in self.memory[i]:
                self.readers[memory].discard(i)
                if len(self.readers[memory]) == 1:
                    candidates |= self.readers[memory]
            stack += [j for j in sorted(candidates, reverse=True) if self._is_wanted(j)]

    def _is_wanted(self, number: int) -> bool:
        if self._done[number] or self.waits[number]:
            return False
        ends = [m for m in self.memory[number] if self.readers[m] == {number}]
        freed = sum([self.size.get(m, 0) for m in ends])
        return freed > self.made.get(number, (0, 0))[1]


def _memory(e: Equation) -> set[int]:
    return {x.memory for x in (e.variable, *variables_in(e.inputs))}


def _needs(equations: Sequence[Equation], memory: Sequence[set[int]]) -> Iterator[set[int]]:
    """Which others have to come before each equation, which has to do with this `memory`: those
    that have written what it reads, and those that read what it writes."""
    maker, writer = dict[Variable, int](), dict[int, int]()
    readers = defaultdict[int, list[int]](list)
    wall, since = set[int](), list[int]()
    for i, (e, its) in enumerate(zip(equations, memory, strict=True)):
        made, needs = e.variable.memory, set(wall)
        needs.update([maker[x] for x in e.inputs if isinstance(x, Variable) and x in maker])
        needs.update([writer[each] for each in its if each in writer])
        for target in [*targets_of(e), *[made] * (made not in writer)]:
            needs.update(readers.pop(target, ()))
            writer[target] = i
        for each in its:
            readers[each].append(i)
        maker[e.variable] = i
        since.append(i)
        if is_effect(e.op) and not isinstance(e.op, Into):
            needs.update(since[:-1])
            wall, since = {i}, []
        yield needs
