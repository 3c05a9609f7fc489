"""An error that leaves the library is of torch's type, and names the function and the argument.
(Given code.)

Nothing happens here before an exception is on its way out of an op or a public function. Then the
type hints say which argument does not belong there. What a learner's own code raises stays as it
is, and so does what comes from a caller's function.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from inspect import unwrap
from opcode import opmap
from typing import Any

from ...m02_wrapper import Array
from .kinds import misfit, misfit_of_layer

PACKAGE = __package__.removesuffix(".given.protocols")
LEARNERS = re.compile(rf"{re.escape(PACKAGE)}\.(m\d\d_|todo$)")
CONVERSIONS = ("__bool__", "__int__", "__float__", "__index__", "__iter__", "_only_element")
RAISE = opmap["RAISE_VARARGS"]
# What NumPy and Python raise of what does not fit, and torch's type for it.
MEANT: dict[type, type[Exception]] = {ValueError: RuntimeError, KeyError: RuntimeError}
MEANT |= {AttributeError: TypeError, IndexError: IndexError, TypeError: TypeError}
MEANT |= {NotImplementedError: NotImplementedError, RuntimeError: RuntimeError}


def _is_unset(error: AttributeError) -> bool:
    """Whether a tensor lacks what `Array.__init__` was to give it, which no argument can change."""
    return isinstance(error.obj, Array) and error.name in Array.__slots__


def explain(
    error: Exception, function: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]
) -> None:
    """Say in the error of a call what it is about, or raise another one, caused by it.

    Raises TypeError where an argument is not of the kind that the function takes, and torch's type
    for what NumPy and Python say of arguments that do not fit.
    """
    kind = next((each for each in MEANT if isinstance(error, each)), None)
    place = origin(error)
    if kind is None or place is None or not (type(error) is kind or is_numpys(error)):
        return
    module, raised, converting = place
    learners, plain = LEARNERS.match(module), unwrap(function)
    if learners and (kind is NotImplementedError or (raised and module == plain.__module__)):
        return
    me = title(function, args)
    unset = isinstance(error, AttributeError) and _is_unset(error)
    wrong = ""
    if not (raised and kind is ValueError) or converting:
        missing = error if unset else getattr(error, "obj", error)
        layers = plain.__qualname__ == "FunctionLayer.forward"
        inner = (unwrap(args[0].function), args[1:]) if layers else (plain, args)
        wrong = misfit(*inner, params, missing) or misfit_of_layer(plain, args)
    if converting and kind is RuntimeError and not LEARNERS.match(str(plain.__module__)):
        wrong = wrong or str(error)
    if wrong:
        raise TypeError(f"{me}(): {wrong}") from error
    if learners or unset:
        return
    message = re.sub(r"^\w+\(\): ", "", str(error))  # an inner function's name
    message = re.sub(r"^\w+(?=\(\) got an unexpected)", me, message)
    if not re.search(rf"\b{re.escape(me)}\b", message):
        message = f"{me}(): {message}"
    if (meant := kind if raised else MEANT[kind]) is not type(error):
        raise meant(message) from error
    if kind is not KeyError:
        error.args = (message,)


def is_numpys(error: Exception) -> bool:
    """Whether an exception is of a class of NumPy's."""
    return type(error).__module__.partition(".")[0] == "numpy"


def origin(error: Exception) -> tuple[str, bool, bool] | None:
    """The module that an error comes from, whether that has raised it itself, and whether this was
    while a tensor was made a number, a truth value or an index.

    None if it comes from a function of the caller's, or through one.
    """
    module, raised, converting, step = PACKAGE, False, False, error.__traceback__
    while step is not None:
        scope, code = step.tb_frame.f_globals, step.tb_frame.f_code
        name = scope.get("__name__", "")
        top = name.partition(".")[0]
        if top == PACKAGE:
            module, raised = name, code.co_code[step.tb_lasti] == RAISE
            converting = code.co_name in CONVERSIONS
        elif top == "numpy" or top in sys.stdlib_module_names:
            raised = False
        else:
            return None
        step = step.tb_next
    return module, raised, converting


def title(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What a function is called; what makes an object or is its `forward`, by its class."""
    if function.__name__ in ("__init__", "forward") and args:
        return type(args[0]).__name__
    return function.__name__
