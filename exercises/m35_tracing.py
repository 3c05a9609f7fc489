"""m35 tracing: a program becomes data.

About 60 minutes; difficulty 4 of 5. `join_equal` and `fold_constants` may wait: programs run
without them.

Your library computes, but one cannot ask it *what* it computes. A network's step is Python: calls
within calls, loops over layers, notes, a walk back. This is the limit of `scalars` that is left: a
program that only Python can read. If the step were a list of lines, one could read it, count them,
shorten it and translate it. `compile` will translate; here is the list.

    program = trace(f)(x, w)        a Program: f was run once, and each op has left a line
    print(program)                  the lines
    eval_program(program, x, w)     what f(x, w) returns, without calling f
    simplified(program)             the same program in fewer lines

All are in `tracing`: `from autodiff import tracing`, then `tracing.trace(f)`. (`torch.trace` is the
sum of a matrix's diagonal.)

The idea
--------
An op asks its interpreter what to do (given/func/interpreters.py). So hand f tensors whose
interpreter writes a line down. A `Staged` looks like a tensor: it has a shape and a dtype. But its
`value` is a `Variable`, a shape and a dtype without numbers, which is printed as a letter. A line
is an `Equation`: a variable, an op, and its inputs. Let f be lambda x, w: (x @ w).tanh().sum():

    f(x, w)  =  sum(tanh(  x       @  w       ))
    ()                     (4, 3)     (3, 2)

The inputs are called a: float64[4,3] and b: float64[3,2], and the output will be e.

    number    op         equation that is written down     f goes on with
    0         x @ w      c: float64[4,2] = matmul a b      a Staged, value c
    1         .tanh()    d: float64[4,2] = tanh c          a Staged, value d
    2         .sum()     e: float64[] = sum d              a Staged, value e

Which shape does c have? NumPy knows best, so the run is a real one: the trace, a level, keeps the
numbers of this run in `level.known`, and `compute` computes with them. Only f does not see them.

The rules of `chain_rule` are written in ops. So grad(f), run on Staged tensors, writes down the way
back as well; and so do vmap and jvp. Trace a whole step of `by_hand`'s network: some 35 equations,
with five products of matrices and two sigmoids, and nothing of Python between them. It is the
program that you wrote in your first lesson, and this time nobody had to derive it.

And what if f reads other arrays than its arguments? A tensor that was there before the trace is
*captured*: each run reads it anew, for it may be a weight. A tensor that f makes itself, such as
zeros, and any ndarray is a *constant*. Some ops do more than compute: they draw random numbers, or
write into what was there before (a weight, a running mean, an optimiser's state). They are
*effects*. A program that is to do what f did must do each of them, in the same order.

Shorter programs
----------------
Three passes go through the list. Each makes a new program, and leaves effects as they are.

    pass             goes        what it does
    fold_constants   forwards    what depends on constants alone is computed now, once for all runs
    join_equal       forwards    of two equal lines one stays: who read the second reads the first
    drop_unused      backwards   a line goes whose result nobody reads: in the step of by_hand,
                                 (y - t) ** 2, its sum and its half, as only slopes were asked for

So that step gets three lines shorter, and the demo's grad(grad(f)) only a third as long as before.
A pass can leave a line out because the line says all that it reads and all that it makes; a line of
Python does not.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
JAX was built on this: `jax/_src/interpreters/partial_eval.py: DynamicJaxprTrace` is your level,
`jax/_src/core.py: Jaxpr, JaxprEqn, eval_jaxpr` are Program, Equation and `eval_program`, and
`jax/_src/interpreters/partial_eval.py: dce_jaxpr` drops what is not used. JAX's stand-ins have no
numbers at all: each op comes with a rule for shapes, so tracing computes nothing, and what changes,
such as a running mean, has to be passed along as a value. A branch on a value raises there, too
(`jax/_src/errors.py: TracerBoolConversionError`), and `jax.lax.cond` writes both sides down.

torch has it twice. `torch/fx/experimental/proxy_tensor.py: make_fx, ProxyTorchDispatchMode` is an
interpreter below autograd, like yours; `torch/fx/interpreter.py: Interpreter` runs the list. The
passes are `torch/fx/graph.py: Graph` with its `eliminate_dead_code`,
`torch/fx/passes/dialect/common/cse_pass.py: CSEPass`, and
`torch/_inductor/constant_folding.py: ConstantFolder`. But `torch.compile` runs no stand-ins through
your function. It reads its bytecode (`torch/_dynamo/symbolic_convert.py: InstructionTranslator`),
so it sees an `if` on a value, and breaks the program in two there. The price is an interpreter of
Python written in Python, more than 6,000 lines in that file alone.

And without a list? By `grad`, the step of `by_hand` (8 hidden neurons, 4 examples) takes 0.22 ms
each time. As a program it takes 0.06 ms, after 0.8 ms of tracing and shortening
(`docs/other_ways.py` measures it).

The traps
---------
- Python runs while tracing, and only then. A print prints once; of a loop, the lines of all its
  rounds are written down; of an `if` on a shape, those of the side that was taken. Whatever asks a
  Staged for a number, as an `if` on a value, `float` and `item` do, is refused: the answer would be
  frozen into the program.
- The trace is a real run: weights move, and random numbers are drawn.
- A random draw reads nothing, so it looks like a constant. And two draws look equal.
- A write between two equal lines makes them differ: the second reads other numbers.
- Whether a line is needed is known only after the last one. So drop backwards.
- `sum a dim=0` and `sum a dim=1` differ only in their params.
- A Python number among the arguments is frozen into the program: another one in a later run makes
  no difference. Make it a tensor. (`compile` looks at such numbers before each call.)

When it is done, `print(simplified(trace(step)(weights, x, t)))` shows what any network really
computes, and `program.draw().write("step.svg")` draws it, by your `visualizer`. `compile` turns the
lines into NumPy.

To read: JAX's autodidax, "Part 3: jit" and "Part 2: Jaxprs"; R. Frostig, M. Johnson, C. Leary,
Compiling machine learning programs via high-level tracing (2018); J. Reed et al., torch.fx:
Practical Program Capture and Transformation for Deep Learning in Python (2022), sections 3 and 4;
A. Aho, M. Lam, R. Sethi, J. Ullman, Compilers (2006), sections 8.5 and 9.1, on equal expressions,
dead code and constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .given.func.interpreters import lift, lower
from .given.func.trees import flatten
from .given.programs.doors import staging
from .given.programs.effects import is_effect, is_write
from .given.programs.equations import Equation, Variable, rename, variables_in
from .given.programs.program import Program
from .given.programs.staging import Staging, WithoutNumbers, plain
from .m02_wrapper import Array


def compute(
    op: Callable[..., Any], inputs: tuple, params: Mapping[str, Any], known: Mapping[Variable, Any]
) -> Any:
    """What `op(*inputs, **params)` returns, with each Variable among the inputs replaced by its
    value in `known`. Other inputs stay as they are. (Given.)"""
    values = [known[x] if isinstance(x, Variable) else x for x in inputs]
    return op(*values, **params)


class Staged(WithoutNumbers):
    """What stands for a tensor while a function is traced: its value is a Variable."""

    __slots__ = ()

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op`, write it down as an Equation, and return a Staged of this level for its
        result.

        The inputs of the equation, a tuple, are: for a Staged of this level (`is_staged`) its
        `value`, and for anything else what `level.constant(x)` makes of it. `level.known` has the
        value of each Variable in this run, for `compute`. `level.variable(result)` makes the
        Variable of the result, and enters it in `level.known`. The equation, `Equation(variable,
        op, inputs, params)`, is appended to `level.equations`. `self.level` is the level.
        """
        raise NotImplementedError("m35: Staged.process")


def is_staged(x: Any, level: Staging) -> bool:
    """Whether x is a Staged of this very level. (Given.)"""
    return isinstance(x, Staged) and x.level is level


def trace(f: Callable[..., Any]) -> Callable[..., Program]:
    """A function that runs `f` once, on tensors, and returns the Program of what it did.

    The arguments may be trees: `flatten(args)` (given/func/trees.py) returns their leaves and a
    function that rebuilds them. `level.input(x)` makes a Staged of each tensor; anything else among
    the leaves, such as a number, stays as it is. `f` runs within `staging(Staged)`, a context
    manager that gives the level. `level.program(result)` makes the Program of what `f` returned; it
    is called before the level is closed.

    The run is a real one: what `f` draws is drawn, and what it writes is written. Raises
    RuntimeError where `f` asks a staged tensor for a number, as `if x > 0` does.
    """
    raise NotImplementedError("m35: trace")


def eval_program(program: Program, *args: Any) -> Any:
    """Run a program: what its function returns for these arguments, without calling it.

    Known from the start is the value of each Variable in `program.constants`, a dict, as it is; in
    `program.captured`, a dict of tensors, of which `plain` gives the ndarray; and in
    `program.inputs`: what `lower` makes of `program.arguments(args)`, a list of tensors in the same
    order. Each of `program.equations` then makes one more value known. Return what
    `program.rebuild` makes of a list: for each of `program.outputs`, the value as a Tensor (`lift`)
    if it is a Variable, and else the output itself.

    Raises ValueError for tensors of other shapes or dtypes than the program was traced for.
    """
    raise NotImplementedError("m35: eval_program")


def drop_unused(program: Program) -> Program:
    """The same program without needless equations. Needed is an equation that is an effect
    (`is_effect(equation.op)`), and one whose variable is among the outputs or is read by an
    equation that is needed.

    `variables_in` finds the Variables among some items. `program.but(equations=...)` is a new
    program with these equations instead.
    """
    raise NotImplementedError("m35: drop_unused")


def join_equal(program: Program) -> Program:
    """The same program, which computes nothing twice.

    Two equations are equal if their `key()` is equal, once the Variables of equations that were
    left out are replaced in their inputs. For that, let a dict `other` map each Variable that is
    gone to the one that stays: `equation.renamed(other)` is the equation with its inputs replaced
    so, and `rename(program.outputs, other)` does it for the outputs. Effects all stay. And an
    equation is not equal to an earlier one if memory that it reads was written into in between. A
    Variable's `memory` is a number, the same for all that share memory. A write
    (`is_write(equation.op)`) goes into the memory of its own `variable`.
    """
    raise NotImplementedError("m35: join_equal")


def fold_constants(program: Program) -> Program:
    """The same program, in which whatever depends on constants alone is a constant.

    Their equations go, and `program.but(equations=..., constants=...)` has their values: ndarrays,
    also where NumPy returns a scalar. Effects stay: a random draw reads nothing, and yet differs
    from run to run. Captured tensors are not constants, since they may change between two runs.
    """
    raise NotImplementedError("m35: fold_constants")


def simplified(program: Program) -> Program:
    """The same program after all three passes: `fold_constants`, then `join_equal`, then
    `drop_unused`. (Given.)"""
    return drop_unused(join_equal(fold_constants(program)))
