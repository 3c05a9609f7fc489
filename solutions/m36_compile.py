"""m36 compile: data becomes a NumPy script.

About 70 minutes; difficulty 4 of 5. `assign_buffers` may wait: as long as it returns {}, each
result has memory of its own, and scripts run all the same.

You began with a script. `by_hand` was a network's step in plain NumPy: fast, and for one network
only. Then came the library, which finds the gradients of any network, at a price: each op is a call
within calls, takes a note, and makes an array that is thrown away soon after. So the last limit is
the library itself. The forty lines of `scalars` had it, too: they compute *and* take notes in each
step, though every step of training is the same program. `tracing` has that program, as a list of
lines. Print the list as Python, and you are back at the script, without having derived anything:

    step = torch.compile(step)      a function, a module, or a whole step of training
    step(weights, x, t)             the first call is traced; the others run the script
    print(step.source)              the script
    step.why                        why there is no script, or "" if there is one

The idea
--------
A line of a program becomes a line of Python: c: float64[4,8] = matmul a b could become c = a @ b.
But NumPy can be told where to write (`performance`), so let each result have a *buffer*, an array
that is made once for all calls: `np.matmul(a, b, out=A)`. To write an op's lines in this way is to
*lower* it. An op for which nobody has written a lowering is called as it is, c = cumsum(b, 1), and
the script works all the same.

How many buffers? A result dies with its last use, and its buffer is then free for the next result
of the same shape and dtype. Which use is the last one is known before the run, since the program is
data. An elementwise op may even write over what it reads for the last time, for it reads each
number before it writes there. A product of matrices may not, as it reads its rows again and again.
(NumPy would notice, and make a copy, so nothing would be saved.) In `by_hand`, there and back:

    H       =  sigmoid(  X       W1      +  b1    )          dH      =  dZ2     W2.T
    (4, 8)               (4, 2)  (2, 8)     (8,)             (4, 8)     (4, 1)  (1, 8)

    number  equation                last use      buffer        line
    0       h = matmul X W1         equation 1    A (4, 8)      np.matmul(X, W1, out=A)
    1       i = add h b1            2             A, over h     np.add(A, b1, out=A)
    2       H = sigmoid i           6             A, over i     four lines, with A in each
    3       k = matmul H W2         4             B (4, 1)      np.matmul(A, W2, out=B)
    ...                                                         in the end dZ2 lies in B
    5       v = matmul dZ2 W2.T     6             C (4, 8)      np.matmul(B, W2.T, out=C)
    6       y = mul v H             7             C, over v     np.multiply(C, A, out=C)

(v needs a C, since A still holds H.) A view, such as A.T, is made once, and always shows what lies
there. So a buffer is in use as long as any view of it is. What is returned, or handed to an
optimiser, must not lie in a buffer: the next call would write over it. So each run makes it anew.

With large arrays, the library goes one step further. All its buffers are parts of one `memory`: two
of any shape may share bytes if they are not needed at the same time. Equations that free more than
they make are moved forward, and room for a later gradient is used for others until then
(given/planning/rooms.py, order.py), so that a convolutional network's step needs less memory.

This is what comes out for `by_hand`'s whole step, beside what you wrote in your first lesson. On
the right, each capital letter is a buffer of its own (H is not your H); some lines are left out:

    W1, b1, W2, b2 = parameters             def run(W1, b1, W2, b2, X, T):
    H = sigmoid(X @ W1 + b1)                    np.matmul(X, W1, out=A)
                                                np.add(A, b1, out=A)
                                                np.negative(A, out=A)
                                                np.exp(A, out=A)
                                                np.add(A, 1, out=A)
                                                np.reciprocal(A, out=A)
    Y = sigmoid(H @ W2 + b2)                    ... the same, in B
    dZ2 = (Y - T) / len(T) * Y * (1 - Y)        np.subtract(B, T, out=C)
                                                np.multiply(C, 0.25, out=C)
                                                np.multiply(C, B, out=C)
                                                np.subtract(1, B, out=B)
                                                np.multiply(C, B, out=B)
    dZ1 = dZ2 @ W2.T * H * (1 - H)              np.matmul(B, a, out=E)
                                                np.multiply(E, A, out=E)
                                                np.subtract(1, A, out=A)
                                                np.multiply(E, A, out=A)
    X.T @ dZ1                                   np.matmul(c, A, out=H)

The same program: a and c are W2.T and X.T; 0.25 is 1 / len(T). `nox -s demo -- compile` shows both.

Where a script ends
-------------------
A script is right for one set of shapes and dtypes, with gradients or without; for others, another
one is written. What Python itself reads, such as `training` of a module, an object's attribute or a
number that a function closes over, is compared before each call (given/guarding/watch.py). Some
functions run as before, and `why` says so: one that branches on a value, as `if loss > 1` does; one
with shapes that depend on numbers, as `x[x > 0]`; one that keeps a tensor beyond the call. And a
module in an ordinary loop, `model = torch.compile(model)`, gets two scripts, one forwards and one
for the way back, which together are one op with its rule (given/compiling/joint.py).

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch.compile` hands the list to `torch/_inductor/graph.py: GraphLowering`. Its lowerings
(`torch/_inductor/lowering.py: register_lowering`) do more than yours: elementwise ops are fused
into one loop, written out in C++ or Triton, so that a number is fetched once for several ops in a
row. Buffers are assigned as yours are, by their last use and their size:
`torch/_inductor/codegen/wrapper.py: AllocateLine, FreeIfNotReusedLine, ReuseLine`. The program is
cut into two, there and back, by `torch/_functorch/partitioners.py:
min_cut_rematerialization_partition`, which also decides what to keep and what to compute again;
yours keeps everything. `torch/_dynamo/guards.py: GuardBuilder` makes what is compared before each
call. JAX lowers to XLA (`jax/_src/interpreters/mlir.py: register_lowering`), which assigns buffers
in C++, and `jax.jit` with `donate_argnums` lets a result write over an argument.

The other way is to run the list by an interpreter, as `eval_program` does. For the step of
`by_hand` (8 hidden neurons, 4 examples) it takes 0.065 ms, the script 0.033, your own lines of
`by_hand` 0.018, and `grad` itself 0.22 (`docs/other_ways.py` measures it).

The traps
---------
- A view lies in another variable's memory: free that with the last of the two, and not before.
- What is returned must be made anew, even if only a view of it is returned.
- x * x reads x twice, but frees its buffer once. If it is given back twice, two results get it.
- Not every op may write over what it reads.
- Two buffers with the same number of bytes may differ: (2, 8) and (8, 2), float32 and int32.
- `return a` is not a tuple, and `return a,` is.

When it is done, your library writes the program that you wrote by hand, for any network. You began
with forty lines and a derivation for one network; now code that you have written leads all the way
from a formula to the script that learns by it. Print the source of a network of your own.

To read: A. Aho, M. Lam, R. Sethi, J. Ullman, Compilers (2006), sections 8.4 and 8.5, on last uses,
and 8.8, on registers, which are buffers; J. Ansel et al., PyTorch 2: Faster Machine Learning
Through Dynamic Python Bytecode Transformation and Graph Compilation (2024), section 4; R. Frostig,
M. Johnson, C. Leary, Compiling machine learning programs via high-level tracing (2018).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from .given.compiling.buffers import Buffer, empty, kept_memory, kind_of, lowered_memory
from .given.compiling.lowerings import lowers, may_overwrite
from .given.compiling.script import Script
from .given.ops.matmul import linear
from .given.programs.equations import Variable, variables_in
from .given.programs.program import Program
from .m04_magic_methods import sigmoid, sum


def last_uses(program: Program) -> dict[int, int]:
    """When each memory dies: a dict from `variable.memory` to the number of the last equation that
    makes a variable in this memory or reads one (`variables_in(equation.inputs)`), counted from 0.

    Memory that is handed out (`kept_memory(program)`, a set) is still in use when all equations are
    done: its number is the number of equations. Memory of inputs counts, too.
    """
    last = {}
    for number, equation in enumerate(program.equations):
        for x in (equation.variable, *variables_in(equation.inputs)):
            last[x.memory] = number
    return last | dict.fromkeys(kept_memory(program), len(program.equations))


def assign_buffers(program: Program) -> dict[int, Buffer]:
    """Which Buffer each memory lies in: a dict from `variable.memory` to Buffer.

    The memory in `lowered_memory(program)` needs a buffer, unless it is still in use when all
    equations are done: each run makes that anew. The variable that is the first in its memory says
    what kind of buffer (`kind_of(variable)`, which also takes a Buffer: shape and dtype). Two
    memories may lie in one buffer, if they are of one kind, and the first is dead before the second
    is made. A new `Buffer(shape, dtype)` is made only where none is free.

    If `may_overwrite(equation)`, the equation reads each element before it writes there, so its
    result may take the buffer of a memory that it reads for the last time. For any other equation,
    such a buffer is free only after it.
    """
    homes, free, dying = {}, defaultdict(list), defaultdict(list)
    for memory, number in last_uses(program).items():
        dying[number].append(memory)
    wanted = lowered_memory(program).difference(dying[len(program.equations)])
    for number, equation in enumerate(program.equations):
        made = equation.variable
        ended = [homes[memory] for memory in dying[number] if memory in homes]
        for buffer in ended if may_overwrite(equation) else ():
            free[kind_of(buffer)].append(buffer)
        if made.memory in wanted and made.memory not in homes:
            fitting = free[kind_of(made)]
            homes[made.memory] = fitting.pop() if fitting else Buffer(made.shape, made.dtype)
        for buffer in () if may_overwrite(equation) else ended:
            free[kind_of(buffer)].append(buffer)
    return homes


@lowers(sigmoid, over=True)
def sigmoid_lines(out: str, x: str) -> list[str]:
    """The lines of 1 / (1 + exp(-x)): four calls of NumPy's, each of which writes into `out`. Here
    and below, `out` and `x` are names in the script, and the result is a list of lines."""
    return [
        f"np.negative({x}, out={out})",
        f"np.exp({out}, out={out})",
        f"np.add({out}, 1, out={out})",
        f"np.reciprocal({out}, out={out})",
    ]


@lowers(linear)
def linear_lines(out: str, x: str, weight: str, bias: str | None = None) -> list[str]:
    """The lines of x @ weight.T, written into `out`, and of adding the bias there, if there is
    one."""
    lines = [f"np.matmul({x}, {weight}.T, out={out})"]
    return [*lines, f"np.add({out}, {bias}, out={out})"] if bias else lines


@lowers(sum)
def sum_lines(out: str, x: str, dim: Any = None, keepdim: bool = False) -> list[str]:
    """The line of `np.sum`, into `out`. What is `dim` here, a value and not a name, is `axis` in
    NumPy, and `keepdim` is `keepdims`."""
    return [f"np.sum({x}, axis={dim}, keepdims={keepdim}, out={out})"]


def write_lines(script: Script) -> tuple[list[str], list[str]]:
    """The pair (once, run): the lines that are run once, which make buffers and views of them, and
    those of each run.

    First, each buffer in `script.buffers`, a dict from Buffer to name, is made once: `name =
    empty(buffer)`, where `empty` gives the text. Then come the equations, in their order; `name` is
    `script.name[equation.variable]`:

        a view (`script.is_view`)       name = script.view(equation): once, if its memory lies in a
                                        buffer (is in `script.homes`); else, in each run
        lowered (`script.is_lowered`)   the lines in script.lines(equation), in each run; if its
                                        memory lies in no buffer, name = empty(variable) before them
        anything else                   name = script.call(equation), in each run
    """
    once = [f"{name} = {empty(buffer)}" for buffer, name in script.buffers.items()]
    run = []
    for equation in script.program.equations:
        made, name = equation.variable, script.name[equation.variable]
        if script.is_view(equation):
            lines = once if made.memory in script.homes else run
            lines.append(f"{name} = {script.view(equation)}")
        elif script.is_lowered(equation):
            if made.memory not in script.homes:
                run.append(f"{name} = {empty(made)}")
            run += script.lines(equation)
        else:
            run.append(f"{name} = {script.call(equation)}")
    return once, run


def write_source(script: Script) -> str:
    """The whole script, one string, of `write_lines`: `make` makes the buffers, and returns `run`,
    which takes the `script.arguments` and returns a tuple of the `script.results` (lists of names):

        def make():
            A = np.empty((4, 8), "float64")

            def run(x, w):
                ...
                return b, c,

            return run

    A tuple of one result has a comma, too, and one of none is ().
    """
    once, run = write_lines(script)
    lines = [
        "def make():",
        *[f"    {line}" for line in once],
        "",
        f"    def run({', '.join(script.arguments)}):",
        *[f"        {line}" for line in run],
        f"        return ({''.join([f'{name}, ' for name in script.results]).rstrip()})",
        "",
        "    return run",
    ]
    return "\n".join(lines)


def plan(program: Program, names: Mapping[Variable, str]) -> tuple[Script, str]:
    """The Script of a program, and its text; `names` are those that are known already. (Given.)"""
    script = Script(program, assign_buffers(program), names)
    return script, write_source(script)
