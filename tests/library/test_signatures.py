"""Every argument that torch documents, of all that is offered: its name is taken, in its place.

torch's signatures are read by machine: those of Python functions from Python, and those of builtins
from the stubs that come with torch, or else from the first line of the docstring. What is refused
by intention stands in signatures.txt, with a reason.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import torch

STUBS = Path(torch.__file__).parent / "_C"
LISTED = Path(__file__).with_name("signatures.txt").read_text("utf-8")
REFUSED = dict(re.findall(r"^- (\S+): (.*)$", LISTED, re.MULTILINE))
FACES = """
    torch nn.functional nn.init nn.utils func autograd autograd.functional utils.data optim
    optim.lr_scheduler nn Tensor nn.Module linalg distributions optim.swa_utils
"""
# What a call that makes tensors needs at least; its further arguments are tried by calling it.
SAMPLES: dict[str, tuple[Any, ...]] = {
    "zeros": (2,),
    "ones": (2,),
    "empty": (2,),
    "rand": (2,),
    "randn": (2,),
    "randperm": (2,),
    "eye": (2,),
    "arange": (2,),
    "linspace": (0.0, 1.0, 3),
    "logspace": (0.0, 1.0, 3),
    "randint": (9, (2,)),
    "normal": (0.0, 1.0, (2,)),
    "full": ((2,), 1.0),
    "hann_window": (2,),
    "hamming_window": (2,),
    "tril_indices": (2, 2),
    "triu_indices": (2, 2),
    "new_zeros": (2,),
    "new_ones": (2,),
    "new_empty": (2,),
    "new_full": ((2,), 1.0),
    "new_tensor": (1.0,),
}


class Signature(NamedTuple):
    """How a function of torch may be called."""

    positional: list[str]
    all: list[str]


@cache
def stubs() -> dict[str, dict[str, list[ast.arguments]]]:
    """The overloads of torch's builtin functions, and of its methods of tensors."""
    functions = ast.parse((STUBS / "_VariableFunctions.pyi").read_text("utf-8")).body
    neural = ast.parse((STUBS / "_nn.pyi").read_text("utf-8")).body
    classes = ast.parse((STUBS / "__init__.pyi").read_text("utf-8")).body
    methods = next(n.body for n in classes if getattr(n, "name", "") == "TensorBase")
    found: dict[str, dict[str, list[ast.arguments]]] = {"torch": {}, "Tensor": {}, "linalg": {}}
    for owner, nodes in (("torch", functions + neural), ("Tensor", methods)):
        for node in nodes:
            if isinstance(node, ast.FunctionDef):
                found[owner].setdefault(node.name, []).append(node.args)
    return found


def signatures(face: str, name: str, function: Any) -> list[Signature]:
    """All signatures of one of torch's functions."""
    if hasattr(torch.nn.functional, f"_{name}") and face == "nn.functional":
        function = getattr(torch.nn.functional, f"_{name}")  # behind a choice by `return_indices`
    target = function.__init__ if isinstance(function, type) else function
    try:
        found = [*inspect.signature(target).parameters.values()]
        positional = [p.name for p in found if p.kind <= p.POSITIONAL_OR_KEYWORD]
        named = [p.name for p in found if p.kind == p.KEYWORD_ONLY]
        return [Signature(positional, positional + named)]
    except (TypeError, ValueError):
        pass
    overloads = stubs().get(face, stubs()["torch"]).get(name, [])
    if not overloads:
        line = re.search(
            rf"^(?:linalg\.)?{name}\((.*)\) ->", (function.__doc__ or "").strip(), re.MULTILINE
        )
        if line is None:
            return []
        code = f"def f({line[1]}): pass".replace("\\", "")
        try:
            overloads = [ast.parse(code).body[0].args]  # type: ignore[attr-defined]
        except SyntaxError:
            return []
    found = []
    for args in overloads:
        positional = [arg.arg for arg in args.posonlyargs + args.args]
        found.append(Signature(positional, positional + [arg.arg for arg in args.kwonlyargs]))
    return found


def offered(lib: ModuleType, face: str) -> list[tuple[str, Any, Any]]:
    """(name, ours, torch's) of what may be called."""
    ours, theirs = lib, torch
    if face != "torch":
        for part in face.split("."):
            ours = type(lib.ones(1)) if part == "Tensor" else getattr(ours, part)
            theirs = getattr(theirs, part)
    found = []
    for name in dir(ours):
        mine, torchs = getattr(ours, name), getattr(theirs, name, None)
        if name.startswith("_") or not callable(mine) or not callable(torchs):
            continue
        if isinstance(mine, type) and mine.__module__.partition(".")[0] != lib.__name__:
            continue
        found.append((name, mine, torchs))
    return found


def plain(name: str, function: Any) -> Any:
    """The function whose parameters count: of a class, `__init__`; of `add_`, `add`."""
    if isinstance(function, type):
        return function.__init__
    if "_by_place" in function.__code__.co_qualname:
        function = inspect.getclosurevars(function).nonlocals["method"]
    if name.endswith("_") and function.__code__.co_name == "method":
        return inspect.getclosurevars(function).nonlocals["op"]
    return function


def takes(keywords: ModuleType, lib: ModuleType, mine: Any, name: str) -> bool | None:
    """Whether an argument of torch's is taken; None if only its default is."""
    names, name = keywords.names_of(mine), name.rstrip("_")
    several = inspect.unwrap(mine).__code__.co_flags & inspect.CO_VARARGS
    if name in names.all or (several and name in ("tensors", "args")):
        return True
    if hasattr(mine, "torchs_names") or mine.__code__.co_name == "op":
        if keywords.own_name(names, name) is not None:
            return True
        entry = keywords.extra(names, name)
        if entry is not None:
            return None if entry[1] is None else True
        if names.takes_sizes and name in keywords.SIZES:
            return True
    if mine.__name__ in SAMPLES or mine.__name__.endswith("_like"):
        return called(lib, mine, name)
    return mine.__name__ == "random_" and name in ("from", "to")  # see arguments.txt


def called(lib: ModuleType, mine: Any, name: str) -> bool:
    """Whether what makes tensors takes an argument, with its default."""
    defaults = {"pin_memory": False, "requires_grad": False, "size": (2,), "low": 0, "high": 3}
    sample = SAMPLES.get(mine.__name__, (lib.ones(2),))
    if mine.__name__ == "full_like":
        sample = (lib.ones(2), 1.0)
    if mine.__name__.startswith("new_"):
        sample = (lib.ones(2), *sample)
    if name in ("size", "low", "high"):
        sample = sample[: -1 if name == "size" else 0]
    params = {name: defaults.get(name)}
    if name in ("low", "high"):
        params = {"low": 0, "high": 3, "size": (2,)}
    try:
        mine(*sample, **params)
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("face", FACES.split())
def test_every_documented_argument_is_taken(lib, face, capsys):
    keywords = sys.modules["autodiff.given.compat.keywords"]
    tally, wrong = Counter(), []
    for name, function, torchs in offered(lib, face):
        mine, found = plain(name, function), signatures(face, name, torchs)
        if mine is object.__init__ is torchs.__init__:  # which take nothing
            tally["tried"] += 1
            continue
        if keywords.names_of(mine) is None or not found:
            tally["skipped"] += 1  # a class without an `__init__` of Python's, or a bound method
            tally["tried"] += 1
            continue
        for argument in dict.fromkeys(arg for each in found for arg in each.all if arg != "self"):
            tally["tried"] += 1
            key = f"{face}.{name}({argument})"
            taken = takes(keywords, lib, mine, argument)
            if taken is None or key in REFUSED:
                tally["refused"] += 1
            if (taken is False) != (key in REFUSED):
                wrong.append(f"- {key}: {'is taken' if key in REFUSED else 'is not taken'}")
        order = f"{face}.{name}()"
        if in_other_order(keywords, mine, found) != (order in REFUSED):
            wrong.append(f"- {order}: {keywords.names_of(mine).positional} {found[0].positional}")
    with capsys.disabled():
        print(f"\n{face}: {dict(tally)}", end=" ")
    assert not wrong, "\n".join(wrong)
    assert tally["skipped"] <= 0.02 * tally["tried"] + 1


def in_other_order(keywords: ModuleType, mine: Any, found: list[Signature]) -> bool:
    """Whether a place means something else to us than in each of torch's signatures."""
    names = keywords.names_of(mine)
    ours = list(names.positional[: keywords.in_order(names)])
    for each in found:
        theirs = [arg.rstrip("_") for arg in each.positional]
        if ours[:1] == ["self"] and theirs[:1] != ["self"]:
            theirs.insert(0, "self")
        pairs = zip(ours, theirs, strict=False)
        if all(keywords.own_name(names, arg) == own for own, arg in pairs):
            return False
    return bool(ours)


def defaults(face: str, name: str, function: Any) -> dict[str, list[Any]]:
    """What torch's stubs and signatures say of each argument that may be left out."""
    found: dict[str, list[Any]] = {}
    target = function.__init__ if isinstance(function, type) else function
    try:
        for p in inspect.signature(target).parameters.values():
            if p.default is not p.empty:
                found.setdefault(p.name, []).append(p.default)
    except (TypeError, ValueError):
        for args in stubs().get(face, stubs()["torch"]).get(name, []):
            places = (args.posonlyargs + args.args)[-len(args.defaults) :] if args.defaults else []
            pairs = [*zip(places, args.defaults, strict=True)]
            pairs += [*zip(args.kwonlyargs, args.kw_defaults, strict=True)]
            for arg, default in pairs:
                if isinstance(default, ast.Constant) and default.value is not ...:
                    found.setdefault(arg.arg, []).append(default.value)
    return found


@pytest.mark.parametrize("face", FACES.split())
def test_what_may_be_left_out_is_what_torch_takes_for_it(lib, face):
    keywords = sys.modules["autodiff.given.compat.keywords"]
    tried, wrong = 0, []
    for name, function, torchs in offered(lib, face):
        mine = plain(name, function)
        names = keywords.names_of(mine)
        if names is None:
            continue
        found = inspect.signature(inspect.unwrap(mine)).parameters
        for argument, theirs in defaults(face, name, torchs).items():
            own = found.get(keywords.own_name(names, argument))
            if own is None or own.default is own.empty:
                continue
            tried += 1
            same = any(own.default == each or own.default in (None, ()) for each in theirs)
            key = f"{face}.{name}({argument}=)"
            if same == (key in REFUSED):
                wrong.append(f"- {key}: {own.default!r} is not one of {theirs}")
    print(f"{face}: {tried} defaults tried")
    assert not wrong, "\n".join(wrong)


def test_the_list_of_what_is_refused_is_read_as_a_whole():
    lines = [line for line in LISTED.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) == len(REFUSED) and all(REFUSED.values())
